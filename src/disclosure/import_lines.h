#pragma once
// What a line of a mirrored page is, when it is not text: the trail above it, links beside it, rows of
// navigation, the names of buttons, what the system that copied it left. Inside the importers only; the words
// are data.

#include <string>
#include <string_view>

namespace disclosure {

enum class LineRole {
    Text,
    Breadcrumb,
    RelatedLink,
    Navigation,
    Widget,
    Label,
    SiteLine,
    MachineAuthor,
    Spam,
    Counter
};
std::string_view line_role_word(LineRole role);

struct LinePlace {
    bool first = false;    // nothing but such lines before it
    bool related = false;  // behind 相关链接
};
LineRole role_of_line(std::string_view line, const LinePlace& place);

struct SiteLine {
    std::string source;
    std::string host;
    bool claims_government = false;
};
SiteLine site_line_of(std::string_view line);
bool is_government_host(std::string_view host);  // gov.cn and what stands under it

std::string linked_title_of(std::string_view line);  // 原文链接:…
bool numbered_by(std::string_view line);             // 一要… 二是… （一）…
std::string portal_named_in(std::string_view text);  // 延安市政府门户网站

struct Dateline {
    std::string source;  // 新华网, 新华社
    std::string date;
};
Dateline dateline_of(std::string_view text);  // 新华网8月3日电 …

}  // namespace disclosure

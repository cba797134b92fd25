#include "disclosure/import_lines.h"

#include "disclosure/import_text.h"
#include "text/utf8.h"

#include <algorithm>
#include <array>

namespace disclosure {

namespace {

constexpr std::array<std::string_view, 10> kRoles = {"text",   "breadcrumb", "related_link", "navigation",
                                                     "widget", "label",      "site",         "machine_author",
                                                     "spam",   "counter"};
constexpr std::size_t kNavigationWordsMin = 4;
constexpr std::size_t kNavigationWordCharactersMax = 6;
constexpr std::size_t kSpamCharactersMax = 60;

// data: how the lines around a text begin on the pages of offices, and on those that copy them
constexpr std::array<std::string_view, 4> kBreadcrumbs = {"当前位置", "您的位置", "您现在的位置", "你的位置"};
constexpr std::array<std::string_view, 12> kLabels = {"相关链接", "图片图表", "栏目推荐", "相关新闻",
                                                      "相关文档", "相关附件", "相关信息", "热点推荐",
                                                      "扫一扫",   "分享到",   "延伸阅读", "相关阅读"};
// data: names of buttons, and of parts that a page loads from elsewhere
constexpr std::array<std::string_view, 13> kWidgets = {
    "Baidu",    "map",  "打印",     "关闭窗口", "打印本页", "返回", "返回顶部",
    "关闭本页", "收藏", "【打印】", "share",    "【关闭】", "TOP"};
// data: who is said to have edited
constexpr std::array<std::string_view, 4> kEditors = {"责任编辑", "责编", "编辑", "作者"};
// data: words of advertising on copied pages
constexpr std::array<std::string_view, 6> kSpam = {"博彩", "彩票", "棋牌", "澳门", "在线娱乐", "真人"};
// data: what a line with the place and day of publishing holds
constexpr std::string_view kSource = "来源";
constexpr std::string_view kGovernmentSite = "政府";
constexpr std::string_view kSite = "网站";
constexpr std::string_view kPortal = "门户网站";
constexpr std::string_view kLinked = "原文链接";

bool begins_with_one(std::string_view line, const auto& all) {
    return std::any_of(all.begin(), all.end(),
                       [line](std::string_view word) { return line.starts_with(word); });
}

bool is_one(std::string_view line, const auto& all) {
    return std::find(all.begin(), all.end(), line) != all.end();
}

std::string_view after_colon(std::string_view text) {
    if (text.starts_with(':')) return text.substr(1);
    return text.starts_with("：") ? text.substr(3) : std::string_view();
}

bool is_digits(std::string_view line) {
    return !line.empty() && line.find_first_not_of("0123456789") == std::string_view::npos;
}

// Four short words or more, parted by blanks, without any sign.
bool is_navigation(std::string_view line) {
    std::size_t words = 0;
    std::size_t length = 0;
    const Signs signs = signs_of(line);
    for (std::size_t i = 0; i <= signs.size(); ++i) {
        const char32_t c = i < signs.size() ? signs[i].c : U' ';
        if (c == ' ' || c == 0xa0 || c == 0x3000 || c == '|') {
            if (length > kNavigationWordCharactersMax) return false;
            if (length > 0) ++words;
            length = 0;
        } else if (text::is_han(c)) {
            ++length;
        } else {
            return false;
        }
    }
    return words >= kNavigationWordsMin;
}

bool is_machine_author(std::string_view line) {
    for (const std::string_view word : kEditors) {
        if (!line.starts_with(word)) continue;
        std::string_view name = after_colon(line.substr(word.size()));
        while (name.starts_with(' ')) name.remove_prefix(1);
        const bool latin =
            !name.empty() && name.size() < 20 && std::all_of(name.begin(), name.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            });
        if (latin) return true;
    }
    return false;
}

std::string host_in(std::string_view line) {
    const auto is_host = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-';
    };
    for (std::size_t from = 0; from < line.size(); ++from) {
        if (!is_host(line[from])) continue;
        std::size_t end = from;
        while (end < line.size() && is_host(line[end])) ++end;
        const std::string_view word = line.substr(from, end - from);
        const std::size_t dot = word.find('.');
        const bool named = word.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos;
        if (named && dot != std::string_view::npos && dot > 0 && !word.ends_with('.'))
            return std::string(word);
        from = end;
    }
    return {};
}

}  // namespace

std::string_view line_role_word(LineRole role) {
    return kRoles[static_cast<std::size_t>(role)];
}

LineRole role_of_line(std::string_view line, const LinePlace& place) {
    if (begins_with_one(line, kBreadcrumbs)) return LineRole::Breadcrumb;
    if (is_digits(line) && line.size() >= 2 && place.first) return LineRole::Counter;
    if (is_digits(line) && line.size() >= 10) return LineRole::Counter;
    if (is_one(line, kWidgets)) return LineRole::Widget;
    if (is_one(line, kLabels)) return LineRole::Label;
    if (place.related && (line.starts_with("·") || line.starts_with("•"))) return LineRole::RelatedLink;
    if (is_navigation(line)) return LineRole::Navigation;
    if (is_machine_author(line)) return LineRole::MachineAuthor;
    const bool spam = place.first && text::character_count(line) <= kSpamCharactersMax &&
                      std::any_of(kSpam.begin(), kSpam.end(), [line](std::string_view word) {
                          return line.find(word) != std::string_view::npos;
                      });
    if (spam) return LineRole::Spam;
    const bool dated = !date_in(line).empty() && text::character_count(line) <= 80;
    const bool placed = line.find(kSource) != std::string_view::npos || !host_in(line).empty();
    return dated && placed && line.find("。") == std::string_view::npos ? LineRole::SiteLine : LineRole::Text;
}

SiteLine site_line_of(std::string_view line) {
    SiteLine site;
    site.host = host_in(line);
    site.claims_government = line.find(kGovernmentSite) < line.find(kSite) && line.find(kSite) != line.npos;
    const std::size_t at = line.find(kSource);
    if (at != std::string_view::npos) {
        std::string_view rest = after_colon(line.substr(at + kSource.size()));
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        rest = rest.substr(0, rest.find(' '));
        site.source = rest.substr(0, rest.find("\xc2\xa0"));
    }
    return site;
}

bool is_government_host(std::string_view host) {
    return host == "gov.cn" || host.ends_with(".gov.cn");
}

std::string linked_title_of(std::string_view line) {
    return line.starts_with(kLinked) ? std::string(after_colon(line.substr(kLinked.size()))) : std::string();
}

bool numbered_by(std::string_view line) {
    // data: numerals
    constexpr std::u32string_view kNumerals = U"一二三四五六七八九十";
    const Signs signs = signs_of(line.substr(0, 24));
    std::size_t at = 0;
    const bool bracket = !signs.empty() && (signs[0].c == '(' || signs[0].c == U'（');
    if (bracket) ++at;
    const std::size_t first = at;
    while (at < signs.size() && kNumerals.find(signs[at].c) != kNumerals.npos) ++at;
    if (at == first || at >= signs.size()) return false;
    const char32_t c = signs[at].c;
    return bracket ? c == ')' || c == U'）' : c == U'是' || c == U'要';
}

std::string portal_named_in(std::string_view text) {
    const std::size_t at = text.find(kPortal);
    if (at == std::string_view::npos) return {};
    const Signs signs = signs_of(text.substr(0, at));
    // data: words before which a name begins
    constexpr std::u32string_view kStops = U"是在由从于为到的";
    std::size_t from = signs.size();
    while (from > 0 && signs.size() - from < 16 && text::is_han(signs[from - 1].c) &&
           kStops.find(signs[from - 1].c) == kStops.npos)
        --from;
    return text_of(signs, from, signs.size()) + std::string(kPortal);
}

Dateline dateline_of(std::string_view text) {
    const std::size_t wire = text.find("电");
    if (wire == std::string_view::npos || wire > 60) return {};
    const Signs signs = signs_of(text.substr(0, wire));
    Dateline dateline;
    dateline.date = date_in(text.substr(0, wire));
    std::size_t end = 0;
    while (end < signs.size() && text::is_han(signs[end].c)) ++end;
    if (dateline.date.empty() || end == 0) return {};
    dateline.source = text_of(signs, 0, end);
    return dateline;
}

}  // namespace disclosure

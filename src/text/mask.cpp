#include "text/mask.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace text {

namespace {

constexpr std::string_view kStars = "************************";
constexpr std::size_t kNameStars = 2;
constexpr std::size_t kAddressCharactersShown = 6;

// Surnames of two characters that are still common.
constexpr std::array<std::u32string_view, 20> kDoubleSurnames = {
    U"\u6b27\u9633", U"\u53f8\u9a6c", U"\u4e0a\u5b98", U"\u8bf8\u845b",  // 欧阳 司马 上官 诸葛
    U"\u4e1c\u65b9", U"\u7687\u752b", U"\u5c09\u8fdf", U"\u516c\u5b59",  // 东方 皇甫 尉迟 公孙
    U"\u53f8\u5f92", U"\u590f\u4faf", U"\u4ee4\u72d0", U"\u6155\u5bb9",  // 司徒 夏侯 令狐 慕容
    U"\u5b87\u6587", U"\u957f\u5b59", U"\u53f8\u7a7a", U"\u7aef\u6728",  // 宇文 长孙 司空 端木
    U"\u72ec\u5b64", U"\u5357\u5bab", U"\u547c\u5ef6", U"\u62d3\u8dcb",  // 独孤 南宫 呼延 拓跋
};

// Last words of the names of bodies and firms.
constexpr std::array<std::u32string_view, 30> kBodyEndings = {
    U"\u516c\u53f8",
    U"\u5c40",
    U"\u4e2d\u5fc3",
    U"\u59d4\u5458\u4f1a",  // 公司 局 中心 委员会
    U"\u653f\u5e9c",
    U"\u5408\u4f5c\u793e",
    U"\u5382",
    U"\u5e97",  // 政府 合作社 厂 店
    U"\u5b66\u6821",
    U"\u5c0f\u5b66",
    U"\u4e2d\u5b66",
    U"\u5927\u5b66",  // 学校 小学 中学 大学
    U"\u533b\u9662",
    U"\u536b\u751f\u9662",
    U"\u529e\u516c\u5ba4",
    U"\u534f\u4f1a",  // 医院 卫生院 办公室 协会
    U"\u94f6\u884c",
    U"\u4fe1\u7528\u793e",
    U"\u4e8b\u52a1\u6240",
    U"\u6d3e\u51fa\u6240",  // 银行 信用社 事务所 派出所
    U"\u6d88\u9632\u961f",
    U"\u5e7c\u513f\u56ed",
    U"\u519c\u573a",
    U"\u6797\u573a",  // 消防队 幼儿园 农场 林场
    U"\u96c6\u56e2",
    U"\u9662",
    U"\u7ad9",
    U"\u90e8",  // 集团 院 站 部
    U"\u5546\u884c",
    U"\u57fa\u91d1\u4f1a",  // 商行 基金会
};

// Where an address stops being personal.
constexpr std::array<std::u32string_view, 5> kPlaceEndings = {U"\u6751", U"\u8857\u9053", U"\u793e\u533a",
                                                              U"\u9547", U"\u4e61"};  // 村 街道 社区 镇 乡
constexpr std::size_t kPlaceStartMin = 2;  // 乡 as first character of a name ends nothing

std::u32string characters_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out.push_back(next_character(text, at));
    return out;
}

std::string text_of(std::u32string_view characters) {
    std::string out;
    for (const char32_t c : characters) append_character(out, c == kBroken ? U'\ufffd' : c);
    return out;
}

std::string stars(std::size_t count) {
    return std::string(kStars.substr(0, std::min(count, kStars.size())));
}

bool all_han(std::u32string_view name) {
    return std::all_of(name.begin(), name.end(), is_han);
}

bool ends_like_a_body(std::u32string_view name) {
    return std::any_of(kBodyEndings.begin(), kBodyEndings.end(),
                       [name](std::u32string_view ending) { return name.ends_with(ending); });
}

std::size_t surname_length(std::u32string_view name) {
    const bool doubled = name.size() >= 3 && std::find(kDoubleSurnames.begin(), kDoubleSurnames.end(),
                                                       name.substr(0, 2)) != kDoubleSurnames.end();
    return doubled ? 2 : 1;
}

std::string shown_ends(std::string_view text, std::size_t first, std::size_t last) {
    const auto characters = characters_of(text);
    const std::u32string_view view(characters);
    if (view.size() <= first + last)
        return text_of(view.substr(0, 1)) + stars(view.size() > 1 ? view.size() - 1 : 0);
    return text_of(view.substr(0, first)) + stars(view.size() - first - last) +
           text_of(view.substr(view.size() - last));
}

}  // namespace

std::string mask_person(std::string_view name) {
    const auto characters = characters_of(name);
    const std::u32string_view view(characters);
    if (view.empty()) return {};
    if (!all_han(view)) return text_of(view.substr(0, 1)) + stars(kNameStars);
    const std::size_t shown = surname_length(view);
    // A long name shows no more of its length than 刘小溪 does.
    const std::size_t hidden = view.size() > shown ? view.size() - shown : 1;
    return text_of(view.substr(0, shown)) + stars(std::min(hidden, kNameStars));
}

std::string mask_name(std::string_view name) {
    const auto characters = characters_of(name);
    const bool organisation = characters.size() >= 5 && ends_like_a_body(characters);
    return organisation ? std::string(name) : mask_person(name);
}

std::string mask_id_number(std::string_view number) {
    return shown_ends(number, 3, 4);
}

std::string mask_phone(std::string_view number) {
    const auto hyphen = number.find('-');
    if (hyphen == std::string_view::npos) return shown_ends(number, 3, 4);
    return std::string(number.substr(0, hyphen + 1)) + shown_ends(number.substr(hyphen + 1), 0, 4);
}

std::string mask_card(std::string_view number) {
    return shown_ends(number, 0, 4);
}

std::string mask_address(std::string_view address) {
    const auto characters = characters_of(address);
    const std::u32string_view view(characters);
    std::size_t shown = 0;
    for (const auto ending : kPlaceEndings) {
        const auto found = view.rfind(ending);
        if (found != std::u32string_view::npos && found >= kPlaceStartMin) {
            shown = std::max(shown, found + ending.size());
        }
    }
    if (shown == 0) shown = std::min(kAddressCharactersShown, view.size() / 2);
    if (view.empty()) return {};
    return text_of(view.substr(0, shown)) + stars(3);
}

std::string mask_email(std::string_view address) {
    const auto at_sign = address.rfind('@');
    if (at_sign == std::string_view::npos || at_sign == 0) return mask_person(address);
    const auto characters = characters_of(address.substr(0, at_sign));
    return text_of(std::u32string_view(characters).substr(0, 1)) + stars(3) +
           std::string(address.substr(at_sign));
}

}  // namespace text

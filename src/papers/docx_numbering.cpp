#include "papers/docx_numbering.h"

#include <algorithm>

namespace papers {

namespace {

constexpr int kBasedOnMax = 12;

std::string chinese(int number) {
    constexpr std::array<std::string_view, 10> kNumerals = {"〇", "一", "二", "三", "四",
                                                            "五", "六", "七", "八", "九"};
    if (number <= 0 || number > 99) return std::to_string(number);
    const auto digit = [&](int value) { return std::string(kNumerals[static_cast<std::size_t>(value)]); };
    if (number < 10) return digit(number);
    std::string out = number < 20 ? "十" : digit(number / 10) + "十";
    if (number % 10 > 0) out += digit(number % 10);
    return out;
}

std::string roman(int number) {
    constexpr std::array<std::pair<int, std::string_view>, 9> kParts = {
        {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}};
    if (number <= 0 || number > 399) return std::to_string(number);
    std::string out;
    for (const auto& [value, letters] : kParts) {
        for (; number >= value; number -= value) out += letters;
    }
    return out;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

NumberLevel level_of(const pugi::xml_node& node) {
    NumberLevel level;
    level.format = attribute_named(child_named(node, "numFmt"), "val");
    level.text = attribute_named(child_named(node, "lvlText"), "val");
    level.start = number_or(attribute_named(child_named(node, "start"), "val"), 1);
    return level;
}

void read_number(const pugi::xml_node& properties, StyleForm& form) {
    const pugi::xml_node number = child_named(properties, "numPr");
    if (!number) return;
    const std::string_view id = attribute_named(child_named(number, "numId"), "val");
    if (!id.empty()) form.number = id;
    form.level = number_or(attribute_named(child_named(number, "ilvl"), "val"), form.level);
}

}  // namespace

std::string counted_as(int number, std::string_view format) {
    if (format == "none" || format == "bullet") return {};
    const std::string_view chinese_ones[] = {"chineseCounting",  "chineseCountingThousand",
                                             "japaneseCounting", "taiwaneseCounting",
                                             "ideographDigital", "taiwaneseCountingThousand"};
    if (std::find(std::begin(chinese_ones), std::end(chinese_ones), format) != std::end(chinese_ones))
        return chinese(number);
    const bool letters = number >= 1 && number <= 26;
    if (format == "lowerLetter" && letters) return std::string(1, static_cast<char>('a' + number - 1));
    if (format == "upperLetter" && letters) return std::string(1, static_cast<char>('A' + number - 1));
    if (format == "upperRoman") return roman(number);
    if (format == "lowerRoman") return lower(roman(number));
    const bool circled = format == "decimalEnclosedCircle" || format == "decimalEnclosedCircleChinese";
    if (circled && number >= 1 && number <= 20) {
        // ① is U+2460: three bytes, of which the last counts.
        std::string out = "\xe2\x91";
        out.push_back(static_cast<char>(0xa0 + number - 1));
        return out;
    }
    if (format == "decimalZero" && number < 10) return "0" + std::to_string(number);
    return std::to_string(number);
}

Styles Styles::read(const Package& package, const std::string& part) {
    Styles styles;
    const auto xml = read_xml(package, part);
    if (!xml.ok()) return styles;
    for (const pugi::xml_node node : xml.value()->document_element().children()) {
        if (local_name(node) != "style" || attribute_named(node, "type") != "paragraph") continue;
        const std::string id(attribute_named(node, "styleId"));
        StyleForm form;
        const std::string name = lower(std::string(attribute_named(child_named(node, "name"), "val")));
        if (name.starts_with("heading ")) form.outline = number_or(std::string_view(name).substr(8), 0) - 1;
        form.title = name == "title";
        form.contents = name.starts_with("toc ");
        const pugi::xml_node properties = child_named(node, "pPr");
        const int outline = number_or(attribute_named(child_named(properties, "outlineLvl"), "val"), -1);
        if (outline >= 0 && outline < 9) form.outline = outline;
        read_number(properties, form);
        styles.forms_[id] = form;
        styles.based_on_[id] = attribute_named(child_named(node, "basedOn"), "val");
    }
    return styles;
}

StyleForm Styles::of(const std::string& style) const {
    StyleForm form;
    std::string at = style;
    for (int i = 0; i < kBasedOnMax && !at.empty(); ++i) {
        const auto found = forms_.find(at);
        if (found == forms_.end()) break;
        const StyleForm& known = found->second;
        if (form.outline < 0) form.outline = known.outline;
        if (form.number.empty()) form.number = known.number, form.level = known.level;
        form.title = form.title || known.title;
        form.contents = form.contents || known.contents;
        at = based_on_.at(at);
    }
    return form;
}

Numbering Numbering::read(const Package& package, const std::string& part) {
    Numbering numbering;
    const auto xml = read_xml(package, part);
    if (!xml.ok()) return numbering;
    for (const pugi::xml_node node : xml.value()->document_element().children()) {
        if (local_name(node) == "abstractNum") {
            auto& levels = numbering.abstract_[std::string(attribute_named(node, "abstractNumId"))];
            for (const pugi::xml_node child : node.children()) {
                const int level = number_or(attribute_named(child, "ilvl"), -1);
                if (local_name(child) != "lvl" || level < 0 || level >= static_cast<int>(kLevels)) continue;
                levels[static_cast<std::size_t>(level)] = level_of(child);
            }
        } else if (local_name(node) == "num") {
            numbering.lists_[std::string(attribute_named(node, "numId"))] =
                attribute_named(child_named(node, "abstractNumId"), "val");
        }
    }
    return numbering;
}

Numbering::Label Numbering::next(const std::string& number, int level) {
    const auto list = lists_.find(number);
    if (list == lists_.end() || level < 0 || level >= static_cast<int>(kLevels)) return {};
    const auto found = abstract_.find(list->second);
    if (found == abstract_.end()) return {};
    const auto& levels = found->second;
    auto& counts = counted_[list->second];
    const auto at = static_cast<std::size_t>(level);
    counts[at] = counts[at] == 0 ? std::max(levels[at].start, 0) : counts[at] + 1;
    for (std::size_t i = at + 1; i < kLevels; ++i) counts[i] = 0;
    Label label;
    label.format = levels[at].format;
    label.number = counts[at];
    for (std::size_t i = 0; i < levels[at].text.size(); ++i) {
        const char c = levels[at].text[i];
        const bool place = c == '%' && i + 1 < levels[at].text.size() && levels[at].text[i + 1] >= '1' &&
                           levels[at].text[i + 1] <= '9';
        if (!place) {
            label.text.push_back(c);
            continue;
        }
        const auto other = static_cast<std::size_t>(levels[at].text[++i] - '1');
        const int counted = counts[other] == 0 ? levels[other].start : counts[other];
        label.text += counted_as(counted, levels[other].format);
    }
    return label;
}

}  // namespace papers

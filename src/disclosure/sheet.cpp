#include "disclosure/sheet.h"

#include "text/utf8.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

namespace disclosure {

namespace {

// data: labels of the form, and the others by which counties call them
constexpr std::string_view kNo = "序号", kDuty = "公开事项", kGroup = "一级事项", kName = "二级事项";
constexpr std::string_view kElements = "公开内容（要素）", kGrounds = "公开依据", kWhen = "公开时限";
constexpr std::string_view kUnits = "公开主体", kChannelHead = "公开渠道和载体", kAudienceHead = "公开对象";
constexpr std::string_view kForAll = "全社会", kForSome = "特定群体", kWayHead = "公开方式",
                           kOffered = "主动";
constexpr std::string_view kAsked = "依申请", kLevelHead = "公开层级", kCounty = "县级", kTownship = "乡级";
constexpr std::string_view kVillage = "村级", kYes = "√", kOn = "■", kOff = "□", kSame = "同上";
constexpr std::string_view kAliases[][2] = {
    // data: of contents
    {"公开内容", kElements},
    {"公开内容(要素)", kElements},
    {"公开要素", kElements},
    {"一级公开事项", kGroup},
    // data: of channels and of those it is for
    {"公开渠道", kChannelHead},
    {"公开载体", kChannelHead},
    {"特定群众", kForSome},
    {"特定主体", kForSome},
    {"依申请公开", kAsked},
    {"主动公开", kOffered},
    // data: of levels
    {"乡镇级", kTownship},
    {"乡、村级", kTownship},
    {"乡（镇）级", kTownship},
    {"县（区）级", kCounty},
    {"村（社区）级", kVillage},
};
// data: kinds of bodies, and the end of the title
constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
    {"township", "各乡镇"}, {"department", "各部门"}, {"government", "县政府本级"}, {"all", "各单位"}};
constexpr std::string_view kTitleEnd = "领域基层政务公开标准目录";
// data: marks of yes, and of boxes that are ticked or not
constexpr std::string_view kYesMarks[] = {"√", "✓", "✔", "是", "●", "v", "V", "Y"};
constexpr std::string_view kOnMarks[] = {"■", "☑", "√", "✓", "●"};
constexpr std::string_view kOffMarks[] = {"□", "口", "☐", "○", "t"};
constexpr std::string_view kListMarks[] = {"；", "\n", ";"};
constexpr std::string_view kNameMarks[] = {"、", "，", "\n", "；"};
constexpr std::string_view kOpenTitle = "《", kCloseTitle = "》";

// Columns of the form as it is written: label above, label below, width.
struct FormColumn {
    std::string_view top, sub;
    int width;
};
constexpr FormColumn kForm[] = {
    {kNo, kNo, 6},
    {kDuty, kGroup, 14},
    {kDuty, kName, 18},
    {kElements, kElements, 30},
    {kGrounds, kGrounds, 32},
    {kWhen, kWhen, 20},
    {kUnits, kUnits, 16},
    {kChannelHead, kChannelHead, 44},
    {kAudienceHead, kForAll, 7},
    {kAudienceHead, kForSome, 7},
    {kWayHead, kOffered, 6},
    {kWayHead, kAsked, 7},
    {kLevelHead, kCounty, 6},
    {kLevelHead, kTownship, 6},
    {kLevelHead, kVillage, 6},
};
constexpr std::size_t kHeadSearched = 8;  // rows

bool is_blank(char32_t sign) {
    return sign == U' ' || sign == U'\n' || sign == U'\t' || sign == 0x3000 || sign == 0xa0;
}

std::string without_blanks(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t sign = text::next_character(text, at);
        if (!is_blank(sign)) text::append_character(out, sign);
    }
    return out;
}

std::string trimmed(std::string_view text) {
    std::size_t from = 0, to = 0;
    bool begun = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (is_blank(text::next_character(text, at))) continue;
        if (!begun) from = begin;
        begun = true;
        to = at;
    }
    return begun ? std::string(text.substr(from, to - from)) : std::string();
}

std::string label_of(std::string_view cell) {
    const std::string bare = without_blanks(cell);
    for (const auto& alias : kAliases)
        if (bare == alias[0]) return std::string(alias[1]);
    return bare;
}

// The pieces between any of the marks, trimmed, empty ones left out.
std::vector<std::string> cut(std::string_view text, std::span<const std::string_view> marks) {
    std::vector<std::string> pieces;
    while (!text.empty()) {
        std::size_t end = text.size(), size = 0;
        for (const std::string_view mark : marks) {
            const std::size_t at = text.find(mark);
            if (at < end) end = at, size = mark.size();
        }
        std::string piece = trimmed(text.substr(0, end));
        if (!piece.empty()) pieces.push_back(std::move(piece));
        text.remove_prefix(std::min(end + size, text.size()));
    }
    return pieces;
}

// 1. and 2． before an element; the element itself may begin with a figure.
std::string without_number(std::string piece) {
    const std::size_t digits = piece.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string::npos) return piece;
    // data: the stop behind a number
    for (const std::string_view stop :
         {std::string_view("."), std::string_view("．"), std::string_view("、")})
        if (std::string_view(piece).substr(digits).starts_with(stop))
            return trimmed(piece.substr(digits + stop.size()));
    return piece;
}

// 、 and the number of the next, 2. , behind a piece.
std::string without_marks(std::string piece) {
    const std::size_t last = piece.find_last_not_of("0123456789");
    const std::string_view view = piece;
    // data: the stop behind a number
    for (const std::string_view stop : {std::string_view("."), std::string_view("．")})
        if (last != std::string::npos && view.substr(0, last + 1).ends_with(stop) && view.ends_with(stop))
            piece =
                piece.substr(0, view.substr(0, last + 1 - stop.size()).find_last_not_of("0123456789") + 1);
    piece = trimmed(piece);
    for (const std::string_view mark : kNameMarks)
        if (piece.ends_with(mark)) piece = trimmed(piece.substr(0, piece.size() - mark.size()));
    return piece;
}

std::string joined(const std::vector<std::string>& words, std::string_view mark) {
    std::string all;
    for (const std::string& word : words) {
        if (!all.empty()) all += mark;
        all += word;
    }
    return all;
}

std::string mark_if(bool yes) {
    return yes ? std::string(kYes) : std::string();
}

std::string channels_cell(Channels channels) {
    std::string cell;
    for (std::size_t i = 0; i < std::size(kChannels); ++i) {
        if (i > 0) cell += i % 3 == 0 ? "\n" : " ";
        cell.append((channels >> i & 1U) != 0 ? kOn : kOff).append(kChannels[i]);
    }
    return cell;
}

std::string name_of(const UnitNames& names, const std::string& unit) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.first == unit; });
    return found == names.end() ? unit : found->second;
}

std::vector<std::string> item_cells(const CatalogItem& item, int number, const UnitNames& names) {
    std::vector<std::string> units;
    for (const std::string& unit : item.units) units.push_back(name_of(names, unit));
    std::vector<std::string> cells = {
        std::to_string(number),     item.group,      item.name,           joined(item.elements, "\n"),
        joined(item.grounds, "\n"), item.when.words, joined(units, "\n"), channels_cell(item.channels)};
    for (const bool flag :
         {item.for_all, item.for_some, item.offered, item.asked, item.county, item.township, item.village})
        cells.push_back(mark_if(flag));
    return cells;
}

std::vector<std::string> extra_labels(const DutyCatalogue& catalogue) {
    std::vector<std::string> labels;
    for (const CatalogItem& item : catalogue.items)
        for (const auto& [label, value] : item.extra)
            if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    return labels;
}

// Heads that say the same beside or below each other are one cell.
void merge_heads(SheetPage& page, int top) {
    const auto& upper = page.grid.rows[static_cast<std::size_t>(top)];
    const auto& lower = page.grid.rows[static_cast<std::size_t>(top) + 1];
    const int columns = static_cast<int>(upper.size());
    for (int from = 0; from < columns;) {
        int to = from;
        const auto same = [&](int column) {
            return upper[static_cast<std::size_t>(column)] == upper[static_cast<std::size_t>(from)];
        };
        while (to + 1 < columns && same(to + 1)) ++to;
        const bool is_plain = upper[static_cast<std::size_t>(from)] == lower[static_cast<std::size_t>(from)];
        if (is_plain)
            page.merges.push_back({top, from, top + 1, from});
        else
            page.merges.push_back({top, from, top, to});
        from = to + 1;
    }
}

void clear_merged(SheetPage& page) {
    for (const SheetMerge& merge : page.merges)
        for (int row = merge.row; row <= merge.last_row; ++row)
            for (int column = merge.column; column <= merge.last_column; ++column)
                if (row != merge.row || column != merge.column)
                    page.grid.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)].clear();
}

// Where the form's columns stand in this sheet.
struct Head {
    std::size_t first_row = 0;                               // of the items
    std::map<std::string_view, std::size_t> columns;         // by the lower label of the form
    std::vector<std::pair<std::size_t, std::string>> extra;  // labels that the form does not have
};

std::string cell_at(const std::vector<std::string>& row, std::size_t column) {
    return column < row.size() ? row[column] : std::string();
}

std::optional<Head> head_at(const SheetGrid& grid, std::size_t row) {
    if (row + 1 >= grid.rows.size()) return std::nullopt;
    const std::vector<std::string>&upper = grid.rows[row], &lower = grid.rows[row + 1];
    Head head;
    head.first_row = row + 2;
    for (std::size_t column = 0; column < std::max(upper.size(), lower.size()); ++column) {
        const std::string top = label_of(cell_at(upper, column));
        std::string sub = label_of(cell_at(lower, column));
        if (sub.empty()) sub = top;
        const auto* known = std::find_if(std::begin(kForm), std::end(kForm), [&](const FormColumn& one) {
            return one.sub == sub || one.sub == top;
        });
        if (known != std::end(kForm))
            head.columns.emplace(known->sub, column);
        else if (!sub.empty())
            head.extra.emplace_back(column, sub);
    }
    for (const std::string_view needed : {kGroup, kName, kElements, kGrounds, kWhen, kUnits})
        if (!head.columns.contains(needed)) return std::nullopt;
    return head;
}

base::Error bad_row(std::size_t row, std::string_view what) {
    return base::Error(base::ErrorCode::Invalid, "sheet.bad_row",
                       std::to_string(row + 1) + " " + std::string(what))
        .with("row", std::to_string(row + 1))
        .with("what", what);
}

struct Reading {
    const Head& head;
    const UnitNames& names;
    const DutyCatalogue& before;
    std::map<std::string_view, std::string> above;  // what 同上 and an empty cell stand for
};

std::string word_of(Reading& reading, const std::vector<std::string>& row, std::string_view label) {
    const auto column = reading.head.columns.find(label);
    std::string word =
        column == reading.head.columns.end() ? std::string() : trimmed(cell_at(row, column->second));
    std::string& above = reading.above[label];
    if (word.empty() || word == kSame) return above;
    above = word;
    return word;
}

bool flag_of(const Reading& reading, const std::vector<std::string>& row, std::string_view label) {
    const auto column = reading.head.columns.find(label);
    return column != reading.head.columns.end() && is_marked(cell_at(row, column->second));
}

std::vector<std::string> units_named(const UnitNames& names, std::string_view cell) {
    std::vector<std::string> units;
    for (const std::string& word : cut(cell, kNameMarks)) {
        const auto found =
            std::find_if(names.begin(), names.end(), [&](const auto& one) { return one.second == word; });
        units.push_back(found == names.end() ? word : found->first);
    }
    return units;
}

// English and the rule of what answers it, which no workbook holds.
void keep_from(const DutyCatalogue& before, CatalogItem& item) {
    const auto found = std::find_if(before.items.begin(), before.items.end(), [&](const CatalogItem& one) {
        return one.group == item.group && one.name == item.name;
    });
    if (found == before.items.end()) return;
    item.group_en = found->group_en;
    item.name_en = found->name_en;
    item.match = found->match;
    item.kept_by_page = found->kept_by_page;
}

base::Result<CatalogItem> read_row(Reading& reading, const std::vector<std::string>& row,
                                   std::size_t number) {
    CatalogItem item;
    item.group = word_of(reading, row, kGroup);
    const auto name = reading.head.columns.at(kName);
    item.name = trimmed(cell_at(row, name));
    item.elements = elements_of(word_of(reading, row, kElements));
    item.grounds = grounds_of(word_of(reading, row, kGrounds));
    item.when = parse_time_rule(word_of(reading, row, kWhen));
    item.units = units_named(reading.names, word_of(reading, row, kUnits));
    item.channels = channels_of(word_of(reading, row, kChannelHead));
    item.for_all = flag_of(reading, row, kForAll);
    item.for_some = flag_of(reading, row, kForSome);
    item.offered = flag_of(reading, row, kOffered);
    item.asked = flag_of(reading, row, kAsked);
    item.county = flag_of(reading, row, kCounty);
    item.township = flag_of(reading, row, kTownship);
    item.village = flag_of(reading, row, kVillage);
    for (const auto& [column, label] : reading.head.extra) {
        std::string value = trimmed(cell_at(row, column));
        if (!value.empty()) item.extra.emplace_back(label, std::move(value));
    }
    for (const std::string* cell : {&item.group, &item.when.words})
        if (cell->empty()) return bad_row(number, cell == &item.group ? kGroup : kWhen);
    if (item.elements.empty()) return bad_row(number, kElements);
    if (item.units.empty()) return bad_row(number, kUnits);
    for (const std::string& cell : row)
        if (text::character_count(cell) > kCatalogCellMax) return bad_row(number, item.name);
    keep_from(reading.before, item);
    return item;
}

}  // namespace

bool is_marked(std::string_view cell) {
    const std::string bare = without_blanks(cell);
    return std::find(std::begin(kYesMarks), std::end(kYesMarks), bare) != std::end(kYesMarks);
}

Channels channels_of(std::string_view cell) {
    const auto holds_any = [&](std::span<const std::string_view> marks) {
        return std::any_of(marks.begin(), marks.end(),
                           [&](std::string_view mark) { return cell.find(mark) != std::string_view::npos; });
    };
    const bool ticked = holds_any(kOnMarks) || holds_any(std::span(kOffMarks).first(4));
    Channels channels = 0;
    for (std::size_t i = 0; i < std::size(kChannels); ++i) {
        // 社区/企事业单位/村公示栏 is also written shorter, by its end.
        const std::size_t stroke = kChannels[i].rfind('/');
        std::string_view name = kChannels[i];
        std::size_t at = cell.find(name);
        if (at == std::string_view::npos && stroke != std::string_view::npos) {
            name = name.substr(stroke + 1);
            at = cell.find(name);
        }
        if (at == std::string_view::npos) continue;
        const std::string before = trimmed(cell.substr(0, at));
        const bool on = std::any_of(std::begin(kOnMarks), std::end(kOnMarks),
                                    [&](std::string_view mark) { return before.ends_with(mark); });
        if (on || !ticked) channels = static_cast<Channels>(channels | (1U << i));
    }
    return channels;
}

std::vector<std::string> elements_of(std::string_view cell) {
    std::vector<std::string> elements = cut(cell, kListMarks);
    for (std::string& element : elements) element = without_number(std::move(element));
    return elements;
}

std::vector<std::string> grounds_of(std::string_view cell) {
    std::vector<std::string> grounds;
    std::size_t from = 0;
    while (from < cell.size()) {
        // What stands between two titles belongs to the first: 第十条. What stands before the first, to it as
        // well.
        const std::size_t title = cell.find(kOpenTitle, from);
        const std::size_t close = title == std::string_view::npos ? title : cell.find(kCloseTitle, title);
        const std::size_t next = close == std::string_view::npos ? cell.size() : cell.find(kOpenTitle, close);
        const std::size_t end = std::min(next, cell.size());
        std::string ground = without_marks(without_number(trimmed(cell.substr(from, end - from))));
        if (!ground.empty()) grounds.push_back(std::move(ground));
        from = end;
    }
    return grounds;
}

UnitNames unit_names(const std::vector<catalog::PublicBody>& bodies) {
    UnitNames names(std::begin(kKinds), std::end(kKinds));
    for (const catalog::PublicBody& body : bodies) names.emplace_back(body.code, body.short_name);
    return names;
}

SheetPage sheet_of(const DutyCatalogue& catalogue, const UnitNames& names) {
    SheetPage page;
    page.head_rows = 3;
    const auto labels = extra_labels(catalogue);
    std::vector<std::string> upper, lower;
    for (const FormColumn& column : kForm) {
        upper.emplace_back(column.top);
        lower.emplace_back(column.sub);
        page.widths.push_back(column.width);
    }
    for (const std::string& label : labels) {
        upper.push_back(label);
        lower.push_back(label);
        page.widths.push_back(16);
    }
    std::vector<std::string> top(upper.size());
    top.front() = catalogue.domain + std::string(kTitleEnd);
    page.grid.rows = {std::move(top), std::move(upper), std::move(lower)};
    page.merges.push_back({0, 0, 0, static_cast<int>(page.widths.size()) - 1});
    merge_heads(page, 1);
    int number = 0;
    int group_from = page.head_rows;
    for (const CatalogItem& item : catalogue.items) {
        std::vector<std::string> cells = item_cells(item, ++number, names);
        for (const std::string& label : labels) {
            const auto value = std::find_if(item.extra.begin(), item.extra.end(),
                                            [&](const auto& one) { return one.first == label; });
            cells.push_back(value == item.extra.end() ? std::string() : value->second);
        }
        const int row = static_cast<int>(page.grid.rows.size());
        page.grid.rows.push_back(std::move(cells));
        const bool is_last = number == static_cast<int>(catalogue.items.size()) ||
                             catalogue.items[static_cast<std::size_t>(number)].group != item.group;
        if (!is_last) continue;
        if (row > group_from) page.merges.push_back({group_from, 1, row, 1});
        group_from = row + 1;
    }
    clear_merged(page);
    return page;
}

SheetGrid with_merges_filled(const SheetPage& page) {
    SheetGrid grid = page.grid;
    for (const SheetMerge& merge : page.merges)
        for (int row = merge.row; row <= merge.last_row; ++row)
            for (int column = merge.column; column <= merge.last_column; ++column)
                grid.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
                    page.grid
                        .rows[static_cast<std::size_t>(merge.row)][static_cast<std::size_t>(merge.column)];
    return grid;
}

base::Result<DutyCatalogue> read_sheet(const SheetGrid& grid, const UnitNames& names,
                                       const DutyCatalogue& before) {
    if (grid.rows.size() > kSheetRowsMax)
        return base::Error(base::ErrorCode::TooLarge, "sheet.too_many_rows")
            .with("max", std::to_string(kSheetRowsMax));
    std::optional<Head> head;
    for (std::size_t row = 0; row < kHeadSearched && !head; ++row) head = head_at(grid, row);
    if (!head) return base::Error(base::ErrorCode::Invalid, "sheet.no_head");
    DutyCatalogue catalogue = before;
    catalogue.items.clear();
    Reading reading{*head, names, before, {}};
    for (std::size_t number = head->first_row; number < grid.rows.size(); ++number) {
        const auto& row = grid.rows[number];
        if (trimmed(cell_at(row, head->columns.at(kName))).empty()) continue;  // notes below the items
        CatalogItem item = TRY(read_row(reading, row, number));
        const std::string serial = std::to_string(catalogue.items.size() + 1);
        item.id = serial.size() < 2 ? "0" + serial : serial;
        catalogue.items.push_back(std::move(item));
    }
    if (catalogue.items.empty()) return base::Error(base::ErrorCode::Invalid, "sheet.no_items");
    if (catalogue.items.size() > kCatalogItemsMax)
        return base::Error(base::ErrorCode::TooLarge, "sheet.too_many_rows")
            .with("max", std::to_string(kCatalogItemsMax));
    return catalogue;
}

}  // namespace disclosure

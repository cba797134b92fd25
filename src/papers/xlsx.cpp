#include "papers/xlsx.h"

#include "calendar/instant.h"
#include "papers/limits.h"
#include "papers/xml.h"
#include "text/html.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace papers {

namespace {

constexpr std::size_t kRowsMax = 100'000;
constexpr std::size_t kColumnsMax = 500;
constexpr std::size_t kSheetsMax = 100;
constexpr std::size_t kMergesMax = 20'000;
constexpr std::size_t kDepthMax = 20;
constexpr int kDayZero = -25'569;    // 1899-12-30, in days since 1970
constexpr int kDays1904 = 1'462;     // between both beginnings of time
constexpr int kLastDay = 2'958'465;  // 9999-12-31

// Text below a node: runs of a rich string, without its phonetic hints.
std::string text_below(const pugi::xml_node& node, std::size_t depth = 0) {
    std::string out;
    if (depth > kDepthMax) return out;
    for (const pugi::xml_node child : node.children()) {
        const std::string_view name = local_name(child);
        if (name == "t")
            out += child.text().get();
        else if (name != "rPh")
            out += text_below(child, depth + 1);
    }
    return out;
}

// B12 → column 1, row 11.
bool read_place(std::string_view text, std::size_t& row, std::size_t& column) {
    std::size_t at = 0;
    column = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && at < 3; ++at)
        column = column * 26 + static_cast<std::size_t>(text[at] - 'A' + 1);
    const int number = number_or(text.substr(at), 0);
    if (at == 0 || number <= 0) return false;
    row = static_cast<std::size_t>(number - 1);
    --column;
    return true;
}

bool is_date_format(int id, std::string_view code) {
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || (id >= 50 && id <= 58)) return true;
    bool quoted = false;
    for (const char c : code) {
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == 'y' || c == 'Y')) return true;
    }
    return false;
}

class WorkbookReader {
public:
    explicit WorkbookReader(const Package& package) : package_(package) {}

    base::Result<std::vector<Sheet>> read() {
        const std::string part = main_part(package_, "xl/workbook.xml");
        const Xml book = TRY(read_xml(package_, part));
        const auto relations = relations_of(package_, part);
        read_strings(relations);
        read_styles(relations);
        const pugi::xml_node root = book->document_element();
        const std::string_view epoch = attribute_named(child_named(root, "workbookPr"), "date1904");
        if (epoch == "1" || epoch == "true") epoch_ = kDays1904;
        std::vector<Sheet> sheets;
        for (const pugi::xml_node node : child_named(root, "sheets").children()) {
            const auto relation = relations.find(id_of(node));
            if (local_name(node) != "sheet" || relation == relations.end() || sheets.size() >= kSheetsMax)
                continue;
            Sheet sheet;
            sheet.name = attribute_named(node, "name");
            TRY(read_sheet(relation->second.target, sheet));
            sheets.push_back(std::move(sheet));
        }
        return sheets;
    }

private:
    // r:id, not sheetId.
    static std::string id_of(const pugi::xml_node& node) {
        for (const pugi::xml_attribute attribute : node.attributes()) {
            if (std::string_view(attribute.name()).ends_with(":id")) return attribute.value();
        }
        return {};
    }
    Xml related(const std::map<std::string, Relation>& relations, std::string_view type) const {
        for (const auto& [id, relation] : relations) {
            if (relation.type != type || relation.outside) continue;
            auto xml = read_xml(package_, relation.target);
            if (xml.ok()) return std::move(xml).value();
        }
        return std::make_unique<pugi::xml_document>();
    }
    void read_strings(const std::map<std::string, Relation>& relations) {
        const Xml xml = related(relations, "sharedStrings");
        for (const pugi::xml_node node : xml->document_element().children())
            if (local_name(node) == "si") strings_.push_back(text_below(node));
    }
    void read_styles(const std::map<std::string, Relation>& relations) {
        const Xml xml = related(relations, "styles");
        std::map<int, std::string> codes;
        for (const pugi::xml_node node : child_named(xml->document_element(), "numFmts").children())
            codes[number_or(attribute_named(node, "numFmtId"), -1)] = attribute_named(node, "formatCode");
        for (const pugi::xml_node node : child_named(xml->document_element(), "cellXfs").children()) {
            const int id = number_or(attribute_named(node, "numFmtId"), 0);
            dates_.push_back(is_date_format(id, codes[id]));
        }
    }
    base::Result<> read_sheet(const std::string& part, Sheet& sheet) {
        const Xml xml = TRY(read_xml(package_, part));
        const pugi::xml_node root = xml->document_element();
        std::size_t row = 0;
        for (const pugi::xml_node node : child_named(root, "sheetData").children()) {
            if (local_name(node) != "row") continue;
            const int number = number_or(attribute_named(node, "r"), 0);
            if (number > 0) row = static_cast<std::size_t>(number - 1);
            if (row >= kRowsMax) return too_many();
            TRY(read_row(node, row, sheet));
            ++row;
        }
        for (const pugi::xml_node node : child_named(root, "mergeCells").children()) {
            const std::string_view range = attribute_named(node, "ref");
            const std::size_t colon = range.find(':');
            Merge merge;
            std::size_t last_row = 0;
            std::size_t last_column = 0;
            const bool known = colon != std::string_view::npos &&
                               read_place(range.substr(0, colon), merge.row, merge.column) &&
                               read_place(range.substr(colon + 1), last_row, last_column);
            if (sheet.merges.size() >= kMergesMax) return too_many();
            if (!known || last_row < merge.row || last_column < merge.column) continue;
            merge.rows = last_row - merge.row + 1;
            merge.columns = last_column - merge.column + 1;
            sheet.merges.push_back(merge);
        }
        return base::Done{};
    }
    base::Result<> read_row(const pugi::xml_node& node, std::size_t row, Sheet& sheet) {
        std::size_t column = 0;
        for (const pugi::xml_node cell : node.children()) {
            if (local_name(cell) != "c") continue;
            std::size_t named_row = row;
            std::size_t named_column = column;
            if (read_place(attribute_named(cell, "r"), named_row, named_column)) column = named_column;
            const std::string text = text_of(cell);
            if (!text.empty() && column < kColumnsMax) {
                widest_ = std::max(widest_, column + 1);
                if (++cells_ > kCellsMax || (row + 1) * widest_ > kCellsMax * 4) return too_many();
                if (sheet.rows.size() <= row) sheet.rows.resize(row + 1);
                if (sheet.rows[row].size() <= column) sheet.rows[row].resize(column + 1);
                sheet.rows[row][column] = text;
            }
            ++column;
        }
        return base::Done{};
    }
    std::string text_of(const pugi::xml_node& cell) const {
        const std::string_view type = attribute_named(cell, "t");
        const std::string value = child_named(cell, "v").text().get();
        if (type == "inlineStr") return text_below(child_named(cell, "is"));
        if (type == "s") {
            const auto at = static_cast<std::size_t>(std::max(number_or(value, -1), -1));
            return at < strings_.size() ? strings_[at] : std::string();
        }
        if (type == "b") return value == "1" ? "TRUE" : "FALSE";
        if (type == "e") return {};
        const auto style = static_cast<std::size_t>(std::max(number_or(attribute_named(cell, "s"), 0), 0));
        const bool dated = type != "str" && style < dates_.size() && dates_[style] && !value.empty();
        return dated ? date_of(value) : value;
    }
    std::string date_of(const std::string& value) const {
        const int serial = number_or(value, -1);
        if (serial <= 0 || serial > kLastDay) return value;
        return calendar::Date{serial + kDayZero + epoch_}.iso();
    }
    static base::Error too_many() {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_many_cells")
            .with("max", std::to_string(kCellsMax));
    }

    const Package& package_;
    std::vector<std::string> strings_;
    std::vector<bool> dates_;  // by style
    int epoch_ = 0;
    std::size_t cells_ = 0;
    std::size_t widest_ = 0;
};

}  // namespace

const std::string& Sheet::at(std::size_t row, std::size_t column) const {
    static const std::string nothing;
    return row < rows.size() && column < rows[row].size() ? rows[row][column] : nothing;
}

base::Result<std::vector<Sheet>> read_xlsx(std::string_view bytes) {
    const Package package = TRY(Package::open(bytes));
    if (package.has_ending("vbaproject.bin")) return base::Error(base::ErrorCode::Invalid, "papers.macros");
    return WorkbookReader(package).read();
}

std::string markup_of(const Sheet& sheet) {
    std::size_t width = 0;
    for (const auto& row : sheet.rows) width = std::max(width, row.size());
    using Place = std::pair<std::size_t, std::size_t>;
    std::set<Place> covered;
    std::map<Place, const Merge*> merged;
    std::size_t looked_at = 0;
    for (const Merge& merge : sheet.merges) {
        merged.emplace(Place{merge.row, merge.column}, &merge);
        for (std::size_t r = merge.row; r < std::min(merge.row + merge.rows, sheet.rows.size()); ++r) {
            for (std::size_t c = merge.column; c < std::min(merge.column + merge.columns, width); ++c) {
                if (++looked_at > kCellsMax) break;
                if (r != merge.row || c != merge.column) covered.emplace(r, c);
            }
        }
    }
    std::string out = "<table><caption>";
    text::append_escaped(out, sheet.name);
    out += "</caption>";
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
        out += "<tr>";
        for (std::size_t c = 0; c < width; ++c) {
            if (covered.count({r, c}) > 0) continue;
            const auto merge = merged.find({r, c});
            out += "<td";
            if (merge != merged.end()) {
                out += " colspan=\"" + std::to_string(std::min(merge->second->columns, width - c)) +
                       "\" rowspan=\"" +
                       std::to_string(std::min(merge->second->rows, sheet.rows.size() - r)) + "\"";
            }
            out += ">";
            text::append_escaped(out, sheet.at(r, c));
            out += "</td>";
        }
        out += "</tr>";
    }
    return out + "</table>";
}

}  // namespace papers

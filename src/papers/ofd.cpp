#include "papers/ofd.h"

#include "papers/limits.h"
#include "papers/xml.h"
#include "text/official_lines.h"

#include <algorithm>
#include <cstdlib>

namespace papers {

namespace {

constexpr std::size_t kPagesMax = 2'000;
constexpr std::size_t kObjectsMax = 500'000;
constexpr double kLineHeight = 2.0;  // millimetres: what differs less stands on one line
constexpr double kShort = 0.85;      // of the longest line
constexpr std::size_t kDepthMax = 60;

struct Piece {
    double x = 0;
    double y = 0;
    double width = 0;
    std::string text;
};

std::vector<double> numbers_of(std::string_view text) {
    std::vector<double> out;
    const std::string copy(text.substr(0, 200));
    const char* at = copy.c_str();
    for (char* end = nullptr; out.size() < 4; at = end) {
        const double value = std::strtod(at, &end);
        if (end == at) break;
        out.push_back(value);
    }
    return out;
}

std::string folder_of(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// /Doc_0/x from the root, else beside the part that names it.
std::string located(std::string_view part, std::string_view target) {
    while (target.starts_with("./")) target.remove_prefix(2);
    if (target.starts_with('/')) return std::string(target.substr(1));
    return folder_of(part) + std::string(target);
}

class PageReader {
public:
    base::Result<> read(const Package& package, const std::string& part) {
        const Xml xml = TRY(read_xml(package, part));
        pieces_.clear();
        collect(xml->document_element(), 0);
        if (pieces_.size() > kObjectsMax)
            return base::Error(base::ErrorCode::TooLarge, "papers.too_many_paragraphs")
                .with("max", std::to_string(kObjectsMax));
        std::stable_sort(pieces_.begin(), pieces_.end(),
                         [](const Piece& a, const Piece& b) { return a.y < b.y; });
        for (std::size_t from = 0; from < pieces_.size();) from = take_line(from);
        return base::Done{};
    }
    std::vector<PageLine> lines;

private:
    void collect(const pugi::xml_node& node, std::size_t depth) {
        if (depth > kDepthMax || pieces_.size() > kObjectsMax) return;
        if (local_name(node) == "TextObject") return take_object(node);
        for (const pugi::xml_node child : node.children()) collect(child, depth + 1);
    }
    void take_object(const pugi::xml_node& node) {
        const std::vector<double> box = numbers_of(attribute_named(node, "Boundary"));
        if (box.size() < 4) return;
        Piece piece{box[0], box[1], box[2], {}};
        for (const pugi::xml_node code : node.children()) {
            if (local_name(code) != "TextCode") continue;
            const std::vector<double> y = numbers_of(attribute_named(code, "Y"));
            if (piece.text.empty() && !y.empty()) piece.y += y[0];
            piece.text += code.text().get();
        }
        if (!piece.text.empty()) pieces_.push_back(std::move(piece));
    }
    std::size_t take_line(std::size_t from) {
        std::size_t end = from;
        while (end < pieces_.size() && pieces_[end].y - pieces_[from].y < kLineHeight) ++end;
        const auto begin = pieces_.begin() + static_cast<std::ptrdiff_t>(from);
        const auto stop = pieces_.begin() + static_cast<std::ptrdiff_t>(end);
        std::stable_sort(begin, stop, [](const Piece& a, const Piece& b) { return a.x < b.x; });
        PageLine line;
        line.from = begin->x;
        for (auto piece = begin; piece != stop; ++piece) {
            line.text += piece->text;
            line.reach = std::max(line.reach, piece->x + piece->width);
        }
        lines.push_back(std::move(line));
        return end;
    }
    std::vector<Piece> pieces_;
};

}  // namespace

std::vector<std::string> paragraphs_of(const std::vector<PageLine>& lines) {
    double left = 1e9;
    double reach = 0;
    for (const PageLine& line : lines) {
        left = std::min(left, line.from);
        reach = std::max(reach, line.reach);
    }
    std::vector<std::string> out;
    bool runs_on = false;
    for (const PageLine& line : lines) {
        const std::string text(text::without_blanks_around(line.text));
        if (text.empty()) {
            runs_on = false;
            continue;
        }
        const bool indented = line.from > left + (reach - left) * 0.03 || line.text.starts_with("　");
        if (runs_on && !indented)
            out.back() += text;
        else
            out.push_back(text);
        runs_on = line.reach - left >= (reach - left) * kShort;
    }
    return out;
}

base::Result<OfdText> read_ofd(std::string_view bytes) {
    const Package package = TRY(Package::open(bytes));
    const Xml root = TRY(read_xml(package, "OFD.xml"));
    OfdText out;
    PageReader reader;
    for (const pugi::xml_node body : root->document_element().children()) {
        if (local_name(body) != "DocBody") continue;
        if (out.title.empty()) out.title = child_named(child_named(body, "DocInfo"), "Title").text().get();
        const std::string document = located("OFD.xml", child_named(body, "DocRoot").text().get());
        const Xml xml = TRY(read_xml(package, document));
        for (const pugi::xml_node page : child_named(xml->document_element(), "Pages").children()) {
            if (local_name(page) != "Page") continue;
            if (++out.pages > kPagesMax)
                return base::Error(base::ErrorCode::TooLarge, "papers.too_many_paragraphs")
                    .with("max", std::to_string(kPagesMax));
            TRY(reader.read(package, located(document, attribute_named(page, "BaseLoc"))));
        }
    }
    out.paragraphs = paragraphs_of(reader.lines);
    if (out.paragraphs.empty()) return base::Error(base::ErrorCode::Invalid, "papers.no_text");
    return out;
}

}  // namespace papers

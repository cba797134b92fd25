#include "disclosure/import_lines.h"
#include "disclosure/import_text.h"
#include "text/official_lines.h"
#include "text/utf8.h"

#include <algorithm>
#include <map>

namespace disclosure {

namespace {

constexpr std::size_t kTitleCharactersMax = 80;
constexpr std::size_t kSpeakerCharactersMax = 8;
constexpr std::size_t kHeadCharactersMax = 60;
constexpr std::size_t kTurnsMin = 2;

class MirrorReader {
public:
    MirrorReader(Signs signs, ImportItem& item) : signs_(std::move(signs)), item_(item) {}

    void read() {
        cut_lines();
        find_title();
        find_speakers();
        for (const Line& line : kept_) take(line);
        find_metadata();
    }

private:
    std::string text(const Line& line) const { return text_of(signs_, line.from, line.end); }
    void mark(const Line& line, Hygiene kind, std::string_view note) {
        HygieneMark found = mark_over(signs_, line.from, line.end, kind, HygieneDecision::Removed);
        found.note = note;
        item_.mark(std::move(found));
    }
    void missing(std::string_view what) {
        HygieneMark found;
        found.kind = Hygiene::NoMetadata;
        found.decision = HygieneDecision::Open;
        found.note = what;
        item_.mark(std::move(found));
    }

    // Boilerplate, control lines and machine authors go; where they begin the line before may be one, too.
    void cut_lines() {
        bool related = false;
        for (const Line& raw : lines_of(signs_)) {
            const Line line = trimmed(signs_, raw);
            if (line.from == line.end) continue;
            const std::string written = text(line);
            const LineRole role = role_of_line(written, {kept_.empty(), related});
            switch (role) {
            case LineRole::Text: kept_.push_back(line); break;
            case LineRole::Counter:
                // A counter follows the line that names the collection.
                for (const Line& before : kept_) mark(before, Hygiene::ControlLine, "collection");
                kept_.clear();
                mark(line, Hygiene::ControlLine, "counter");
                break;
            case LineRole::Spam: mark(line, Hygiene::Spam, "spam"); break;
            case LineRole::MachineAuthor: mark(line, Hygiene::MachineAuthor, "editor"); break;
            case LineRole::SiteLine: site_line(line, written); break;
            case LineRole::Breadcrumb:
            case LineRole::RelatedLink:
            case LineRole::Navigation:
            case LineRole::Widget:
            case LineRole::Label: mark(line, Hygiene::Boilerplate, line_role_word(role)); break;
            }
            related = related || role == LineRole::Label;
        }
    }
    // 中央政府门户网站 www.example.com   2009年10月09日   来源:某某网站
    void site_line(const Line& line, const std::string& written) {
        const SiteLine site = site_line_of(written);
        item_.date_text = date_in(written);
        item_.source = site.source;
        item_.host = site.host;
        if (!site.claims_government || site.host.empty() || is_government_host(site.host)) return;
        HygieneMark found =
            mark_over(signs_, line.from, line.end, Hygiene::ForeignHost, HygieneDecision::Open);
        found.note = site.host;
        item_.mark(std::move(found));
    }
    void find_title() {
        if (kept_.empty()) return;
        const std::string first = text(kept_.front());
        if (const std::string linked = linked_title_of(first); !linked.empty()) {
            item_.title = linked;
            missing("title");
            return;
        }
        if (text::character_count(first) > kTitleCharactersMax || first.ends_with("。")) return;
        item_.title = first;
        kept_.erase(kept_.begin());
        if (kept_.empty() || !item_.date_text.empty()) return;
        // (二〇一三年五月) under the title
        const std::string second = text(kept_.front());
        const bool bracketed = second.starts_with('(') || second.starts_with("（");
        if (!bracketed || text::character_count(second) > 16) return;
        item_.date_text = date_in(second);
        if (!item_.date_text.empty()) kept_.erase(kept_.begin());
    }
    // 主持人: … who opens two lines or more this way speaks.
    void find_speakers() {
        std::map<std::string, std::size_t> opened;
        for (const Line& line : kept_) ++opened[opening_name(line)];
        for (const auto& [name, times] : opened) {
            if (!name.empty() && times >= kTurnsMin) speakers_.push_back(name);
        }
    }
    std::string opening_name(const Line& line) const {
        for (std::size_t i = line.from; i < line.end && i - line.from <= kSpeakerCharactersMax; ++i) {
            const char32_t c = signs_[i].c;
            if ((c == ':' || c == U'：') && i > line.from) return text_of(signs_, line.from, i);
            if (!text::is_han(c) && c != U'·') return {};
        }
        return {};
    }
    void take(const Line& line) {
        ImportBlock block;
        block.text = text(line);
        block.from = byte_from(signs_, line.from);
        block.size = byte_end(signs_, line.end) - block.from;
        const std::string name = opening_name(line);
        if (!linked_title_of(block.text).empty())
            block.kind = ImportBlock::Kind::Link;
        else if (name == "问")
            block.kind = ImportBlock::Kind::Question;
        else if (name == "答")
            block.kind = ImportBlock::Kind::Reply;
        else if (std::find(speakers_.begin(), speakers_.end(), name) != speakers_.end())
            block.kind = ImportBlock::Kind::Turn, block.speaker = name;
        else
            block.kind = kind_of(block.text);
        item_.blocks.push_back(std::move(block));
    }
    // 一、… and a short 一要… are heads; （一）… and 一是… open paragraphs.
    static ImportBlock::Kind kind_of(const std::string& written) {
        const text::OfficialLine line = text::official_line_of(written);
        const bool one_sentence =
            written.find("。") + 3 >= written.size() || written.find("。") == std::string::npos;
        const bool is_short = text::character_count(written) <= kHeadCharactersMax && one_sentence;
        if (line.kind == text::OfficialLine::Kind::Part && line.rest.empty())
            return ImportBlock::Kind::Heading;
        const bool bracketed = written.starts_with('(') || written.starts_with("（");
        if (bracketed && numbered_by(written)) return ImportBlock::Kind::Section;
        if (numbered_by(written)) return is_short ? ImportBlock::Kind::Heading : ImportBlock::Kind::Point;
        return ImportBlock::Kind::Paragraph;
    }
    void find_metadata() {
        const Dateline dateline =
            dateline_of(item_.blocks.empty() ? std::string() : item_.blocks.front().text);
        if (item_.source.empty()) item_.source = dateline.source;
        if (item_.date_text.empty()) item_.date_text = dateline.date;
        for (std::size_t i = 0; i < item_.blocks.size() && i < 4 && item_.source.empty(); ++i)
            item_.source = portal_named_in(item_.blocks[i].text);
        if (item_.title.empty()) missing("title");
        if (item_.source.empty()) missing("source");
        if (item_.date_text.size() < 7) missing("date");
        if (item_.host.empty()) missing("address");
    }

    Signs signs_;
    ImportItem& item_;
    std::vector<Line> kept_;
    std::vector<std::string> speakers_;
};

}  // namespace

base::Result<ImportItem> read_mirror(std::string_view file, std::string_view text) {
    if (!text::is_utf8(text)) return base::Error(base::ErrorCode::Invalid, "import.not_text");
    ImportItem item;
    item.dialect = Dialect::Mirror;
    item.file = file;
    item.steps = {"decode"};
    Signs signs = signs_of(text);
    strip_gloss(signs, item);
    scan_damage(signs, item);
    fold_script(signs, item);
    scan_signs(signs, item);
    MirrorReader(std::move(signs), item).read();
    item.steps.insert(item.steps.end(), {"boilerplate", "structure", "metadata"});
    if (item.blocks.empty()) return base::Error(base::ErrorCode::Invalid, "import.no_text");
    // A title that was a line of its own has left the text; one named in a link stands there still.
    if (item.blocks.front().kind != ImportBlock::Kind::Link) collect_citations(item.title, item);
    collect_from_blocks(item);
    const std::size_t lost = item.count(Hygiene::LostCharacters) + item.count(Hygiene::CensorHole);
    item.confidence =
        std::max(20, 85 - 10 * static_cast<int>(std::min<std::size_t>(lost, 4)) -
                         5 * static_cast<int>(std::min<std::size_t>(item.count(Hygiene::NoMetadata), 4)));
    return item;
}

}  // namespace disclosure

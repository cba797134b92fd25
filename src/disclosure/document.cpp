#include "disclosure/document.h"

#include "text/clean_html.h"
#include "text/personal_data.h"
#include "text/utf8.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::JsonWriter;

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&words)[N]) {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string day(calendar::Date date) {
    return date.days == 0 ? std::string() : date.iso();
}

calendar::Date day_of(std::string_view iso) {
    const auto date = calendar::Date::parse(iso);
    return date.ok() ? date.value() : calendar::Date{};
}

enum class Reader { Office, Public };

void write_files(JsonWriter& json, const Draft& draft, Reader reader) {
    json.key("files").open_list();
    for (const AttachedFile& file : draft.files) {
        if (reader == Reader::Public && file.use == kOriginal) continue;
        json.open_object();
        json.member("use", file.use)
            .member("name", file.name)
            .member("type", file.type)
            .member("size", file.size);
        json.member("sha256", file.content.hex());
        if (reader == Reader::Office)
            json.member("stored", file.stored.hex()).member("salt", base::to_base64url(file.salt));
        if (reader == Reader::Office && !file.found.empty()) {
            json.key("found").open_list();
            for (const std::string& word : file.found) json.string(word);
            json.close_list();
        }
        json.close_object();
    }
    json.close_list();
}

// What the public and the office both see, in one order.
void write_text(JsonWriter& json, const Draft& draft) {
    json.member("genre", draft.genre).member("title", draft.title).member("title_en", draft.title_en);
    json.member("number", draft.number).member("formed", day(draft.formed));
    json.member("valid_to", day(draft.valid_to)).member("topic", draft.topic);
    json.member("keywords", draft.keywords).member("summary", draft.summary);
    json.member("attribute", draft.attribute).member("scope", draft.scope);
    json.member("made_by", draft.made_by);
    json.key("columns").open_list();
    for (const std::string& column : draft.columns) json.string(column);
    json.close_list();
    json.member("body", draft.body).member("interprets", draft.interprets).member("change", draft.change);
}

base::Result<Draft> read_draft(const Json& json) {
    Draft draft;
    draft.genre = json.string_or("genre");
    draft.title = json.string_or("title");
    draft.title_en = json.string_or("title_en");
    draft.number = json.string_or("number");
    draft.formed = day_of(json.string_or("formed"));
    draft.valid_to = day_of(json.string_or("valid_to"));
    draft.topic = json.string_or("topic");
    draft.keywords = json.string_or("keywords");
    draft.summary = json.string_or("summary");
    draft.attribute = json.string_or("attribute", "open");
    draft.article = json.string_or("article");
    draft.reason = json.string_or("reason");
    draft.scope = json.string_or("scope", "public");
    draft.made_by = json.string_or("made_by");
    for (const Json& column : json.list("columns")) draft.columns.push_back(column.text);
    draft.body = json.string_or("body");
    draft.interprets = json.string_or("interprets");
    draft.change = json.string_or("change");
    draft.settled = json.string_or("settled");
    for (const Json& item : json.list("files")) {
        AttachedFile file;
        file.use = item.string_or("use", kAttached);
        file.name = item.string_or("name");
        for (const Json& word : item.list("found")) file.found.push_back(word.text);
        file.type = item.string_or("type");
        file.size = item.integer_or("size", 0);
        file.content = TRY(base::Digest::from_hex(item.string_or("sha256")));
        if (item.find("stored") != nullptr) {
            file.stored = TRY(base::Digest::from_hex(item.string_or("stored")));
            file.salt = TRY(base::from_base64url(item.string_or("salt")));
        }
        draft.files.push_back(std::move(file));
    }
    if (const Json* companion = json.find("interpretation")) {
        draft.interpretation = {
            std::string(companion->string_or("title")), std::string(companion->string_or("title_en")),
            std::string(companion->string_or("summary")), std::string(companion->string_or("body"))};
    }
    return draft;
}

constexpr std::size_t kStoredBytesMax = 4u << 20;

}  // namespace

const Column* Columns::find(std::string_view id) const {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Column& c) { return c.id == id; });
    return found == all.end() ? nullptr : &*found;
}

base::Result<Columns> parse_columns(std::string_view json) {
    const Json tree = TRY(base::parse_json(json, base::JsonComments::Allowed));
    Columns columns;
    columns.gap_mark = tree.string_or("gap_mark");
    columns.gap_colon = tree.string_or("gap_colon");
    if (columns.gap_mark.empty() || columns.gap_colon.empty())
        return Error(ErrorCode::Invalid, "column.broken").with("column", "gap_mark");
    for (const Json& item : tree.list("columns")) {
        Column column;
        column.id = item.string_or("id");
        column.name = item.string_or("name");
        column.name_en = item.string_or("name_en");
        column.type = item.string_or("type");
        column.section = item.string_or("section");
        column.about = item.string_or("about");
        column.about_en = item.string_or("about_en");
        column.stale_days = static_cast<int>(item.integer_or("stale_days", 0));
        const bool whole = !column.id.empty() && !column.name.empty() && !column.name_en.empty() &&
                           !column.section.empty() && column.stale_days > 0;
        if (!whole || columns.find(column.id) != nullptr)
            return Error(ErrorCode::Invalid, "column.broken").with("column", column.id);
        columns.all.push_back(std::move(column));
    }
    return columns;
}

bool is_genre(std::string_view word) {
    return is_one_of(word, kGenres);
}

bool needs_interpretation(std::string_view genre) {
    return genre == "policy" || genre == "normative";
}

std::string draft_json(const Draft& draft) {
    std::string out;
    JsonWriter json(out);
    json.open_object();
    write_text(json, draft);
    json.member("article", draft.article).member("reason", draft.reason).member("settled", draft.settled);
    write_files(json, draft, Reader::Office);
    if (!draft.interpretation.empty()) {
        json.key("interpretation").open_object();
        json.member("title", draft.interpretation.title).member("title_en", draft.interpretation.title_en);
        json.member("summary", draft.interpretation.summary).member("body", draft.interpretation.body);
        json.close_object();
    }
    json.close_object();
    return out;
}

base::Result<Draft> parse_draft(std::string_view json) {
    return read_draft(TRY(base::parse_json(json, base::JsonComments::Refused, kStoredBytesMax)));
}

// One order of members, so that the same edition always has the same digest.
std::string manifest_json(const Manifest& manifest) {
    std::string out;
    JsonWriter json(out);
    json.open_object();
    json.member("document", manifest.document).member("edition", manifest.edition);
    json.member("office", manifest.office).member("idxno", manifest.idxno);
    write_text(json, manifest.draft);
    write_files(json, manifest.draft, Reader::Public);
    json.close_object();
    return out;
}

base::Result<Manifest> parse_manifest(std::string_view text) {
    const Json json = TRY(base::parse_json(text, base::JsonComments::Refused, kStoredBytesMax));
    Manifest manifest;
    manifest.document = json.string_or("document");
    manifest.edition = static_cast<int>(json.integer_or("edition", 1));
    manifest.office = json.string_or("office");
    manifest.idxno = json.string_or("idxno");
    manifest.draft = TRY(read_draft(json));
    return manifest;
}

// [〔(（【 and their closing kin become 〔〕; full-width digits become plain ones; blanks go.
std::string tidy_document_number(std::string_view typed) {
    std::string out;
    for (std::size_t at = 0; at < typed.size();) {
        const char32_t c = text::next_character(typed, at);
        if (c == U' ' || c == U'\u3000') continue;
        if (c == U'[' || c == U'(' || c == U'（' || c == U'【' || c == U'［')
            out += "〔";
        else if (c == U']' || c == U')' || c == U'）' || c == U'】' || c == U'］')
            out += "〕";
        else if (c >= U'０' && c <= U'９')
            out += static_cast<char>('0' + (c - U'０'));
        else
            text::append_character(out, c);
    }
    return out;
}

bool is_document_number(std::string_view typed) {
    const std::size_t open = typed.find("〔");
    if (open == std::string_view::npos || open == 0) return false;
    const std::string_view maker = typed.substr(0, open);
    std::string_view rest = typed.substr(open + std::string_view("〔").size());
    for (std::size_t at = 0; at < maker.size();)
        if (!text::is_han(text::next_character(maker, at))) return false;
    constexpr std::string_view close = "〕";
    constexpr std::string_view end = "号";
    if (rest.size() < 4 + close.size() + 1 + end.size()) return false;
    if (!rest.starts_with("19") && !rest.starts_with("20")) return false;
    const auto digits = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!digits(rest.substr(0, 4)) || rest.substr(4, close.size()) != close) return false;
    rest.remove_prefix(4 + close.size());
    if (!rest.ends_with(end)) return false;
    rest.remove_suffix(end.size());
    return digits(rest) && rest.front() != '0' && rest.size() <= 6;
}

namespace {

void add_hits(std::string_view where, std::string_view text, std::vector<PersonalHit>& hits) {
    constexpr std::size_t kHitsMax = 50;
    for (const text::PersonalHit& found : text::find_personal_data(text, kHitsMax)) {
        hits.push_back({std::string(where), std::string(text::personal_kind_word(found.kind)),
                        text::mask_hit(found.kind, text.substr(found.from, found.size))});
    }
}

// What readers see of a text, without its markup.
std::string plain_of(std::string_view markup) {
    const auto clean = text::clean_html(markup);
    return clean.ok() ? clean.value().plain : std::string(markup);
}

}  // namespace

// 公开条例 15, 个人信息保护法 28.
std::vector<PersonalHit> personal_hits(const Draft& draft) {
    std::vector<PersonalHit> hits;
    add_hits("title", draft.title, hits);
    add_hits("summary", draft.summary, hits);
    add_hits("body", plain_of(draft.body), hits);
    add_hits("interpretation", plain_of(draft.interpretation.body), hits);
    for (const AttachedFile& file : draft.files) {
        if (file.use == kOriginal) continue;
        add_hits("file", file.name, hits);
        for (std::size_t i = 0; i + 1 < file.found.size(); i += 2)
            hits.push_back({"file", file.found[i], file.found[i + 1]});
    }
    return hits;
}

std::vector<DraftFault> faults_of(const Draft& draft, const Columns& columns) {
    std::vector<DraftFault> faults;
    const auto fault = [&](const char* field, const char* key) { faults.push_back({field, key}); };
    if (!is_genre(draft.genre)) fault("genre", "document.choose_genre");
    if (draft.title.empty()) fault("title", "document.say_title");
    if (draft.body.empty()) fault("body", "document.say_body");
    if (draft.formed.days == 0) fault("formed", "document.say_formed");
    if (!draft.number.empty() && !is_document_number(draft.number)) fault("number", "document.number_form");
    if (!is_one_of(draft.attribute, kAttributes)) fault("attribute", "document.choose_attribute");
    // 公开条例 5, 14–16: open is the rule; anything else names its article and says why.
    const bool open = draft.attribute == "open";
    if (!open && !is_one_of(draft.article, kReasonArticles)) fault("article", "document.choose_article");
    if (!open && draft.reason.empty()) fault("reason", "document.say_reason");
    if (draft.scope != "public" && draft.scope != "staff") fault("scope", "document.choose_scope");
    const bool is_shown = open || draft.attribute == "partial";
    if (is_shown && draft.columns.empty()) fault("columns", "document.choose_column");
    if (draft.columns.size() > kColumnsMax) fault("columns", "document.too_many_columns");
    for (const std::string& id : draft.columns) {
        const Column* column = columns.find(id);
        // 内部公开: what is for staff only never stands in a public column, nor the other way round.
        if (column == nullptr || (column->section == "internal") != (draft.scope == "staff"))
            fault("columns", "document.column_of_other_scope");
    }
    if (draft.attribute == "partial" && draft.body.find(columns.gap_mark) == std::string::npos)
        fault("body", "document.mark_the_gaps");
    if (!personal_hits(draft).empty() && draft.settled.empty()) fault("settled", "document.personal_data");
    return faults;
}

std::string document_id(std::string_view office, int year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return std::string(office) + "-" + std::to_string(year) + "-" + digits;
}

std::string index_number(std::string_view uscc, std::string_view document) {
    return std::string(uscc) + "/" + std::string(document.substr(document.find('-') + 1));
}

}  // namespace disclosure

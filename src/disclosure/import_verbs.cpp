#include "disclosure/import_verbs.h"

#include "base/json.h"
#include "disclosure/import_events.h"
#include "text/clean_html.h"
#include "text/utf8.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Code;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kCaptionCharactersMax = 60;

std::string subject_of_import(const base::Digest& file) {
    return "import/" + file.hex().substr(0, 32);
}

std::string field_of(const ImportItem& item, std::string_view name) {
    for (const auto& [known, value] : item.fields) {
        if (known == name) return value;
    }
    return {};
}

std::string shortened(std::string_view text, std::size_t characters_max) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < characters_max; ++count)
        text::next_character(text, at);
    return std::string(text.substr(0, at));
}

Result<std::string> content_json(const ImportItem& item) {
    const text::CleanHtml clean = TRY(text::clean_html(item.markup_or()));
    std::string number = field_of(item, "document_number");
    if (number.empty() && item.document_numbers.size() == 1) number = item.document_numbers.front();
    std::string json;
    base::JsonWriter writer(json);
    writer.open_object().member("title", item.title).member("source", item.source);
    writer.member("date", item.date ? item.date->iso() : item.date_text).member("number", number);
    writer.member("attribute", field_of(item, "attribute")).member("markup", clean.source);
    writer.key("report").raw(hygiene_json(item)).close_object();
    return json;
}

void write_file(base::JsonWriter& json, std::string_view name, const store::Vault::StoredFile& file) {
    json.key(name).open_object().member("name", file.name.hex()).member("content", file.content.hex());
    json.member("salt", base::to_hex(file.salt)).close_object();
}

Result<> stage(identity::Act& act, const PreparedImport& item) {
    std::string where;
    base::JsonWriter json(where);
    json.open_object().member("name", item.name);
    write_file(json, "content", item.content);
    write_file(json, "original", item.original);
    json.close_object();
    ImportStaged event;
    event.file = item.file;
    event.dialect = Code::of(dialect_word(item.dialect));
    const std::string subject = subject_of_import(item.file);
    event.content = TRY(act.seal({subject, where, item.caption, {}}));
    event.bytes = item.bytes;
    event.marks = item.marks;
    event.lost = item.lost;
    event.confidence = item.confidence;
    return act.record(subject, event);
}

Result<std::string> read_sealed(const identity::Reading& reading, const base::Json& where,
                                std::string_view name) {
    const base::Json* file = where.find(name);
    if (file == nullptr) return Error(ErrorCode::Corrupt, "import.not_found");
    const base::Digest stored = TRY(base::Digest::from_hex(file->string_or("name")));
    const base::Bytes salt = TRY(base::from_hex(file->string_or("salt")));
    return reading.office.vault.read_file(stored, salt);
}

Result<base::Json> open_place(const identity::Reading& reading, const ImportRow& row) {
    if (!may_see_imports(reading)) return Error(ErrorCode::Forbidden, "import.nobody_drafts");
    const std::string where = TRY(reading.unseal(row.content));
    return base::parse_json(where);
}

Result<ImportRow> staged_row(const identity::Reading& reading, const base::Digest& file) {
    const auto row = TRY(find_import(reading.db, file));
    if (!row) return Error(ErrorCode::NotFound, "import.not_found");
    if (row->state != "staged") return Error(ErrorCode::Conflict, "import.settled");
    return *row;
}

}  // namespace

Result<PreparedImport> prepare_import(const identity::Office& office, const ImportItem& item,
                                      std::string_view original) {
    PreparedImport out;
    out.file = item.raw;
    out.dialect = item.dialect;
    out.name = item.file;
    out.caption = shortened(item.title.empty() ? item.file : item.title, kCaptionCharactersMax);
    out.bytes = static_cast<std::int64_t>(item.bytes);
    for (const std::size_t count : item.counts) out.marks += static_cast<std::int64_t>(count);
    out.lost =
        static_cast<std::int64_t>(item.count(Hygiene::LostCharacters) + item.count(Hygiene::CensorHole));
    out.confidence = item.confidence;
    const std::string content = TRY(content_json(item));
    out.content = TRY(office.vault.store_file(content, office.entropy.bytes(32)));
    out.original = TRY(office.vault.store_file(original, office.entropy.bytes(32)));
    return out;
}

Result<int> stage_imports(identity::Act& act, const std::vector<PreparedImport>& items) {
    // An operator brings in many, a drafter what lies on their own desk.
    if (!may_see_imports(act)) TRY(identity::authorise(act, "disclosure.import"));
    CHECK(items.size() <= kImportsPerAct);
    int staged = 0;
    for (const PreparedImport& item : items) {
        if (TRY(find_import(act.db, item.file))) continue;
        TRY(stage(act, item));
        ++staged;
    }
    return staged;
}

bool may_see_imports(const identity::Reading& reading) {
    return identity::authorise(reading, "disclosure.draft").ok();
}

Result<std::string> open_original(const identity::Reading& reading, const ImportRow& row) {
    const base::Json where = TRY(open_place(reading, row));
    return read_sealed(reading, where, "original");
}

Result<ImportedText> open_import(const identity::Reading& reading, const ImportRow& row) {
    const base::Json where = TRY(open_place(reading, row));
    const std::string json = TRY(read_sealed(reading, where, "content"));
    const base::Json content = TRY(base::parse_json(json, base::JsonComments::Refused, json.size()));
    ImportedText text;
    text.title = content.string_or("title");
    text.source = content.string_or("source");
    text.date = content.string_or("date");
    text.number = content.string_or("number");
    text.attribute = content.string_or("attribute");
    text.markup = content.string_or("markup");
    text.name = where.string_or("name");
    if (const base::Json* report = content.find("report")) base::append_json(text.report, *report);
    return text;
}

Result<Drafted> take_over(identity::Act& act, const casework::Practice& practice, const base::Digest& file,
                          std::string_view office, std::string_view genre) {
    const ImportRow row = TRY(staged_row(act, file));
    const ImportedText text = TRY(open_import(act, row));
    Draft draft;
    draft.genre = genre;
    draft.title = shortened(text.title, kTitleMax);
    if (draft.title.empty()) draft.title = TRY(act.caption(row.content));
    draft.number = is_document_number(text.number) ? text.number : std::string();
    const auto formed = calendar::Date::parse(text.date);
    if (formed.ok()) draft.formed = formed.value();
    // 公开属性 is the drafter's to decide, and is proposed only where the paper itself bore it.
    if (std::find(std::begin(kAttributes), std::end(kAttributes), text.attribute) != std::end(kAttributes))
        draft.attribute = text.attribute;
    draft.body = text.markup;
    Drafted made = TRY(draft_document(act, practice, office, draft));
    ImportTaken event;
    event.file = file;
    event.document = Code::of(made.document);
    TRY(act.record(subject_of_import(file), event));
    return made;
}

Result<> discard_import(identity::Act& act, const base::Digest& file, std::string_view reason) {
    if (!may_see_imports(act)) return Error(ErrorCode::Forbidden, "import.nobody_drafts");
    TRY(staged_row(act, file));
    ImportDiscarded event;
    event.file = file;
    event.reason = TRY(act.seal({subject_of_import(file), reason, {}, {}}));
    return act.record(subject_of_import(file), event);
}

}  // namespace disclosure

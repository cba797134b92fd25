#include "ledger/event.h"

#include <algorithm>
#include <charconv>

namespace ledger {

bool FieldWriter::write(const base::Code& value) {
    if (value.empty()) return false;
    scratch_ += '"';
    scratch_ += value.text();  // a Code's characters need no escaping
    scratch_ += '"';
    return true;
}

bool FieldWriter::write(const base::Digest& value) {
    if (value == base::Digest{}) return false;
    scratch_ += '"';
    scratch_ += value.hex();
    scratch_ += '"';
    return true;
}

bool FieldWriter::write(const base::VaultRef& value) {
    if (value.empty()) return false;
    scratch_ += "{\"d\":\"";
    scratch_ += value.digest.hex();
    scratch_ += "\",\"vault\":";
    scratch_ += std::to_string(value.item);
    scratch_ += '}';
    return true;
}

bool FieldWriter::write(const base::Money& value) {
    scratch_ += std::to_string(value.fen);
    return true;
}

bool FieldWriter::write(const calendar::Date& value) {
    if (value.days == 0) return false;
    scratch_ += '"';
    scratch_ += value.iso();
    scratch_ += '"';
    return true;
}

bool FieldWriter::write(const calendar::Instant& value) {
    if (value.ms == 0) return false;
    scratch_ += '"';
    scratch_ += value.text();
    scratch_ += '"';
    return true;
}

bool FieldWriter::write(bool value) {
    scratch_ += value ? "true" : "false";
    return true;
}

void FieldWriter::finish() {
    std::sort(members_.begin(), members_.end(),
              [](const Member& left, const Member& right) { return left.key < right.key; });
    out_ += '{';
    bool first = true;
    for (const Member& member : members_) {
        if (!first) out_ += ',';
        first = false;
        out_ += '"';
        out_ += member.key;
        out_ += "\":";
        out_.append(scratch_, member.begin, member.end - member.begin);
    }
    out_ += '}';
}

FieldOrder::FieldOrder(const std::vector<std::string>& names) {
    CHECK(names.size() <= kFieldsMax);
    for (const std::string& name : names)
        sorted_.push_back({name, base::JsonNode::digest_of(name), sorted_.size()});
    std::sort(sorted_.begin(), sorted_.end(),
              [](const Field& one, const Field& other) { return one.name < other.name; });
}

void FieldOrder::find(base::JsonPiece object, Places& places) const {
    std::size_t at = 0;
    object.each_member([&](std::string_view key, base::JsonPiece value) {
        const std::uint32_t digest = base::JsonNode::digest_of(key);
        for (std::size_t next = at; next < sorted_.size(); ++next) {
            if (sorted_[next].digest != digest || sorted_[next].name != key) continue;
            places[sorted_[next].place] = value.node();
            at = next + 1;
            return;
        }
    });
}

void FieldReader::read(base::JsonPiece from, base::Code& value) {
    if (!from.is_string()) {
        bad_ = true;
        return;
    }
    auto code =
        from.string().empty() ? base::Result<base::Code>(base::Code()) : base::Code::parse(from.string());
    if (code.ok())
        value = std::move(code).value();
    else
        bad_ = true;
}

void FieldReader::read(base::JsonPiece from, base::Digest& value) {
    auto digest = base::Digest::from_hex(from.string());
    if (digest.ok())
        value = digest.value();
    else
        bad_ = true;
}

void FieldReader::read(base::JsonPiece from, base::VaultRef& value) {
    auto digest = base::Digest::from_hex(from.find("d").string());
    value.item = from.find("vault").integer();
    if (digest.ok()) value.digest = digest.value();
    if (!digest.ok() || value.item <= 0) bad_ = true;
}

void FieldReader::read(base::JsonPiece from, base::Money& value) {
    value.fen = integer(from);
}

void FieldReader::read(base::JsonPiece from, calendar::Date& value) {
    auto date = calendar::Date::parse(from.string());
    if (date.ok())
        value = date.value();
    else
        bad_ = true;
}

void FieldReader::read(base::JsonPiece from, calendar::Instant& value) {
    auto instant = calendar::Instant::parse(from.string());
    if (instant.ok())
        value = instant.value();
    else
        bad_ = true;
}

void FieldReader::read(base::JsonPiece from, bool& value) {
    if (!from.is_bool()) bad_ = true;
    value = from.truth();
}

std::int64_t FieldReader::integer(base::JsonPiece from) {
    if (!from.is_integer()) bad_ = true;
    return from.integer();
}

base::Result<> StoredEntry::read(std::int64_t seq, std::string_view document) {
    const auto corrupt = [&] {
        return base::Error(base::ErrorCode::Corrupt, "ledger.bad_document", std::to_string(seq));
    };
    document_.assign(document.begin(), document.end());
    const std::string_view kept(document_.data(), document_.size());
    if (!base::read_canonical(kept, nodes_)) return corrupt();
    const base::JsonPiece whole(document_.data(), nodes_.data());
    const base::JsonPiece actor = whole.find("actor");
    const std::string_view kind = whole.find("k").string();
    const std::size_t slash = kind.rfind('/');
    const auto at = calendar::Instant::parse(whole.find("at").string());
    entry_ = {};
    entry_.stored = whole.find("fields");
    pins_ = whole.find("defs");
    if (!actor.is_object() || !entry_.stored.is_object() || slash == std::string_view::npos || !at.ok())
        return corrupt();
    entry_.seq = seq;
    entry_.at = at.value();
    entry_.kind = kind.substr(0, slash);
    std::from_chars(kind.data() + slash + 1, kind.data() + kind.size(), entry_.version);
    entry_.subject = whole.find("subject").string();
    entry_.person = actor.find("id").integer();
    entry_.org = actor.find("org").string();
    entry_.role = actor.find("role").string();
    entry_.via = actor.find("via").string();
    return base::Done{};
}

base::Result<StoredEntry> StoredEntry::of(std::int64_t seq, std::string_view document) {
    StoredEntry stored;
    TRY(stored.read(seq, document));
    return stored;
}

}  // namespace ledger

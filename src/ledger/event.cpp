#include "ledger/event.h"

#include <algorithm>

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

void FieldReader::read(const base::Json& from, base::Code& value) {
    if (!from.is_string()) {
        bad_ = true;
        return;
    }
    auto code = from.text.empty() ? base::Result<base::Code>(base::Code()) : base::Code::parse(from.text);
    if (code.ok())
        value = code.value();
    else
        bad_ = true;
}

void FieldReader::read(const base::Json& from, base::Digest& value) {
    auto digest = base::Digest::from_hex(from.text);
    if (from.is_string() && digest.ok())
        value = digest.value();
    else
        bad_ = true;
}

void FieldReader::read(const base::Json& from, base::VaultRef& value) {
    auto digest = base::Digest::from_hex(from.string_or("d"));
    value.item = from.integer_or("vault", 0);
    if (digest.ok()) value.digest = digest.value();
    if (!digest.ok() || value.item <= 0) bad_ = true;
}

void FieldReader::read(const base::Json& from, base::Money& value) {
    value.fen = integer(from);
}

void FieldReader::read(const base::Json& from, calendar::Date& value) {
    auto date = calendar::Date::parse(from.text);
    if (from.is_string() && date.ok())
        value = date.value();
    else
        bad_ = true;
}

void FieldReader::read(const base::Json& from, calendar::Instant& value) {
    auto instant = calendar::Instant::parse(from.text);
    if (from.is_string() && instant.ok())
        value = instant.value();
    else
        bad_ = true;
}

void FieldReader::read(const base::Json& from, bool& value) {
    if (from.kind != base::Json::Kind::Bool) {
        bad_ = true;
        return;
    }
    value = from.truth;
}

std::int64_t FieldReader::integer(const base::Json& from) {
    if (from.kind != base::Json::Kind::Integer) bad_ = true;
    return from.integer;
}

}  // namespace ledger

#pragma once
// What an event is. An event type is a struct with a kKind and one fields(visit) that lists its fields once;
// a field holds Codes, numbers, Money, Date, Instant, Id, Digest, VaultRef, bool, lists of these or of small
// structs. A std::string does not compile: what a person typed has one place to go, the vault. Fields may be
// added with a default, never renamed.

#include "base/json.h"
#include "base/types.h"
#include "calendar/instant.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ledger {

struct Kind {
    std::string_view name;  // module.past_tense
    int version = 1;
};

// Appends one event's fields as canonical JSON: members sorted by key, no spaces.
class FieldWriter {
public:
    explicit FieldWriter(std::string& out) : out_(out) {}

    template <class T>
    void operator()(std::string_view key, const T& value) {
        const std::size_t begin = scratch_.size();
        if (!write(value)) return;  // empty values of optional kind are left out
        members_.push_back({key, begin, scratch_.size()});
    }
    void finish();  // sorts and appends the object

    template <class T>
    static void object(std::string& out, const T& value) {
        FieldWriter writer(out);
        const_cast<T&>(value).fields(writer);  // fields() is one function for reading and writing
        writer.finish();
    }

private:
    struct Member {
        std::string_view key;
        std::size_t begin;
        std::size_t end;
    };

    bool write(const base::Code& value);
    bool write(const base::Digest& value);
    bool write(const base::VaultRef& value);
    bool write(const base::Money& value);
    bool write(const calendar::Date& value);
    bool write(const calendar::Instant& value);
    bool write(bool value);
    template <class T>
    requires std::is_integral_v<T>
    bool write(T value) {
        scratch_ += std::to_string(value);
        return true;
    }
    template <class T>
    requires std::is_enum_v<T>
    bool write(T value) { return write(static_cast<int>(value)); }
    template <class Tag>
    bool write(const base::Id<Tag>& value) {
        return write(value.number());
    }
    template <class T>
    bool write(const std::vector<T>& list) {
        if (list.empty()) return false;
        scratch_ += '[';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0) scratch_ += ',';
            const std::size_t before = scratch_.size();
            if (!write(list[i])) {
                scratch_.resize(before);
                scratch_ += "\"\"";
            }
        }
        scratch_ += ']';
        return true;
    }
    template <class T>
    requires requires(T& t, FieldWriter& w) { t.fields(w); }
    bool write(const T& value) {
        object(scratch_, value);
        return true;
    }

    std::string& out_;
    std::string scratch_;
    std::vector<Member> members_;
};

// Reads the same fields back. A missing member keeps its default; a wrong type is Corrupt.
class FieldReader {
public:
    explicit FieldReader(const base::Json& object) : object_(object) {}

    template <class T>
    void operator()(std::string_view key, T& value) {
        if (const base::Json* found = object_.find(key)) read(*found, value);
    }
    bool bad() const { return bad_; }

private:
    void read(const base::Json& from, base::Code& value);
    void read(const base::Json& from, base::Digest& value);
    void read(const base::Json& from, base::VaultRef& value);
    void read(const base::Json& from, base::Money& value);
    void read(const base::Json& from, calendar::Date& value);
    void read(const base::Json& from, calendar::Instant& value);
    void read(const base::Json& from, bool& value);
    template <class T>
    requires std::is_integral_v<T>
    void read(const base::Json& from, T& value) { value = static_cast<T>(integer(from)); }
    template <class T>
    requires std::is_enum_v<T>
    void read(const base::Json& from, T& value) { value = static_cast<T>(integer(from)); }
    template <class Tag>
    void read(const base::Json& from, base::Id<Tag>& value) {
        value = base::Id<Tag>(integer(from));
    }
    template <class T>
    void read(const base::Json& from, std::vector<T>& list) {
        if (!from.is_list()) {
            bad_ = true;
            return;
        }
        list.clear();
        for (const base::Json& item : from.items) read(item, list.emplace_back());
    }
    template <class T>
    requires requires(T& t, FieldReader& r) { t.fields(r); }
    void read(const base::Json& from, T& value) {
        FieldReader inner(from);
        value.fields(inner);
        bad_ = bad_ || inner.bad_;
    }
    std::int64_t integer(const base::Json& from);

    const base::Json& object_;
    bool bad_ = false;
};

// Names the fields of an event type, for the register and its page.
class FieldNames {
public:
    template <class T>
    void operator()(std::string_view key, T&) {
        names.emplace_back(key);
    }
    std::vector<std::string> names;
};

// How an event's leaf is published. Sealed is for trading before a close; every other kind is Open.
enum class LeafMode { Open, Sealed };

// One line of the composed event table.
struct EventRow {
    Kind kind;
    std::string_view sentence;  // one sentence for officials, English; the Chinese one is in web/text
    std::vector<std::string> fields;
    std::vector<std::string> public_fields;  // copied into the leaf's `pub`
    std::string_view public_kind;            // several event types may share one
    LeafMode mode = LeafMode::Open;
};

template <class T>
EventRow event_row(std::string_view sentence, std::vector<std::string> public_fields = {},
                   std::string_view public_kind = {}) {
    T event{};
    FieldNames names;
    event.fields(names);
    return {T::kKind,
            sentence,
            std::move(names.names),
            std::move(public_fields),
            public_kind.empty() ? T::kKind.name : public_kind,
            LeafMode::Open};
}

// One entry of the journal as a projection sees it: the envelope, and the fields on demand. The views live as
// long as the call.
struct Entry {
    std::int64_t seq = 0;
    calendar::Instant at;
    std::string_view kind;
    int version = 1;
    std::string_view subject;
    std::int64_t person = 0;  // actor; 0 for the system and for outsiders without an account
    std::string_view org;     // body code the actor acted for
    std::string_view role;
    std::string_view via;                // web hall phone api peer clock
    const base::Json* stored = nullptr;  // fields as read back (replay)
    const void* live = nullptr;          // the event itself (inside its act)
    std::string_view live_kind;          // kind of `live`

    template <class T>
    bool is() const {
        return kind == T::kKind.name;
    }
    template <class T>
    T read() const {
        if (live != nullptr && live_kind == T::kKind.name) return *static_cast<const T*>(live);
        T event{};
        CHECK(stored != nullptr);
        FieldReader reader(*stored);
        event.fields(reader);
        CHECK(!reader.bad());
        return event;
    }
};

}  // namespace ledger

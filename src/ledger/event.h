#pragma once
// What an event is. An event type is a struct with a kKind and one fields(visit) that lists its fields once;
// a field holds Codes, numbers, Money, Date, Instant, Id, Digest, VaultRef, bool, lists of these or of small
// structs. A std::string does not compile: what a person typed has one place to go, the vault. Fields may be
// added with a default, never renamed.

#include "base/canonical_json.h"
#include "base/types.h"
#include "calendar/instant.h"

#include <array>
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

// Names the fields of an event type, in the order in which it lists them.
class FieldNames {
public:
    template <class T>
    void operator()(std::string_view key, T&) {
        names.emplace_back(key);
    }
    template <class T>
    static std::vector<std::string> of() {
        T event{};
        FieldNames names;
        event.fields(names);
        return std::move(names.names);
    }
    std::vector<std::string> names;
};

// The names of a type's fields in the order of a document, so that both are walked through once.
class FieldOrder {
public:
    static constexpr std::size_t kFieldsMax = 64;
    explicit FieldOrder(const std::vector<std::string>& names);  // as the type lists them

    // The nodes of the type's fields among the members of `object`; 0: absent.
    using Places = std::array<std::uint32_t, kFieldsMax>;
    void find(base::JsonPiece object, Places& places) const;

    template <class T>
    static const FieldOrder& of() {
        static const FieldOrder order(FieldNames::of<T>());
        return order;
    }

private:
    struct Field {
        std::string name;
        std::uint32_t digest = 0;
        std::size_t place = 0;
    };
    std::vector<Field> sorted_;
};

// Reads the same fields back. A missing member keeps its default; false when one has a wrong type.
class FieldReader {
public:
    template <class T>
    [[nodiscard]] static bool object(base::JsonPiece from, T& value) {
        FieldReader reader(from);
        FieldOrder::of<T>().find(from, reader.places_);
        value.fields(reader);
        return !reader.bad_;
    }

    template <class T>
    void operator()(std::string_view, T& value) {
        const std::uint32_t node = places_[next_++];
        if (node != 0) read(object_.at_node(node), value);
    }

private:
    explicit FieldReader(base::JsonPiece object) : object_(object) {}
    void read(base::JsonPiece from, base::Code& value);
    void read(base::JsonPiece from, base::Digest& value);
    void read(base::JsonPiece from, base::VaultRef& value);
    void read(base::JsonPiece from, base::Money& value);
    void read(base::JsonPiece from, calendar::Date& value);
    void read(base::JsonPiece from, calendar::Instant& value);
    void read(base::JsonPiece from, bool& value);
    template <class T>
    requires std::is_integral_v<T>
    void read(base::JsonPiece from, T& value) { value = static_cast<T>(integer(from)); }
    template <class T>
    requires std::is_enum_v<T>
    void read(base::JsonPiece from, T& value) { value = static_cast<T>(integer(from)); }
    template <class Tag>
    void read(base::JsonPiece from, base::Id<Tag>& value) {
        value = base::Id<Tag>(integer(from));
    }
    template <class T>
    void read(base::JsonPiece from, std::vector<T>& list) {
        if (!from.is_list()) {
            bad_ = true;
            return;
        }
        list.clear();
        from.each_item([&](base::JsonPiece item) { read(item, list.emplace_back()); });
    }
    template <class T>
    requires requires(T& t, FieldReader& r) { t.fields(r); }
    void read(base::JsonPiece from, T& value) {
        if (!object(from, value)) bad_ = true;
    }
    std::int64_t integer(base::JsonPiece from);

    base::JsonPiece object_;
    FieldOrder::Places places_{};
    std::size_t next_ = 0;
    bool bad_ = false;
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
    return {T::kKind,
            sentence,
            FieldNames::of<T>(),
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
    std::string_view via;        // web hall phone api peer clock
    base::JsonPiece stored;      // fields as read back (replay)
    const void* live = nullptr;  // the event itself (inside its act)
    std::string_view live_kind;  // kind of `live`

    template <class T>
    bool is() const {
        return kind == T::kKind.name;
    }
    template <class T>
    T read() const {
        if (live != nullptr && live_kind == T::kKind.name) return *static_cast<const T*>(live);
        T event{};
        CHECK(stored.present());
        CHECK(FieldReader::object(stored, event));
        return event;
    }
};

// An entry of the journal taken apart. Owns its text and is used again for the next one; moving it leaves its
// views whole.
class StoredEntry {
public:
    // Corrupt when the document is not as the journal writes it.
    base::Result<> read(std::int64_t seq, std::string_view document);
    static base::Result<StoredEntry> of(std::int64_t seq, std::string_view document);
    const Entry& entry() const { return entry_; }
    // The version in force by the name it was recorded under (cal, item, process); empty: none was.
    std::string_view pin(std::string_view what) const { return pins_.find(what).string(); }

private:
    std::vector<char> document_;
    std::vector<base::JsonNode> nodes_;
    base::JsonPiece pins_;
    Entry entry_;
};

}  // namespace ledger

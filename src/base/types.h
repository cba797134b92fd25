#pragma once
// Types for meaning, shared by every room: Code, Id<Tag>, Money, VaultRef, Secret. None knows a word of
// government.

#include "base/bytes.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// A short machine word: 1 to 64 characters of [A-Za-z0-9._@#:/-]. It may stand in the journal; a sentence may
// not.
class Code {
public:
    Code() = default;
    static Result<Code> parse(std::string_view text);
    static Code of(std::string_view known);  // CHECKs; for literals and values read back from the journal
    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    auto operator<=>(const Code&) const = default;

private:
    std::string text_;
};

// A number that names one row of one kind. Tag keeps a person from being taken for a body.
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::int64_t number) : number_(number) {}
    std::int64_t number() const { return number_; }
    bool empty() const { return number_ == 0; }
    auto operator<=>(const Id&) const = default;

private:
    std::int64_t number_ = 0;
};

// Money in 分 (fen), never in fractions.
struct Money {
    std::int64_t fen = 0;
    auto operator<=>(const Money&) const = default;
};

// Points into the vault: the item, and the salted digest by which a copy can be proved to be the one meant.
struct VaultRef {
    std::int64_t item = 0;  // 0: nothing sealed
    Digest digest;
    bool empty() const { return item == 0; }
};

// A value that cannot be logged, printed or compared by accident. expose() is easy to search for.
template <class T>
class Secret {
public:
    explicit Secret(T value) : value_(std::move(value)) {}
    const T& expose() const { return value_; }

private:
    T value_;
};

}  // namespace base

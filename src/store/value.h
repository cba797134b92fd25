#pragma once
// What can be bound to a ? in SQL and what comes back: 64-bit integers, text, bytes, nothing. Values borrow.

#include "base/types.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace store {

struct Blob {
    std::string_view bytes;
};

class Value {
public:
    enum class Kind { Null, Integer, Text, Blob };

    Value() = default;
    template <std::integral T>
    Value(T number) : kind_(Kind::Integer), integer_(static_cast<std::int64_t>(number)) {}  // NOLINT
    Value(std::string_view text) : kind_(Kind::Text), bytes_(text) {}                       // NOLINT
    Value(const std::string& text) : Value(std::string_view(text)) {}                       // NOLINT
    Value(const char* text) : Value(std::string_view(text)) {}                              // NOLINT
    Value(Blob blob) : kind_(Kind::Blob), bytes_(blob.bytes) {}                             // NOLINT
    Value(const base::Digest& digest) : Value(Blob{digest.view()}) {}                       // NOLINT
    Value(const base::Code& code) : Value(std::string_view(code.text())) {}                 // NOLINT
    template <class T>
    Value(const std::optional<T>& maybe) {  // NOLINT
        if (maybe) *this = Value(*maybe);
    }

    Kind kind() const { return kind_; }
    std::int64_t integer() const { return integer_; }
    std::string_view bytes() const { return bytes_; }

private:
    Kind kind_ = Kind::Null;
    std::int64_t integer_ = 0;
    std::string_view bytes_;
};

}  // namespace store

#include "catalog/haystack.h"

#include "base/check.h"
#include "text/utf8.h"

#include <algorithm>
#include <cstring>

namespace catalog {

std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (std::size_t at = 0; at < text.size();) letters.push_back(text::next_character(text, at));
    return letters;
}

void Haystack::add(std::uint32_t entry, Part part, std::string_view text) {
    if (text.empty()) return;
    pieces_.push_back(
        {static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size()), entry, part});
    text_.append(text);
    text_.push_back('\0');
    letters_from_.push_back(static_cast<std::uint32_t>(letters_.size()));
    letters_ += letters_of(text);
}

std::size_t Haystack::find(std::string_view fragment, std::size_t from) const {
    if (fragment.empty() || from >= text_.size()) return std::string_view::npos;
    const void* found = ::memmem(text_.data() + from, text_.size() - from, fragment.data(), fragment.size());
    if (found == nullptr) return std::string_view::npos;
    return static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
}

const Piece& Haystack::piece_at(std::size_t at) const {
    const auto after =
        std::upper_bound(pieces_.begin(), pieces_.end(), at,
                         [](std::size_t place, const Piece& piece) { return place < piece.from; });
    CHECK(after != pieces_.begin());
    return *std::prev(after);
}

std::u32string_view Haystack::letters_in(std::size_t piece) const {
    const std::size_t begin = letters_from_[piece];
    const std::size_t end = piece + 1 < letters_from_.size() ? letters_from_[piece + 1] : letters_.size();
    return std::u32string_view(letters_).substr(begin, end - begin);
}

std::uint32_t Haystack::held(std::size_t piece, const std::vector<std::u32string>& fragments) const {
    const std::u32string_view letters = letters_in(piece);
    std::uint32_t mask = 0;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        for (std::size_t i = 0; i < fragments.size(); ++i) {
            const bool begins = letters[at] == fragments[i].front();
            if (begins && letters.substr(at).starts_with(fragments[i])) mask |= std::uint32_t{1} << i;
        }
    }
    return mask;
}

bool Haystack::near(std::size_t piece, const std::u32string& letters) const {
    const std::u32string_view all = letters_in(piece);
    if (letters.empty() || all.size() < letters.size()) return false;
    for (std::size_t at = 0; at + letters.size() <= all.size(); ++at) {
        int wrong = 0;
        for (std::size_t i = 0; i < letters.size() && wrong < 2; ++i) {
            wrong += all[at + i] == letters[i] ? 0 : 1;
        }
        if (wrong < 2) return true;
    }
    return false;
}

}  // namespace catalog

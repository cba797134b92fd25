#pragma once
// Many short texts laid end to end, so that one pass finds every text that holds a fragment. The search's
// inner half.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Which text of an entry a piece is.
enum class Part : std::uint8_t { Name, Keyword, Summary, Other, English, Pinyin, Initials };

struct Piece {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
    std::uint32_t entry = 0;
    Part part = Part::Name;
};

class Haystack {
public:
    void add(std::uint32_t entry, Part part, std::string_view text);
    std::string_view text_of(const Piece& piece) const {
        return std::string_view(text_).substr(piece.from, piece.size);
    }

    // visit(piece, where in the piece) for the first place in each piece.
    template <class Visit>
    void each(std::string_view fragment, const Visit& visit) const {
        std::size_t at = 0;
        while ((at = find(fragment, at)) != std::string_view::npos) {
            const Piece& piece = piece_at(at);
            visit(piece, at - piece.from);
            at = piece.from + piece.size + 1;
        }
    }
    // The same for pieces with a stretch that differs from `letters` in one character (of UTF-8) at most.
    template <class Visit>
    void each_near(const std::u32string& letters, const Visit& visit) const {
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (near(i, letters)) visit(pieces_[i]);
        }
    }

    // visit(piece, mask) for pieces that hold some of the fragments; bit i stands for fragment i, at most 32.
    template <class Visit>
    void each_holding(const std::vector<std::u32string>& fragments, const Visit& visit) const {
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            const std::uint32_t mask = held(i, fragments);
            if (mask != 0) visit(pieces_[i], mask);
        }
    }

private:
    std::uint32_t held(std::size_t piece, const std::vector<std::u32string>& fragments) const;
    std::u32string_view letters_in(std::size_t piece) const;
    std::size_t find(std::string_view fragment, std::size_t from) const;
    const Piece& piece_at(std::size_t at) const;
    bool near(std::size_t piece, const std::u32string& letters) const;

    std::string text_;  // pieces, each followed by a zero byte
    std::vector<Piece> pieces_;
    std::u32string letters_;  // the same characters
    std::vector<std::uint32_t> letters_from_;
};

std::u32string letters_of(std::string_view text);

}  // namespace catalog

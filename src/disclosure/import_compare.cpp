#include "disclosure/import_text.h"
#include "text/utf8.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace disclosure {

namespace {

constexpr std::size_t kBlockHanMin = 60;      // shorter paragraphs are alike by chance
constexpr std::size_t kBlockPercentMin = 80;  // of its pairs of characters, held by another paragraph
constexpr std::size_t kTitlePercentMin = 70;
constexpr std::size_t kShinglePairs = 6;
constexpr std::size_t kSharedMin = 3;
constexpr std::size_t kGapMax = 8;
constexpr std::size_t kReferenceBytesMax = 4u << 20;

using Pairs = std::set<std::uint64_t>;

std::u32string han_of(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next_character(text, at);
        if (text::is_han(c)) out.push_back(c);
    }
    return out;
}

Pairs pairs_of(const std::u32string& han) {
    Pairs out;
    for (std::size_t i = 0; i + 1 < han.size(); ++i) out.insert(std::uint64_t{han[i]} << 32 | han[i + 1]);
    return out;
}

std::size_t shared(const Pairs& left, const Pairs& right) {
    std::size_t count = 0;
    for (const std::uint64_t pair : left) count += right.count(pair);
    return count;
}

// Signs as one of both widths, so that texts of two typists can be compared.
std::u32string even(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = text::next_character(text, at);
        if (c > 0xff00 && c < 0xff5f) c = c - 0xff01 + '!';
        out.push_back(c);
    }
    return out;
}

std::string utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) text::append_character(out, c);
    return out;
}

struct Place {
    std::size_t item = 0;
    std::size_t block = 0;
    auto operator<=>(const Place&) const = default;
};

class Comparison {
public:
    explicit Comparison(std::vector<ImportItem>& items) : items_(items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            for (std::size_t b = 0; b < items[i].blocks.size(); ++b) add({i, b});
            if (reference_.size() < kReferenceBytesMax) reference_ += even(items[i].plain()) + U'\n';
        }
    }

    void run() {
        for (const auto& [place, pairs] : pairs_) {
            for (const auto& [other, shares] : neighbours_of(place)) judge(place, other);
        }
        for (ImportItem& item : items_) {
            near_titles(item);
            for (HygieneMark& mark : item.marks) {
                if (mark.kind == Hygiene::LostCharacters && mark.after.empty()) restore_byte(mark);
            }
        }
    }

private:
    static std::uint64_t hash_at(const std::u32string& han, std::size_t at) {
        std::uint64_t hash = 1469598103934665603u;
        for (std::size_t i = 0; i < kShinglePairs; ++i) hash = (hash ^ han[at + i]) * 1099511628211u;
        return hash;
    }
    void add(const Place& place) {
        const std::u32string han = han_of(items_[place.item].blocks[place.block].text);
        if (han.size() < kBlockHanMin) return;
        pairs_.emplace(place, pairs_of(han));
        for (std::size_t at = 0; at + kShinglePairs <= han.size(); ++at) {
            const std::uint64_t hash = hash_at(han, at);
            auto& holders = shingles_[hash];
            if (holders.size() < 50 && (holders.empty() || holders.back() != place)) holders.push_back(place);
            if (holders.size() < 50) own_[place].push_back(hash);
        }
    }
    // Paragraphs of other files that share several runs of characters.
    std::map<Place, std::size_t> neighbours_of(const Place& place) const {
        std::map<Place, std::size_t> shares;
        const auto own = own_.find(place);
        if (own == own_.end()) return shares;
        for (const std::uint64_t hash : own->second) {
            for (const Place& holder : shingles_.at(hash)) {
                if (holder.item != place.item) ++shares[holder];
            }
        }
        std::erase_if(shares, [](const auto& share) { return share.second < kSharedMin; });
        return shares;
    }
    // Marks the paragraph that holds most of another's pairs, and asks that one what is lost here.
    void judge(const Place& place, const Place& other) {
        const Pairs& mine = pairs_.at(place);
        const Pairs& theirs = pairs_.at(other);
        const std::size_t percent = shared(theirs, mine) * 100 / theirs.size();
        if (percent < kBlockPercentMin) return;
        ImportItem& item = items_[place.item];
        const ImportBlock& block = item.blocks[place.block];
        const ImportBlock& source = items_[other.item].blocks[other.block];
        fill_holes(item, block, source);
        HygieneMark mark;
        mark.kind = Hygiene::NearDuplicate;
        mark.decision = HygieneDecision::Open;
        mark.from = block.from;
        mark.size = block.size;
        mark.before = source.text.substr(0, source.text.find("。"));
        mark.after = std::to_string(percent) + "%";
        mark.note = items_[other.item].file;
        item.mark(std::move(mark));
    }
    static void fill_holes(ImportItem& item, const ImportBlock& block, const ImportBlock& source) {
        const std::u32string text = even(source.text);
        for (HygieneMark& mark : item.marks) {
            const bool inside = mark.from >= block.from && mark.from < block.from + block.size;
            if (!inside || mark.kind != Hygiene::CensorHole || !mark.after.empty()) continue;
            const std::u32string left = even(mark.left);
            const std::u32string right = even(mark.right);
            for (std::size_t at = text.find(left); at != text.npos; at = text.find(left, at + 1)) {
                const std::size_t from = at + left.size();
                const std::size_t end = text.find(right, from);
                if (end == text.npos || end == from || end - from > kGapMax) continue;
                mark.after = utf8(std::u32string_view(text).substr(from, end - from));
                break;
            }
        }
    }
    // 《关于进一步深化…工作的意见》 beside 《关于深化…的意见》: near, for a person to confirm; never a link.
    void near_titles(ImportItem& item) {
        const std::set<std::string> cited(item.citations.begin(), item.citations.end());
        for (const ImportItem& other : items_) {
            if (&other == &item) continue;
            for (const std::string& title : {other.title, other.child_title}) {
                for (const std::string& citation : cited) near_title(item, citation, title);
            }
        }
    }
    static void near_title(ImportItem& item, const std::string& citation, const std::string& title) {
        const std::u32string left = han_of(citation);
        const std::u32string right = han_of(title);
        if (left == right || left.size() < 8 || right.size() < 8) return;
        const Pairs mine = pairs_of(left);
        const Pairs theirs = pairs_of(right);
        if (shared(mine, theirs) * 200 / (mine.size() + theirs.size()) < kTitlePercentMin) return;
        HygieneMark mark;
        mark.kind = Hygiene::NearTitle;
        mark.decision = HygieneDecision::Open;
        mark.before = citation;
        mark.after = title;
        mark.note = "near";
        item.mark(std::move(mark));
    }
    // What one lost byte may have been: the reading whose first two characters the texts at hand know best.
    void restore_byte(HygieneMark& mark) {
        std::size_t best = 0;
        for (const std::string& candidate : one_byte_off(mark.before)) {
            const std::u32string wide = even(candidate);
            if (wide.size() < 2) continue;
            const bool stop = candidate.starts_with("。");
            std::size_t met = count(wide.substr(0, 2)) * 2;
            if (stop) ++met;  // a sentence may end before anything
            if (met <= best) continue;
            best = met;
            mark.after = candidate;
        }
    }
    std::size_t count(const std::u32string& pair) const {
        std::size_t times = 0;
        for (std::size_t at = reference_.find(pair); at != reference_.npos && times < 100;
             at = reference_.find(pair, at + 1))
            ++times;
        return times;
    }

    std::vector<ImportItem>& items_;
    std::map<Place, Pairs> pairs_;
    std::map<Place, std::vector<std::uint64_t>> own_;
    std::unordered_map<std::uint64_t, std::vector<Place>> shingles_;
    std::u32string reference_;
};

}  // namespace

void compare_items(std::vector<ImportItem>& items) {
    Comparison(items).run();
}

}  // namespace disclosure

#pragma once
// A text whose every character remembers the bytes it came from, so that it can be cleaned and still be
// pointed at. Inside the importers only.

#include "disclosure/import_item.h"

#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

struct Sign {
    char32_t c = 0;
    std::uint32_t from = 0;
    std::uint32_t size = 0;
};
using Signs = std::vector<Sign>;

Signs signs_of(std::string_view text, std::size_t offset = 0);
std::string text_of(const Signs& signs, std::size_t from, std::size_t end);
std::string text_of(const Signs& signs);

struct Line {
    std::size_t from = 0;  // signs
    std::size_t end = 0;
};
std::vector<Line> lines_of(const Signs& signs);
Line trimmed(const Signs& signs, Line line);
std::size_t byte_from(const Signs& signs, std::size_t at);
std::size_t byte_end(const Signs& signs, std::size_t end);

// A mark over [from, end).
HygieneMark mark_over(const Signs& signs, std::size_t from, std::size_t end, Hygiene kind,
                      HygieneDecision decision);

// What mirrors do to a text, undone or pointed at, in this order.
void strip_gloss(Signs& signs, ImportItem& item);  // H01: removes
void fold_script(Signs& signs,
                 ImportItem& item);  // H02: replaces, when the text is in traditional characters
void scan_damage(const Signs& signs, ImportItem& item);           // H03, H04
std::vector<std::string> one_byte_off(std::string_view damaged);  // what may have stood there; folded
void scan_signs(const Signs& signs, ImportItem& item);            // H07, H08, H09, H10
void scan_personal(const ImportBlock& block, ImportItem& item);   // H18
void collect_citations(const std::string& text, ImportItem& item);
void collect_numbers(const std::string& text, ImportItem& item);
void collect_from_blocks(ImportItem& item);  // citations, numbers and H18 of what became text

// As ISO, as far as it is written: 2011.08.03, 二〇一三年五月, 8月3日 give 2011-08-03, 2013-05, 08-03. Empty:
// no date.
std::string date_in(std::string_view text);

}  // namespace disclosure

#pragma once
// A text from outside on its way into the office: what it claims to be, its paragraphs, and every trace that
// others left in it, with the bytes where it stands. Reading is pure: bytes in, item out. A repair is shown
// with what stood there before; what is lost is marked and never filled in by the program.

#include "base/bytes.h"
#include "base/result.h"
#include "calendar/instant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

inline constexpr int kImporterVersion = 1;
inline constexpr std::size_t kImportBytesMax = 50u << 20;
inline constexpr std::size_t kImportTextBytesMax = 4u << 20;
inline constexpr std::size_t kMarksMax = 5'000;  // kept one by one; the rest is counted

enum class Dialect { Page, Tagged, Mirror, Docx, Ofd, Pdf, Workbook, Law };
std::string_view dialect_word(Dialect dialect);
std::optional<Dialect> dialect_of(std::string_view word);

enum class Hygiene {
    Gloss,           // H01 pinyin behind characters
    Script,          // H02 traditional characters folded
    LostCharacters,  // H03
    CensorHole,      // H04
    ForeignHost,     // H05 claimed source is not where it lay
    Boilerplate,     // H06
    HalfWidth,       // H07 half-width signs between Han: only suggested
    FullDigits,      // H08
    Indent,          // H09 no-break and ideographic blanks
    DoubledSigns,    // H10
    Spam,            // H11
    NoMetadata,      // H12
    NearTitle,       // H13 cites a work under another title
    ControlLine,     // H14 counters and lines of the system it came from
    DateAnomaly,     // H15
    MachineAuthor,   // H16
    NearDuplicate,   // H17
    PersonalData,    // H18
};
constexpr std::size_t kHygieneKinds = 18;
std::string hygiene_code(Hygiene kind);  // H01 …

enum class HygieneDecision { Repaired, Removed, Kept, Suggested, Lost, Open };
std::string_view decision_word(HygieneDecision decision);

struct HygieneMark {
    Hygiene kind = Hygiene::Gloss;
    HygieneDecision decision = HygieneDecision::Kept;
    std::size_t from = 0;  // bytes in the file as it came (after decoding, when it was not UTF-8)
    std::size_t size = 0;
    std::string before;
    std::string after;  // or what a person might put there, when lost or suggested
    std::string note;   // a word: breadcrumb, related_link, title …
    std::string left;   // what stands around a loss, to ask other texts by; not part of the report
    std::string right;
};

struct ImportBlock {
    enum class Kind { Paragraph, Heading, Section, Point, Bullet, Question, Reply, Turn, Link, Table };
    Kind kind = Kind::Paragraph;
    std::string text;
    std::string speaker;  // of a turn
    int part = 0;         // 1: of a document quoted in full
    std::size_t from = 0;
    std::size_t size = 0;
};
std::string_view block_word(ImportBlock::Kind kind);

struct ImportItem {
    Dialect dialect = Dialect::Mirror;
    std::string file;
    base::Digest raw;
    std::size_t bytes = 0;
    std::string title;
    std::string source;     // claimed
    std::string host;       // where it lay, when it says so
    std::string date_text;  // 2011-08-03, 2013-05, 08-03
    std::optional<calendar::Date> date;
    std::vector<std::pair<std::string, std::string>> fields;  // 索引号, 版次 … as they came
    std::string child_title;                                  // a document quoted in full
    std::vector<ImportBlock> blocks;
    std::vector<std::string> attachments;
    std::vector<std::string> citations;  // 《…》, each time
    std::vector<std::string> document_numbers;
    std::vector<HygieneMark> marks;
    std::vector<std::size_t> counts = std::vector<std::size_t>(kHygieneKinds);
    std::vector<std::string> steps;  // what was done, in order: decode, gloss, fold …
    std::string markup;              // rough HTML of office files and pages; empty: blocks are the text
    int confidence = 0;              // 0 to 100

    void mark(HygieneMark found);
    std::size_t count(Hygiene kind) const { return counts[static_cast<std::size_t>(kind)]; }
    std::string plain() const;      // blocks, one a line
    std::string markup_or() const;  // markup, else made of the blocks; to be cleaned
};

// The file by its name and first bytes. Invalid: import.unknown_kind, import.not_text, those of papers;
// TooLarge: import.too_large.
base::Result<ImportItem> read_import(std::string_view file, std::string_view bytes);
std::optional<Dialect> dialect_by_look(std::string_view file, std::string_view bytes);

base::Result<ImportItem> read_tagged(std::string_view file, std::string_view text);
base::Result<ImportItem> read_mirror(std::string_view file, std::string_view text);

// The report as JSON: provenance, counts, marks.
std::string hygiene_json(const ImportItem& item);
// Each against the others: near duplicates, cited titles that are almost those of another, and what might
// have stood where characters are lost.
void compare_items(std::vector<ImportItem>& items);

}  // namespace disclosure

#pragma once
// Letters of a matter (文书): 受理通知书, 一次性告知书, 不予受理决定书, 决定书 …, written from the sentences
// of the pinned process with the facts of one event filled in. A letter is not stored; the same event always
// gives the same letter.

#include "casework/happening.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

// One issued letter: which event issued it.
struct LetterLine {
    std::string kind;       // acceptance_slip one_time_list refusal_slip decision …
    std::string title_key;  // letter.decision_granted.title, of the process
    std::int64_t entry = 0;
    calendar::Instant at;
};
std::vector<LetterLine> list_letters(const std::vector<Happening>& happenings, const ProcessTexts& texts);

// Missing material of a one-time list: which, why (missing unclear expired mismatch unsigned) and what
// exactly.
struct Missing {
    std::string material;
    std::string why;
    std::string say;
};
std::string write_missing(const std::vector<Missing>& list);  // text of the evidence one_time_list
std::vector<Missing> read_missing(std::string_view text);     // a plain sentence becomes one row with `say`

// Words of the surroundings that a letter needs and the journal does not hold.
struct LetterWords {
    text::Locale locale = text::Locale::Chinese;
    std::string applicant;   // in full for the applicant; masked where nobody opened the name
    std::string office;      // name of the body that answers for the item
    std::string query_code;  // 查询码; empty: not shown here
    Filling whys;            // missing unclear expired mismatch unsigned, each in words
};

struct Letter {
    std::string kind;
    std::string title;
    std::string number;                   // of the matter
    std::vector<std::string> paragraphs;  // the last one is signature and date
    calendar::Instant at;
    std::int64_t entry = 0;  // 0: a draft
};

// NotFound letter.none when the matter issued no such letter. `entry` 0: the latest of its kind.
base::Result<Letter> write_letter(const identity::Reading& reading, const MatterFile& file,
                                  const LetterWords& words, std::string_view kind, std::int64_t entry);

// What an outcome would issue, before it is done: the turn foretold and what was typed so far.
struct LetterDraft {
    Turn turn;
    std::vector<TypedEvidence> typed;
    std::vector<std::string> asked;
    Date until;
};
std::vector<Letter> draft_letters(const MatterFile& file, const LetterWords& words, const LetterDraft& draft,
                                  calendar::Instant now);

}  // namespace casework

#pragma once
// Conditions of a definition: typed, total, no loops, no functions of one's own. Compiled once to a flat
// table of codes and evaluated on a fixed stack. An unknown word stops the load with file, line and the
// nearest known word.
//   or := and {"||" and}   and := not {"&&" not}   not := ["!"] cmp   cmp := term [= != < <= > >= term]
//   term := number | received | today | item.x | fact.x | step = outcome | done(step) | running(step{, step})
//   | count(step[, outcome]) | votes(step[, outcome]) | members(step) | has(fact) | fact.x = option |
//         | all(step, member) | any(step, member) | elapsed(deadline) | ( or )
// votes() and members() count instances of the current round; has() asks whether a fact was given.
// Inside all() and any() over a joint step an outcome's name is true for the member that chose it.

#include "casework/case_state.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

// Numbers of the pinned item that conditions and budgets may name: item.legal_days …
enum class ItemField : std::uint8_t {
    LegalDays,
    PromiseDays,
    Handling,
    Scope,
    Visits,
    Fees,
    JointBodies,
    AuthorisedUntil  // last day of the window's written authorisation, as a date fact; 0: none
};
std::string_view item_field_word(ItemField field);
inline constexpr std::size_t kItemFields = 8;

// What of the pinned service item the engine needs.
struct ItemTerms {
    Code item;
    base::Digest guide;  // digest of the item record
    Code office;         // 实施主体, accountable
    Code hall;           // the body that runs the windows
    Code government;     // head@region.gov
    std::int64_t numbers[kItemFields] = {};
    std::vector<Code> joint;      // bodies asked, the lead not among them
    std::vector<Code> materials;  // all the guide lists; nothing else may be asked for
    std::vector<Code> necessary;  // of these, the ones a filing may not lack
    std::int64_t number(ItemField field) const { return numbers[static_cast<std::size_t>(field)]; }
    std::int64_t& number(ItemField field) { return numbers[static_cast<std::size_t>(field)]; }
};

// The words of one process that its conditions may use; filled while the definition is read.
struct Vocabulary {
    struct StepWords {
        std::string name;
        std::vector<std::string> outcomes;
    };
    struct FactWord {
        std::string name;
        bool truth = false;                     // else a number
        std::vector<std::string> options = {};  // of a choice; compared by name
    };
    std::vector<StepWords> steps;
    std::vector<FactWord> facts;
    std::vector<std::string> deadlines;
};

struct Place {
    std::string_view file;
    int line = 0;
};

// What a condition looks at.
struct Sight {
    const CaseState& state;
    const ItemTerms& item;
    Date today;
};

class Expression {
public:
    static base::Result<Expression> compile(std::string_view text, const Vocabulary& words, Place place);
    bool empty() const { return codes_.empty(); }  // nothing was written; holds() is then true
    bool holds(const Sight& sight) const;
    const std::string& text() const { return text_; }
    // Steps named without a '!', bit by slot.
    std::uint64_t steps_needed() const { return steps_needed_; }

    enum class Op : std::uint8_t {
        Number,
        Item,
        Fact,
        Received,
        Today,
        Outcome,
        Done,
        Running,
        Count,
        CountOutcome,
        Votes,
        VotesFor,
        Members,
        Has,
        Elapsed,
        All,
        Any,
        MemberOutcome,
        Equal,
        Unequal,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        And,
        Or,
        Not,
    };
    // For checks of a definition: does the condition ask this, of that slot or of any; and the constants it
    // compares the answer with, on either side.
    static constexpr int kAnySlot = -1;
    bool asks(Op op, int slot = kAnySlot) const;
    std::vector<std::int32_t> compared_with(Op op, int slot = kAnySlot) const;
    int times_asked(Op op, int slot) const;
    // Whether the condition tells this outcome of the step from others, of the step or of an instance.
    bool names_outcome(std::size_t step, std::size_t choice) const;
    bool asks_fact(std::size_t slot) const {
        return asks(Op::Fact, static_cast<int>(slot)) || asks(Op::Has, static_cast<int>(slot));
    }

    struct OpCode {
        Op op = Op::Number;
        std::uint8_t a = 0;  // slot, field
        std::uint8_t b = 0;  // outcome; length of the inner part for All and Any
        std::int32_t n = 0;
    };

    const std::vector<OpCode>& codes() const { return codes_; }  // postfix; of checks

private:
    friend class ExpressionReader;
    std::int64_t run(std::size_t from, std::size_t to, const Sight& sight, const MemberState* member) const;
    bool quantified(const OpCode& code, std::size_t from, const Sight& sight) const;

    std::vector<OpCode> codes_;
    std::string text_;
    std::uint64_t steps_needed_ = 0;
};

// A refusal of a definition: Invalid, "definition.bad", place and what.
base::Error bad_definition(Place place, std::string_view what);
// "unknown step 'chekc', did you mean 'check'?"
base::Error unknown_word(Place place, std::string_view kind, std::string_view word,
                         const std::vector<std::string>& known);

}  // namespace casework

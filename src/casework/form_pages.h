#pragma once
// The form of one open step, made from the pinned definition: which outcomes there are, what each needs, what
// follows from it; and the way back, from what was typed to the choice a verb understands. The same for every
// process.

#include "casework/wording_pages.h"

#include <string>
#include <string_view>
#include <vector>

namespace casework {

// Where the reader stands: an open step on one of the reader's desks.
struct Stand {
    MatterRow matter;
    Handling handling;
    std::shared_ptr<const ProcessTexts> texts;  // reason: kept by Wordings too, for other pages
    DeskRow open;
    std::size_t slot = 0;
    const Step* step = nullptr;  // of handling.process
    Acting acting;
};
// NotFound step.unknown; Conflict step.not_on_your_desk when it is not open there.
base::Result<Stand> stand_at(const identity::Reading& reading, const CasePages& pages,
                             const web::Request& request);

struct WhyRow {
    std::string why;
    bool is_selected = false;
    void fields(auto& visit) { visit("why", why), visit("is_selected", is_selected); }
};
struct PickRow {
    std::string material, material_id, name, standard, say, material_error;
    bool is_ticked = false;
    std::vector<WhyRow> whys;
    void fields(auto& visit) {
        visit("material", material), visit("material_id", material_id), visit("name", name);
        visit("standard", standard), visit("say", say), visit("material_error", material_error);
        visit("is_ticked", is_ticked), visit("whys", whys);
    }
};
struct NeedRow {
    std::string id, need, label, hint, value, error, min, max;
    bool is_long = false, is_text = false, is_date = false, is_choice = false, is_materials = false,
         is_truth = false, is_number = false;
    bool required = false, is_ticked = false;
    std::vector<OptionRow> options;
    std::vector<PickRow> materials;
    void fields(auto& visit) {
        visit("id", id), visit("need", need), visit("label", label), visit("hint", hint),
            visit("value", value);
        visit("error", error), visit("min", min), visit("max", max), visit("is_long", is_long);
        visit("is_text", is_text), visit("is_date", is_date), visit("is_choice", is_choice);
        visit("is_materials", is_materials), visit("is_truth", is_truth), visit("is_number", is_number),
            visit("required", required);
        visit("is_ticked", is_ticked), visit("options", options), visit("materials", materials);
    }
};
struct ThenRow {
    std::string then_kind, then_what, then_days, then_due, then_from;
    void fields(auto& visit) {
        visit("then_kind", then_kind), visit("then_what", then_what), visit("then_days", then_days);
        visit("then_due", then_due), visit("then_from", then_from);
    }
};
struct OutcomeRow {
    std::string outcome, outcome_name, tells, warning;
    bool is_checked = false;
    std::vector<NeedRow> needs;
    std::vector<ThenRow> then;
    void fields(auto& visit) {
        visit("outcome", outcome), visit("outcome_name", outcome_name), visit("tells", tells);
        visit("warning", warning), visit("is_checked", is_checked), visit("needs", needs),
            visit("then", then);
    }
};

// What a field is asked for with.
enum class Asked { Long, Text, Day, Number, Choice, Body, Materials, Truth };
struct Need {
    std::string slot;
    Asked kind = Asked::Long;
    web::Need need = web::Need::Required;
    std::size_t characters_max = 500;
    const Fact* fact = nullptr;  // the answer sets this fact; else it is evidence
    bool happened = false;       // the day on which it happened, today or earlier (R6)
};
// All that an outcome asks for: its evidence, its truths, the list of materials, the reason of a delay.
std::vector<Need> needs_of(const Stand& stand, const Outcome& outcome, const base::Result<Turn>& foretold);
std::string field_of(std::string_view outcome, std::string_view slot);  // refuse-reasons

class StepForm {
public:
    StepForm(const Teller& teller, const Stand& stand) : teller_(teller), stand_(stand) {}

    // The outcomes with what was typed before; `chosen` is ticked.
    enum class Which { Every, Decisions };
    std::vector<OutcomeRow> outcomes(Which which, std::string_view chosen) const;
    OutcomeRow outcome(const Outcome& outcome, std::string_view chosen) const;
    NeedRow need(const Need& need, std::string_view outcome) const;
    std::vector<ThenRow> then(const Turn& turn, Show show) const;
    std::string tells(const base::Result<Turn>& foretold) const;        // one line under the outcome's name
    base::Result<Turn> foretell_outcome(const Outcome& outcome) const;  // with the facts typed so far

private:
    NeedRow materials_need(const Need& need, std::string_view outcome) const;
    void fill_options(const Need& need, NeedRow& row) const;
    std::string clocks_named(const Turn& turn, std::string_view change) const;
    const Teller& teller_;
    const Stand& stand_;
};

// Whether the reader may open a special procedure now, or put off a period.
bool can_open_procedure(const Teller& teller, const MatterFile& file);
bool can_extend(const Teller& teller, const MatterFile& file);

// What the applicant answered, question by question, in the guide's order.
base::Result<std::vector<std::pair<std::string, std::string>>> told_answers(const Teller& teller,
                                                                            const MatterFile& file);
// What is known of a step that was done: its opinion or reasons, in the writer's own words.
std::string opinion_of(const Teller& teller, const Happening& one);
const Happening* last_done(const MatterFile& file, std::string_view step, std::string_view member);

// What was typed, as a choice. Faults stay in `form`.
base::Result<StepChoice> read_choice(const Stand& stand, const web::Request& request, web::FormReader& form,
                                     calendar::Instant now);
// A letter as a sheet of paper: its heading and its paragraphs, the last of which stands at the right.
struct ParagraphRow {
    std::string text;
    bool is_end = false;
    void fields(auto& visit) { visit("text", text), visit("is_end", is_end); }
};
struct SheetRow {
    std::string title;
    std::vector<ParagraphRow> paragraphs;
    void fields(auto& visit) { visit("title", title), visit("paragraphs", paragraphs); }
};
SheetRow sheet_of(const Letter& letter);
// A draft of the letters that the choice would issue.
std::vector<SheetRow> preview_of(const Teller& teller, const MatterFile& file, const StepChoice& choice,
                                 const Turn& turn);

}  // namespace casework

#include "app/demo_courses.h"

#include "base/json.h"
#include "casework/told.h"
#include "disclosure/document_verbs.h"

#include <algorithm>

namespace app {

using base::Result;

namespace {

constexpr int kGuesses = 6;  // of facts, until a guard is content

std::string post_of(std::string_view role, std::string_view body) {
    return std::string(role) + "@" + std::string(body);
}

}  // namespace

bool is_permit(const catalog::ServiceItem& item) {
    return item.process == "permit" || item.process == "permit-instant" || item.process == "permit-joint";
}

std::vector<catalog::ItemPtr> DemoCourses::items() const {
    const auto catalogue = node_.catalogue().current();
    std::vector<catalog::ItemPtr> found;
    for (const auto* list : {&catalogue->items, &catalogue->inside}) {
        for (const auto& [code, item] : *list) {
            // What is published has a text: demo_papers.cpp.
            const bool paper = item->process == disclosure::kPublicationProcess;
            if (item->status == 1 && !is_permit(*item) && !paper) found.push_back(item);
        }
    }
    return found;
}

const identity::Actor* DemoCourses::any(const std::string& post) {
    const auto found = people_.find(post);
    if (found == people_.end() || found->second.empty()) return nullptr;
    return &found->second[static_cast<std::size_t>(dice_.below(static_cast<int>(found->second.size())))];
}

// A department that has somebody to handle what is given to it.
std::string DemoCourses::body_with_staff() {
    std::vector<std::string> bodies;
    for (const auto& [post, actors] : people_)
        if (post.starts_with("handler@0") && people_.contains("head@" + post.substr(8)))
            bodies.push_back(post.substr(8));
    CHECK(!bodies.empty());
    return bodies[static_cast<std::size_t>(dice_.below(static_cast<int>(bodies.size())))];
}

std::string DemoCourses::answer(const catalog::Question& question, const std::string& process) {
    if (question.kind == "body") return body_with_staff();
    if (question.kind == "text" || question.kind == "long")
        return words_.about(process, question.kind, dice_);
    return answer_of(question, words_, dice_, node_.clock().now().date());
}

static bool says_when(const casework::Outcome& outcome, const casework::Process& process,
                      std::string_view question) {
    return outcome.happened != casework::kNoFact && process.facts[outcome.happened].name == question;
}

// Most things are entered on the day they happen; some a little later (补录).
calendar::Date DemoCourses::day_of_event() {
    const calendar::Date today = node_.clock().now().date();
    return dice_.chance(1500) ? today.plus(-1 - dice_.below(3)) : today;
}

Result<DemoCourses::Beginning> DemoCourses::begin(const catalog::ServiceItem& item) {
    Beginning beginning;
    const casework::Handling handling = TRY(node_.practice().for_guide(item.code));
    const auto texts = TRY(wordings_.of(*handling.process_text));
    const bool inside = handling.process->begun_inside();
    casework::NewCase& wanted = beginning.wanted;
    wanted.channel = inside ? "internal" : "web";
    if (inside) {
        const casework::Who& who = handling.process->steps.front().who;
        const base::Code office = office_of(handling.pinned(), casework::CaseState(), who, {});
        const identity::Actor* actor = any(post_of(who.role, office.text()));
        if (actor == nullptr) return base::Error(base::ErrorCode::NotFound, "demo.no_official", who.role);
        beginning.actor = *actor;
        wanted.applicant_kind = "unit";
        wanted.applicant = R"({"kind":"unit"})";
    } else {
        const DemoApplicant applicant =
            invent_applicant(words_, dice_, item.serves_persons() ? "person" : "firm");
        wanted.applicant_kind = applicant.kind;
        wanted.applicant_name = applicant.name;
        wanted.applicant_number = applicant.number;
        wanted.delivery = "electronic";
        wanted.applicant = applicant_json(applicant, wanted.delivery);
    }
    base::JsonWriter json(wanted.answers);
    json.open_object();
    const auto tell = [&](const catalog::Question& question) {
        std::string said = answer(question, item.process);
        if (says_when(handling.process->steps.front().outcomes.front(), *handling.process, question.id))
            said = day_of_event().iso();
        if (inside && (question.id == "subject" || question.id == "title")) wanted.caption = said;
        json.member(question.id, said);
    };
    for (const catalog::Question& question : texts->questions()) tell(question);
    for (const catalog::QuestionPage& page : item.questions)
        for (const catalog::Question& question : page.questions) tell(question);
    json.close_object();
    if (!item.scenarios.empty()) wanted.scenario = item.scenarios.front().code;
    for (const catalog::Material* material : item.materials_for(wanted.scenario))
        if (material->need == "necessary") wanted.materials.push_back({material->id, "paper", "{}"});
    return beginning;
}

std::vector<casework::FactSet> DemoCourses::guess_facts(const casework::Process& process,
                                                        const casework::Outcome& outcome,
                                                        const casework::CaseState& state) {
    std::vector<casework::FactSet> facts;
    for (const std::uint8_t slot : outcome.sets) {
        const casework::Fact& fact = process.facts[slot];
        std::int64_t value = 0;
        switch (fact.type) {
        case casework::FactType::Truth: value = dice_.chance(5000) ? 1 : 0; break;
        case casework::FactType::Number: {
            // What is counted twice is often the same number.
            const bool again = !state.facts.empty() && dice_.chance(6000);
            value =
                again
                    ? state.facts[static_cast<std::size_t>(dice_.below(static_cast<int>(state.facts.size())))]
                          .value
                    : dice_.below(12);
            break;
        }
        case casework::FactType::Date:
            value = (slot == outcome.happened ? day_of_event() : node_.clock().now().date()).days;
            break;
        case casework::FactType::Choice:
            value = 1 + dice_.below(static_cast<int>(fact.options.size()));
            break;
        case casework::FactType::Span: value = fact.least + dice_.below(fact.longest - fact.least + 1); break;
        case casework::FactType::List: value = dice_.between(2, 4); break;
        case casework::FactType::Body: value = casework::read_fact(fact, body_with_staff()).value(); break;
        }
        facts.push_back({base::Code::of(fact.name), slot, value});
    }
    return facts;
}

// As an official would type it; the entries of a list are firms.
std::string DemoCourses::typed_of(const casework::Fact& fact, std::int64_t value) {
    if (fact.type != casework::FactType::List) return fact_text(fact, value);
    std::string lines;
    for (std::int64_t n = 0; n < value; ++n) lines += invent_applicant(words_, dice_, "firm").name + "\n";
    return lines;
}

std::optional<DemoCourses::Deed> DemoCourses::try_as(const identity::Reading& reading,
                                                     const casework::MatterRow& matter,
                                                     const casework::Handling& handling,
                                                     const casework::DeskRow& row,
                                                     const identity::Actor& actor) {
    const casework::Process& process = *handling.process;
    const casework::Step& step = process.steps[static_cast<std::size_t>(process.find_step(row.step))];
    const bool applicant = row.role == "applicant";
    casework::Acting acting = acting_at(actor, row, matter, handling);
    if (applicant) acting = {{}, base::Code::of("applicant"), {}};
    const int start = dice_.chance(6800) ? 0 : dice_.below(static_cast<int>(step.outcomes.size()));
    for (std::size_t turn = 0; turn < step.outcomes.size(); ++turn) {
        const auto index = (static_cast<std::size_t>(start) + turn) % step.outcomes.size();
        const casework::Outcome& outcome = step.outcomes[index];
        for (int guess = 0; guess < (outcome.sets.empty() ? 1 : kGuesses); ++guess) {
            casework::Choice choice{base::Code::of(step.name),
                                    base::Code::of(outcome.name),
                                    guess_facts(process, outcome, matter.state),
                                    {}};
            const auto told = foretell(handling.pinned(), matter.state, choice, acting, reading.now);
            if (!told.ok()) continue;
            Deed deed;
            deed.actor = actor;
            deed.standing = applicant ? casework::Standing::Applicant : casework::Standing::Official;
            deed.choice.step = step.name;
            deed.choice.outcome = outcome.name;
            if (row.role != casework::kHolderDesk) deed.choice.member = row.member;
            for (const casework::FactSet& fact : choice.facts) {
                const casework::Fact& known = process.facts[static_cast<std::size_t>(fact.slot)];
                deed.choice.facts.emplace_back(known.name, typed_of(known, fact.value));
            }
            for (const base::Code& need : outcome.needs)
                deed.choice.evidence.push_back({need.text(), words_.evidence(need.text(), dice_)});
            if (outcome.records == casework::Records::Decided)
                deed.choice.evidence.push_back({"overdue_reason", words_.pick("late_reasons", dice_)});
            if (outcome.records == casework::Records::SupplementRequested) {
                if (handling.item->materials.empty()) continue;
                deed.choice.asked = {handling.item->materials.front().id};
            }
            if (outcome.records == casework::Records::Delivered) deed.choice.channel = "post";
            if (step.signatures > 1) {
                for (int tries = 0; tries < kGuesses && deed.choice.cosigned.empty(); ++tries) {
                    const identity::Actor* second = any(post_of(row.role, row.office));
                    if (second == nullptr || second->person == actor.person) continue;
                    // Whoever might do it alone may sign beside.
                    const auto beside = foretell(handling.pinned(), matter.state, choice,
                                                 acting_at(*second, row, matter, handling), reading.now);
                    if (beside.ok()) deed.choice.cosigned.push_back(second->person);
                }
                if (deed.choice.cosigned.empty()) continue;
            }
            return deed;
        }
    }
    return std::nullopt;
}

std::optional<DemoCourses::Deed> DemoCourses::try_row(const identity::Reading& reading,
                                                      const casework::MatterRow& matter,
                                                      const casework::Handling& handling,
                                                      const casework::DeskRow& row) {
    if (row.role == "applicant") return try_as(reading, matter, handling, row, identity::nobody());
    if (row.role == casework::kHolderDesk) {
        for (const auto& [post, actors] : people_)
            for (const identity::Actor& actor : actors)
                if (actor.person == row.claimed_by) return try_as(reading, matter, handling, row, actor);
        return std::nullopt;
    }
    const auto found = people_.find(post_of(row.role, row.office));
    if (found == people_.end()) return std::nullopt;
    const auto count = static_cast<int>(found->second.size());
    const int start = dice_.below(count);
    for (int turn = 0; turn < count; ++turn) {
        const identity::Actor& actor = found->second[static_cast<std::size_t>((start + turn) % count)];
        if (auto deed = try_as(reading, matter, handling, row, actor)) return deed;
    }
    return std::nullopt;
}

Result<std::optional<DemoCourses::Deed>> DemoCourses::next(const std::string& number) {
    using Found = std::optional<Deed>;
    return node_.registrar().read<Found>(
        identity::nobody(), [&](const identity::Reading& reading) -> Result<Found> {
            const casework::MatterRow matter = TRY(casework::load_matter(reading, number));
            const casework::Handling handling = TRY(node_.practice().for_matter(reading.db, matter));
            const auto rows = TRY(casework::list_open_steps(reading.db, number));
            if (rows.empty()) return Found();
            const auto count = static_cast<int>(rows.size());
            const int start = dice_.below(count);
            for (int turn = 0; turn < count; ++turn) {
                const casework::DeskRow& row = rows[static_cast<std::size_t>((start + turn) % count)];
                if (row.role.empty()) continue;  // a part that is under way
                if (auto deed = try_row(reading, matter, handling, row)) return deed;
            }
            return Found();
        });
}

Result<std::vector<std::string>> DemoCourses::parts_of(const std::string& number) {
    return node_.registrar().read<std::vector<std::string>>(
        identity::nobody(),
        [&](const identity::Reading& reading) { return casework::list_children(reading.db, number); });
}

Result<bool> DemoCourses::is_over(const std::string& number) {
    return node_.registrar().read<bool>(identity::nobody(),
                                        [&](const identity::Reading& reading) -> Result<bool> {
                                            return TRY(casework::load_matter(reading, number)).ended;
                                        });
}

}  // namespace app

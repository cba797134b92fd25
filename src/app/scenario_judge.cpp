#include "app/scenario_judge.h"

#include "base/nearest.h"
#include "casework/case_verbs.h"
#include "casework/deadline.h"
#include "casework/happening.h"
#include "supervision/lead.h"

#include <algorithm>

namespace app {

using base::Result;
using casework::Expectation;
using casework::Expected;

namespace {

using Fault = std::optional<ScenarioFault>;

std::string phase_word(casework::ClockPhase phase) {
    static constexpr std::string_view kWords[] = {"idle", "running", "paused", "on_time",
                                                  "late", "deemed",  "void"};
    return std::string(kWords[static_cast<std::size_t>(phase)]);
}

std::string_view expected_word(Expected what) {
    static constexpr std::string_view kWords[] = {"ready",   "not_ready", "due",         "paused", "mark",
                                                  "no_mark", "on_time",   "late",        "deemed", "running",
                                                  "idle",    "consumed",  "refused",     "result", "ended",
                                                  "open",    "receives",  "public_sees", "event",  "fact"};
    return kWords[static_cast<std::size_t>(what)];
}

// Everything of a matter that a scenario may look at.
struct Sighted {
    casework::MatterRow matter;
    casework::Handling handling;
    std::vector<casework::DeskRow> open;
    std::vector<casework::Happening> happenings;
    std::int64_t leads = 0;  // that it opened for supervision
    calendar::Instant now;
};

Result<Sighted> look(const JudgedMatter& judged) {
    return judged.node.registrar().read<Sighted>(
        identity::nobody(), [&](const identity::Reading& reading) -> Result<Sighted> {
            Sighted seen;
            seen.matter = TRY(casework::load_matter(reading, judged.number));
            seen.handling = TRY(judged.node.practice().for_matter(reading.db, seen.matter));
            seen.open = TRY(casework::list_open_steps(reading.db, judged.number));
            seen.happenings = TRY(casework::list_happenings(reading.db, judged.number));
            seen.leads = TRY(supervision::count_leads_of(reading.db, judged.number));
            seen.now = reading.now;
            return seen;
        });
}

class Judge {
public:
    Judge(const Sighted& seen, const Expectation& expected) : seen_(seen), expected_(expected) {}

    Fault judge() const {
        switch (expected_.what) {
        case Expected::Ready:
        case Expected::NotReady: return judge_step();
        case Expected::Due:
        case Expected::Paused:
        case Expected::Mark:
        case Expected::NoMark:
        case Expected::OnTime:
        case Expected::Late:
        case Expected::Deemed:
        case Expected::Running:
        case Expected::Idle:
        case Expected::Used: return judge_clock();
        case Expected::Result: return same(expected_.value, seen_.matter.result);
        case Expected::Ended: return same("ended", seen_.matter.ended ? "ended" : "open");
        case Expected::Open: return same("open", seen_.matter.ended ? "ended" : "open");
        case Expected::Receives: return judge_letter();
        case Expected::PublicSees: return judge_public();
        case Expected::Event: return judge_event();
        case Expected::Fact: return judge_fact();
        case Expected::Refused: return {};
        }
        return {};
    }

private:
    static Fault other(std::string expected, std::string found) {
        ScenarioFault fault;
        fault.expected = std::move(expected);
        fault.found = found.empty() ? "-" : std::move(found);
        fault.text_key = "scenario.other";
        return fault;
    }
    static Fault same(const std::string& expected, const std::string& found) {
        if (expected == found) return {};
        return other(expected, found);
    }
    static Fault unknown(std::string_view key, const std::string& word,
                         const std::vector<std::string>& known) {
        const std::vector<std::string_view> views(known.begin(), known.end());
        ScenarioFault fault;
        fault.expected = word;
        fault.found = base::nearest_word(word, views);
        fault.text_key = key;
        return fault;
    }
    const casework::Process& process() const { return *seen_.handling.process; }

    Fault judge_step() const {
        const int slot = process().find_step(expected_.subject);
        if (slot < 0) {
            std::vector<std::string> known;
            for (const casework::Step& step : process().steps) known.push_back(step.name);
            return unknown("scenario.unknown_step", expected_.subject, known);
        }
        std::string desks;
        bool at_desk = false;
        for (const casework::DeskRow& row : seen_.open) {
            if (row.step != expected_.subject) continue;
            desks += (desks.empty() ? "" : ", ") + row.role + "@" + row.office;
            const bool role = expected_.value.empty() || expected_.value == row.role;
            at_desk = at_desk || (role && (expected_.body.empty() || expected_.body == row.office));
        }
        if (expected_.what == Expected::NotReady) return desks.empty() ? Fault() : other("not_ready", desks);
        if (at_desk) return {};
        std::string wanted = "ready";
        if (!expected_.value.empty()) wanted += " " + expected_.value + "@" + expected_.body;
        return other(wanted, desks.empty() ? "not_ready" : desks);
    }

    Fault judge_clock() const {
        const int slot = process().find_deadline(expected_.subject);
        if (slot < 0) {
            std::vector<std::string> known;
            for (const casework::Deadline& rule : process().deadlines) known.push_back(rule.name);
            return unknown("scenario.unknown_clock", expected_.subject, known);
        }
        const auto index = static_cast<std::size_t>(slot);
        const casework::Deadline& rule = process().deadlines[index];
        const casework::ClockState& clock = seen_.matter.state.clock(index);
        const casework::ClockReading reading =
            casework::evaluate(clock, rule, *seen_.handling.days, seen_.now);
        switch (expected_.what) {
        case Expected::Due: return judge_due(rule, reading);
        case Expected::Paused: return judge_pause(clock);
        case Expected::Mark:
        case Expected::NoMark: return judge_mark(reading);
        case Expected::Used: return judge_used(reading);
        case Expected::Idle: return clock.running() ? other("idle", phase_word(clock.phase)) : Fault();
        // A pause ends by itself at the end that was told.
        case Expected::Running: return same("running", phase_word(reading.phase));
        case Expected::Late:
            // A running period that is over is late whether or not anybody has acted since.
            if (clock.running() && reading.overdue) return {};
            break;
        default: break;
        }
        return same(std::string(expected_word(expected_.what)), phase_word(clock.phase));
    }

    Fault judge_due(const casework::Deadline& rule, const casework::ClockReading& reading) const {
        if (reading.due != expected_.day || reading.phase == casework::ClockPhase::Idle) {
            const bool none = reading.phase == casework::ClockPhase::Idle;
            return other(expected_.day.iso(), none ? "idle" : reading.due.iso());
        }
        if (expected_.value.empty()) return {};
        std::string cited;
        for (const casework::Basis& basis : rule.basis) {
            // 公开条例 33 also means its paragraphs; short names end the full ones.
            const auto space = expected_.value.rfind(' ');
            const std::string law = expected_.value.substr(0, space);
            const std::string article = expected_.value.substr(space + 1);
            const bool same_article = basis.article == article || basis.article.starts_with(article + "(");
            if (basis.law.ends_with(law) && same_article) return {};
            cited += (cited.empty() ? "" : ", ") + basis.cite();
        }
        return other(expected_.value, cited);
    }

    Fault judge_pause(const casework::ClockState& clock) const {
        std::string pauses;
        for (const casework::ClockPause& pause : clock.pauses) {
            if (expected_.day.days == 0 && pause.open) return {};
            if (pause.paused == expected_.day && pause.resumed == expected_.until) return {};
            pauses += (pauses.empty() ? "" : ", ") + pause.paused.iso() + "/" + pause.resumed.iso();
        }
        const std::string wanted =
            expected_.day.days == 0 ? "paused" : expected_.day.iso() + "/" + expected_.until.iso();
        return other(wanted, pauses.empty() ? phase_word(clock.phase) : pauses);
    }

    Fault judge_mark(const casework::ClockReading& reading) const {
        std::string reached;
        for (const casework::MarkAt& mark : reading.marks) {
            if (!mark.reached) continue;
            if (mark.level == expected_.value && expected_.what == Expected::Mark) return {};
            if (mark.level == expected_.value) return other("no_mark " + expected_.value, mark.at.text());
            reached += (reached.empty() ? "" : ", ") + std::string(mark.level);
        }
        return expected_.what == Expected::NoMark ? Fault() : other(expected_.value, reached);
    }

    Fault judge_used(const casework::ClockReading& reading) const {
        const bool consumed = expected_.count < 0 || expected_.count == reading.consumed;
        const bool remaining = expected_.remaining < 0 || expected_.remaining == reading.remaining;
        if (consumed && remaining) return {};
        const auto pair = [](int used, int left) {
            return "consumed " + std::to_string(used) + " remaining " + std::to_string(left);
        };
        return other(pair(expected_.count, expected_.remaining), pair(reading.consumed, reading.remaining));
    }

    Fault judge_letter() const {
        std::string letters;
        for (const casework::Happening& one : seen_.happenings) {
            for (const base::Code& letter : one.turn.letters) {
                if (letter.text() == expected_.subject) return {};
                letters += (letters.empty() ? "" : ", ") + letter.text();
            }
        }
        return other(expected_.subject, letters);
    }

    Fault judge_public() const {
        std::string shown;
        for (const casework::Happening& one : seen_.happenings) {
            const int slot = process().find_step(one.turn.step.text());
            if (slot < 0 || one.turn.outcome.empty()) continue;
            const casework::Step& step = process().steps[static_cast<std::size_t>(slot)];
            const int choice = casework::Process::find_outcome(step, one.turn.outcome.text());
            if (choice < 0 || step.outcomes[static_cast<std::size_t>(choice)].show != casework::Show::Public)
                continue;
            if (one.turn.outcome.text() == expected_.subject) return {};
            shown += (shown.empty() ? "" : ", ") + one.turn.outcome.text();
        }
        return other(expected_.subject, shown);
    }

    Fault judge_event() const {
        // A lead has a subject of its own.
        if (expected_.subject == "supervision.lead_opened")
            return same(std::to_string(expected_.count), std::to_string(seen_.leads));
        const auto count =
            std::count_if(seen_.happenings.begin(), seen_.happenings.end(),
                          [&](const casework::Happening& one) { return one.is(expected_.subject); });
        return same(std::to_string(expected_.count), std::to_string(count));
    }

    Fault judge_fact() const {
        const auto& facts = process().facts;
        const auto found = std::find_if(facts.begin(), facts.end(), [&](const casework::Fact& fact) {
            return fact.name == expected_.subject;
        });
        if (found == facts.end()) {
            std::vector<std::string> known;
            for (const casework::Fact& fact : facts) known.push_back(fact.name);
            return unknown("scenario.unknown_fact", expected_.subject, known);
        }
        const auto slot = static_cast<std::size_t>(found - facts.begin());
        const std::int64_t value = seen_.matter.state.fact(slot);
        return same(expected_.value, casework::fact_text(*found, value));
    }

    const Sighted& seen_;
    const Expectation& expected_;
};

}  // namespace

Result<std::optional<ScenarioFault>> judge_expectation(const JudgedMatter& judged,
                                                       const Expectation& expected) {
    const Sighted seen = TRY(look(judged));
    return Judge(seen, expected).judge();
}

bool refused_with(const base::Error& refusal, std::string_view expected) {
    const std::string& key = refusal.text_key();
    if (key == expected || key.ends_with("." + std::string(expected))) return true;
    return std::any_of(refusal.args().begin(), refusal.args().end(),
                       [&](const auto& arg) { return arg.second == expected; });
}

Result<std::set<std::string>> outcomes_done(const JudgedMatter& judged) {
    const Sighted seen = TRY(look(judged));
    std::set<std::string> done;
    for (const casework::Happening& one : seen.happenings) {
        if (!one.turn.outcome.empty()) done.insert(one.turn.step.text() + "/" + one.turn.outcome.text());
        for (const casework::AutoDone& automatic : one.turn.autos)
            done.insert(automatic.step.text() + "/" + automatic.outcome.text());
    }
    return done;
}

}  // namespace app

#include "app/scenario_run.h"

#include "app/scenario_item.h"
#include "app/scenario_judge.h"
#include "base/json.h"
#include "casework/case_verbs.h"
#include "identity/person.h"
#include "services/rating.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace app {

using base::Result;
using casework::Relation;
using casework::ScenarioStep;

namespace {

constexpr int kOpeningMinute = 9 * 60;
constexpr std::string_view kWindowClerk = "clerk";  // files for whoever comes to the hall
constexpr std::string_view kMaterialRecord =
    R"({"name":"a.pdf","type":"application/pdf","size":5,"bytes":"JVBERi0="})";

const std::string* value_of(const ScenarioStep& step, std::string_view key) {
    for (const auto& [name, value] : step.values) {
        if (name == key) return &value;
    }
    return nullptr;
}

class ScenarioPlayer {
public:
    ScenarioPlayer(const ScenarioGround& ground, const casework::Scenario& scenario, ScenarioHouse& house,
                   SyntheticItem item)
        : ground_(ground), scenario_(scenario), house_(house), item_(std::move(item)) {}

    Result<> play() {
        TRY(enrol_everybody());
        for (const ScenarioStep& step : scenario_.steps) {
            if (step.kind == ScenarioStep::Kind::Expect) {
                TRY(judge(step));
                continue;
            }
            if (!settle_refusal()) return base::Done{};
            if (!TRY(act(step))) return base::Done{};
        }
        settle_refusal();
        return read_traces();
    }
    ScenarioReport report;

private:
    Node& node() { return *house_.node; }

    // ---- people ----

    static identity::Actor registrar_of_people() {
        identity::Actor actor = identity::office_actor("scenario");
        actor.grants.push_back({"identity.manage", "", "operator", 0});
        return actor;
    }

    Result<> enrol_everybody() {
        const auto some = [&](identity::Act& act) -> Result<> {
            TRY(enrol(act, std::string(kWindowClerk), "window", std::string(catalog::kUsualHallBody)));
            for (const ScenarioStep& step : scenario_.steps) {
                if (step.role.empty() || step.kind == ScenarioStep::Kind::Expect) continue;
                const std::string body = body_by_rule(step);
                if (!step.name.empty()) TRY(enrol(act, step.name, step.role, body));
                for (const std::string& name : step.names) TRY(enrol(act, name, step.role, body));
                const std::string* signers = value_of(step, "signed");
                if (signers == nullptr) continue;
                for (const std::string& name : cut(*signers, '+')) TRY(enrol(act, name, step.role, body));
            }
            return base::Done{};
        };
        return node().registrar().perform<base::Done>(registrar_of_people(), some);
    }

    Result<> enrol(identity::Act& act, const std::string& name, const std::string& role,
                   const std::string& body) {
        const std::string post = role + "@" + body;
        auto& posts = posts_[name];
        if (posts.contains(post)) return base::Done{};
        if (posts.empty()) {
            identity::Official official;
            official.key = "s" + std::to_string(people_.size() + 1);
            official.name = name;
            official.body = body;
            official.roles = {{role, body}};
            people_[name] = TRY(identity::enrol_official(act, official));
        } else {
            TRY(identity::grant_role(act, people_.at(name), {role, body}, ground_.words().roles()));
        }
        posts.insert(post);
        return base::Done{};
    }

    const casework::Process* process() const {
        return ground_.find_process(part_process_.empty() ? item_.process : part_process_);
    }

    // "follow_up/serve": a step, clock or fact of the case that the step follow_up began ("inspect#2/serve":
    // of the second of several), or, by the name of its process, of one that began by itself. What is said
    // holds for it; the rest of the scenario goes on with the whole.
    Result<std::string> enter_part(std::string path) {
        const std::string whole = number_;
        for (std::size_t slash = path.find('/'); slash != std::string::npos && !number_.empty();
             slash = path.find('/')) {
            const std::string part = TRY(find_part(path.substr(0, slash)));
            if (part.empty()) break;
            whole_number_ = whole;
            number_ = part;
            const casework::MatterRow row = TRY(matter());
            part_process_ = row.process.substr(0, row.process.find('@'));
            path.erase(0, slash + 1);
        }
        return path;
    }
    Result<std::string> find_part(std::string_view name) {
        const std::size_t mark = std::min(name.find('#'), name.size());
        const std::string member = mark == name.size() ? "" : "e" + std::string(name.substr(mark + 1));
        name = name.substr(0, mark);
        const casework::Process* whole = process();
        const int slot = whole == nullptr ? -1 : whole->find_step(name);
        std::string found;
        const std::string here = number_;
        for (const std::string& child : TRY(parts_of(here))) {
            number_ = child;
            const casework::MatterRow row = TRY(matter());
            const bool named = slot >= 0 ? row.is_part() && row.parent_slot == slot
                                         : !row.is_part() && row.process.starts_with(std::string(name) + "@");
            if (named && (member.empty() || row.parent_member == member)) found = child;
        }
        number_ = here;
        return found;
    }
    void leave_part() {
        if (!whole_number_.empty()) number_ = std::exchange(whole_number_, {});
        part_process_.clear();
    }

    std::string body_of(Relation relation) const {
        if (relation == Relation::Hall) return std::string(catalog::kUsualHallBody);
        if (relation == Relation::RegionGov) return std::string(catalog::kGovernmentBody);
        if (relation == Relation::ItemOffice) return item_.body;
        return {};
    }

    // Where the definition seats this role; else where the county does.
    std::string body_by_rule(const ScenarioStep& step) const {
        if (!step.body.empty()) return step.body;
        if (const casework::Process* known = process(); known != nullptr) {
            const casework::Who* elsewhere = nullptr;
            for (const casework::Step& one : known->steps) {
                if (one.who.role != step.role) continue;
                if (one.name == step.target && !body_of(one.who.relation).empty())
                    return body_of(one.who.relation);
                if (elsewhere == nullptr && !body_of(one.who.relation).empty()) elsewhere = &one.who;
            }
            for (const casework::Deadline& rule : known->deadlines) {
                const casework::Who& head = rule.extend.who;
                if (rule.extend.allowed && head.role == step.role && rule.name == step.target)
                    return body_of(head.relation);
            }
            if (elsewhere != nullptr) return body_of(elsewhere->relation);
        }
        if (step.role == "window") return std::string(catalog::kUsualHallBody);
        return step.role == "mayor" ? std::string(catalog::kGovernmentBody) : item_.body;
    }

    // The desk on which the step lies now, if it lies on one of this role.
    Result<std::string> body_now(const ScenarioStep& step) {
        if (!step.body.empty() || number_.empty()) return body_by_rule(step);
        const std::string* member = value_of(step, "member");
        std::string found;
        for (const casework::DeskRow& row : TRY(open_steps())) {
            if (row.step != step.target || row.role != step.role || row.office.empty()) continue;
            if (member != nullptr && row.member != *member) continue;
            const auto& posts = posts_[step.name];
            if (posts.contains(step.role + "@" + row.office)) return row.office;
            if (found.empty()) found = row.office;
        }
        return found.empty() ? body_by_rule(step) : found;
    }

    Result<identity::Actor> actor_for(const ScenarioStep& step) {
        if (step.role.empty()) return identity::nobody();
        const std::string body = TRY(body_now(step));
        return official(step.name, step.role, body);
    }

    Result<identity::Actor> official(const std::string& name, const std::string& role,
                                     const std::string& body) {
        const auto some = [&](identity::Act& act) { return enrol(act, name, role, body); };
        TRY(node().registrar().perform<base::Done>(registrar_of_people(), some));
        const identity::PersonId person = people_.at(name);
        return node().registrar().read<identity::Actor>(
            identity::nobody(), [&](const identity::Reading& reading) {
                return identity::actor_of(reading.db, person, ground_.words().roles(), reading.now.date());
            });
    }

    // ---- time ----

    Result<casework::MatterRow> matter() {
        return node().registrar().read<casework::MatterRow>(
            identity::nobody(),
            [&](const identity::Reading& reading) { return casework::load_matter(reading, number_); });
    }
    Result<std::vector<std::string>> parts_of(const std::string& number) {
        return node().registrar().read<std::vector<std::string>>(
            identity::nobody(),
            [&](const identity::Reading& reading) { return casework::list_children(reading.db, number); });
    }
    Result<std::vector<casework::DeskRow>> open_steps() {
        return node().registrar().read<std::vector<casework::DeskRow>>(
            identity::nobody(),
            [&](const identity::Reading& reading) { return casework::list_open_steps(reading.db, number_); });
    }

    Result<> acts_of_time() {
        const auto deem = [&](identity::Act& act) { return casework::deem_due(act, node().practice(), 50); };
        const auto deemed = node().registrar().perform<int>(identity::system_clock_actor(), deem);
        if (!deemed.ok()) return deemed.error();
        return base::Done{};
    }

    // Forward to `target`, stopping wherever a period runs out so that what follows from it is done then.
    Result<> advance(calendar::Instant target) {
        while (!number_.empty()) {
            const casework::MatterRow now = TRY(matter());
            calendar::Instant next{};
            for (const casework::ClockState& clock : now.state.clocks) {
                if (!clock.running() || clock.due_at <= house_.clock.now() || clock.due_at > target) continue;
                if (next.ms == 0 || clock.due_at < next) next = clock.due_at;
            }
            if (next.ms == 0) break;
            house_.clock.move_to(next);
            note_expired(now, next);
            TRY(acts_of_time());
        }
        house_.clock.move_to(target);
        return acts_of_time();
    }

    void note_expired(const casework::MatterRow& now, calendar::Instant at) {
        const casework::Process* known = process();
        for (std::size_t slot = 0; known != nullptr && slot < now.state.clocks.size(); ++slot) {
            const casework::ClockState& clock = now.state.clocks[slot];
            if (clock.running() && clock.due_at == at && slot < known->deadlines.size())
                report.expired.insert(known->deadlines[slot].name);
        }
    }

    Result<bool> move_time(const ScenarioStep& step) {
        const calendar::Instant now = house_.clock.now();
        calendar::Instant target;
        if (step.kind == ScenarioStep::Kind::After && step.span.unit == calendar::Unit::Hours) {
            target = now.plus_seconds(std::int64_t{3600} * step.span.count);
        } else {
            calendar::Date day = step.day;
            if (step.kind == ScenarioStep::Kind::After) {
                const auto calendar = node().catalogue().current()->calendar;
                day = calendar->add(now.date(), step.span, {}, calendar::Roll::None).date;
            }
            const int minute = step.minute >= 0 ? step.minute : kOpeningMinute;
            target = calendar::Instant::start_of(day).plus_seconds(std::int64_t{60} * minute);
            if (step.minute < 0 && day == now.date()) target = std::max(target, now);
        }
        if (target < now) {
            report.faults.push_back({step.line, step.text, {}, {}, "scenario.time_backwards", {}});
            return false;
        }
        TRY(advance(target));
        return true;
    }

    // ---- deeds ----

    // False: the scenario cannot go on.
    Result<bool> act(const ScenarioStep& step) {
        using Kind = ScenarioStep::Kind;
        if (step.kind == Kind::Today || step.kind == Kind::People) return true;  // both before the first line
        if (step.kind == Kind::On || step.kind == Kind::After) return move_time(step);
        if (step.kind != Kind::File && number_.empty()) {
            report.faults.push_back({step.line, step.text, {}, {}, "scenario.nothing_filed", {}});
            return false;
        }
        if (!step.role.empty() && step.name.empty()) {
            report.faults.push_back({step.line, step.text, {}, {}, "scenario.no_name", {}});
            return false;
        }
        ScenarioStep own = step;
        own.target = TRY(enter_part(step.target));
        Result<> done = deed(own);
        leave_part();
        if (!done.ok()) {
            refusal_ = done.take_error();
            refused_at_ = &step;
        }
        return true;
    }

    Result<> deed(const ScenarioStep& step) {
        using Kind = ScenarioStep::Kind;
        if (step.kind == Kind::File) return file(step);
        const identity::Actor actor = TRY(actor_for(step));
        const auto perform = [&](const std::function<Result<>(identity::Act&)>& work) {
            return node().registrar().perform<base::Done>(actor, work);
        };
        const casework::Practice& practice = node().practice();
        const std::string* reason = value_of(step, "reason");
        switch (step.kind) {
        case Kind::Claim:
            return perform([&](identity::Act& act) {
                return casework::claim_step(act, practice, number_, step.target, {});
            });
        case Kind::Extend:
            return perform([&](identity::Act& act) {
                return casework::extend_deadline(act, practice, number_, step.target, evidence(step));
            });
        case Kind::Withdraw:
            return perform([&](identity::Act& act) {
                return casework::withdraw_case(act, practice, number_, reason == nullptr ? "" : *reason);
            });
        case Kind::Rate: return rate(step, perform);
        case Kind::Open: return open(step, perform);
        default: return do_step(step, perform);
        }
    }

    using Perform = std::function<Result<>(const std::function<Result<>(identity::Act&)>&)>;

    Result<> open(const ScenarioStep& step, const Perform& perform) {
        calendar::Date until;
        if (const std::string* told = value_of(step, "until"); told != nullptr)
            until = TRY(calendar::Date::parse(*told));
        return perform([&](identity::Act& act) {
            return casework::open_procedure(act, node().practice(), number_, step.target, until,
                                            evidence(step));
        });
    }

    Result<> rate(const ScenarioStep& step, const Perform& perform) {
        services::NewRating rating;
        const bool level = step.target.size() == 1 && step.target[0] >= '1' && step.target[0] <= '5';
        rating.level = level ? step.target[0] - '0' : 0;
        if (const std::string* words = value_of(step, "words"); words != nullptr) rating.words = *words;
        return perform(
            [&](identity::Act& act) { return services::rate(act, node().practice(), number_, rating); });
    }

    Result<> do_step(const ScenarioStep& step, const Perform& perform) {
        casework::StepChoice choice;
        choice.step = step.target;
        choice.outcome = step.outcome;
        choice.evidence = evidence(step);
        choice.materials = handed_in(step);
        for (const auto& [key, value] : step.values) {
            if (key == "asked") choice.asked = asked_ = cut(value, '+');
            if (key == "member") choice.member = value;
            if (key == "channel") choice.channel = value;
            if (key == "reason") choice.reason = value;
            if (is_fact(key)) choice.facts.emplace_back(key, typed_fact(key, value));
            if (key != "signed") continue;
            const std::string body = TRY(body_now(step));
            for (const std::string& name : cut(value, '+')) {
                const identity::Actor signer = TRY(official(name, step.role, body));
                choice.cosigned.push_back(signer.person);
            }
        }
        if (choice.member.empty() && !step.body.empty() && is_each(step.target)) choice.member = step.body;
        const auto standing =
            step.role.empty() ? casework::Standing::Applicant : casework::Standing::Official;
        return perform([&](identity::Act& act) {
            return casework::do_step(act, node().practice(), number_, standing, choice);
        });
    }

    // The entries of a list are parted by + and typed one a line.
    std::string typed_fact(std::string_view name, std::string value) const {
        if (process()->find_fact(name)->type == casework::FactType::List)
            std::replace(value.begin(), value.end(), '+', '\n');
        return value;
    }
    bool is_fact(std::string_view name) const {
        const casework::Process* known = process();
        return known != nullptr && std::any_of(known->facts.begin(), known->facts.end(),
                                               [&](const casework::Fact& fact) { return fact.name == name; });
    }
    bool is_each(std::string_view name) const {
        const casework::Process* known = process();
        const int slot = known == nullptr ? -1 : known->find_step(name);
        return slot >= 0 && known->steps[static_cast<std::size_t>(slot)].each == casework::Each::Bodies;
    }

    std::vector<casework::TypedEvidence> evidence(const ScenarioStep& step) const {
        constexpr std::string_view kOther[] = {"asked", "signed", "member", "until", "channel", "reason"};
        std::vector<casework::TypedEvidence> typed;
        for (const auto& [key, value] : step.values) {
            if (is_fact(key) || std::find(std::begin(kOther), std::end(kOther), key) != std::end(kOther))
                continue;
            typed.push_back({key, value});
        }
        return typed;
    }

    std::vector<casework::NewMaterial> handed_in(const ScenarioStep& step) const {
        const std::string* named = value_of(step, "materials");
        if (named == nullptr || !step.role.empty()) return {};
        std::vector<casework::NewMaterial> papers;
        for (const std::string& material : *named == "attached" ? asked_ : cut(*named, '+'))
            papers.push_back({material, "electronic", std::string(kMaterialRecord)});
        return papers;
    }

    Result<> file(const ScenarioStep& step) {
        casework::NewCase wanted = new_case(step);
        identity::Actor actor = TRY(actor_for(step));
        if (wanted.channel == "hall" && step.role.empty())
            actor = TRY(official(std::string(kWindowClerk), "window", std::string(catalog::kUsualHallBody)));
        if (step.target != item_.process)
            return casework::unknown_word({scenario_.file, step.line}, "process", step.target,
                                          {item_.process});
        const auto filed = TRY(node().registrar().perform<casework::Filed>(actor, [&](identity::Act& act) {
            return casework::file_case(act, node().practice(), kSyntheticItem, wanted);
        }));
        number_ = filed.number;
        return base::Done{};
    }

    static casework::NewCase new_case(const ScenarioStep& step) {
        casework::NewCase wanted;
        wanted.applicant_kind = "person";
        wanted.applicant_name = step.name;
        wanted.applicant_number = "11010519491231002X";
        base::JsonWriter(wanted.applicant).open_object().member("name", step.name).close_object();
        wanted.channel = step.role.empty() ? "web" : step.role == "window" ? "hall" : "internal";
        wanted.delivery = "window";
        base::JsonWriter answers(wanted.answers);
        answers.open_object();
        for (const auto& [key, value] : step.values) {
            if (key == "channel")
                wanted.channel = value == "window" ? "hall" : value == "online" ? "web" : value;
            else if (key == "delivery")
                wanted.delivery = value == "online" ? "electronic" : value;
            else if (key == "applicant_kind")
                wanted.applicant_kind = value;
            else if (key == "materials" && value != "attached") {
                for (std::string& material : cut(value, '+'))
                    wanted.materials.push_back(
                        {std::move(material), "electronic", std::string(kMaterialRecord)});
            } else if (!is_number_of_item(key) && key != "joint" && key != "office" && key != "authorised")
                answers.member(key, value);
        }
        answers.close_object();
        return wanted;
    }

    // ---- judgement ----

    // A refusal that nobody expected ends the scenario.
    bool settle_refusal() {
        if (!refusal_) return true;
        report.faults.push_back(
            {refused_at_->line, refused_at_->text, {}, {}, refusal_->text_key(), refusal_->args()});
        refusal_.reset();
        return false;
    }

    Result<> judge(const ScenarioStep& step) {
        const casework::Expectation& expected = step.expected;
        if (expected.what == casework::Expected::Refused) {
            if (!refusal_)
                report.faults.push_back(
                    {step.line, step.text, expected.value, {}, "scenario.not_refused", {}});
            else if (!refused_with(*refusal_, expected.value))
                report.faults.push_back(
                    {step.line, step.text, expected.value, refusal_->text_key(), "scenario.other", {}});
            refusal_.reset();
            return base::Done{};
        }
        if (refusal_) return base::Done{};  // said at the next deed
        if (number_.empty()) {
            report.faults.push_back({step.line, step.text, {}, {}, "scenario.nothing_filed", {}});
            return base::Done{};
        }
        casework::Expectation own = expected;
        own.subject = TRY(enter_part(expected.subject));
        auto fault = TRY(judge_expectation({node(), number_}, own));
        leave_part();
        if (!fault) return base::Done{};
        fault->line = step.line;
        fault->statement = step.text;
        report.faults.push_back(std::move(*fault));
        return base::Done{};
    }

    Result<> read_traces() {
        if (number_.empty()) return base::Done{};
        report.done = TRY(outcomes_done({node(), number_}));
        return base::Done{};
    }

    const ScenarioGround& ground_;
    const casework::Scenario& scenario_;
    ScenarioHouse& house_;
    SyntheticItem item_;
    std::map<std::string, identity::PersonId> people_;
    std::map<std::string, std::set<std::string>> posts_;  // by name: role@body
    std::vector<std::string> asked_;                      // of the last one-time list
    std::string number_;
    std::string whole_number_;  // while a part of it is looked at
    std::string part_process_;
    std::optional<base::Error> refusal_;
    const ScenarioStep* refused_at_ = nullptr;
};

calendar::Instant beginning(const casework::Scenario& scenario) {
    for (const ScenarioStep& step : scenario.steps) {
        if (step.kind != ScenarioStep::Kind::Today) continue;
        const int minute = step.minute >= 0 ? step.minute : kOpeningMinute;
        return calendar::Instant::start_of(step.day).plus_seconds(std::int64_t{60} * minute);
    }
    return calendar::Instant::start_of(calendar::Date::of(2026, 3, 2)).plus_seconds(60 * kOpeningMinute);
}

ScenarioFault fault_of(const base::Error& error) {
    ScenarioFault fault;
    fault.text_key = error.text_key();
    fault.args = error.args();
    return fault;
}

Result<> play_in_house(const ScenarioGround& ground, const casework::Scenario& scenario,
                       const ProcessSource* instead, ScenarioReport& report) {
    auto item = item_of(scenario);
    if (!item.ok()) {
        report.faults.push_back(fault_of(item.error()));
        return base::Done{};
    }
    const auto house = TRY(ground.build(item.value(), beginning(scenario), instead));
    ScenarioPlayer player(ground, scenario, *house, std::move(item).value());
    player.report = std::move(report);
    const Result<> played = player.play();
    report = std::move(player.report);
    if (!played.ok()) report.faults.push_back(fault_of(played.error()));
    return base::Done{};
}

}  // namespace

Result<ScenarioReport> play_scenario(const ScenarioGround& ground, const ScenarioText& text) {
    const auto started = std::chrono::steady_clock::now();
    ScenarioReport report;
    report.file = text.file;
    const auto scenario = casework::parse_scenario(text.text, ground.words(), text.file);
    if (scenario.ok()) {
        report.title = scenario.value().title;
        TRY(play_in_house(ground, scenario.value(), text.instead, report));
    } else {
        report.faults.push_back(fault_of(scenario.error()));
    }
    const auto spent = std::chrono::steady_clock::now() - started;
    report.microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
    return report;
}

}  // namespace app

#include "app/demo.h"

#include "app/demo_courses.h"
#include "app/demo_papers.h"
#include "base/log.h"
#include "casework/case_verbs.h"
#include "services/rating.h"

#include <algorithm>
#include <future>
#include <queue>

namespace app {

namespace {

// What happens next in one matter of the demonstration.
enum class Beat { File, Check, Supplement, Review, Decide, Deliver, Rate, Begin, Walk, Paper };

struct DemoCase {
    const catalog::ServiceItem* item = nullptr;
    std::string number;
    std::string channel;
    std::size_t reviews_left = 0;  // members of a joint matter, the lead last
    bool supplement = false;       // will be asked for what is missing
    bool late = false;
    bool refuse = false;
    int idle = 0;  // how often nobody could do anything; then it is left as it stands
};

struct Moment {
    std::int64_t at = 0;      // seconds
    std::uint64_t order = 0;  // among equals: as planned
    std::size_t matter = 0;
    Beat beat = Beat::File;
    bool operator>(const Moment& other) const { return at != other.at ? at > other.at : order > other.order; }
};

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 86400;
constexpr std::string_view kBusiestOffice = "012";  // market regulation

// The dice are thrown where a deed is planned, never in the work itself: work is done on the writer's thread,
// and one seed must tell one story.
class DemoYears {
public:
    DemoYears(Node& node, calendar::MovedClock& clock, const DemoPlan& plan, DemoWords words)
        : node_(node),
          clock_(clock),
          plan_(plan),
          words_(std::move(words)),
          dice_(plan.seed),
          catalogue_(node.catalogue().current()) {}

    base::Result<DemoCounts> run();

private:
    using Work = identity::Registrar::Work;
    base::Result<> find_people();
    void choose_items();
    void plan_filings();
    calendar::Date filing_day(int index);
    std::int64_t hour_of_filing(const std::string& channel);
    std::int64_t office_time(std::int64_t after);
    std::int64_t working_days_later(std::int64_t from, int days);
    void schedule(std::int64_t at, std::size_t matter, Beat beat);
    base::Result<> play_minute(std::int64_t minute);
    base::Result<> settle();
    void play(const Moment& moment, const identity::Actor& actor, Work work);
    void follow(const Moment& moment);
    void follow_accepted(DemoCase& matter, const Moment& moment);
    casework::NewCase application_of(const DemoCase& matter);
    services::NewRating rating_of();
    casework::StepChoice choice_of(const DemoCase& matter, Beat beat);
    const identity::Actor& actor_for(const DemoCase& matter, Beat beat);
    const identity::Actor& pick(std::string_view role, std::string_view body);
    Work work_of(const DemoCase& matter, Beat beat);
    Work work_to_file(const DemoCase& matter, casework::NewCase wanted);
    Work work_to_step(const DemoCase& matter, casework::Standing standing, casework::StepChoice choice);
    void plan_courses();
    base::Result<> play_course(const Moment& moment);
    void follow_parts(const Moment& moment);
    void follow_course(const Moment& moment);
    base::Result<> plan_papers();

    Node& node_;
    calendar::MovedClock& clock_;
    const DemoPlan& plan_;
    DemoWords words_;
    Dice dice_;
    // Reason for shared_ptr: a snapshot shared with the keeper.
    std::shared_ptr<const catalog::Catalogue> catalogue_;
    DemoPeople people_;
    identity::Actor visitor_ = identity::nobody();
    std::vector<const catalog::ServiceItem*> instant_, promised_, joint_, busiest_;
    std::vector<DemoCase> matters_;
    std::priority_queue<Moment, std::vector<Moment>, std::greater<>> ahead_;
    std::uint64_t order_ = 0;
    DemoCourses courses_{node_, words_, dice_, people_};
    DemoPapers papers_{node_, words_, dice_, people_};
    DemoCounts counts_;
    struct InFlight {
        Moment moment;
        std::future<base::Result<std::string>> answer;
    };
    std::vector<InFlight> in_flight_;
    std::string first_refusal_;
};

base::Result<> DemoYears::find_people() {
    const auto roles = catalogue_->roles;
    auto reader = TRY(node_.registrar().lend());
    for (const identity::Official& official : TRY(identity::list_officials(*reader))) {
        identity::Actor actor =
            TRY(identity::actor_of(*reader, official.person, roles, node_.clock().now().date()));
        for (const identity::RoleRow& role : official.roles)
            people_[role.role + "@" + role.body].push_back(actor);
    }
    node_.registrar().give_back(std::move(reader));
    return base::Done{};
}

const identity::Actor& DemoYears::pick(std::string_view role, std::string_view body) {
    const auto found = people_.find(std::string(role) + "@" + std::string(body));
    CHECK(found != people_.end() && !found->second.empty());
    return found->second[static_cast<std::size_t>(dice_.below(static_cast<int>(found->second.size())))];
}

void DemoYears::choose_items() {
    for (const auto& [code, item] : catalogue_->items) {
        if (item->status != 1) continue;
        if (!is_permit(*item)) continue;  // DemoCourses moves the others
        (item->is_joint() ? joint_ : item->is_instant() ? instant_ : promised_).push_back(item.get());
        if (!item->is_joint() && !item->is_instant() && item->body == kBusiestOffice)
            busiest_.push_back(item.get());
    }
}

// services.md 21: Mondays, Fridays and the days after holidays are busier; most filings fall into 10–11 h.
calendar::Date DemoYears::filing_day(int index) {
    const calendar::Date last = plan_.until.date();
    const bool recent =
        index * 10000LL < static_cast<std::int64_t>(plan_.size.cases) * plan_.size.recent_share;
    while (true) {
        // The last weeks thicken towards today, so that the desks hold work in hand.
        const int back = recent ? std::min(dice_.below(45), dice_.below(45)) : dice_.below(plan_.size.days);
        const calendar::Date day = last.plus(-back);
        const bool works = catalogue_->calendar->works(day);
        if (!works && !dice_.chance(400)) continue;
        const bool busy =
            day.weekday() == 1 || day.weekday() == 5 || !catalogue_->calendar->works(day.plus(-1));
        if (busy || dice_.chance(7000)) return day;
    }
}

std::int64_t DemoYears::hour_of_filing(const std::string& channel) {
    if (channel == "web") return dice_.between(7 * 60, 22 * 60) * kMinute + dice_.below(60);
    static constexpr int kShare[] = {12, 20, 18, 6, 6, 14, 14, 10};  // 9 … 16 h, the lunch hours low
    int roll = dice_.below(100);
    int hour = 9;
    for (const int share : kShare) {
        if (roll < share) break;
        roll -= share;
        ++hour;
    }
    return std::min(hour, 16) * kHour + dice_.below(3600);
}

void DemoYears::schedule(std::int64_t at, std::size_t matter, Beat beat) {
    if (at <= plan_.until.seconds()) ahead_.push({at, order_++, matter, beat});
}

void DemoYears::plan_filings() {
    matters_.resize(static_cast<std::size_t>(plan_.size.cases));
    for (int i = 0; i < plan_.size.cases; ++i) {
        DemoCase& matter = matters_[static_cast<std::size_t>(i)];
        // Mix of services.md 21: 85 % at once, 13 % promised, 1–2 % joint.
        const int roll = dice_.below(1000);
        // Market regulation has more to examine than any other office of a county.
        const bool busiest = roll >= 840 && roll < 980 && !busiest_.empty() && dice_.chance(3500);
        const auto& list = roll < 840 ? instant_ : busiest ? busiest_ : roll < 980 ? promised_ : joint_;
        matter.item = list[static_cast<std::size_t>(dice_.below(static_cast<int>(list.size())))];
        matter.channel = matter.item->online() && dice_.chance(5500) ? "web" : "hall";
        matter.supplement = !matter.item->is_instant() && dice_.chance(800);
        matter.late = !matter.item->is_instant() && dice_.chance(700);
        matter.refuse = dice_.chance(150);
        matter.reviews_left = matter.item->is_instant() ? 0 : matter.item->joint.size() + 1;
        std::int64_t at = plan_.until.seconds() + 1;
        while (at > plan_.until.seconds()) {
            at = calendar::Instant::start_of(filing_day(i)).seconds() + hour_of_filing(matter.channel);
        }
        schedule(at, static_cast<std::size_t>(i), Beat::File);
    }
}

// A few matters of each other process in the last months, more in a larger county.
void DemoYears::plan_courses() {
    const int each = std::clamp(plan_.size.cases / 200, plan_.size.cases == 0 ? 0 : 8, 600);
    for (const catalog::ItemPtr& item : courses_.items()) {
        const bool inside = catalogue_->items.find(item->code) == catalogue_->items.end();
        for (int i = 0; i < (inside ? each / 2 : each); ++i) {
            DemoCase& matter = matters_.emplace_back();
            matter.item = item.get();
            const std::int64_t at = office_time(
                calendar::Instant::start_of(plan_.until.date().plus(-dice_.between(1, inside ? 130 : 70)))
                    .seconds() +
                dice_.between(9, 16) * kHour);
            schedule(at, matters_.size() - 1, Beat::Begin);
        }
    }
}

// A paper goes to review on the day after it was made; news at once.
base::Result<> DemoYears::plan_papers() {
    if (plan_.size.cases == 0) return base::Done{};
    TRY(papers_.read(plan_.until.date()));
    for (std::size_t i = 0; i < papers_.count(); ++i) {
        const std::int64_t day = calendar::Instant::start_of(papers_.formed(i).plus(1)).seconds();
        if (papers_.formed(i) < plan_.until.date().plus(-plan_.size.days)) continue;
        schedule(office_time(day + dice_.between(9, 16) * kHour), i, Beat::Paper);
    }
    return base::Done{};
}

// The next moment within office hours, 9–12 and 13:30–17 on working days.
std::int64_t DemoYears::office_time(std::int64_t after) {
    std::int64_t at = after;
    while (true) {
        const calendar::Date day = calendar::Instant::of_seconds(at).date();
        const std::int64_t start = calendar::Instant::start_of(day).seconds();
        const std::int64_t of_day = at - start;
        if (!catalogue_->calendar->works(day) || of_day > 17 * kHour) {
            at = start + kDay + 9 * kHour + dice_.below(2 * 3600);
        } else if (of_day < 9 * kHour) {
            at = start + 9 * kHour + dice_.below(3600);
        } else if (of_day > 12 * kHour && of_day < 13 * kHour + 30 * kMinute) {
            at = start + 13 * kHour + 30 * kMinute + dice_.below(1800);
        } else {
            return at;
        }
    }
}

std::int64_t DemoYears::working_days_later(std::int64_t from, int days) {
    const calendar::Date day = calendar::Instant::of_seconds(from).date();
    const calendar::Date due = catalogue_->calendar->add(day, {days, calendar::Unit::WorkingDays}).date;
    const std::int64_t wanted =
        calendar::Instant::start_of(due).seconds() + 9 * kHour + dice_.below(7 * 3600);
    return office_time(std::max(wanted, from + dice_.between(10, 90) * kMinute));
}

casework::NewCase DemoYears::application_of(const DemoCase& matter) {
    const catalog::ServiceItem& item = *matter.item;
    const bool firm = item.serves_firms() && (!item.serves_persons() || dice_.chance(5000));
    const DemoApplicant applicant = invent_applicant(words_, dice_, firm ? "firm" : "person");
    casework::NewCase wanted;
    wanted.channel = matter.channel;
    wanted.applicant_kind = applicant.kind;
    wanted.applicant_name = applicant.name;
    wanted.applicant_number = applicant.number;
    wanted.delivery = dice_.chance(3000) ? "post" : "window";
    wanted.applicant = applicant_json(applicant, wanted.delivery);
    wanted.answers = answers_json(item, words_, dice_, clock_.now().date());
    if (!item.scenarios.empty()) {
        wanted.scenario =
            item.scenarios[static_cast<std::size_t>(dice_.below(static_cast<int>(item.scenarios.size())))]
                .code;
    }
    for (const catalog::Material& material : item.materials) {
        if (material.need == "optional" && dice_.chance(6000)) continue;
        std::string record;
        base::JsonWriter(record).open_object().member("name", material.name).close_object();
        wanted.materials.push_back({material.id, "paper", std::move(record)});
    }
    return wanted;
}

services::NewRating DemoYears::rating_of() {
    services::NewRating rating;
    const int roll = dice_.below(1000);
    rating.level = roll < 820 ? 5 : roll < 960 ? 4 : roll < 998 ? 3 : 2;
    if (dice_.chance(2000)) rating.words = words_.pick(rating.level >= 3 ? "praise" : "complaints", dice_);
    return rating;
}

casework::StepChoice DemoYears::choice_of(const DemoCase& matter, Beat beat) {
    casework::StepChoice choice;
    switch (beat) {
    case Beat::Check:
        choice.step = "check";
        choice.outcome = matter.supplement ? "ask_to_supplement" : "accept";
        if (matter.supplement) {
            choice.asked = {matter.item->materials.front().id};
            choice.evidence = {{"one_time_list", words_.pick("supplement_reasons", dice_)}};
        }
        break;
    case Beat::Supplement:
        choice.step = "supplement";
        choice.outcome = "filed";
        choice.materials = {{matter.item->materials.front().id, "paper", "{}"}};
        break;
    case Beat::Review:
        choice.step = "review";
        choice.outcome = "advise";
        choice.evidence = {{"opinion", words_.pick("opinions", dice_)}};
        if (matter.reviews_left > 1) {
            choice.step = "members";
            choice.member = matter.item->joint[matter.reviews_left - 2].body;
            choice.outcome = "agree";
            choice.evidence = {{"opinion", words_.pick("joint_opinions", dice_)}};
        }
        break;
    case Beat::Decide:
        choice.step = "decide";
        choice.outcome = matter.refuse ? "refuse" : "grant";
        if (matter.refuse) {
            choice.evidence = {{"reasons", words_.pick("refusals", dice_)},
                               {"remedy", words_.pick("remedies", dice_)}};
        }
        break;
    case Beat::Deliver:
        choice.step = "deliver";
        choice.outcome = "delivered";
        choice.channel = "window";
        break;
    case Beat::File:
    case Beat::Rate:
    case Beat::Begin:
    case Beat::Walk:
    case Beat::Paper: break;
    }
    return choice;
}

const identity::Actor& DemoYears::actor_for(const DemoCase& matter, Beat beat) {
    switch (beat) {
    case Beat::File: return matter.channel == "hall" ? pick("window", catalog::kUsualHallBody) : visitor_;
    case Beat::Supplement:
    case Beat::Rate:
    case Beat::Begin:
    case Beat::Walk:
    case Beat::Paper: return visitor_;
    case Beat::Review:
        if (matter.reviews_left > 1) return pick("handler", matter.item->joint[matter.reviews_left - 2].body);
        return pick(matter.item->is_joint() ? "lead" : "handler", matter.item->body);
    case Beat::Decide:
        if (!matter.item->is_instant()) return pick("head", matter.item->body);
        return pick("window", catalog::kUsualHallBody);
    case Beat::Check:
    case Beat::Deliver: return pick("window", catalog::kUsualHallBody);
    }
    return visitor_;
}

DemoYears::Work DemoYears::work_to_file(const DemoCase& matter, casework::NewCase wanted) {
    return [this, code = matter.item->code,
            wanted = std::move(wanted)](identity::Act& act) -> base::Result<std::string> {
        return TRY(casework::file_case(act, node_.practice(), code, wanted)).number;
    };
}

DemoYears::Work DemoYears::work_to_step(const DemoCase& matter, casework::Standing standing,
                                        casework::StepChoice choice) {
    return [this, number = matter.number, standing,
            choice = std::move(choice)](identity::Act& act) -> base::Result<std::string> {
        TRY(casework::do_step(act, node_.practice(), number, standing, choice));
        return std::string();
    };
}

DemoYears::Work DemoYears::work_of(const DemoCase& matter, Beat beat) {
    if (beat == Beat::File) return work_to_file(matter, application_of(matter));
    if (beat == Beat::Rate) {
        return [this, number = matter.number,
                rating = rating_of()](identity::Act& act) -> base::Result<std::string> {
            TRY(services::rate(act, node_.practice(), number, rating));
            return std::string();
        };
    }
    casework::StepChoice choice = choice_of(matter, beat);
    if (beat == Beat::Supplement) return work_to_step(matter, casework::Standing::Applicant, choice);
    if (beat != Beat::Decide) return work_to_step(matter, casework::Standing::Official, choice);
    // 优化营商环境条例 36: who decides late says why. Only the writer knows whether it is late by then.
    casework::StepChoice late = choice;
    late.evidence.push_back({"overdue_reason", words_.pick("late_reasons", dice_)});
    return [number = matter.number, in_time = work_to_step(matter, casework::Standing::Official, choice),
            too_late = work_to_step(matter, casework::Standing::Official, late)](
               identity::Act& act) -> base::Result<std::string> {
        const casework::MatterRow row = TRY(casework::load_matter(act, number));
        return row.due_at.ms != 0 && act.now >= row.due_at ? too_late(act) : in_time(act);
    };
}

// What is begun or done in a matter of another process. Nobody can do anything: later, and at last not at
// all.
base::Result<> DemoYears::play_course(const Moment& moment) {
    constexpr int kIdleMax = 14;
    DemoCase& matter = matters_[moment.matter];
    if (moment.beat == Beat::Begin) {
        DemoCourses::Beginning begun = TRY(courses_.begin(*matter.item));
        play(moment, begun.actor, work_to_file(matter, std::move(begun.wanted)));
        return base::Done{};
    }
    auto deed = TRY(courses_.next(matter.number));
    if (!deed) {
        if (++matter.idle < kIdleMax)
            schedule(working_days_later(moment.at, dice_.between(2, 5)), moment.matter, Beat::Walk);
        return base::Done{};
    }
    matter.idle = 0;
    play(moment, deed->actor, work_to_step(matter, deed->standing, std::move(deed->choice)));
    return base::Done{};
}

// What began out of a matter, as a part or by itself, is moved like any other.
void DemoYears::follow_parts(const Moment& moment) {
    const std::string number = matters_[moment.matter].number;
    const auto parts = courses_.parts_of(number);
    for (const std::string& part : parts.ok() ? parts.value() : std::vector<std::string>()) {
        const bool known = std::any_of(matters_.begin(), matters_.end(),
                                       [&](const DemoCase& one) { return one.number == part; });
        if (known) continue;
        const catalog::ServiceItem* item = matters_[moment.matter].item;
        DemoCase& begun = matters_.emplace_back();
        begun.item = item;
        begun.number = part;
        schedule(working_days_later(moment.at, dice_.between(1, 4)), matters_.size() - 1, Beat::Walk);
    }
}

void DemoYears::follow_course(const Moment& moment) {
    if (moment.beat == Beat::Begin) ++counts_.cases;
    follow_parts(moment);
    const std::string number = matters_[moment.matter].number;
    const auto over = courses_.is_over(number);
    if (!over.ok() || over.value()) return;
    schedule(working_days_later(moment.at, dice_.below(4)) + dice_.below(3000), moment.matter, Beat::Walk);
}

void DemoYears::play(const Moment& moment, const identity::Actor& actor, Work work) {
    auto promise =
        std::make_shared<std::promise<base::Result<std::string>>>();  // shared: the writer answers later
    in_flight_.push_back({moment, promise->get_future()});
    node_.registrar().submit(actor, {}, std::move(work), [promise](base::Result<std::string> answer) {
        promise->set_value(std::move(answer));
    });
}

void DemoYears::follow_accepted(DemoCase& matter, const Moment& moment) {
    if (matter.item->is_instant()) {
        schedule(office_time(moment.at + dice_.between(2, 25) * kMinute), moment.matter, Beat::Decide);
        return;
    }
    const int promise = std::max(1, matter.item->promise_days);
    schedule(working_days_later(moment.at, dice_.below(std::max(1, promise / 2) + 1)) + dice_.below(3000),
             moment.matter, Beat::Review);
}

void DemoYears::follow(const Moment& moment) {
    if (moment.beat == Beat::Paper) {
        schedule(office_time(moment.at + dice_.between(30, 400) * kMinute), moment.matter, Beat::Paper);
        return;
    }
    DemoCase& matter = matters_[moment.matter];
    const int promise = std::max(1, matter.item->promise_days);
    switch (moment.beat) {
    case Beat::File:
        ++counts_.cases;
        schedule(office_time(moment.at + dice_.between(3, matter.channel == "web" ? 240 : 20) * kMinute),
                 moment.matter, Beat::Check);
        break;
    case Beat::Check:
        if (matter.supplement) {
            ++counts_.supplements;
            matter.supplement = false;
            schedule(moment.at + dice_.between(1, 5) * kDay + dice_.below(6 * 3600), moment.matter,
                     Beat::Supplement);
        } else {
            follow_accepted(matter, moment);
        }
        break;
    case Beat::Supplement:
        schedule(office_time(moment.at + dice_.between(10, 300) * kMinute), moment.matter, Beat::Check);
        break;
    case Beat::Review:
        if (matter.reviews_left > 0) --matter.reviews_left;
        if (matter.reviews_left > 0) {
            schedule(office_time(moment.at + dice_.between(20, 400) * kMinute), moment.matter, Beat::Review);
        } else {
            counts_.late += matter.late ? 1 : 0;
            const int wait =
                matter.late ? promise + dice_.between(1, 4) : dice_.below(std::max(1, promise / 2));
            schedule(working_days_later(moment.at, wait) + dice_.below(3000), moment.matter, Beat::Decide);
        }
        break;
    case Beat::Decide:
        schedule(office_time(moment.at + dice_.between(5, matter.item->is_instant() ? 20 : 2000) * kMinute),
                 moment.matter, Beat::Deliver);
        break;
    case Beat::Deliver:
        if (dice_.chance(3500))
            schedule(moment.at + dice_.between(1, 900) * kMinute, moment.matter, Beat::Rate);
        break;
    case Beat::Rate:
        ++counts_.ratings;
        follow_parts(moment);
        break;
    case Beat::Begin:
    case Beat::Walk: follow_course(moment); break;
    case Beat::Paper: break;
    }
}

// Waits for all that was sent to the writer, and plans what follows from it.
base::Result<> DemoYears::settle() {
    for (InFlight& one : in_flight_) {
        auto answer = one.answer.get();
        ++counts_.acts;
        if (answer.ok()) {
            if (one.moment.beat == Beat::File || one.moment.beat == Beat::Begin)
                matters_[one.moment.matter].number = answer.value();
            if (one.moment.beat == Beat::Paper) papers_.done(one.moment.matter, answer.value());
            follow(one.moment);
        } else if (answer.error().code() == base::ErrorCode::Unavailable) {
            return answer.take_error();
        } else {
            ++counts_.refused;
            if (first_refusal_.empty())
                first_refusal_ = std::to_string(static_cast<int>(one.moment.beat)) + " " +
                                 answer.error().text_key() + " " + answer.error().detail();
        }
    }
    in_flight_.clear();
    return base::Done{};
}

// One simulated minute: its acts go to the writer together and are answered before the next begins. What is
// done in another process is chosen from how its matter stands, so it waits for what went before.
base::Result<> DemoYears::play_minute(std::int64_t minute) {
    clock_.move_to(calendar::Instant::of_seconds(minute * kMinute));
    while (!ahead_.empty() && ahead_.top().at / kMinute == minute && in_flight_.size() < 512) {
        const Moment moment = ahead_.top();
        ahead_.pop();
        if (moment.beat == Beat::Paper) {
            TRY(settle());
            auto deed = papers_.next(moment.matter);
            if (deed) play(moment, deed->actor, std::move(deed->work));
            TRY(settle());
            continue;
        }
        const bool course = moment.beat == Beat::Begin || moment.beat == Beat::Walk;
        if (!course) {
            const DemoCase& matter = matters_[moment.matter];
            const identity::Actor& actor = actor_for(matter, moment.beat);
            play(moment, actor, work_of(matter, moment.beat));
            continue;
        }
        TRY(settle());
        TRY(play_course(moment));
        TRY(settle());
    }
    return settle();
}

base::Result<DemoCounts> DemoYears::run() {
    TRY(find_people());
    choose_items();
    if (instant_.empty() || promised_.empty() || joint_.empty()) {
        return base::Error(base::ErrorCode::Conflict, "demo.no_items");
    }
    plan_filings();
    plan_courses();
    TRY(plan_papers());
    const std::int64_t first = ahead_.empty() ? plan_.until.seconds() : ahead_.top().at;
    const std::int64_t span = std::max<std::int64_t>(1, plan_.until.seconds() - first);
    int shown = -1;
    while (!ahead_.empty()) {
        const std::int64_t at = ahead_.top().at;
        TRY(play_minute(at / kMinute));
        const int percent = static_cast<int>((at - first) * 100 / span);
        if (percent != shown && plan_.progress) plan_.progress(shown = percent);
    }
    clock_.move_to(plan_.until);
    if (counts_.refused > 0)
        base::log(base::LogLevel::Warning, "demonstration acts refused", {{"first", first_refusal_}});
    return counts_;
}

}  // namespace

base::Result<DemoCounts> make_demo_years(Node& node, calendar::MovedClock& clock, const DemoPlan& plan) {
    const web::File* words = node.files().find("counties/qingxi/sample/words.json");
    CHECK(words != nullptr);
    DemoWords parsed = TRY(DemoWords::parse(words->bytes));
    return DemoYears(node, clock, plan, std::move(parsed)).run();
}

}  // namespace app

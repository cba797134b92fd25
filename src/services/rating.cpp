#include "services/rating.h"

#include "base/json.h"
#include "casework/case_verbs.h"
#include "services/limits.h"
#include "services/rating_events.h"
#include "services/result_events.h"
#include "services/result_store.h"
#include "text/utf8.h"

namespace services {

namespace {

constexpr std::string_view kRatedBad = "rated_bad";

}  // namespace

base::Result<> decide_rating(const casework::MatterRow& matter, RatedBefore before, const NewRating& rating,
                             calendar::Instant now) {
    if (rating.level < kLevelWorst || rating.level > kLevelBest) {
        return base::Error(base::ErrorCode::Invalid, "rate_refused.no_level").at("level");
    }
    if (before == RatedBefore::Yes)
        return base::Error(base::ErrorCode::Conflict, "rate_refused.given_before");
    const calendar::Instant end = matter.decided.ms != 0 ? matter.decided : matter.delivered;
    if (end.ms == 0 && !matter.ended) return base::Error(base::ErrorCode::Conflict, "rate_refused.too_early");
    if (end.ms != 0 && now > end.plus_seconds(86400LL * kRateDays)) {
        return base::Error(base::ErrorCode::Conflict, "rate_refused.too_late")
            .with("days", std::to_string(kRateDays));
    }
    return base::Done{};
}

namespace {

// What the repair of a bad rating is told of it, by the questions of its form.
std::string answers_of(const NewRating& rating, std::string_view number, std::string_view words) {
    std::string answers;
    base::JsonWriter json(answers);
    json.open_object().member("matter", number).member("level", std::to_string(rating.level));
    json.member("words", words).close_object();
    return answers;
}

}  // namespace

base::Result<> rate(identity::Act& act, const casework::Practice& practice, std::string_view number,
                    const NewRating& rating) {
    const casework::MatterRow matter = TRY(casework::load_matter(act, number));
    const auto before = TRY(find_rating(act.db, number));
    TRY(decide_rating(matter, before ? RatedBefore::Yes : RatedBefore::No, rating, act.now));
    Rated event;
    event.number = base::Code::of(matter.number);
    event.item = base::Code::of(matter.item);
    event.office = base::Code::of(matter.office);
    event.level = rating.level;
    event.source = base::Code::of("active");
    event.channel = TRY(base::Code::parse(rating.channel));
    for (const std::string& tag : rating.tags) event.tags.push_back(TRY(base::Code::parse(tag)));
    const std::string words = TRY(text::clean_text(rating.words, kOpinionCharactersMax));
    const std::string subject = casework::subject_of(number);
    if (!words.empty()) event.words = TRY(act.seal({subject, words, {}, {}}));
    act.acting("", "applicant");
    TRY(act.record(subject, event));
    // 国办发〔2019〕51号: every bad rating is verified and put right; it begins in the same act.
    if (rating.level > kLevelBad) return base::Done{};
    const casework::Handling handling = TRY(practice.for_matter(act.db, matter));
    const std::string answers = answers_of(rating, matter.number, words);
    return casework::run_effects(act, practice, handling.process->rated_bad,
                                 {handling, matter.number, kRatedBad, answers});
}

std::vector<ledger::EventRow> services_events() {
    return {
        ledger::event_row<Rated>("An applicant rated how the matter was handled.", {"level", "source"}),
        ledger::event_row<ResultIssued>("A licence or decision was issued; permits are published.", {"n"})};
}

std::vector<ledger::ProjectionRow> services_projections(std::string_view tables) {
    return {{"services",
             tables,
             {Rated::kKind.name, ResultIssued::kKind.name},
             ledger::begin_plain<project_services>}};
}

std::vector<identity::RightRow> services_rights() {
    return {{"services.publish", "Publish results and guides."}};
}

}  // namespace services

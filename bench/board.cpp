// bench_board DATABASE: asks what /board asks of the projections, as of the journal's last entry, and prints
// how long each question takes: the first time, and in the middle of 51.

#include "base/log.h"
#include "casework/figure_store.h"
#include "services/rating.h"
#include "supervision/board_store.h"

#include "times.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace {

constexpr int kRounds = 51;
constexpr int kSeriesDays = 45;  // thirty working days and what lies between

struct Question {
    const char* name;
    std::function<base::Result<std::int64_t>()> ask;  // how many rows it answers with
    std::vector<std::int64_t> took;                   // ns
};

template <class Row>
base::Result<std::int64_t> rows_of(const base::Result<std::vector<Row>>& answer) {
    if (!answer.ok()) return answer.error();
    return static_cast<std::int64_t>(answer.value().size());
}

std::vector<Question> questions(const store::Reader& db, calendar::Instant now) {
    const calendar::Date today = now.date();
    const calendar::Date month = today.plus(-30);
    const calendar::Instant near = now.plus_seconds(86400);
    supervision::OpenQuestion over, soon, paused;
    over.due_to = now.seconds();
    over.limit = 500;
    soon.due_from = now.seconds();
    soon.due_to = near.seconds();
    paused.due_to = INT64_MAX;
    paused.paused = true;
    paused.limit = 500;
    return {
        {"decided in 31 days, by body",
         [=, &db] { return rows_of(supervision::count_decided(db, month, today)); },
         {}},
        {"open by body and lamp", [=, &db] { return rows_of(casework::count_open(db, now, near)); }, {}},
        {"today by body and channel", [=, &db] { return rows_of(casework::list_day_flows(db, today)); }, {}},
        {"days received and decided",
         [=, &db] { return rows_of(supervision::list_days(db, today.plus(-kSeriesDays), today)); },
         {}},
        {"what is over, 500", [=, &db] { return rows_of(supervision::list_open(db, over)); }, {}},
        {"what is near, 20", [=, &db] { return rows_of(supervision::list_open(db, soon)); }, {}},
        {"what is paused, 500", [=, &db] { return rows_of(supervision::list_open(db, paused)); }, {}},
        {"attempts against guides", [=, &db] { return supervision::count_breaches(db, month, today); }, {}},
        {"ratings of today",
         [=, &db]() -> base::Result<std::int64_t> {
             const auto counts = services::count_ratings(db, today, today);
             if (!counts.ok()) return counts.error();
             return 1;
         },
         {}},
        {"head of the journal",
         [=, &db]() -> base::Result<std::int64_t> {
             return TRY(supervision::journal_head(db, today)).entries;
         },
         {}},
    };
}

base::Result<> ask_all(const std::string& path) {
    const auto db = TRY(store::Reader::open(path));
    const auto head = TRY(supervision::journal_head(db, {}));
    std::vector<Question> asked = questions(db, head.last);
    std::vector<std::int64_t> all;
    std::vector<std::int64_t> rows(asked.size());
    for (int round = 0; round < kRounds; ++round) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const std::int64_t begin = bench::now_ns();
            rows[i] = TRY(asked[i].ask());
            asked[i].took.push_back(bench::now_ns() - begin);
            sum += asked[i].took.back();
        }
        all.push_back(sum);
    }
    const auto say = [](const char* name, std::vector<std::int64_t> took, std::int64_t count) {
        const std::int64_t first = took.front();
        std::sort(took.begin(), took.end());
        base::log(base::LogLevel::Info, name,
                  {{"rows", std::to_string(count)},
                   {"first_us", std::to_string(first / 1000)},
                   {"median_us", std::to_string(took[took.size() / 2] / 1000)}});
    };
    for (std::size_t i = 0; i < asked.size(); ++i) say(asked[i].name, asked[i].took, rows[i]);
    say("all questions together", all, 0);
    return base::Done{};
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return 2;
    const auto done = ask_all(words[1]);
    if (!done.ok()) base::log(base::LogLevel::Error, "board", {{"why", done.error().detail()}});
    return done.ok() ? 0 : 1;
}

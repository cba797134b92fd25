// What the clocks of a county cost: one due date, all open periods under a new calendar, all marks of a
// million open matters. Beside each stands what the same answer costs by walking day by day, and what reading
// the same memory costs, measured in the same run.
//   bench_clocks [MATTERS]      prints one JSON object

#include "base/file.h"
#include "base/json.h"
#include "calendar/calendar_file.h"
#include "casework/deadline.h"

#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using calendar::Date;
using calendar::Pause;
using calendar::Span;
using calendar::Unit;
using calendar::WorkCalendar;
using casework::CaseState;
using casework::ClockState;

constexpr int kRounds = 5;
constexpr std::size_t kThreads = 2;
constexpr std::uint32_t kSeed = 20260302;

double seconds() {
    timespec read{};
    clock_gettime(CLOCK_MONOTONIC, &read);
    return static_cast<double>(read.tv_sec) + static_cast<double>(read.tv_nsec) / 1e9;
}

// The quickest of some rounds: what the machine can do when nothing else is in the way.
template <class Work>
double quickest(const Work& work) {
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double start = seconds();
        work();
        best = std::min(best, seconds() - start);
    }
    return best;
}

// Work over [0, count) on both cores; the sum keeps the compiler honest.
template <class Work>
std::int64_t on_both_cores(std::size_t count, const Work& work) {
    std::vector<std::int64_t> sums(kThreads * 16);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            std::int64_t sum = 0;
            for (std::size_t i = count * t / kThreads; i < count * (t + 1) / kThreads; ++i) sum += work(i);
            sums[t * 16] = sum;
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::int64_t sum = 0;
    for (const std::int64_t part : sums) sum += part;
    return sum;
}

std::vector<calendar::CalendarFile> notices() {
    std::vector<calendar::CalendarFile> files;
    std::vector<std::string> names{"statutory"};
    for (int year = calendar::kFirstYear; year <= 2026; ++year) names.push_back(std::to_string(year));
    for (const std::string& name : names) {
        const std::string path = "definitions/calendars/cn-" + name + ".json";
        files.push_back(calendar::parse_calendar(base::read_file(path).value(), path).value());
    }
    return files;
}

Date walk_day_by_day(const WorkCalendar& days, Date start, int count, const std::vector<Pause>& pauses) {
    Date at = start;
    while (count > 0) {
        at = at.plus(1);
        bool paused = false;
        for (const Pause& pause : pauses) paused = paused || (at > pause.paused && at <= pause.resumed);
        if (!paused && days.works(at)) --count;
    }
    return at;
}

struct Rules {
    casework::Deadline legal, promise;
    Rules() {
        legal.name = "legal";
        legal.budget = {20, Unit::WorkingDays};
        promise.name = "promise";
        promise.kind = casework::DeadlineClass::Promise;
        promise.budget = {7, Unit::WorkingDays};
        for (casework::Deadline* rule : {&legal, &promise})
            rule->marks = {{"near", -1}, {"over", 0}, {"card", 3}};
    }
};

// Open matters with a legal and a promised period each; every fifth was paused once.
std::vector<CaseState> open_matters(std::size_t count, const Rules& rules, const WorkCalendar& days) {
    std::mt19937 random(kSeed);
    std::vector<CaseState> all(count);
    for (CaseState& state : all) {
        const Date start = Date::of(2026, 10, 1).plus(static_cast<int>(random() % 120));
        for (std::size_t slot = 0; slot < 2; ++slot) {
            const casework::Deadline& rule = slot == 0 ? rules.legal : rules.promise;
            casework::ClockStart begin;
            begin.slot = slot;
            begin.from = start;
            begin.budget = rule.budget;
            casework::apply(state, casework::start_clock(rule, days, begin));
        }
        if (random() % 5 != 0) continue;
        const Date paused = start.plus(static_cast<int>(random() % 10));
        casework::apply(
            state, casework::pause_clock(state.clock(0), rules.legal, 0, days, {paused, paused.plus(20)}));
    }
    return all;
}

struct Figures {
    double add_ns = 0, add_paused_ns = 0, walk_ns = 0;
    double recompute_s = 0, recompute_walk_s = 0, recompute_read_s = 0;
    double evaluate_s = 0, evaluate_read_s = 0;
    std::int64_t moved = 0, bytes = 0, check = 0;
};

void measure_add(Figures& figures, const WorkCalendar& days) {
    constexpr int kAdds = 4'000'000;
    std::mt19937 random(kSeed);
    std::vector<int> starts(4096);
    for (int& start : starts) start = Date::of(2010, 1, 1).days + static_cast<int>(random() % 5800);
    const auto each = [&](int count, const auto& work) {
        return quickest([&] {
                   for (int i = 0; i < count; ++i)
                       figures.check += work(i, Date{starts[static_cast<std::size_t>(i) & 4095]});
               }) *
               1e9 / count;
    };
    const auto span = [](int i) { return Span{1 + (i & 31), Unit::WorkingDays}; };
    figures.add_ns = each(kAdds, [&](int i, Date start) { return days.add(start, span(i)).date.days; });
    figures.add_paused_ns = each(kAdds, [&](int i, Date start) {
        const Pause pauses[] = {{start.plus(3), start.plus(12)}, {start.plus(20), start.plus(24)}};
        return days.add(start, span(i), pauses).date.days;
    });
    figures.walk_ns = each(
        kAdds / 8, [&](int i, Date start) { return walk_day_by_day(days, start, span(i).count, {}).days; });
}

// A notice for 2027 that gives one weekday off and has one weekend worked.
WorkCalendar next_version() {
    auto files = notices();
    files.push_back(
        calendar::parse_calendar(
            R"({"calendar":"cn-2027","ver":1,"work":["2027-01-10"],"off":["2027-01-01/2027-01-05"]})", "next")
            .value());
    return calendar::compile_calendar(files).value();
}

void measure_recompute(Figures& figures, const std::vector<CaseState>& matters, const Rules& rules) {
    const WorkCalendar next = next_version();
    figures.recompute_s = quickest([&] {
        figures.moved = on_both_cores(matters.size(), [&](std::size_t i) {
            const ClockState& clock = matters[i].clock(0);
            return std::int64_t{casework::recompute_clock(clock, rules.legal, 0, next).due != clock.due};
        });
    });
    figures.recompute_walk_s = quickest([&] {
        figures.check += on_both_cores(matters.size(), [&](std::size_t i) {
            const ClockState& clock = matters[i].clock(0);
            std::vector<Pause> pauses;
            for (const auto& pause : clock.pauses) pauses.push_back({pause.paused, pause.resumed});
            return std::int64_t{walk_day_by_day(next, clock.start, clock.budget + clock.extension, pauses) !=
                                clock.due};
        });
    });
    figures.recompute_read_s = quickest([&] {
        figures.check += on_both_cores(matters.size(), [&](std::size_t i) {
            const ClockState& clock = matters[i].clock(0);
            std::int64_t sum = clock.start.days + clock.due.days + clock.budget;
            for (const auto& pause : clock.pauses) sum += pause.resumed.days;
            return sum;
        });
    });
}

// Cold: from the bytes as they stand in the table, larger together than any cache.
void measure_evaluate(Figures& figures, const std::vector<CaseState>& matters, const Rules& rules,
                      const WorkCalendar& days) {
    std::vector<std::string> stored;
    stored.reserve(matters.size());
    for (const CaseState& state : matters) {
        stored.push_back(state.encode());
        figures.bytes += static_cast<std::int64_t>(stored.back().size());
    }
    const auto now = calendar::Instant::parse("2026-12-21T10:00:00+08:00").value();
    figures.evaluate_s = quickest([&] {
        figures.check += on_both_cores(stored.size(), [&](std::size_t i) {
            const CaseState state = CaseState::decode(stored[i]).value();
            const auto legal = casework::evaluate(state.clock(0), rules.legal, days, now);
            const auto promise = casework::evaluate(state.clock(1), rules.promise, days, now);
            return std::int64_t{legal.remaining} + promise.remaining + (legal.marks[2].reached ? 1 : 0);
        });
    });
    figures.evaluate_read_s = quickest([&] {
        figures.check += on_both_cores(stored.size(), [&](std::size_t i) {
            std::int64_t sum = 0;
            for (const char byte : stored[i]) sum += byte;
            return sum;
        });
    });
}

std::string in_json(const Figures& figures, std::size_t matters) {
    std::string out;
    base::JsonWriter json(out);
    const auto tenths = [](double value) { return static_cast<std::int64_t>(value * 10 + 0.5); };
    const auto us = [](double value) { return static_cast<std::int64_t>(value * 1e6 + 0.5); };
    json.open_object()
        .member("matters", static_cast<std::int64_t>(matters))
        .member("add_tenths_ns", tenths(figures.add_ns))
        .member("add_two_pauses_tenths_ns", tenths(figures.add_paused_ns))
        .member("day_by_day_tenths_ns", tenths(figures.walk_ns))
        .member("recompute_us", us(figures.recompute_s))
        .member("recompute_day_by_day_us", us(figures.recompute_walk_s))
        .member("recompute_read_us", us(figures.recompute_read_s))
        .member("moved", figures.moved)
        .member("evaluate_us", us(figures.evaluate_s))
        .member("evaluate_read_us", us(figures.evaluate_read_s))
        .member("bytes", figures.bytes)
        .member("check", figures.check)
        .close_object();
    return out;
}

}  // namespace

int main(int count, char** words) {
    const std::size_t matters = count > 1 ? static_cast<std::size_t>(std::atoll(words[1])) : 1'000'000;
    const WorkCalendar days = calendar::compile_calendar(notices()).value();
    const Rules rules;
    Figures figures;
    measure_add(figures, days);
    {
        const std::vector<CaseState> all = open_matters(matters, rules, days);
        measure_recompute(figures, all, rules);
        measure_evaluate(figures, all, rules, days);
    }
    const std::string line = in_json(figures, matters) + "\n";
    return ::write(STDOUT_FILENO, line.data(), line.size()) > 0 ? 0 : 1;
}

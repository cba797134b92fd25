#include "supervision/watch.h"

#include "casework/clock_ground.h"

#include <algorithm>

namespace supervision {

namespace {

// 优化营商环境条例 36: what is not finished in the promised time is explained, and the explanation is public.
base::Result<> find_reason(const identity::Reading& reading, Watched& watched) {
    const auto happenings = TRY(casework::list_happenings(reading.db, watched.matter.number));
    for (const casework::Happening& one : happenings) {
        const casework::Evidence* evidence = one.find_evidence("overdue_reason");
        if (evidence == nullptr) continue;
        watched.reason = evidence->item;
        watched.reason_by = one.person;
        watched.reason_at = one.at;
    }
    return base::Done{};
}

// A decided matter is late by what was recorded, not by what runs now.
void judge_decided(Watched& watched) {
    const casework::MatterRow& matter = watched.matter;
    if (!matter.promise_late && !matter.legal_late) return;
    watched.cause = matter.legal_late ? "over_statutory" : "over_promise";
    watched.lamp = matter.legal_late ? "red" : "yellow";
    const calendar::Date due = matter.legal_late ? matter.legal_due : matter.promise_due;
    const auto kind =
        matter.legal_late ? casework::DeadlineClass::Statutory : casework::DeadlineClass::Promise;
    const auto& rules = watched.handling.process->deadlines;
    const calendar::WorkCalendar* days = watched.handling.days.get();
    for (std::size_t slot = 0; slot < rules.size(); ++slot) {
        const casework::ClockState& clock = matter.state.clock(slot);
        if (clock.phase != casework::ClockPhase::Late || rules[slot].kind != kind) continue;
        days = &casework::days_of(watched.handling.pinned(), matter.state, slot);
        // An hour late is told in days, as the days of a month are.
        watched.unit = clock.unit == calendar::Unit::WorkingDays ? clock.unit : calendar::Unit::Days;
    }
    watched.days_over = days->elapsed(due, matter.decided.date(), watched.unit);
}

}  // namespace

base::Result<Watched> watch(const identity::Reading& reading, const casework::Bench& bench,
                            std::string_view number, Reasons reasons) {
    Watched watched;
    watched.matter = TRY(casework::load_matter(reading, number));
    watched.handling = TRY(bench.practice.for_matter(reading.db, watched.matter));
    watched.texts = TRY(bench.wordings.of(*watched.handling.process_text));
    watched.told = casework::tell(watched.handling.pinned(), watched.matter.state, reading.now);
    watched.cause = watched.told.cause;
    watched.lamp = watched.told.lamp;
    if (watched.told.reading.overdue) {
        watched.days_over = std::max(0, -watched.told.reading.remaining);
        watched.unit = watched.told.reading.unit;
    }
    for (const casework::DeskRow& row : TRY(casework::list_open_steps(reading.db, number))) {
        // An official's step speaks before an applicant's.
        if (!watched.step.empty() && (!watched.desk.empty() || row.office.empty())) continue;
        watched.step = row.step;
        watched.role = row.role;
        watched.desk = row.office;
    }
    if (watched.matter.decided.ms != 0) judge_decided(watched);
    if (reasons == Reasons::Asked) TRY(find_reason(reading, watched));
    return watched;
}

base::Result<std::vector<Watched>> watch_all(const identity::Reading& reading, const casework::Bench& bench,
                                             const std::vector<std::string>& numbers, Reasons reasons) {
    std::vector<Watched> found;
    for (const std::string& number : numbers) {
        Watched watched = TRY(watch(reading, bench, number, reasons));
        found.push_back(std::move(watched));
    }
    return found;
}

int paused_days(const Watched& watched, calendar::Date today) {
    int most = 0;
    for (const casework::ClockState& clock : watched.matter.state.clocks) {
        if (clock.pauses.empty()) continue;
        // Pauses may overlap: the days they take from all the days there were.
        std::vector<calendar::Pause> pauses;
        calendar::Date first = today;
        for (const casework::ClockPause& pause : clock.pauses) {
            pauses.push_back({pause.paused, std::min(pause.resumed, today)});
            first = std::min(first, pause.paused);
        }
        const calendar::WorkCalendar& days = *watched.handling.days;
        constexpr auto kWorking = calendar::Unit::WorkingDays;
        most = std::max(most, days.elapsed(first, today) - days.elapsed(first, today, kWorking, pauses));
    }
    return most;
}

}  // namespace supervision

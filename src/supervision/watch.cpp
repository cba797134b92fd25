#include "supervision/watch.h"

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
    watched.days_over = watched.handling.days->elapsed(due, matter.decided.date());
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
    if (watched.told.reading.overdue) watched.days_over = std::max(0, -watched.told.reading.remaining);
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
        int days = 0;
        for (const casework::ClockPause& pause : clock.pauses) {
            days += watched.handling.days->elapsed(pause.paused, std::min(pause.resumed, today));
        }
        most = std::max(most, days);
    }
    return most;
}

}  // namespace supervision

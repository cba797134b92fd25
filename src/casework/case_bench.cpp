// Cost of the pure part of an act: deciding a filing and an acceptance, writing the event's fields, storing
// the state; and of recomputing due dates under a new calendar. CPU time of this thread, so that a busy
// machine does not count.

#include "base/file.h"
#include "base/log.h"
#include "calendar/calendar_file.h"
#include "casework/case.h"

#include <time.h>

#include <string>
#include <vector>

namespace {

using namespace casework;

double cpu_seconds() {
    timespec read{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &read);
    return static_cast<double>(read.tv_sec) + static_cast<double>(read.tv_nsec) / 1e9;
}

template <class Work>
void report(std::string_view what, int rounds, const Work& work) {
    const double start = cpu_seconds();
    for (int i = 0; i < rounds; ++i) work(i);
    const auto nanoseconds = static_cast<long>((cpu_seconds() - start) * 1e9 / rounds);
    base::log(base::LogLevel::Info, what, {{"ns", std::to_string(nanoseconds)}});
}

calendar::WorkCalendar china() {
    std::vector<calendar::CalendarFile> files;
    for (int year = calendar::kFirstYear; year <= 2026; ++year) {
        const std::string path = "definitions/calendars/cn-" + std::to_string(year) + ".json";
        files.push_back(calendar::parse_calendar(base::read_file(path).value(), path).value());
    }
    return calendar::compile_calendar(files).value();
}

template <class Event>
std::size_t written(const Event& event) {
    std::string fields;
    ledger::FieldWriter::object(fields, event);
    return fields.size();
}

}  // namespace

int main() {
    const calendar::WorkCalendar days = china();
    const std::string path = "definitions/processes/permit-instant/process.json";
    const Process process = parse_process(base::read_file(path).value(), path).value();
    ItemTerms item;
    item.item = Code::of("qx-012-01");
    item.office = Code::of("012");
    item.hall = Code::of("029");
    item.materials = {Code::of("lease"), Code::of("identity"), Code::of("photo")};
    const Pinned pinned{process, item, days};
    const auto now = calendar::Instant::parse("2026-03-02T10:00:00+08:00").value();

    Filing filing;
    filing.number = Code::of("99992101220260302000179");
    filing.channel = Code::of("hall");
    filing.applicant = {7, {}};
    for (const Code& material : item.materials)
        filing.materials.push_back({material, Code::of("paper"), {8, {}}});
    std::size_t bytes = 0;
    report("decide a filing", 100'000, [&](int) { bytes += decide_filing(pinned, filing, now).ok(); });
    const Received received = decide_filing(pinned, filing, now).value();
    report("write its fields", 100'000, [&](int) { bytes += written(received); });
    CaseState state;
    apply(state, received.turn, {});
    report("store and load the state", 100'000,
           [&](int) { bytes += CaseState::decode(state.encode()).ok(); });
    StepRequest accept;
    accept.step = Code::of("check");
    accept.outcome = Code::of("accept");
    const Acting window{PersonId(1), Code::of("window"), Code::of("029")};
    report("decide an acceptance", 100'000,
           [&](int) { bytes += decide_step(pinned, state, accept, window, now).ok(); });

    const calendar::Date start = now.date();
    report("one due date", 1'000'000, [&](int i) {
        bytes += static_cast<std::size_t>(
            days.add(start.plus(i & 255), {20, calendar::Unit::WorkingDays}).date.days);
    });
    const ClockState running = state.clock(0);
    report("recompute one running period", 1'000'000, [&](int) {
        bytes += static_cast<std::size_t>(recompute_clock(running, process.deadlines[0], 0, days).due.days);
    });
    base::log(base::LogLevel::Info, "sizes",
              {{"state", std::to_string(state.encode().size())},
               {"event", std::to_string(written(received))},
               {"check", std::to_string(bytes)}});
}

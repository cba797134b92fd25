#include "base/file.h"
#include "base/json.h"
#include "calendar/calendar_file.h"
#include "calendar/work_calendar.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace calendar {
namespace {

std::vector<CalendarFile> notices() {
    std::vector<CalendarFile> files;
    std::vector<std::string> names{"statutory"};
    for (int year = kFirstYear; year <= 2026; ++year) names.push_back(std::to_string(year));
    for (const std::string& name : names) {
        const std::string path = "definitions/calendars/cn-" + name + ".json";
        auto text = base::read_file(path);
        CHECK(text.ok());
        auto parsed = parse_calendar(text.value(), path);
        CHECK(parsed.ok());
        files.push_back(std::move(parsed).value());
    }
    return files;
}

const WorkCalendar& china() {
    static const WorkCalendar compiled = compile_calendar(notices()).value();
    return compiled;
}

Date day(std::string_view iso) {
    return Date::parse(iso).value();
}

// The year of `replacement` is taken from it instead.
WorkCalendar china_with(const CalendarFile& replacement) {
    auto files = notices();
    std::erase_if(files, [&](const CalendarFile& file) { return file.id == replacement.id; });
    files.push_back(replacement);
    return compile_calendar(files).value();
}

std::string in_json(const base::Json& json) {
    std::string out;
    base::JsonWriter writer(out);
    writer.open_object()
        .member("calendar", json.string_or("calendar"))
        .member("ver", json.integer_or("ver", 1));
    for (const char* key : {"work", "off"}) {
        writer.key(key).open_list();
        for (const auto& item : json.list(key)) writer.string(item.text);
        writer.close_list();
    }
    writer.close_object();
    return out;
}

struct Vectors {
    base::Json json;
    std::map<std::string, WorkCalendar> calendars;
};

const Vectors& vectors() {
    static const Vectors read = [] {
        Vectors out;
        out.json = base::parse_json(base::read_file("test/data/calendar_vectors.json").value()).value();
        for (const auto& [name, file] : out.json.find("calendars")->members)
            out.calendars.emplace(name, china_with(parse_calendar(in_json(file), name).value()));
        return out;
    }();
    return read;
}

std::vector<Pause> pauses_of(const base::Json& vector) {
    std::vector<Pause> pauses;
    for (const auto& pair : vector.list("pauses"))
        pauses.push_back({day(pair.items[0].text), day(pair.items[1].text)});
    return pauses;
}

void check_add(const base::Json& vector) {
    const auto named = vector.string_or("calendar");
    const WorkCalendar& days = named.empty() ? china() : vectors().calendars.at(std::string(named));
    const auto pauses = pauses_of(vector);
    const Roll roll = vector.string_or("roll", "next") == "none" ? Roll::None : Roll::Next;
    const Date start = day(vector.string_or("start"));
    for (const auto& pair : vector.list("add")) {
        const Span span = Span::parse(pair.items[0].text).value();
        const Due due = days.add(start, span, pauses, roll);
        EXPECT_EQ(due.date.iso(), pair.items[1].text);
        EXPECT_EQ(due.provisional, vector.is_true("provisional"));
        if (span.unit == Unit::WorkingDays) {
            EXPECT_EQ(days.elapsed(start, due.date, span.unit, pauses), span.count)
                << "elapsed at the due day";
        }
        int counted = 0;
        for (const LedgerRow& row : days.explain(start, span, pauses, roll))
            if (row.counted()) counted += row.last_number - row.first_number + 1;
        EXPECT_EQ(counted, span.count) << "explained days";
    }
}

TEST(CalendarVectors, AgreeWithTheCountDayByDay) {
    for (const auto& vector : vectors().json.list("vectors")) {
        SCOPED_TRACE(std::string(vector.string_or("id")) + " line " + std::to_string(vector.line));
        if (vector.find("add") != nullptr) check_add(vector);
        if (const auto& latest = vector.list("latest"); !latest.empty()) {
            const Span span = Span::parse(latest[0].text).value();
            EXPECT_EQ(china().latest_start(day(vector.string_or("before")), span).iso(), latest[1].text);
        }
        if (const auto& opens = vector.list("opens"); !opens.empty()) {
            const Due due = china().add(day(vector.string_or("start")), Span::parse(opens[0].text).value(),
                                        {}, Roll::None);
            EXPECT_EQ(due.opens().iso(), opens[1].text);
        }
        int year = static_cast<int>(vector.integer_or("first_year", 0));
        for (const auto& count : vector.list("working_days")) {
            EXPECT_EQ(china().working_days(Date::of(year, 1, 1), Date::of(year + 1, 1, 1)), count.integer)
                << year;
            ++year;
        }
    }
}

TEST(CalendarVectors, NameTheDayOfAnInstantInTheCounty) {  // V44
    EXPECT_EQ((Instant{Instant::parse("2026-03-02T23:59:59+08:00").value().ms + 999}).date().iso(),
              "2026-03-02");
    EXPECT_EQ(Instant::parse("2026-03-03T00:00:00+08:00").value().date().iso(), "2026-03-03");
    EXPECT_EQ(china().add(day("2026-03-02"), {20, Unit::WorkingDays}).moment().text(),
              "2026-03-31T00:00:00+08:00");
}

TEST(CalendarVectors, ShowHowOftenPlainWeekdaysAreWrong) {  // V47
    int plain_wrong = 0;
    int without_makeup_wrong = 0;
    for (Date start = day("2025-01-01"); start < day("2026-01-01"); start = start.plus(1)) {
        const Date right = china().add(start, {20, Unit::WorkingDays}).date;
        const auto slow = [&](auto counts) {
            Date at = start;
            for (int left = 20; left > 0;)
                if (at = at.plus(1); counts(at)) --left;
            return at;
        };
        const auto weekday = [](Date at) { return at.weekday() != 0 && at.weekday() != 6; };
        plain_wrong += slow(weekday) != right;
        without_makeup_wrong +=
            slow([&](Date at) { return weekday(at) && china().kind_of(at) != DayKind::Holiday; }) != right;
    }
    EXPECT_EQ(plain_wrong, 188);
    EXPECT_EQ(without_makeup_wrong, 136);
}

// The oracle: one day at a time, as a clerk would with the printed notice.
Date slow_add(Date start, int count, std::span<const Pause> pauses) {
    Date at = start;
    while (count > 0) {
        at = at.plus(1);
        bool paused = false;
        for (const Pause& pause : pauses) paused = paused || (at > pause.paused && at <= pause.resumed);
        if (china().works(at) && !paused) --count;
    }
    return at;
}

TEST(WorkingDays, AgreeWithASlowCountFromEveryDayOfTheTable) {
    for (Date start = day("2007-01-01"); start < day("2026-09-01"); start = start.plus(1)) {
        Date at = start;
        int count = 0;
        ASSERT_EQ(china().add(start, {0, Unit::WorkingDays}).date, start);
        while (count < 60) {
            at = at.plus(1);
            if (!china().works(at)) continue;
            ++count;
            const Span span{count, Unit::WorkingDays};
            ASSERT_EQ(china().add(start, span).date.days, at.days) << start.iso() << " +" << count;
            const Date latest = china().latest_start(at, span);
            ASSERT_LE(china().add(latest, span).date, at);
            ASSERT_GT(china().add(latest.plus(1), span).date, at);
        }
    }
}

TEST(WorkingDays, AgreeWithASlowCountUnderRandomPauses) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&](int from, int to) {
        return from + static_cast<int>(random() % static_cast<unsigned>(to - from));
    };
    for (int round = 0; round < 3000; ++round) {
        const Date start = day("2007-01-01").plus(pick(0, 6900));
        const int count = pick(0, 61);
        std::vector<Pause> pauses;
        for (int i = pick(0, 5); i > 0; --i) {
            const Date from = start.plus(pick(-10, 80));
            pauses.push_back({from, from.plus(pick(0, 40))});
        }
        const Span span{count, Unit::WorkingDays};
        const Date due = china().add(start, span, pauses).date;
        ASSERT_EQ(due.iso(), slow_add(start, count, pauses).iso()) << start.iso() << " +" << count;
        ASSERT_EQ(china().elapsed(start, due, span.unit, pauses), count);
        // I2: another pause never brings a due date nearer. I3: one resumed the same day changes nothing.
        const Date at = start.plus(pick(0, 60));
        pauses.push_back({at, at});
        ASSERT_EQ(china().add(start, span, pauses).date, due);
        pauses.back().resumed = at.plus(9);
        ASSERT_GE(china().add(start, span, pauses).date, due);
        int counted = 0;
        for (const LedgerRow& row : china().explain(start, span, pauses))
            if (row.counted()) counted += row.last_number - row.first_number + 1;
        ASSERT_EQ(counted, count);
    }
}

TEST(AnExplanation, ReadsAsRunsOfDays) {
    std::string told;
    for (const LedgerRow& row : china().explain(day("2026-02-10"), {5, Unit::WorkingDays})) {
        told +=
            row.from.iso().substr(5) + "…" + row.last.iso().substr(5) + " " + std::string(row_word(row.kind));
        if (row.counted())
            told += " " + std::to_string(row.first_number) + "-" + std::to_string(row.last_number);
        if (!row.name.empty()) told += " " + std::string(row.name);
        if (!row.notice.empty()) told += " " + std::string(row.notice);
        told += "; ";
    }
    EXPECT_EQ(told, "02-10…02-10 start; 02-11…02-13 counted 1-3; 02-14…02-14 makeup 4-4 cn-2026@1; "
                    "02-15…02-23 holiday 春节 cn-2026@1; 02-24…02-24 due 5-5; ");
}

TEST(HoursOfAPeriod, AreExactAndPausesSubtractExactly) {
    const Instant start = Instant::parse("2026-03-02T10:00:00+08:00").value();
    EXPECT_EQ(add_hours(start, 24).text(), "2026-03-03T10:00:00+08:00");
    const InstantPause pauses[] = {{start.plus_seconds(3600), start.plus_seconds(7200)},
                                   {start.plus_seconds(5400), start.plus_seconds(9000)}};
    EXPECT_EQ(add_hours(start, 24, pauses).text(), "2026-03-03T11:30:00+08:00");
}

TEST(LocalDaysOff, CountOnlyForTheBodyTheyName) {
    const Date off[] = {day("2026-03-11")};
    const WorkCalendar local = china().with_local_days(off, "qx-2026-3");
    EXPECT_EQ(local.add(day("2026-03-02"), {20, Unit::WorkingDays}).date.iso(), "2026-03-31");
    EXPECT_EQ(china().add(day("2026-03-02"), {20, Unit::WorkingDays}).date.iso(), "2026-03-30");
    EXPECT_EQ(local.kind_of(day("2026-03-11")), DayKind::Local);
}

TEST(ACalendarFile, IsRefusedWhenItContradictsItself) {
    const auto refusal = [](std::string_view json) {
        const auto parsed = parse_calendar(json, "cn-2026.json");
        return parsed.ok() ? std::string("accepted") : parsed.error().detail();
    };
    EXPECT_EQ(
        refusal(R"({"calendar":"cn-2026","ver":1,"work":["2026-01-04"],"off":["2026-01-01/2026-01-05"]})"),
        "cn-2026.json:1: 2026-01-04 is both worked and off");
    EXPECT_EQ(refusal(R"({"calendar":"cn-2026","ver":1,"work":["2026-01-05"],"off":[]})"),
              "cn-2026.json:1: 2026-01-05 is no weekend day");
    EXPECT_EQ(refusal(R"({"calendar":"cn-2026","ver":1,"wrk":[],"off":[]})"),
              "cn-2026.json:1: unknown key 'wrk', did you mean 'work'?");
    EXPECT_EQ(refusal(R"({"calendar":"cn-2026","ver":1,"work":[],"off":["2025-10-01/2025-10-08"]})"),
              "cn-2026.json:1: 2025-10-01 is not of this year");
    EXPECT_EQ(
        refusal(R"({"calendar":"cn-2026","ver":1,"work":["2025-12-28"],"off":["2026-01-01/2026-01-02"]})"),
        "accepted");
}

TEST(ACalendar, IsNamedByItsLatestYearAndSaysWhatIsProvisional) {
    EXPECT_EQ(china().pin(), "cn-2026@1");
    EXPECT_FALSE(china().provisional(day("2026-12-31")));
    EXPECT_TRUE(china().provisional(day("2027-01-01")));
    EXPECT_EQ(china().kind_of(day("2027-01-01")), DayKind::Holiday);
    EXPECT_TRUE(china().add(day("2045-01-01"), {5, Unit::WorkingDays}).provisional);
}

}  // namespace
}  // namespace calendar

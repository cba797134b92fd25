#include "calendar/calendar_file.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace calendar {

using base::Error;
using base::ErrorCode;
using base::Json;

Error bad_file(std::string_view file, int line, std::string_view what) {
    const std::string place = std::string(file) + ":" + std::to_string(line);
    return Error(ErrorCode::Invalid, "calendar.bad_file", place + ": " + std::string(what))
        .with("place", place)
        .with("what", what);
}

base::Result<> only_known(const Json& object, std::span<const base::KeyRule> known, std::string_view file) {
    const auto fault = base::find_key_fault(object, known);
    if (fault) return bad_file(file, fault->line, fault->what);
    return base::Done{};
}

namespace {

base::Result<> check_keys(const Json& root, std::string_view file) {
    constexpr base::KeyRule known[] = {
        {"calendar", "s"}, {"ver", "i"},         {"status", "s"},    {"issuer", "s"}, {"issued", "s"},
        {"known", "s"},    {"text_sha256", "s"}, {"replaces", "sn"}, {"source", "s"}, {"basis", "l"},
        {"work", "l"},     {"retroactive", "b"}, {"off", "l"},       {"names", "l"}};
    constexpr base::KeyRule of_basis[] = {{"law", "s"}, {"ed", "s"}, {"art", "s"}, {"status", "s"}};
    TRY(only_known(root, known, file));
    for (const Json& basis : root.list("basis")) TRY(only_known(basis, of_basis, file));
    return base::Done{};
}

base::Result<> read_work(const Json& root, std::string_view file, CalendarFile& out) {
    for (const Json& item : root.list("work")) {
        const Date day = TRY(Date::parse(item.text));
        const unsigned weekday = day.weekday();
        // A make-up day is a weekend day that is worked; a weekday needs no entry and is a slip of the pen.
        if (weekday != 0 && weekday != 6) return bad_file(file, item.line, item.text + " is no weekend day");
        out.work.push_back(day);
    }
    return base::Done{};
}

base::Result<> read_off(const Json& root, std::string_view file, CalendarFile& out) {
    const auto& names = root.list("names");
    const auto& runs = root.list("off");
    if (!names.empty() && names.size() != runs.size())
        return bad_file(file, root.line, "names and off differ in length");
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const std::string& text = runs[i].text;
        const auto slash = text.find('/');
        if (slash == std::string::npos) return bad_file(file, runs[i].line, "off is not from/to: " + text);
        const Date from = TRY(Date::parse(std::string_view(text).substr(0, slash)));
        const Date to = TRY(Date::parse(std::string_view(text).substr(slash + 1)));
        if (to <= from || to.days - from.days > 31) return bad_file(file, runs[i].line, "bad run " + text);
        out.off.push_back({from, to, names.empty() ? std::string() : names[i].text});
    }
    return base::Done{};
}

// Days of late December may stand in the next year's file, and a run may reach into January.
base::Result<> check_days(const CalendarFile& read, std::string_view file) {
    std::vector<Date> off;
    for (const auto& run : read.off)
        for (Date day = run.from; day < run.to; day = day.plus(1)) off.push_back(day);
    if (off.size() + read.work.size() > kCalendarDaysMax) return bad_file(file, 1, "too many days");
    std::sort(off.begin(), off.end());
    if (std::adjacent_find(off.begin(), off.end()) != off.end())
        return bad_file(file, 1, "a day is listed twice");
    for (const Date day : read.work)
        if (std::binary_search(off.begin(), off.end(), day))
            return bad_file(file, 1, day.iso() + " is both worked and off");
    if (read.year == 0) return base::Done{};
    const Date from = Date::of(read.year - 1, 12, 15);
    const Date to = Date::of(read.year + 1, 1, 15);
    std::vector<Date> all = off;
    all.insert(all.end(), read.work.begin(), read.work.end());
    for (const Date day : all)
        if (day < from || day > to) return bad_file(file, 1, day.iso() + " is not of this year");
    return base::Done{};
}

}  // namespace

Notice name_notice(std::string_view notice) {
    if (notice.empty()) return {};
    if (!notice.starts_with("cn-")) return {NoticeKind::Order, {}};
    if (notice.starts_with("cn-statutory")) return {NoticeKind::Statutory, {}};
    return {NoticeKind::Yearly, std::string(notice.substr(3, notice.find('@') - 3))};
}

base::Result<CalendarFile> parse_calendar(std::string_view json, std::string_view file) {
    const Json root = TRY(base::parse_json(json, base::JsonComments::Allowed));
    TRY(check_keys(root, file));
    CalendarFile read;
    read.id = root.string_or("calendar");
    if (read.id != "cn-statutory") {
        const std::string_view digits =
            std::string_view(read.id).substr(std::min<std::size_t>(3, read.id.size()));
        const char* end = digits.data() + digits.size();
        const auto parsed = std::from_chars(digits.data(), end, read.year);
        const bool named = read.id.starts_with("cn-") && parsed.ec == std::errc() && parsed.ptr == end;
        if (!named || read.year < kFirstYear || read.year >= kHorizonYear)
            return bad_file(file, root.line, "bad calendar id " + read.id);
    }
    read.version = static_cast<int>(root.integer_or("ver", 0));
    if (read.version < 1 || read.version > 999) return bad_file(file, root.line, "bad ver");
    read.status = root.string_or("status");
    read.issuer = root.string_or("issuer");
    read.issued = root.string_or("issued");
    read.known = root.string_or("known");
    read.source = root.string_or("source");
    read.text_sha256 = root.string_or("text_sha256");
    read.replaces = root.string_or("replaces");
    read.retroactive = root.is_true("retroactive");
    TRY(read_work(root, file, read));
    TRY(read_off(root, file, read));
    TRY(check_days(read, file));
    return read;
}

namespace {

struct Gathered {
    std::map<Date, ListedDay> days;
    std::vector<std::string> names{std::string()};

    std::uint8_t name_of(const std::string& name) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) return static_cast<std::uint8_t>(found - names.begin());
        if (names.size() > 250) return 0;
        names.push_back(name);
        return static_cast<std::uint8_t>(names.size() - 1);
    }
};

base::Result<> gather(const CalendarFile& read, std::uint8_t file, Gathered& all) {
    const auto put = [&](Date day, DayKind kind, std::uint8_t name) {
        const auto [at, fresh] = all.days.try_emplace(day, ListedDay{day, kind, file, name});
        return fresh || at->second.kind == kind;
    };
    for (const Date day : read.work)
        if (!put(day, DayKind::Makeup, 0))
            return bad_file(read.id, 1, day.iso() + " contradicts another file");
    for (const auto& run : read.off)
        for (Date day = run.from; day < run.to; day = day.plus(1))
            if (!put(day, DayKind::Holiday, all.name_of(run.name)))
                return bad_file(read.id, 1, day.iso() + " contradicts another file");
    return base::Done{};
}

}  // namespace

base::Result<WorkCalendar> compile_calendar(std::span<const CalendarFile> files) {
    WorkCalendar::Parts parts;
    Gathered all;
    if (files.size() > 200) return bad_file("calendars", 1, "too many files");
    for (const CalendarFile& read : files) {
        if (std::count(parts.files.begin(), parts.files.end(), read.pin()) > 0)
            return bad_file(read.id, 1, "the same file twice");
        if (read.year != 0) {
            if (std::count(parts.noticed_years.begin(), parts.noticed_years.end(), read.year) > 0)
                return bad_file(read.id, 1, "two versions of one year");
            parts.noticed_years.push_back(read.year);
        }
        parts.files.push_back(read.pin());
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].year == 0) continue;
        TRY(gather(files[i], static_cast<std::uint8_t>(i), all));
    }
    for (const CalendarFile& read : files)
        if (read.year != 0 || read.version > 1) parts.pin = read.pin();
    // 放假办法 2: the statutory days of a year whose notice has not come; a notice of its own replaces them.
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].year != 0) continue;
        for (const auto& run : files[i].off) {
            const bool noticed =
                std::count(parts.noticed_years.begin(), parts.noticed_years.end(), run.from.year()) > 0;
            if (noticed) continue;
            for (Date day = run.from; day < run.to; day = day.plus(1))
                all.days.try_emplace(day, ListedDay{day, DayKind::Holiday, static_cast<std::uint8_t>(i),
                                                    all.name_of(run.name)});
        }
    }
    if (parts.noticed_years.empty()) return bad_file("calendars", 1, "no year file");
    for (const auto& [day, listed] : all.days) parts.days.push_back(listed);
    parts.names = std::move(all.names);
    return WorkCalendar::compile(std::move(parts));
}

base::Result<WorkCalendar> compile_carried(std::span<const CalendarFile> files, std::string_view pin) {
    const auto last = std::find_if(files.begin(), files.end(),
                                   [pin](const CalendarFile& file) { return file.pin() == pin; });
    const auto reaches = [&](const CalendarFile& file) {
        return file.year == 0 && !file.off.empty() && file.off.front().from.year() <= last->year + 1;
    };
    if (last == files.end() || last->year == 0 || std::none_of(files.begin(), files.end(), reaches)) {
        return Error(ErrorCode::NotFound, "calendar.no_such_pin")
            .with("pin", pin.substr(0, 32))
            .at("calendar");
    }
    std::vector<CalendarFile> known;
    for (const CalendarFile& file : files)
        if (file.year < last->year) known.push_back(file);
    known.push_back(*last);
    return compile_calendar(known);
}

}  // namespace calendar

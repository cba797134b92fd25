#pragma once
// For tests of casework: the working days of the country as they ship, and dice whose seed is printed.

#include "base/file.h"
#include "calendar/calendar_file.h"
#include "calendar/work_calendar.h"

#include <random>
#include <string>
#include <vector>

namespace casework {

// The yearly notices that ship, and the holidays by law for years without one.
inline std::vector<calendar::CalendarFile> notices() {
    std::vector<calendar::CalendarFile> files;
    std::vector<std::string> names{"statutory"};
    for (int year = 2016; year <= 2026; ++year) names.push_back(std::to_string(year));
    for (const std::string& name : names) {
        const std::string path = "definitions/calendars/cn-" + name + ".json";
        files.push_back(calendar::parse_calendar(base::read_file(path).value(), path).value());
    }
    return files;
}

inline const calendar::WorkCalendar& china() {
    static const calendar::WorkCalendar compiled = calendar::compile_calendar(notices()).value();
    return compiled;
}

class Dice {
public:
    explicit Dice(unsigned seed) : seed_(seed), random_(seed) {}
    int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
    std::string seed() const { return "seed " + std::to_string(seed_); }

private:
    unsigned seed_;
    std::mt19937 random_;
};

}  // namespace casework

#pragma once
// 公开事项 (duties): what a catalogue says must be public, of which bodies, when, where and for whom, and
// when the next time falls due. The catalogues are data (definitions/catalogues/); nothing here asks a clock
// or a database. 国办发〔2019〕54号: name, content, basis, time, body, way, channel, audience are the least
// an item states.

#include "base/json.h"
#include "calendar/work_calendar.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

// 公开时限. `words` is the rule as written, which is what people are shown.
struct TimeRule {
    enum class Kind : std::uint8_t {
        Text,  // a person decides
        WithinWorkingDays,
        WithinDays,
        Yearly,
        Quarterly,
        Monthly,
        Realtime,
        Before,
        Inherit,  // 同上
    };
    Kind kind = Kind::Text;
    int count = 0;                // of days
    unsigned month = 0, day = 0;  // Yearly
    std::string words;
    bool operator==(const TimeRule&) const = default;
};
TimeRule parse_time_rule(std::string_view words);
std::string_view time_rule_word(TimeRule::Kind kind);  // text within_wd within_days yearly …

// The thirteen channels and carriers in the order of the ministries' form; bit i is kChannels[i].
extern const std::string_view kChannels[13];
using Channels = std::uint16_t;

struct DutyMatch {
    std::vector<std::string> columns;  // a document shown in one of these
    std::vector<std::string> words;    // whose title holds one of these; none: any title
    bool operator==(const DutyMatch&) const = default;
};

struct CatalogItem {
    std::string id;                              // within its catalogue: 05
    std::string group, group_en, name, name_en;  // 一级事项, 二级事项
    std::vector<std::string> elements;
    std::vector<std::string> grounds;  // 《…》第十条
    TimeRule when;
    std::vector<std::string> units;  // codes of bodies, or township, department, all
    Channels channels = 0;
    bool for_all = false, for_some = false;  // 全社会, 特定群体
    bool offered = false, asked = false;     // 主动, 依申请
    bool county = false, township = false, village = false;
    DutyMatch match;
    bool kept_by_page = false;  // the program itself keeps a page that is never out of date
    std::vector<std::pair<std::string, std::string>>
        extra;  // columns of a workbook that the form does not have
    bool operator==(const CatalogItem&) const = default;
};

struct DutyCatalogue {
    std::string id;  // social-assistance
    int version = 1;
    int order = 0;  // among the others on the page
    std::string domain, domain_en, guide;
    bool verified = false;  // its source was read in full
    calendar::Date from;    // in force here
    std::vector<CatalogItem> items;
    const CatalogItem* find(std::string_view item) const;
};

inline constexpr std::size_t kCatalogItemsMax = 400;
inline constexpr std::size_t kCatalogCellMax = 2000;  // characters

// Invalid duty.catalogue_broken, with the line and what is wrong as detail.
base::Result<DutyCatalogue> parse_duty_catalogue(std::string_view json);
std::string duty_catalogue_json(const DutyCatalogue& catalogue);

// The bodies of one item; kinds of bodies are asked of the caller's roll.
struct DutyUnit {
    std::string code;
    std::string kind;  // government department township
};
std::vector<std::string> units_of(const CatalogItem& item, const std::vector<DutyUnit>& roll);

// Whether a document of `office` with these columns and title belongs to the item, and on whose behalf: the
// government and its office publish for the body that leads (公开条例 10). Empty: it does not belong.
struct PublishedPaper {
    std::string office, title;
    std::vector<std::string> columns;
};
// The body of the item that a document of `office` answers for; empty: none.
std::string unit_for(const CatalogItem& item, std::string_view office, const std::vector<DutyUnit>& roll);
std::string unit_met_by(const CatalogItem& item, const PublishedPaper& paper,
                        const std::vector<DutyUnit>& roll);

enum class DutyLamp : std::uint8_t { NotYet, Met, Near, Late };
std::string_view duty_lamp_word(DutyLamp lamp);  // not_yet met near late

struct DutyStanding {
    DutyLamp lamp = DutyLamp::NotYet;
    calendar::Date next;   // next due; days 0: falls due when something arises
    calendar::Date since;  // late: the day that passed
};
struct DutyAsked {
    calendar::Date from;       // the catalogue is in force
    calendar::Date published;  // newest edition; days 0: none
    calendar::Date today;
};
// Reports of a period are due 20 working days after it ends, unless the rule names a day (公开条例 26). Lamps
// turn near five working days before.
DutyStanding standing_of(const TimeRule& rule, const DutyAsked& asked, const calendar::WorkCalendar& days);

}  // namespace disclosure

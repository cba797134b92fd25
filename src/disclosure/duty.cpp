#include "disclosure/duty.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <span>

namespace disclosure {

// data: the channels of the ministries' form
const std::string_view kChannels[13] = {
    "政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点",
    // data: and those near the people
    "政务服务中心", "便民服务站", "入户/现场", "社区/企事业单位/村公示栏", "精准推送", "其他"};

namespace {

using Kind = TimeRule::Kind;

constexpr int kDaysMax = 400;
constexpr int kReportDays = 20;  // 公开条例 26
constexpr int kNearDays = 5;

// data: words of the form
constexpr std::string_view kWorkingDays = "个工作日内", kDaysWithin = "日内", kDaysWithinToo = "天内";
constexpr std::string_view kEachYear = "每年", kMonthWord = "月", kDayBefore = "日前", kBeforeWord = "前",
                           kDayWord = "日";
constexpr std::string_view kSame = "同上", kAll = "全社会", kSome = "特定群体", kOffered = "主动",
                           kAsked = "依申请";
constexpr std::string_view kCountyLevel = "县级", kTownshipLevel = "乡级", kVillageLevel = "村级";
constexpr std::string_view kRealtimeWords[] = {"实时", "即时", "及时"};
constexpr std::string_view kQuarterWords[] = {"每季度", "按季度", "每季"};
constexpr std::string_view kMonthWords[] = {"每月", "按月"};

constexpr std::array<std::string_view, 9> kRuleWords{
    "text", "within_wd", "within_days", "yearly", "quarterly", "monthly", "realtime", "before", "inherit"};

int digit_of(char32_t sign) {
    // data: numerals
    static constexpr std::u32string_view kNumerals = U"零一二三四五六七八九";
    if (sign >= U'0' && sign <= U'9') return static_cast<int>(sign - U'0');
    const std::size_t at = kNumerals.find(sign);
    return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

// The number that ends `text`: 20 or 二十五; -1 when none does.
int number_at_end(std::string_view text) {
    std::u32string signs;
    for (std::size_t at = 0; at < text.size();) signs += text::next_character(text, at);
    std::size_t begin = signs.size();
    // data: ten
    constexpr char32_t kTen = U'十';
    while (begin > 0 && (digit_of(signs[begin - 1]) >= 0 || signs[begin - 1] == kTen)) --begin;
    if (begin == signs.size()) return -1;
    int value = 0, pending = -1;
    for (std::size_t at = begin; at < signs.size() && value <= kDaysMax; ++at) {
        if (signs[at] == kTen) {
            value += (pending < 0 ? 1 : pending) * 10;
            pending = -1;
        } else {
            pending = (pending < 0 ? 0 : pending * 10) + digit_of(signs[at]);
            if (pending > kDaysMax) return -1;
        }
    }
    value += pending < 0 ? 0 : pending;
    return value > kDaysMax ? -1 : value;
}

bool holds_one(std::string_view text, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool read_yearly(std::string_view words, TimeRule& rule) {
    const std::size_t year = words.find(kEachYear);
    if (year == std::string_view::npos) return false;
    const std::string_view rest = words.substr(year + kEachYear.size());
    const std::size_t month = rest.find(kMonthWord);
    if (month == std::string_view::npos) return false;
    const std::size_t end = rest.find(kDayBefore, month);
    if (end == std::string_view::npos) return false;
    const int month_number = number_at_end(rest.substr(0, month));
    const std::size_t day_begin = month + kMonthWord.size();
    const int day_number = number_at_end(rest.substr(day_begin, end - day_begin));
    if (month_number < 1 || month_number > 12 || day_number < 1 || day_number > 31) return false;
    rule.kind = Kind::Yearly;
    rule.month = static_cast<unsigned>(month_number);
    rule.day = static_cast<unsigned>(day_number);
    return true;
}

bool read_counted(std::string_view words, std::string_view mark, Kind kind, TimeRule& rule) {
    const std::size_t at = words.find(mark);
    if (at == std::string_view::npos) return false;
    const int count = number_at_end(words.substr(0, at));
    if (count <= 0) return false;
    rule.kind = kind;
    rule.count = count;
    return true;
}

// 出让活动开始前20日.
bool read_before(std::string_view words, TimeRule& rule) {
    const std::size_t at = words.find(kBeforeWord);
    if (at == std::string_view::npos || at == 0 || !words.ends_with(kDayWord)) return false;
    const int count = number_at_end(words.substr(0, words.size() - kDayWord.size()));
    if (count <= 0) return false;
    rule.kind = Kind::Before;
    rule.count = count;
    return true;
}

base::Error broken(int line, std::string_view what) {
    return base::Error(base::ErrorCode::Invalid, "duty.catalogue_broken",
                       std::to_string(line) + ": " + std::string(what))
        .with("line", std::to_string(line))
        .with("what", what);
}

base::Result<std::vector<std::string>> words_of(const base::Json& json, std::string_view key) {
    std::vector<std::string> words;
    for (const base::Json& word : json.list(key)) {
        if (!word.is_string() || word.text.empty()) return broken(json.line, key);
        words.push_back(word.text);
    }
    return words;
}

struct Flag {
    std::string_view word;
    bool CatalogItem::*into;
};
constexpr Flag kAudience[] = {{kAll, &CatalogItem::for_all}, {kSome, &CatalogItem::for_some}};
constexpr Flag kWays[] = {{kOffered, &CatalogItem::offered}, {kAsked, &CatalogItem::asked}};
constexpr Flag kLevels[] = {{kCountyLevel, &CatalogItem::county},
                            {kTownshipLevel, &CatalogItem::township},
                            {kVillageLevel, &CatalogItem::village}};

base::Result<> read_flags(const base::Json& json, std::string_view key, std::span<const Flag> flags,
                          CatalogItem& item) {
    const std::vector<std::string> words = TRY(words_of(json, key));
    if (words.empty()) return broken(json.line, key);
    for (const std::string& word : words) {
        const auto flag =
            std::find_if(flags.begin(), flags.end(), [&](const Flag& one) { return one.word == word; });
        if (flag == flags.end()) return broken(json.line, word);
        item.*flag->into = true;
    }
    return base::Done{};
}

base::Result<> read_channels(const base::Json& json, CatalogItem& item) {
    for (const std::string& word : TRY(words_of(json, "channels"))) {
        const auto* found = std::find(std::begin(kChannels), std::end(kChannels), word);
        if (found == std::end(kChannels)) return broken(json.line, word);
        item.channels = static_cast<Channels>(item.channels | (1U << (found - std::begin(kChannels))));
    }
    return base::Done{};
}

base::Result<CatalogItem> read_item(const base::Json& json, const base::Json& group) {
    CatalogItem item;
    item.id = json.string_or("id");
    item.group = group.string_or("name");
    item.group_en = group.string_or("name_en");
    item.name = json.string_or("name");
    item.name_en = json.string_or("name_en");
    if (item.id.empty() || item.name.empty() || item.group.empty()) return broken(json.line, "id, name");
    item.elements = TRY(words_of(json, "elements"));
    item.grounds = TRY(words_of(json, "grounds"));
    item.when = parse_time_rule(json.string_or("when"));
    item.units = TRY(words_of(json, "units"));
    if (item.elements.empty() || item.units.empty() || item.when.words.empty())
        return broken(json.line, "elements, units, when");
    TRY(read_channels(json, item));
    TRY(read_flags(json, "audience", kAudience, item));
    TRY(read_flags(json, "way", kWays, item));
    TRY(read_flags(json, "levels", kLevels, item));
    if (const base::Json* match = json.find("match"); match != nullptr) {
        item.match.columns = TRY(words_of(*match, "columns"));
        item.match.words = TRY(words_of(*match, "words"));
    }
    item.kept_by_page = json.string_or("kept_by") == "page";
    if (const base::Json* extra = json.find("extra"); extra != nullptr)
        for (const auto& [name, value] : extra->members) item.extra.emplace_back(name, value.text);
    return item;
}

bool names(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

const DutyUnit* unit_named(const std::vector<DutyUnit>& roll, std::string_view code) {
    const auto found =
        std::find_if(roll.begin(), roll.end(), [&](const DutyUnit& unit) { return unit.code == code; });
    return found == roll.end() ? nullptr : &*found;
}

bool is_unit_of(const CatalogItem& item, const DutyUnit& unit) {
    return names(item.units, unit.code) || names(item.units, unit.kind) || names(item.units, "all");
}

// The last day of the period before the one that `day` stands in: of a quarter (3) or a month (1).
calendar::Date period_end_before(calendar::Date day, unsigned months) {
    const unsigned first = (day.month() - 1) / months * months + 1;
    return calendar::Date::of(day.year(), first, 1).plus(-1);
}

calendar::Date year_day(int year, const TimeRule& rule) {
    const calendar::Date month = calendar::Date::of(year, rule.month, 1);
    const calendar::Date last = month.plus_months(1).plus(-1);
    return month.plus(static_cast<int>(std::min(rule.day, last.day())) - 1);
}

bool is_near(calendar::Date due, calendar::Date today, const calendar::WorkCalendar& days) {
    return days.elapsed(today, due) <= kNearDays;
}

DutyStanding of_year(const TimeRule& rule, const DutyAsked& asked, const calendar::WorkCalendar& days) {
    calendar::Date passed = year_day(asked.today.year(), rule);
    if (passed >= asked.today) passed = year_day(asked.today.year() - 1, rule);
    DutyStanding standing;
    standing.next = year_day(passed.year() + 1, rule);
    const bool published = asked.published.days != 0;
    if (published && asked.published > passed) {
        standing.lamp = DutyLamp::Met;
    } else if (passed >= asked.from && !(published && asked.published > year_day(passed.year() - 1, rule))) {
        standing.lamp = DutyLamp::Late;
        standing.since = passed;
    } else if (is_near(standing.next, asked.today, days)) {
        standing.lamp = DutyLamp::Near;
    } else if (published) {
        standing.lamp = DutyLamp::Met;
    }
    return standing;
}

DutyStanding of_period(unsigned months, const DutyAsked& asked, const calendar::WorkCalendar& days) {
    const auto due_of = [&](calendar::Date end) {
        return days.add(end, {kReportDays, calendar::Unit::WorkingDays}).date;
    };
    const calendar::Date end = period_end_before(asked.today, months);
    const calendar::Date before = period_end_before(end, months);
    const bool published = asked.published.days != 0;
    DutyStanding standing;
    standing.next = due_of(end);
    if (published && asked.published > end) {
        standing.lamp = DutyLamp::Met;
        const int count = static_cast<int>(months);
        standing.next = due_of(end.plus(1).plus_months(count).plus(-1));
        return standing;
    }
    const bool over = standing.next < asked.today;
    const calendar::Date missed = over ? standing.next : due_of(before);
    const bool kept = published && asked.published > (over ? end : before);
    if (!kept && missed >= asked.from) {
        standing.lamp = DutyLamp::Late;
        standing.since = missed;
    } else if (!over && is_near(standing.next, asked.today, days)) {
        standing.lamp = DutyLamp::Near;
    } else if (published) {
        standing.lamp = DutyLamp::Met;
    }
    return standing;
}

void write_words(base::JsonWriter& out, std::string_view key, const std::vector<std::string>& words) {
    out.key(key).open_list();
    for (const std::string& word : words) out.string(word);
    out.close_list();
}

void write_flags(base::JsonWriter& out, std::string_view key, std::span<const Flag> flags,
                 const CatalogItem& item) {
    out.key(key).open_list();
    for (const Flag& flag : flags)
        if (item.*flag.into) out.string(flag.word);
    out.close_list();
}

void write_item(base::JsonWriter& out, const CatalogItem& item) {
    out.open_object().member("id", item.id).member("name", item.name).member("name_en", item.name_en);
    write_words(out, "elements", item.elements);
    write_words(out, "grounds", item.grounds);
    out.member("when", item.when.words);
    write_words(out, "units", item.units);
    out.key("channels").open_list();
    for (std::size_t i = 0; i < std::size(kChannels); ++i)
        if ((item.channels >> i & 1U) != 0) out.string(kChannels[i]);
    out.close_list();
    write_flags(out, "audience", kAudience, item);
    write_flags(out, "way", kWays, item);
    write_flags(out, "levels", kLevels, item);
    if (!item.match.columns.empty()) {
        out.key("match").open_object();
        write_words(out, "columns", item.match.columns);
        if (!item.match.words.empty()) write_words(out, "words", item.match.words);
        out.close_object();
    }
    if (item.kept_by_page) out.member("kept_by", "page");
    if (!item.extra.empty()) {
        out.key("extra").open_object();
        for (const auto& [name, value] : item.extra) out.member(name, value);
        out.close_object();
    }
    out.close_object();
}

}  // namespace

TimeRule parse_time_rule(std::string_view words) {
    TimeRule rule;
    rule.words = words;
    if (words == kSame) {
        rule.kind = Kind::Inherit;
    } else if (read_yearly(words, rule) || read_counted(words, kWorkingDays, Kind::WithinWorkingDays, rule) ||
               read_counted(words, kDaysWithin, Kind::WithinDays, rule) ||
               read_counted(words, kDaysWithinToo, Kind::WithinDays, rule) || read_before(words, rule)) {
        return rule;
    } else if (holds_one(words, kQuarterWords)) {
        rule.kind = Kind::Quarterly;
    } else if (holds_one(words, kMonthWords)) {
        rule.kind = Kind::Monthly;
    } else if (holds_one(words, kRealtimeWords)) {
        rule.kind = Kind::Realtime;
    }
    return rule;
}

std::string_view time_rule_word(TimeRule::Kind kind) {
    return kRuleWords[static_cast<std::size_t>(kind)];
}

const CatalogItem* DutyCatalogue::find(std::string_view item) const {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const CatalogItem& one) { return one.id == item; });
    return found == items.end() ? nullptr : &*found;
}

base::Result<DutyCatalogue> parse_duty_catalogue(std::string_view json) {
    const base::Json root = TRY(base::parse_json(json, base::JsonComments::Allowed));
    DutyCatalogue catalogue;
    catalogue.id = root.string_or("catalogue");
    catalogue.version = static_cast<int>(root.integer_or("version", 0));
    catalogue.order = static_cast<int>(root.integer_or("order", 0));
    catalogue.domain = root.string_or("domain");
    catalogue.domain_en = root.string_or("domain_en");
    catalogue.guide = root.string_or("guide");
    catalogue.verified = root.string_or("status") == "verified";
    if (catalogue.id.empty() || catalogue.version < 1 || catalogue.domain.empty() || catalogue.guide.empty())
        return broken(root.line, "catalogue, version, domain, guide");
    catalogue.from = TRY(calendar::Date::parse(root.string_or("from")));
    for (const base::Json& group : root.list("groups")) {
        for (const base::Json& written : group.list("items")) {
            CatalogItem item = TRY(read_item(written, group));
            if (catalogue.find(item.id) != nullptr) return broken(written.line, item.id);
            catalogue.items.push_back(std::move(item));
        }
    }
    if (catalogue.items.empty() || catalogue.items.size() > kCatalogItemsMax)
        return broken(root.line, "items");
    return catalogue;
}

std::string duty_catalogue_json(const DutyCatalogue& catalogue) {
    std::string text;
    base::JsonWriter out(text);
    out.open_object().member("catalogue", catalogue.id).member("version", catalogue.version);
    out.member("order", catalogue.order);
    out.member("domain", catalogue.domain).member("domain_en", catalogue.domain_en);
    out.member("guide", catalogue.guide).member("status", catalogue.verified ? "verified" : "unverified");
    out.member("from", catalogue.from.iso()).key("groups").open_list();
    const std::string* group = nullptr;
    for (const CatalogItem& item : catalogue.items) {
        if (group == nullptr || *group != item.group) {
            if (group != nullptr) out.close_list().close_object();
            out.open_object()
                .member("name", item.group)
                .member("name_en", item.group_en)
                .key("items")
                .open_list();
            group = &item.group;
        }
        write_item(out, item);
    }
    if (group != nullptr) out.close_list().close_object();
    out.close_list().close_object();
    return text + "\n";
}

std::vector<std::string> units_of(const CatalogItem& item, const std::vector<DutyUnit>& roll) {
    std::vector<std::string> units;
    for (const DutyUnit& unit : roll)
        if (is_unit_of(item, unit)) units.push_back(unit.code);
    return units;
}

std::string unit_for(const CatalogItem& item, std::string_view office, const std::vector<DutyUnit>& roll) {
    const DutyUnit* maker = unit_named(roll, office);
    if (maker == nullptr) return {};
    if (is_unit_of(item, *maker)) return maker->code;
    // 000 the government, 001 its office.
    if (maker->code != "000" && maker->code != "001") return {};
    return unit_named(roll, item.units.front()) == nullptr ? std::string() : item.units.front();
}

std::string unit_met_by(const CatalogItem& item, const PublishedPaper& paper,
                        const std::vector<DutyUnit>& roll) {
    const auto& match = item.match;
    const bool shown = std::any_of(match.columns.begin(), match.columns.end(),
                                   [&](const std::string& column) { return names(paper.columns, column); });
    if (!shown) return {};
    const bool named = match.words.empty() ||
                       std::any_of(match.words.begin(), match.words.end(), [&](const std::string& word) {
                           return paper.title.find(word) != std::string::npos;
                       });
    if (!named) return {};
    return unit_for(item, paper.office, roll);
}

std::string_view duty_lamp_word(DutyLamp lamp) {
    constexpr std::array<std::string_view, 4> words{"not_yet", "met", "near", "late"};
    return words[static_cast<std::size_t>(lamp)];
}

DutyStanding standing_of(const TimeRule& rule, const DutyAsked& asked, const calendar::WorkCalendar& days) {
    switch (rule.kind) {
    case Kind::Yearly: return of_year(rule, asked, days);
    case Kind::Quarterly: return of_period(3, asked, days);
    case Kind::Monthly: return of_period(1, asked, days);
    case Kind::Text:
    case Kind::WithinWorkingDays:
    case Kind::WithinDays:
    case Kind::Realtime:
    case Kind::Before:
    case Kind::Inherit: break;
    }
    DutyStanding standing;
    if (asked.published.days != 0) standing.lamp = DutyLamp::Met;
    return standing;
}

}  // namespace disclosure

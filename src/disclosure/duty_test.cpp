// What a catalogue says must be public, when it falls due, and that the catalogues the program carries are
// whole.

#include "calendar/calendar_file.h"
#include "catalog/body.h"
#include "catalog/law.h"
#include "disclosure/duty.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace disclosure {
namespace {

using calendar::Date;

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

const std::map<std::string, DutyCatalogue>& all() {
    static const auto catalogues = [] {
        std::map<std::string, DutyCatalogue> found;
        for (const auto& entry : std::filesystem::directory_iterator("definitions/catalogues")) {
            auto read = parse_duty_catalogue(whole(entry.path()));
            EXPECT_TRUE(read.ok()) << entry.path() << (read.ok() ? "" : read.error().detail());
            if (!read.ok()) continue;
            EXPECT_EQ(read.value().id, entry.path().stem().string());
            found.emplace(read.value().id, std::move(read).value());
        }
        return found;
    }();
    return catalogues;
}

std::vector<DutyUnit> roll() {
    catalog::Findings findings;
    std::vector<DutyUnit> units;
    for (const auto& body : catalog::parse_bodies(whole("counties/qingxi/bodies.json"), findings))
        units.push_back({body.code, body.kind});
    return units;
}

std::string read(const char* words) {
    const TimeRule rule = parse_time_rule(words);
    std::string text(time_rule_word(rule.kind));
    if (rule.kind == TimeRule::Kind::Yearly)
        return text + " " + std::to_string(rule.month) + "-" + std::to_string(rule.day);
    return rule.count > 0 ? text + " " + std::to_string(rule.count) : text;
}

TEST(ATimeRule, IsReadFromWhatTheFormSays) {
    EXPECT_EQ(read("自信息形成或者变更之日起20个工作日内"), "within_wd 20");
    EXPECT_EQ(read("信息形成之日起二十个工作日内予以公开"), "within_wd 20");
    EXPECT_EQ(read("批准之日起十五个工作日内"), "within_wd 15");
    EXPECT_EQ(read("形成之日起3日内"), "within_days 3");
    EXPECT_EQ(read("实时公开"), "realtime");
    EXPECT_EQ(read("及时"), "realtime");
    EXPECT_EQ(read("每年1月31日前"), "yearly 1-31");
    EXPECT_EQ(read("每年三月三十一日前公布"), "yearly 3-31");
    EXPECT_EQ(read("每季度"), "quarterly");
    EXPECT_EQ(read("按月公开"), "monthly");
    EXPECT_EQ(read("出让活动开始前20日"), "before 20");
    EXPECT_EQ(read("同上"), "inherit");
    EXPECT_EQ(read("公告不少于30日"), "text");
    EXPECT_EQ(read("每年99月31日前"), "text");
    EXPECT_EQ(read("999999999999个工作日内"), "text");
    EXPECT_EQ(read("按照有关规定"), "text");
}

class Standing : public testing::Test {
protected:
    // What is said on `today` of a rule when the newest edition is of `published`.
    static std::string of(const char* rule, const char* published, const char* today) {
        static const calendar::WorkCalendar days = [] {
            std::vector<calendar::CalendarFile> files;
            for (int year = 2024; year <= 2026; ++year) {
                auto file = calendar::parse_calendar(
                    whole("definitions/calendars/cn-" + std::to_string(year) + ".json"),
                    "cn-" + std::to_string(year) + ".json");
                CHECK(file.ok());
                files.push_back(std::move(file).value());
            }
            auto made = calendar::compile_calendar(files);
            CHECK(made.ok());
            return std::move(made).value();
        }();
        DutyAsked asked;
        asked.from = Date::of(2026, 1, 1);
        asked.today = Date::parse(today).value();
        if (*published != '\0') asked.published = Date::parse(published).value();
        const DutyStanding standing = standing_of(parse_time_rule(rule), asked, days);
        std::string said(duty_lamp_word(standing.lamp));
        if (standing.since.days != 0) said += " since " + standing.since.iso();
        return standing.next.days == 0 ? said : said + " next " + standing.next.iso();
    }
};

TEST_F(Standing, OfAYear) {
    EXPECT_EQ(of("每年3月31日前", "2026-03-20", "2026-12-01"), "met next 2027-03-31");
    EXPECT_EQ(of("每年3月31日前", "2026-05-20", "2026-12-01"), "met next 2027-03-31") << "late, but there";
    EXPECT_EQ(of("每年3月31日前", "", "2026-12-01"), "late since 2026-03-31 next 2027-03-31");
    EXPECT_EQ(of("每年3月31日前", "2025-03-20", "2026-12-01"), "late since 2026-03-31 next 2027-03-31");
    EXPECT_EQ(of("每年3月31日前", "", "2026-02-01"), "not_yet next 2026-03-31") << "the catalogue is newer";
    EXPECT_EQ(of("每年3月31日前", "", "2026-03-27"), "near next 2026-03-31");
    EXPECT_EQ(of("每年12月31日前", "", "2026-12-01"), "not_yet next 2026-12-31");
}

TEST_F(Standing, OfAQuarter) {
    // The third quarter is due 20 working days after 30 September; 10 October, a Saturday, is one of them.
    const std::string due = "2026-11-03";
    EXPECT_EQ(of("每季度", "2026-10-13", "2026-12-01"), "met next 2027-01-28");
    EXPECT_EQ(of("每季度", "2026-07-10", "2026-12-01"), "late since " + due + " next " + due);
    EXPECT_EQ(of("每季度", "2026-07-10", "2026-10-15"), "met next " + due);
    EXPECT_EQ(of("每季度", "2026-07-10", "2026-11-02"), "near next " + due);
    EXPECT_EQ(of("每季度", "", "2026-01-15"), "not_yet next 2026-01-29");
}

TEST_F(Standing, OfAMonth) {
    EXPECT_EQ(of("每月", "2026-11-09", "2026-11-20").substr(0, 3), "met");
    EXPECT_EQ(of("每月", "2026-09-01", "2026-11-20").substr(0, 4), "late");
}

TEST_F(Standing, OfWhatArisesIsNeverLateByItself) {
    EXPECT_EQ(of("自信息形成或者变更之日起20个工作日内", "", "2026-12-01"), "not_yet");
    EXPECT_EQ(of("自信息形成或者变更之日起20个工作日内", "2026-06-01", "2026-12-01"), "met");
    EXPECT_EQ(of("即时", "", "2026-12-01"), "not_yet");
}

TEST(TheCatalogues, AreTheTwentySixDomainsAndTheRegulation) {
    const std::set<std::string> domains{"重大建设项目",
                                        "公共资源交易",
                                        "财政预决算",
                                        "安全生产",
                                        "税收管理",
                                        "征地补偿",
                                        "保障性住房",
                                        "农村危房改造",
                                        "生态环境",
                                        "公共文化服务",
                                        "公共法律服务",
                                        "扶贫（乡村振兴）",
                                        "救灾",
                                        "食品药品监管",
                                        "城市综合执法",
                                        "就业",
                                        "社会保险",
                                        "社会救助",
                                        "养老服务",
                                        "户籍管理",
                                        "涉农补贴",
                                        "义务教育",
                                        "医疗卫生",
                                        "市政服务",
                                        "国土空间规划",
                                        "国有土地上房屋征收与补偿",
                                        "条例规定主动公开的事项"};
    std::set<std::string> found;
    for (const auto& [id, catalogue] : all()) {
        found.insert(catalogue.domain);
        EXPECT_GE(catalogue.items.size(), 8U) << id;
        EXPECT_LE(catalogue.items.size(), 25U) << id;
    }
    EXPECT_EQ(found, domains);
}

TEST(TheCatalogues, NameBodiesOfTheCounty) {
    const auto units = roll();
    std::set<std::string> known{"township", "department", "government", "all"};
    for (const DutyUnit& unit : units) known.insert(unit.code);
    for (const auto& [id, catalogue] : all()) {
        for (const CatalogItem& item : catalogue.items) {
            EXPECT_FALSE(units_of(item, units).empty()) << id << item.id;
            for (const std::string& unit : item.units) EXPECT_TRUE(known.contains(unit)) << id << unit;
            EXPECT_NE(item.channels, 0) << id << item.id;
            EXPECT_FALSE(item.grounds.empty()) << id << item.id;
        }
    }
}

// 《…》第十条: the law is in the register, or the catalogue says that its source was not read.
TEST(TheCatalogues, CiteLaws) {
    catalog::LawRegister laws;
    for (const auto& entry : std::filesystem::directory_iterator("definitions/law")) {
        catalog::Findings findings;
        laws.add(catalog::parse_law(whole(entry.path()), entry.path().stem().string(), findings));
    }
    for (const auto& [id, catalogue] : all()) {
        for (const CatalogItem& item : catalogue.items) {
            for (const std::string& ground : item.grounds) {
                const std::size_t open = ground.find("《"), close = ground.find("》");
                ASSERT_TRUE(open == 0 && close != std::string::npos) << ground;
                const std::string name = ground.substr(3, close - 3);
                EXPECT_TRUE(!catalogue.verified || laws.find(name) != nullptr) << id << name;
            }
        }
    }
}

TEST(TheCatalogues, AreWrittenAsTheyWereRead) {
    for (const auto& [id, catalogue] : all()) {
        const auto again = parse_duty_catalogue(duty_catalogue_json(catalogue));
        ASSERT_TRUE(again.ok()) << again.error().detail();
        EXPECT_EQ(again.value().items, catalogue.items) << id;
    }
}

TEST(ACatalogue, IsRefusedWithItsLine) {
    const auto fault = [](const std::string& from, const std::string& to) {
        std::string text = whole("definitions/catalogues/social-assistance.json");
        text.replace(text.find(from), from.size(), to);
        const auto read = parse_duty_catalogue(text);
        return read.ok() ? std::string() : read.error().detail();
    };
    EXPECT_EQ(fault("政府网站", "政府网页"), "7: 政府网页");
    EXPECT_EQ(fault("\"id\": \"02\"", "\"id\": \"01\""), "13: 01");
    EXPECT_EQ(fault("\"全社会\"", "\"全县\""), "7: 全县");
    EXPECT_EQ(fault("\"version\": 1", "\"version\": 0"), "1: catalogue, version, domain, guide");
}

TEST(ADocument, BelongsToItemsByColumnAndTitle) {
    const auto units = roll();
    const DutyCatalogue& relief = all().at("social-assistance");
    const auto met = [&](const char* item, const char* office, const char* title) {
        return unit_met_by(*relief.find(item), {office, title, {"welfare"}}, units);
    };
    EXPECT_EQ(met("05", "007", "关于调整最低生活保障标准的通知"), "007");
    EXPECT_EQ(met("05", "000", "关于调整最低生活保障标准的通知"), "007") << "the government, for who leads";
    EXPECT_EQ(met("05", "103", "双河镇最低生活保障标准"), "103");
    EXPECT_EQ(met("05", "012", "关于调整最低生活保障标准的通知"), "") << "another department's";
    EXPECT_EQ(met("05", "007", "清明节祭扫安排"), "");
}

}  // namespace
}  // namespace disclosure

// A whole county's reports told as stories: a year of 300 requests over 45 bodies through the real verbs,
// every body's report closed and published, the county's summed up, and what is refused on the way.

#include "app/demo_courses.h"
#include "base/file.h"
#include "casework/case_verbs.h"
#include "disclosure/annual_verbs.h"
#include "disclosure/remedy.h"

#include "town.h"

#include <chrono>
#include <queue>

namespace {

using calendar::Date;
using disclosure::AnnualDesk;
using disclosure::ReportOf;

constexpr int kUnits = 45, kRequests = 300, kCarriedOver = 20;

class County {
public:
    explicit County(std::string_view opened) : town(nullptr, opened) {
        seat_units();
        read_people();
    }

    AnnualDesk desk() { return {form_, town.node().catalogue(), {}}; }
    const identity::Actor& at(const std::string& post, std::size_t n = 0) { return people_.at(post).at(n); }

    // Files a request at a body and moves it day by day from there on.
    void file(const std::string& office) {
        const catalog::ItemPtr item = items_.at(office);
        auto beginning = courses_->begin(*item);
        ASSERT_TRUE(beginning.ok()) << beginning.error().text_key();
        const auto filed = town.perform<casework::Filed>(identity::nobody(), [&](identity::Act& act) {
            return casework::file_case(act, town.node().practice(), item->code, beginning.value().wanted);
        });
        ASSERT_TRUE(filed.ok()) << filed.error().text_key() << " " << filed.error().detail();
        later(filed.value().number, 1);
    }
    // Everything that is due until `day`, then the clock stands there.
    void play_until(Date day) {
        const auto nine = [](Date date) { return calendar::Instant::start_of(date).plus_seconds(9 * 3600); };
        while (!ahead_.empty() && ahead_.top().first <= day.days) {
            const auto [when, number] = ahead_.top();
            ahead_.pop();
            move_to(nine({when}).plus_seconds(minute_++ % 400 * 60));
            step(number);
        }
        move_to(nine(day));
    }
    bool over(const std::string& number) { return courses_->is_over(number).value(); }

    disclosure::ReportView view(const ReportOf& which) {
        auto found = town.node().registrar().read<disclosure::ReportView>(
            identity::nobody(),
            [&](const identity::Reading& reading) { return view_report(reading, desk(), which); });
        EXPECT_TRUE(found.ok()) << found.error().text_key() << " " << found.error().detail();
        return std::move(found).value();
    }
    template <class Verb>
    base::Result<> as(const identity::Actor& actor, Verb verb) {
        return town.perform<base::Done>(actor, [&](identity::Act& act) { return verb(act); });
    }
    static disclosure::TypedReport words(const std::string& more = {}) {
        disclosure::TypedReport typed;
        typed.sections[0] = "按照条例主动公开、依法答复。";
        typed.sections[4] = "检索工具少、答复书释法说理不够；已安排培训，整理目录。";
        typed.sections[5] = "本年度未收取信息处理费。" + more;
        return typed;
    }
    std::string refusal(const base::Result<>& result) {
        return result.ok() ? std::string("done") : result.error().text_key();
    }
    // Written, handed in, approved by another, published: as one body does it.
    std::string close(const ReportOf& which, const disclosure::TypedReport& typed) {
        const std::string by = which.office == "000" ? "001" : which.office;
        const identity::Actor& officer = at("foi@" + by);
        const identity::Actor& head = at("head@" + by);
        const AnnualDesk room = desk();
        auto done = as(officer, [&](identity::Act& act) { return write_report(act, room, which, typed); });
        if (done.ok())
            done = as(officer, [&](identity::Act& act) { return hand_in_report(act, room, which); });
        if (done.ok()) done = as(head, [&](identity::Act& act) { return approve_report(act, room, which); });
        if (done.ok())
            done = as(officer, [&](identity::Act& act) { return publish_report(act, room, which); });
        return refusal(done);
    }

    Town town;
    std::vector<std::string> units;

private:
    void move_to(calendar::Instant instant) {
        if (town.clock().now() < instant) town.clock().move_to(instant);
        const auto today = town.clock().now().date();
        if (today.days < deemed_.days + 3) return;
        deemed_ = today;
        const auto deemed = town.perform<int>(identity::system_clock_actor(), [&](identity::Act& act) {
            return casework::deem_due(act, town.node().practice(), 60);
        });
        EXPECT_TRUE(deemed.ok());
    }
    void later(const std::string& number, int days) {
        ahead_.emplace(town.clock().now().date().days + days + dice_.below(3), number);
    }
    void step(const std::string& number) {
        if (over(number)) return;
        const auto deed = courses_->next(number);
        ASSERT_TRUE(deed.ok()) << deed.error().text_key();
        if (deed.value())
            std::ignore =
                town.step(deed.value()->actor, number, deed.value()->choice, deed.value()->standing);
        later(number, deed.value() ? 1 : 5);
    }
    // Forty-five bodies, each with an item for requests and the posts that its process asks for.
    void seat_units() {
        std::vector<std::pair<std::string, std::string>> files;
        const std::string sample = base::read_file("counties/qingxi/services/001/qx-001-01.json").value();
        const auto catalogue = town.node().catalogue().current();
        std::string people = "[";
        for (const catalog::PublicBody& body : catalogue->bodies) {
            if (body.code == "000" || static_cast<int>(units.size()) == kUnits) continue;
            units.push_back(body.code);
            for (const char* role : {"foi", "foi", "secrecy", "handler", "head", "head"}) {
                const std::string id = "t" + std::to_string(people.size());
                people += (people.size() > 1 ? ",{" : "{") + ("\"id\":\"" + id) + "\",\"login\":\"" + id +
                          "\",\"name\":\"试用\",\"post\":\"科员\",\"body\":\"" + body.code +
                          "\",\"roles\":[{\"role\":\"" + role + "\",\"body\":\"" + body.code + "\"}]}";
            }
            if (request_item(*catalogue, body.code) != nullptr) continue;
            std::string item = sample;
            const auto put = [&](std::string_view from, const std::string& to) {
                item.replace(item.find(from), from.size(), to);
            };
            put("\"qx-001-01\"", "\"qx-" + body.code + "-99\"");
            put("\"body\": \"001\"", "\"body\": \"" + body.code + "\"");
            files.emplace_back("counties/qingxi/services/" + body.code + "/qx-" + body.code + "-99.json",
                               item);
        }
        files.emplace_back("counties/qingxi/people.json", people + "]");
        std::vector<catalog::CarriedFile> carried;
        for (const auto& [path, text] : files) carried.push_back({path, text});
        identity::Actor operator_actor = identity::office_actor("demo");
        operator_actor.grants.push_back({"identity.manage", "", "operator", 0});
        const auto report = catalog::load_county(
            town.node().registrar(), town.node().desk(),
            {town.official("editor", "029"), town.official("approver", "029"), operator_actor}, carried,
            "qingxi");
        ASSERT_TRUE(report.ok()) << report.error().text_key() << " " << report.error().detail();
        for (const auto& [path, findings] : report.value().refused)
            ADD_FAILURE() << path << ": " << findings.front().text_key << " " << findings.front().place;
        ASSERT_TRUE(town.node().reload_catalogue().ok());
        for (const std::string& unit : units) {
            items_[unit] = request_item(*town.node().catalogue().current(), unit);
            ASSERT_NE(items_[unit], nullptr) << unit;
        }
    }
    static catalog::ItemPtr request_item(const catalog::Catalogue& catalogue, const std::string& body) {
        for (const auto& [code, item] : catalogue.items)
            if (item->process == "disclosure-request" && item->body == body && item->status == 1) return item;
        return nullptr;
    }
    void read_people() {
        const auto catalogue = town.node().catalogue().current();
        auto reader = std::move(town.node().registrar().lend()).value();
        const std::vector<identity::Official> officials = identity::list_officials(*reader).value();
        for (const auto& official : officials) {
            const auto actor =
                identity::actor_of(*reader, official.person, catalogue->roles, town.clock().now().date())
                    .value();
            for (const auto& role : official.roles) people_[role.role + "@" + role.body].push_back(actor);
        }
        town.node().registrar().give_back(std::move(reader));
    }

    const disclosure::AnnualForm form_ =
        disclosure::parse_annual_form(base::read_file("definitions/disclosure/annual-2021.json").value())
            .value();
    app::DemoWords words_ =
        app::DemoWords::parse(base::read_file("counties/qingxi/sample/words.json").value()).value();
    app::Dice dice_{20260105};
    app::DemoPeople people_;
    std::map<std::string, catalog::ItemPtr> items_;
    std::unique_ptr<app::DemoCourses> courses_ =
        std::make_unique<app::DemoCourses>(town.node(), words_, dice_, people_);
    using Ahead = std::pair<std::int32_t, std::string>;
    std::priority_queue<Ahead, std::vector<Ahead>, std::greater<>> ahead_;
    int minute_ = 0;
    Date deemed_;

public:
    int below(int bound) { return dice_.below(bound); }
};

std::int64_t total(const disclosure::AnnualTables& tables, std::size_t row) {
    return tables.requests[row][disclosure::kColumnTotal].value;
}

TEST(AnnualReports, OfAYearOf300RequestsOver45BodiesAreValidAndAddUp) {
    const auto began = std::chrono::steady_clock::now();
    County county("2025-11-03T09:00:00+08:00");
    for (int n = 0; n < kCarriedOver; ++n) {
        county.play_until(Date::of(2025, 12, 10).plus(n));
        county.file(county.units[static_cast<std::size_t>(n * 2 % kUnits)]);
    }
    county.play_until(Date::of(2026, 1, 4));
    for (const std::string& unit : county.units)
        ASSERT_EQ(county.close({unit, 2025}, County::words()), "done") << unit;
    for (int n = 0; n < kRequests; ++n) {
        county.play_until(Date::of(2026, 1, 5).plus(n * 359 / kRequests));
        county.file(county.units[static_cast<std::size_t>(n % kUnits)]);
    }
    county.play_until(Date::of(2027, 1, 8));
    const auto filed = std::chrono::steady_clock::now();
    std::int64_t received = 0, carried = 0, results = 0, open = 0;
    int leaves = 0;
    disclosure::AnnualTables sum;
    for (const std::string& unit : county.units) {
        const disclosure::ReportView draft = county.view({unit, 2026});
        EXPECT_TRUE(draft.ground.previous.has_value());
        ASSERT_EQ(county.close({unit, 2026}, County::words()), "done") << unit;
        const disclosure::ReportView closed = county.view({unit, 2026});
        EXPECT_EQ(closed.line.state, "published");
        EXPECT_TRUE(closed.verdict.may_close());
        received += total(closed.report.tables, disclosure::kRowNew);
        carried += total(closed.report.tables, disclosure::kRowCarried);
        results += total(closed.report.tables, disclosure::kRowResults);
        open += total(closed.report.tables, disclosure::kRowOpen);
        for (const std::string& cell : disclosure::all_cells())
            find_cell(sum, cell)->value += find_cell(closed.report.tables, cell)->value;
    }
    for (std::size_t row = disclosure::kRowFirstLeaf; row < disclosure::kRowResults; ++row)
        leaves += total(sum, row) > 0 ? 1 : 0;
    EXPECT_EQ(received + carried, results + open);
    EXPECT_GT(received, kRequests * 9 / 10);
    EXPECT_GT(carried, 0);
    EXPECT_GE(leaves, 8);

    // The county's own report names who is missing, or goes nowhere.
    const ReportOf whole{"000", 2026};
    EXPECT_EQ(county.close(whole, County::words()), "annual.blocked");
    std::string missing;
    const disclosure::ReportView county_draft = county.view(whole);
    for (const std::string& name : county_draft.ground.roll_up->missing) missing += name + "、";
    EXPECT_EQ(county_draft.ground.roll_up->included.size(), static_cast<std::size_t>(kUnits));
    EXPECT_EQ(county.close(whole, County::words("尚未报送的单位：" + missing)), "done");
    EXPECT_EQ(county.view(whole).report.tables, sum);
    const auto ended = std::chrono::steady_clock::now();
    const auto seconds = [](auto span) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(span).count() / 1000;
    };
    std::printf("requests: received %lld, carried %lld, answered %lld, open %lld, leaves %d; filing %lld s, "
                "46 reports %lld s\n",
                static_cast<long long>(received), static_cast<long long>(carried),
                static_cast<long long>(results), static_cast<long long>(open), leaves,
                static_cast<long long>(seconds(filed - began)),
                static_cast<long long>(seconds(ended - filed)));
    county.town.expect_books_agree();
}

TEST(AnnualReports, TakeTwoPersonsAndNoFault) {
    County county("2025-11-03T09:00:00+08:00");
    const std::string unit = county.units[1];
    const ReportOf which{unit, 2025};
    for (int n = 0; n < 4; ++n) county.file(unit);
    county.play_until(Date::of(2025, 12, 31));
    const AnnualDesk desk = county.desk();
    const identity::Actor officer = county.at("foi@" + unit), head = county.at("head@" + unit);
    EXPECT_EQ(
        county.refusal(county.as(
            officer, [&](identity::Act& act) { return write_report(act, desk, which, County::words()); })),
        "annual.year_not_over");
    county.play_until(Date::of(2026, 1, 5));
    const auto hand_in = [&](identity::Act& act) { return hand_in_report(act, desk, which); };
    const auto approve = [&](identity::Act& act) { return approve_report(act, desk, which); };
    EXPECT_EQ(county.refusal(county.as(officer, hand_in)), "annual.blocked");  // section 5 is empty
    EXPECT_EQ(county.refusal(county.as(head, approve)), "annual.not_handed_in");
    const auto write = [&](identity::Act& act) { return write_report(act, desk, which, County::words()); };
    EXPECT_EQ(county.refusal(county.as(county.at("foi@" + county.units[2]), write)), "error.forbidden");
    ASSERT_TRUE(county.as(officer, write).ok());
    ASSERT_TRUE(county.as(officer, hand_in).ok());
    identity::Actor both = officer;
    for (const identity::Grant& grant : head.grants) both.grants.push_back(grant);
    EXPECT_EQ(county.refusal(county.as(both, approve)), "annual.same_person");
    ASSERT_TRUE(
        county
            .as(head, [&](identity::Act& act) { return return_report(act, desk, which, "第五部分写得太短"); })
            .ok());
    EXPECT_EQ(county.view(which).line.state, "draft");
    ASSERT_EQ(county.close(which, County::words()), "done");
    EXPECT_EQ(county.refusal(county.as(officer, write)), "annual.closed");

    // An erratum has to add up, names its reason and leaves the first document where it is.
    disclosure::Erratum erratum{{{"T3.N.natural", 40}}, "漏计信函申请"};
    const auto mend = [&](identity::Act& act) { return mend_report(act, desk, which, erratum); };
    EXPECT_EQ(county.refusal(county.as(head, mend)), "annual.blocked");
    const auto before = county.view(which);
    const auto plus = [&](std::string_view cell) { return find_cell(before.report.tables, cell)->value + 1; };
    erratum.cells.clear();
    for (const std::string cell : {"T3.N.natural", "T3.N.total", "T3.F.natural", "T3.F.total"})
        erratum.cells.emplace_back(cell, plus(cell));
    ASSERT_EQ(county.refusal(county.as(head, mend)), "done");
    EXPECT_EQ(county.view(which).line.errata, 1);
    EXPECT_EQ(county.view(which).report.tables.requests[disclosure::kRowNew][0].value,
              before.report.tables.requests[disclosure::kRowNew][0].value + 1);
    county.town.expect_books_agree();
}

TEST(AnnualReports, CountRemediesInTheYearTheyEnd) {
    County county("2026-02-02T09:00:00+08:00");
    const std::string unit = county.units[3];
    const identity::Actor officer = county.at("foi@" + unit);
    const auto record = [&](std::string kind, Date filed) {
        return county.town.perform<std::string>(officer, [&](identity::Act& act) {
            return disclosure::record_remedy(act, {{}, unit, kind, filed, "向县政府申请行政复议"});
        });
    };
    EXPECT_EQ(record("review", Date::of(2026, 2, 3)).error().text_key(), "remedy.day_to_come");
    EXPECT_EQ(record("appeal", Date::of(2026, 2, 1)).error().text_key(), "remedy.choose_kind");
    const std::string review = record("review", Date::of(2025, 12, 20)).value();
    ASSERT_TRUE(record("direct", Date::of(2025, 12, 21)).ok());
    ASSERT_TRUE(record("complaint", Date::of(2025, 12, 22)).ok());
    const auto decide = [&](identity::Act& act) {
        return disclosure::decide_remedy(act, review, {"corrected", Date::of(2026, 2, 1), "R1"});
    };
    ASSERT_TRUE(county.as(officer, decide).ok());
    EXPECT_EQ(county.refusal(county.as(officer, decide)), "remedy.ended");
    const auto cells = [&](int year) {
        std::string out;
        for (const auto& kind : county.view({unit, year}).report.tables.remedies)
            for (const disclosure::Cell& cell : kind) out += std::to_string(cell.value);
        return out;
    };
    EXPECT_EQ(cells(2025), "00011"
                           "00011"
                           "00000");
    EXPECT_EQ(cells(2026), "01001"
                           "00011"
                           "00000");
    county.town.expect_books_agree();
}

}  // namespace

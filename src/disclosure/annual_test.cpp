#include "base/file.h"
#include "disclosure/annual_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace disclosure {

namespace {

const AnnualForm& form() {
    static const AnnualForm known = [] {
        const auto text = base::read_file("definitions/disclosure/annual-2021.json");
        return parse_annual_form(text.value()).value();
    }();
    return known;
}

using Row = std::array<std::int64_t, kRequestColumns>;
void put(AnnualTables& tables, std::string_view id, const Row& values) {
    const auto at = std::find(kRequestRowIds.begin(), kRequestRowIds.end(), id) - kRequestRowIds.begin();
    for (std::size_t column = 0; column < kRequestColumns; ++column)
        tables.requests[static_cast<std::size_t>(at)][column].value = values[column];
}

// disclosure.md 4.3: one department, 2026.
AnnualReport worked_example() {
    AnnualReport report = blank_report(form(), "清溪县财政局", 2026);
    AnnualTables& t = report.tables;
    put(t, "N", {14, 3, 0, 0, 2, 1, 20});
    put(t, "C", {2, 1, 0, 0, 0, 0, 3});
    put(t, "R1", {5, 1, 0, 0, 1, 0, 7});
    put(t, "R2", {2, 1, 0, 0, 0, 0, 3});
    put(t, "R3.4", {1, 0, 0, 0, 0, 0, 1});
    put(t, "R3.6", {1, 0, 0, 0, 0, 0, 1});
    put(t, "R4.1", {3, 1, 0, 0, 0, 1, 5});
    put(t, "R4.2", {0, 0, 0, 0, 1, 0, 1});
    put(t, "R5.1", {1, 0, 0, 0, 0, 0, 1});
    put(t, "R5.2", {1, 0, 0, 0, 0, 0, 1});
    put(t, "R6.1", {1, 0, 0, 0, 0, 0, 1});
    put(t, "R7", {15, 3, 0, 0, 2, 1, 21});
    put(t, "F", {1, 1, 0, 0, 0, 0, 2});
    const std::array<std::array<std::int64_t, 5>, 3> remedies = {
        {{1, 1, 0, 0, 2}, {0, 0, 0, 1, 1}, {0, 0, 0, 1, 1}}};
    for (std::size_t kind = 0; kind < kRemedyKinds; ++kind)
        for (std::size_t column = 0; column < kRemedyColumns; ++column)
            t.remedies[kind][column].value = remedies[kind][column];
    report.sections[0] = "2026年新收政府信息公开申请20件，上年结转3件。";
    report.sections[4] = "有1件答复被复议纠正，已重新答复。下一步加强培训。";
    report.sections[5] = "本年度未收取信息处理费。";
    return report;
}

// Everything known of it, and all of it in order.
AnnualGround whole_ground() {
    AnnualGround ground;
    const AnnualReport report = worked_example();
    ground.previous.emplace();
    put(*ground.previous, "F", {2, 1, 0, 0, 0, 0, 3});
    ground.previous_problems = "去年公开平台改版慢，人手不足。";
    ground.counted = report.tables;
    ground.fees = base::Money{0};
    ground.proofs = RequestProofs{1, 0, 3, {}, {{"a", {20000}}, {"b", {20001}}}};
    ground.roll_up = RollUp{{{"a", report.tables}}, {}};
    ground.dates = AnnualDates{calendar::Date::of(2027, 1, 30), calendar::Date::of(2027, 1, 20),
                               calendar::Date::of(2027, 1, 25), Reporter::Unit};
    return ground;
}

// AR-02(other), as a test names a finding.
std::vector<std::string> names_of(const AnnualVerdict& verdict) {
    std::vector<std::string> names;
    for (const AnnualFinding& one : verdict.findings) names.push_back(one.text + "(" + one.place + ")");
    return names;
}
using Names = std::vector<std::string>;

// What the checks say after one thing was changed.
template <class Change>
Names after(Change change) {
    AnnualReport report = worked_example();
    AnnualGround ground = whole_ground();
    change(report, ground);
    return names_of(check_annual(form(), report, ground));
}
template <class Change>
Names imported_after(Change change) {  // an imported report: only last year's is known beside it
    AnnualReport report = worked_example();
    AnnualGround ground;
    ground.previous = whole_ground().previous;
    change(report.tables);
    return names_of(check_annual(form(), report, ground));
}
Cell& cell(AnnualTables& tables, std::string_view name) {
    return *find_cell(tables, name);
}

TEST(AnnualForm, HasTwoHundredCellsAndEveryOneIsFoundByItsName) {
    const auto names = all_cells();
    EXPECT_EQ(names.size(), 200u);
    const AnnualTables tables;
    for (const std::string& name : names) EXPECT_NE(find_cell(tables, name), nullptr) << name;
    for (const std::string none :
         {"", "T2.", "T3", "T3.N", "T3.N.", "T3..natural", "T9.N.natural", "T4.review."})
        EXPECT_EQ(find_cell(tables, none), nullptr) << none;
    EXPECT_EQ(row_of_leaf("R1"), 2);
    EXPECT_EQ(row_of_leaf("R6.3"), 22);
    EXPECT_EQ(row_of_leaf("R7"), -1);
    EXPECT_EQ(row_of_leaf("withdrawn"), -1);
}

TEST(AnnualForm, IsRefusedWhenItLacksARowThatIsCounted) {
    const std::string whole = base::read_file("definitions/disclosure/annual-2021.json").value();
    for (const auto& [from, place] :
         std::map<std::string, std::string>{{"\"row\": \"R4.2\"", "requests.rows"},
                                            {"\"column\": \"welfare\"", "requests.columns"},
                                            {"\"kind\": \"direct\"", "remedies.kinds"},
                                            {"\"column\": \"pending\"", "remedies.columns"},
                                            {"\"row\": \"coercion\"", "published"},
                                            {"\"T3.C.total\"", "T3.X.total"}}) {
        std::string broken = whole;
        broken.replace(broken.find(from), from.size(),
                       from.starts_with("\"T3") ? "\"T3.X.total\""
                                                : from.substr(0, from.rfind(' ')) + " \"x\"");
        const auto parsed = parse_annual_form(broken);
        ASSERT_FALSE(parsed.ok()) << from;
        EXPECT_EQ(parsed.error().detail(), place);
    }
}

TEST(AnnualCell, IsANumberOfZeroOrMoreOrStaysAsTyped) {
    EXPECT_EQ(read_cell("20"), (Cell{20, true, {}}));
    for (const std::string bad : {"", "/", "-", "-1", "1.5", "两件", "1,000", "9999999999999999"})
        EXPECT_EQ(read_cell(bad), (Cell{0, false, bad})) << bad;
    EXPECT_EQ(read_charge_cell("0.03").value, 30'000);  // 300 yuan in 分
    EXPECT_EQ(read_charge_cell("12").value, 12'000'000);
    EXPECT_FALSE(read_charge_cell("0.0000001").is_number);
    EXPECT_FALSE(read_charge_cell(".5").is_number);
    EXPECT_EQ(charge_shown(read_charge_cell("0.030")), "0.03");
    EXPECT_EQ(charge_shown(read_charge_cell("7.0")), "7");
    EXPECT_EQ(charge_shown(read_charge_cell("/")), "/");
}

TEST(AnnualChecks, AreFifteenWithFortyNineEqualities) {
    int equalities = 0;
    for (const AnnualCheck& check : annual_checks()) equalities += check.equalities;
    EXPECT_EQ(annual_checks().size(), 15u);
    EXPECT_EQ(equalities, 49);
}

TEST(AnnualChecks, AllHoldForTheWorkedExample) {
    const AnnualVerdict verdict = check_annual(form(), worked_example(), whole_ground());
    EXPECT_EQ(names_of(verdict), Names());
    EXPECT_EQ(verdict.not_checked, Names());
    EXPECT_TRUE(verdict.may_close());
    AnnualTables reckoned = worked_example().tables;
    add_up(reckoned);
    EXPECT_EQ(reckoned, worked_example().tables);
}

TEST(AnnualChecks, NameExactlyWhatTheThreeMutationsBreak) {
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T3.R4.1.other").value = 0; }),
              (Names{"AR-02(other)", "AR-03(R4.1)"}));
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T3.C.natural").value = 1; }),
              (Names{"AR-01(natural)", "AR-03(C)", "AR-05(natural)"}));
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T3.R7.total").value = 20; }),
              (Names{"AR-01(total)", "AR-02(total)", "AR-03(R7)"}));
}

TEST(AnnualChecks, SayWhatCouldNotBeChecked) {
    AnnualGround ground;
    ground.has_text = false;
    const AnnualVerdict verdict = check_annual(form(), worked_example(), ground);
    EXPECT_EQ(names_of(verdict), Names());
    EXPECT_EQ(verdict.not_checked,
              (Names{"AR-05", "AR-07", "AR-08", "AR-10", "AR-11", "AR-12", "AR-13", "AR-14", "AR-15"}));
}

// Each of the 200 cells, moved by one, is noticed by a check that names it.
TEST(AnnualChecks, NoticeEveryCellThatIsChanged) {
    for (const std::string& name : all_cells()) {
        AnnualReport report = worked_example();
        ++cell(report.tables, name).value;
        const AnnualVerdict verdict = check_annual(form(), report, whole_ground());
        EXPECT_FALSE(verdict.may_close()) << name;
        EXPECT_TRUE(verdict.marks(name)) << name;
    }
}

// The 49 equalities alone notice every cell of tables three and four.
TEST(AnnualChecks, HoldTablesThreeAndFourTogetherWithoutAnyRecord) {
    for (const std::string& name : all_cells()) {
        if (name.starts_with("T2.")) continue;
        AnnualReport report = worked_example();
        ++cell(report.tables, name).value;
        AnnualGround ground;
        ground.previous = whole_ground().previous;
        ground.has_text = false;
        EXPECT_TRUE(check_annual(form(), report, ground).marks(name)) << name;
    }
}

TEST(AnnualChecks, AR04HoldsTableFourTogether) {
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T4.direct.pending").value = 2; }),
              Names{"AR-04(direct)"});
}

TEST(AnnualChecks, AR06TakesNothingButNumbers) {
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T3.R3.1.science") = read_cell("/"); }),
              Names{"AR-06(T3.R3.1.science)"});
    EXPECT_EQ(imported_after([](AnnualTables& t) { cell(t, "T2.penalty") = read_cell(""); }),
              Names{"AR-06.blank(T2.penalty)"});
}

TEST(AnnualChecks, AR07WantsTheFeesInSectionSix) {
    const auto with = [](std::int64_t fen, std::string text) {
        return after([&](AnnualReport& report, AnnualGround& ground) {
            ground.fees = base::Money{fen};
            report.sections[5] = text;
        });
    };
    EXPECT_EQ(with(30'000, "全年收取信息处理费300元。"), Names());
    EXPECT_EQ(with(30'000, "全年收取信息处理费 300.00 元。"), Names());
    EXPECT_EQ(with(30'000, "全年收取信息处理费0.03万元。"), Names());
    EXPECT_EQ(with(123'456'700, "共收1,234,567元。"), Names());
    EXPECT_EQ(with(30'000, "全年收取信息处理费400元。"), Names{"AR-07(6)"});
    EXPECT_EQ(with(30'000, "没有其他需要报告的事项。"), Names{"AR-07(6)"});
    EXPECT_EQ(with(0, "没有其他需要报告的事项。"), Names{"AR-07.none(6)"});
    EXPECT_EQ(with(0, "收取信息处理费0元。"), Names());
}

TEST(AnnualChecks, AR08WantsProblemsAndNewOnes) {
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround& ground) {
                  report.sections[4] = " \n";
                  for (auto& kind : report.tables.remedies) kind[kRemedyCorrected].value = 0;
                  report.tables.remedies[0][kRemedyTotal].value = 1;
                  ground.roll_up.reset();
              }),
              Names{"AR-08.empty(5)"});
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround& ground) {
                  ground.previous_problems = report.sections[4];
              }),
              Names{"AR-08(5)"});
}

TEST(AnnualChecks, AR09FollowsDocumentsAndDecisions) {
    const auto change = [](const std::string& name, std::int64_t value, std::int64_t before = 0) {
        return after([&](AnnualReport& report, AnnualGround& ground) {
            cell(report.tables, name).value = value;
            ground.previous->published[5].value = before;
            ground.roll_up.reset();
        });
    };
    EXPECT_EQ(change("T2.regulation.made", 1), Names{"AR-09.regulation(T2.regulation.made)"});
    EXPECT_EQ(change("T2.normative.active", 5, 4), Names{"AR-09.active(T2.normative.active)"});
    EXPECT_EQ(change("T2.normative.active", 4, 4), Names());
    EXPECT_EQ(change("T2.licence", 12), Names{"AR-09(T2.licence)"});
}

TEST(AnnualChecks, AR10WantsTheJournalsOwnFigures) {
    // Moved from one leaf to another: every sum holds, and the journal still knows better.
    EXPECT_EQ(
        after([](AnnualReport& report, AnnualGround& ground) {
            cell(report.tables, "T3.R1.natural").value = 4, cell(report.tables, "T3.R1.total").value = 6;
            cell(report.tables, "T3.R2.natural").value = 3, cell(report.tables, "T3.R2.total").value = 4;
            ground.proofs->redaction_maps = 4;
            ground.roll_up.reset();
        }),
        (Names{"AR-10(T3.R1.natural)", "AR-10(T3.R1.total)", "AR-10(T3.R2.natural)", "AR-10(T3.R2.total)"}));
}

TEST(AnnualChecks, AR11ReadsTheFiguresOfTheText) {
    const auto with = [](std::size_t section, std::string text) {
        return after([&](AnnualReport& report, AnnualGround&) { report.sections[section] = text; });
    };
    EXPECT_EQ(with(0, "新收政府信息公开申请21件。"), Names{"AR-11(1)"});
    EXPECT_EQ(with(0, "新收政府信息公开申请共 20 件，予以公开７件、部分公开3件，不予公开2件。"), Names());
    EXPECT_EQ(with(0, "不予公开3件。"), Names{"AR-11(1)"});
    EXPECT_EQ(with(0, "予以公开，另有8件。"), Names());  // the figure is of another clause
    EXPECT_EQ(with(0, "行政诉讼2件，行政复议2件"), Names());
    EXPECT_EQ(with(4, "无法提供6件，纠正1件。"), Names());
    EXPECT_EQ(with(4, "无法提供5件，纠正1件。"), Names{"AR-11(5)"});
    EXPECT_EQ(with(4, "人手不足。"), Names{"AR-11.corrected(5)"});
}

TEST(AnnualChecks, AR12AddsUpTheUnitsAndNamesTheMissing) {
    EXPECT_EQ(after([](AnnualReport&, AnnualGround& ground) {
                  ground.roll_up->included.push_back(ground.roll_up->included.front());
                  AnnualTables& second = ground.roll_up->included.back().tables;
                  second = AnnualTables();
                  cell(second, "T3.R1.natural").value = 1;
              }),
              Names{"AR-12(T3.R1.natural)"});
    EXPECT_EQ(after([](AnnualReport&, AnnualGround& ground) { ground.roll_up->missing = {"县林业局"}; }),
              Names{"AR-12.missing(县林业局)"});
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround& ground) {
                  ground.roll_up->missing = {"县林业局"};
                  report.sections[5] += "县林业局尚未报送。";
              }),
              Names());
}

TEST(AnnualChecks, AR13WantsANoticeAndAGuardBehindALeaf) {
    EXPECT_EQ(after([](AnnualReport&, AnnualGround& ground) { ground.proofs->correction_notices = 0; }),
              Names{"AR-13(R6.1)"});
    EXPECT_EQ(after([](AnnualReport&, AnnualGround& ground) { ground.proofs->redaction_maps = 2; }),
              Names{"AR-13(R2)"});
    EXPECT_EQ(after([](AnnualReport&, AnnualGround& ground) {
                  ground.proofs->without_guard = {{"99992100120260302000179", "R3.4"}};
              }),
              Names{"AR-13.guard(R3.4)"});
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround& ground) {
                  for (const std::string name : {"T3.R6.2.natural", "T3.R6.2.total"})
                      cell(report.tables, name).value = 1;
                  for (const std::string name : {"T3.R6.1.natural", "T3.R6.1.total"})
                      cell(report.tables, name).value = 0;
                  ground.counted = report.tables;
                  ground.roll_up.reset();
              }),
              Names{"AR-13(R6.2)"});
}

TEST(AnnualChecks, AR14WantsTitleAndHeadings) {
    EXPECT_EQ(
        after([](AnnualReport& report, AnnualGround&) { std::swap(report.headings[1], report.headings[2]); }),
        (Names{"AR-14(2)", "AR-14(3)"}));
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround&) { report.title = "清溪县财政局2025年年报"; }),
              Names{"AR-14.title(title)"});
    EXPECT_EQ(after([](AnnualReport& report, AnnualGround&) { report.title = "2026年年报"; }),
              Names{"AR-14.title(title)"});
}

TEST(AnnualChecks, AR15IsACardAndRefusesNothing) {
    const auto late = [](calendar::Date handed_in, calendar::Date published, Reporter who) {
        return after([&](AnnualReport&, AnnualGround& ground) {
            ground.dates = AnnualDates{calendar::Date::of(2027, 4, 1), handed_in, published, who};
        });
    };
    const auto day = [](unsigned month, unsigned date) { return calendar::Date::of(2027, month, date); };
    EXPECT_EQ(late(day(1, 31), day(1, 31), Reporter::Unit), Names());
    EXPECT_EQ(late(day(2, 1), day(2, 1), Reporter::Unit),
              (Names{"AR-15.handed_in(AR-15.handed_in)", "AR-15.published(AR-15.published)"}));
    EXPECT_EQ(late({}, day(3, 31), Reporter::County), Names());
    EXPECT_EQ(late({}, {}, Reporter::County), Names{"AR-15.published(AR-15.published)"});
    AnnualGround ground = whole_ground();
    ground.proofs->open = {{"a", {20000}}};
    AnnualVerdict verdict = check_annual(form(), worked_example(), ground);
    EXPECT_EQ(names_of(verdict), Names{"AR-15(F)"});
    EXPECT_TRUE(verdict.may_close());
    ground.proofs->open = {{"a", {20000}}, {"b", {}}};
    EXPECT_EQ(names_of(check_annual(form(), worked_example(), ground)), Names{"AR-15.no_due(F)"});
}

}  // namespace

}  // namespace disclosure

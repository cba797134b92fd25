#include "base/file.h"
#include "disclosure/annual_document.h"
#include "disclosure/annual_grid.h"
#include "disclosure/annual_import.h"

#include <gtest/gtest.h>

namespace disclosure {

namespace {

const AnnualForm& form() {
    static const AnnualForm known =
        parse_annual_form(base::read_file("definitions/disclosure/annual-2021.json").value()).value();
    return known;
}

// Every cell another number, so that nothing is read from a neighbour.
AnnualTables numbered() {
    AnnualTables tables;
    std::int64_t next = 100;
    for (const std::string& name : all_cells()) find_cell(tables, name)->value = ++next;
    tables.published[kPublishedCharge].value = 12'340'000;
    return tables;
}

std::string page_of(const AnnualTables& tables, text::Locale locale = text::Locale::Chinese) {
    std::string page = "<h1>清溪县水务局2026年政府信息公开工作年度报告</h1><p>按照条例编制。</p>";
    const AnnualReport blank = blank_report(form(), "清溪县水务局", 2026);
    const AnnualGrid grids[] = {published_grid(form(), tables, locale), request_grid(form(), tables, locale),
                                remedy_grid(form(), tables, locale)};
    for (std::size_t at = 0; at < kSections; ++at) {
        page += "<p><b>" + blank.headings[at] + "</b></p>";
        if (at >= 1 && at <= 3) page += grid_html(grids[at - 1], {"表", {}, {}}).view();
        if (at == 0 || at > 3) page += "<p>第" + std::to_string(at + 1) + "部分。</p><p>再一段。</p>";
    }
    return page;
}

BroughtIn read(const std::string& page) {
    return read_annual_page(form(), "清溪县水务局", 2026, page).value();
}

TEST(AnnualGrid, HasTheSpansOfTheForm) {
    const AnnualGrid requests = request_grid(form(), numbered(), text::Locale::Chinese);
    EXPECT_EQ(requests.rows.size(), 28u);
    EXPECT_EQ(requests.width, 10);
    std::vector<int> groups;
    for (const auto& row : requests.rows)
        for (const GridCell& cell : row)
            if (cell.is_head && cell.rows > 3) groups.push_back(cell.rows);
    EXPECT_EQ(groups, (std::vector<int>{22, 8, 5}));
    for (const AnnualGrid& grid : {requests, remedy_grid(form(), numbered(), text::Locale::Chinese),
                                   published_grid(form(), numbered(), text::Locale::English)}) {
        int area = 0;
        for (const auto& row : grid.rows)
            for (const GridCell& cell : row) area += cell.rows * cell.columns;
        EXPECT_EQ(area, grid.width * static_cast<int>(grid.rows.size()));
    }
}

TEST(AnnualImport, ReadsWhatThePageShowsBackCellByCell) {
    const AnnualTables tables = numbered();
    const BroughtIn brought = read(page_of(tables));
    for (const std::string& name : all_cells())
        EXPECT_EQ(*find_cell(brought.report.tables, name), *find_cell(tables, name)) << name;
    EXPECT_EQ(brought.report.title, "清溪县水务局2026年政府信息公开工作年度报告");
    EXPECT_EQ(brought.report.headings, blank_report(form(), "清溪县水务局", 2026).headings);
    EXPECT_EQ(brought.report.sections[4], "第5部分。\n再一段。");
    EXPECT_TRUE(brought.has_published && brought.has_remedies);
}

TEST(AnnualImport, KnowsOtherSpellings) {
    std::string page = page_of(numbered());
    const auto replace = [&](std::string_view from, std::string_view to) {
        const std::size_t at = page.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        page.replace(at, from.size(), to);
    };
    replace("3.危及“三安全一稳定”", "3. 危及 \"三安全一稳定\"");
    replace("（三）不予公开", "(三)不予公开");
    replace("3.其他", "3.其它");
    replace("3.补正后申请内容仍不明确", "3．补正后申请内容　仍不明确");
    replace("5.要求行政机关确认或重新出具已获取信息", "5、要求行政机关确认或者重新出具已获取信息");
    replace(">137<", "> １３７ <");
    EXPECT_EQ(read(page).report.tables, numbered());
}

TEST(AnnualImport, LeavesBlankWhatIsNotThere) {
    std::string page = page_of(numbered());
    const std::size_t row = page.find("4.保护第三方合法权益");
    page.replace(row, std::string("4.保护第三方合法权益").size(), "4.某种新情形");
    const BroughtIn brought = read(page);
    EXPECT_EQ(*find_cell(brought.report.tables, "T3.R3.4.natural"), (Cell{0, false, ""}));
    AnnualVerdict verdict;
    check_sums(brought.report, {}, verdict);
    EXPECT_TRUE(verdict.marks("T3.R3.4.natural"));
    EXPECT_FALSE(verdict.may_close());
    page = page_of(numbered());
    const std::size_t slash = page.find(">150<");
    page.replace(slash, 5, ">/<");
    EXPECT_FALSE(read(page).report.tables.requests == numbered().requests);
}

TEST(AnnualImport, RefusesAPageWithoutTheTable) {
    for (const std::string page : {"", "<p>没有表</p>", "<table><tr><td>自然人</td></tr></table>"})
        EXPECT_EQ(read_annual_page(form(), "某局", 2026, page).error().text_key(), "annual.no_table") << page;
}

TEST(AnnualImport, NoticesZerosAndCopies) {
    BroughtIn brought = read(page_of(AnnualTables()));
    compare_years(brought, nullptr);
    EXPECT_TRUE(brought.all_zero);
    const AnnualTables same = numbered();
    brought = read(page_of(same));
    compare_years(brought, &same);
    EXPECT_TRUE(brought.as_last_year && !brought.all_zero);
}

TEST(AnnualDocument, IsReadBackAsItWasWritten) {
    AnnualReport report = blank_report(form(), "清溪县水务局", 2026);
    report.tables = numbered();
    report.sections[4] = "有“引号”\n和换行。";
    const AnnualVerdict verdict = check_annual(form(), report, {});
    const std::string json = annual_json(form(), "016", report, verdict);
    const AnnualReport back = read_annual_json(json).value();
    EXPECT_EQ(back.tables, report.tables);
    EXPECT_EQ(back.sections, report.sections);
    EXPECT_EQ(back.title, report.title);
    EXPECT_EQ(annual_json(form(), "016", back, verdict), json);
    EXPECT_FALSE(read_annual_json("{}").ok());
    TypedReport typed;
    typed.sections[0] = "一\n二", typed.published[9] = "0.03";
    const TypedReport again = read_typed_json(typed_json(typed)).value();
    EXPECT_EQ(again.sections, typed.sections);
    EXPECT_EQ(again.published, typed.published);
}

}  // namespace

}  // namespace disclosure

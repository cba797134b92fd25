// The form of the ministries as a workbook: what is written is read again, and so are the dialects of other
// counties.

#include "catalog/body.h"
#include "disclosure/sheet.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace disclosure {
namespace {

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

UnitNames names() {
    catalog::Findings findings;
    return unit_names(catalog::parse_bodies(whole("counties/qingxi/bodies.json"), findings));
}

std::vector<DutyCatalogue> carried() {
    std::vector<DutyCatalogue> all;
    for (const auto& entry : std::filesystem::directory_iterator("definitions/catalogues"))
        all.push_back(parse_duty_catalogue(whole(entry.path())).value());
    return all;
}

std::string key_of(const base::Result<DutyCatalogue>& read) {
    return read.ok() ? "" : read.error().text_key();
}

TEST(AWorkbook, IsReadAsItWasWritten) {
    for (const DutyCatalogue& catalogue : carried()) {
        const std::string bytes = workbook_of(sheet_of(catalogue, names()), catalogue.domain);
        const auto grid = read_workbook(bytes);
        ASSERT_TRUE(grid.ok()) << grid.error().text_key();
        const auto again = read_sheet(grid.value(), names(), catalogue);
        ASSERT_TRUE(again.ok()) << catalogue.id << again.error().detail();
        ASSERT_EQ(again.value().items.size(), catalogue.items.size());
        for (std::size_t i = 0; i < catalogue.items.size(); ++i)
            EXPECT_EQ(again.value().items[i], catalogue.items[i]) << catalogue.id << catalogue.items[i].id;
    }
}

TEST(AWorkbook, KeepsColumnsThatTheFormDoesNotHave) {
    DutyCatalogue catalogue = carried().front();
    catalogue.items.front().extra = {{"五公开", "决策"}, {"文本", "通知"}};
    const auto bytes = workbook_of(sheet_of(catalogue, names()), "目录");
    EXPECT_EQ(bytes, workbook_of(sheet_of(catalogue, names()), "目录")) << "the same page, the same bytes";
    const auto again = read_sheet(read_workbook(bytes).value(), names(), catalogue);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().items.front().extra, catalogue.items.front().extra);
}

// As another county wrote it: other labels, no village level, ticks of every kind, 同上, empty cells that
// were merged.
SheetGrid other_county() {
    return {{{"附件", "", "", "", "", "", "", "", "", "", "", "", "", ""},
             {"某县社会救助领域公开目录", "", "", "", "", "", "", "", "", "", "", "", "", ""},
             {"序号", "公开事项", "公开事项", "公开内容\n(要素)", "公开依据", "公开时限", "公开主体",
              "公开渠道", "公开对象", "公开对象", "公开方式", "公开方式", "公开层级", "公开层级"},
             {"序号", "一级事项", "二级事项", "公开内容\n(要素)", "公开依据", "公开时限", "公开主体",
              "公开渠道", "全社会", "特定群众", "主动", "依申请公开", "县级", "乡镇级"},
             {"1", "最低生活保障", "保障标准", "1.城市标准；2.农村标准",
              "1.《社会救助暂行办法》第十条；2.《政府信息公开条例》", "实时公开", "县民政局、各乡镇",
              "■政府网站 □政府公报\n■村公示栏", "✓", "", "v", "", "是", "●"},
             {"2", "", "办事指南", "条件\n材料", "同上", "同上", "同上", "☑政务服务中心 口政府网站", "", "√",
              "", "√", "√", ""},
             {"3", "", "救助名单", "同上", "", "信息形成之日起20个工作日内", "某某中心",
              "政府网站、便民服务站", "√", "", "√", "", "", "√"},
             {"注：本目录由某县编制", "", "", "", "", "", "", "", "", "", "", "", "", ""}}};
}

TEST(ASheet, IsReadInTheDialectsOfCounties) {
    DutyCatalogue before;
    before.id = "x";
    const auto read = read_sheet(other_county(), names(), before);
    ASSERT_TRUE(read.ok()) << read.error().text_key() << read.error().detail();
    ASSERT_EQ(read.value().items.size(), 3U);
    const CatalogItem& first = read.value().items[0];
    const CatalogItem& second = read.value().items[1];
    const CatalogItem& third = read.value().items[2];
    EXPECT_EQ(first.elements, (std::vector<std::string>{"城市标准", "农村标准"}));
    EXPECT_EQ(first.grounds,
              (std::vector<std::string>{"《社会救助暂行办法》第十条", "《政府信息公开条例》"}));
    EXPECT_EQ(first.when.kind, TimeRule::Kind::Realtime);
    EXPECT_EQ(first.units, (std::vector<std::string>{"007", "township"}));
    EXPECT_EQ(first.channels, 1U | 1U << 10);
    EXPECT_TRUE(first.for_all && !first.for_some && first.offered && first.county && first.township);
    EXPECT_EQ(second.group, "最低生活保障");
    EXPECT_EQ(second.grounds, first.grounds);
    EXPECT_EQ(second.when.words, "实时公开");
    EXPECT_EQ(second.channels, 1U << 7);
    EXPECT_TRUE(second.for_some && second.asked && !second.offered);
    EXPECT_EQ(third.elements, (std::vector<std::string>{"条件", "材料"}));
    EXPECT_EQ(third.units, std::vector<std::string>{"某某中心"});
    EXPECT_EQ(third.channels, 1U | 1U << 8);
    EXPECT_EQ(third.when.count, 20);
}

TEST(ASheet, IsRefusedInWordsWhenItIsNoForm) {
    EXPECT_EQ(key_of(read_sheet({{{"姓名", "电话"}, {"甲", "1"}}}, names(), {})), "sheet.no_head");
    SheetGrid grid = other_county();
    grid.rows[4][3].clear();
    const auto read = read_sheet(grid, names(), {});
    EXPECT_EQ(key_of(read), "sheet.bad_row");
    EXPECT_EQ(read.error().detail(), "5 公开内容（要素）");
    grid = other_county();
    grid.rows.resize(4);
    EXPECT_EQ(key_of(read_sheet(grid, names(), {})), "sheet.no_items");
    grid.rows.resize(kSheetRowsMax + 1);
    EXPECT_EQ(key_of(read_sheet(grid, names(), {})), "sheet.too_many_rows");
    EXPECT_FALSE(read_workbook("PK nothing").ok());
}

TEST(ACell, OfChannelsIsReadWithAndWithoutBoxes) {
    EXPECT_EQ(channels_of("■政府网站 □政府公报"), 1U);
    EXPECT_EQ(channels_of("√政府网站\n口政府公报\n√两微一端"), 5U);
    EXPECT_EQ(channels_of("政府网站、政府公报"), 3U);
    EXPECT_EQ(channels_of("□政府网站 □政府公报"), 0U);
    EXPECT_EQ(channels_of(""), 0U);
    EXPECT_TRUE(is_marked(" √ "));
    EXPECT_FALSE(is_marked("否"));
}

}  // namespace
}  // namespace disclosure

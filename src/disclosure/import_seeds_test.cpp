#include "base/file.h"
#include "disclosure/import_item.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace disclosure {
namespace {

// Beside the repository, or beside the folder of its working copies.
std::string seeds_folder() {
    std::error_code none;
    const std::string near = "../shared/corpus/seeds";
    return std::filesystem::exists(near, none) ? near : "../../shared/corpus/seeds";
}
const std::string kSeeds = seeds_folder();

using Kind = ImportBlock::Kind;

// The five seeds, read and compared once; the figures below were measured on them by other means.
class Seeds : public testing::Test {
protected:
    static void SetUpTestSuite() {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(kSeeds, none)) {
            const std::string name = entry.path().filename().string();
            const auto bytes = base::read_file(entry.path().string());
            if (!bytes.ok() || !name.ends_with(".txt")) continue;
            auto item = read_import(name, bytes.value());
            ASSERT_TRUE(item.ok()) << name << " " << item.error().text_key();
            items_.push_back(std::move(item).value());
        }
        std::sort(items_.begin(), items_.end(),
                  [](const ImportItem& left, const ImportItem& right) { return left.file < right.file; });
        compare_items(items_);
    }
    void SetUp() override {
        if (items_.size() != 5) GTEST_SKIP() << "the seeds are not here: " << kSeeds;
    }
    static const ImportItem& item(std::size_t number) { return items_.at(number); }
    static std::size_t blocks(std::size_t number, Kind kind) {
        const auto& all = item(number).blocks;
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [kind](const ImportBlock& block) { return block.kind == kind; }));
    }
    static std::size_t notes(std::size_t number, Hygiene kind, const std::string& note) {
        const auto& all = item(number).marks;
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const HygieneMark& mark) {
            return mark.kind == kind && mark.note == note;
        }));
    }
    static std::vector<std::string> candidates(std::size_t number, Hygiene kind) {
        std::vector<std::string> out;
        for (const HygieneMark& mark : item(number).marks) {
            if (mark.kind == kind) out.push_back(mark.after);
        }
        return out;
    }
    static std::size_t distinct(std::size_t number) {
        const auto& all = item(number).citations;
        return std::set<std::string>(all.begin(), all.end()).size();
    }
    static std::vector<ImportItem> items_;
};
std::vector<ImportItem> Seeds::items_;

TEST_F(Seeds, TheInterviewLosesItsPinyinAndKeepsItsWounds) {
    const ImportItem& seed = item(0);
    EXPECT_EQ(seed.bytes, 7'325u);
    EXPECT_TRUE(seed.raw.hex().starts_with("36e3cb850312"));
    EXPECT_EQ(seed.dialect, Dialect::Mirror);
    EXPECT_TRUE(seed.title.starts_with("国家预防腐败局办公室"));
    EXPECT_TRUE(seed.title.ends_with("答新华社记者问"));
    EXPECT_EQ(seed.source, "新华网");
    EXPECT_EQ(seed.date_text, "08-03");
    EXPECT_EQ(seed.count(Hygiene::Gloss), 305u);
    EXPECT_EQ(seed.count(Hygiene::Script), 573u);
    EXPECT_EQ(seed.count(Hygiene::LostCharacters), 3u);
    EXPECT_EQ(candidates(0, Hygiene::LostCharacters), (std::vector<std::string>{"省(区", "。总体", "省(区"}));
    EXPECT_EQ(seed.count(Hygiene::MachineAuthor), 1u);
    EXPECT_EQ(blocks(0, Kind::Question), 4u);
    EXPECT_EQ(blocks(0, Kind::Reply), 4u);
    EXPECT_EQ(seed.citations.size(), 17u);
    std::map<std::string, int> cited;
    for (const std::string& citation : seed.citations) ++cited[citation];
    EXPECT_EQ(cited["意见"], 11);
    EXPECT_EQ(cited["关于进一步推行政务公开的意见"], 2);
    EXPECT_NE(seed.plain().find("扮演着"), std::string::npos);
    for (const char* figure : {"2842", "10个", "356", "2476", "24849"})
        EXPECT_NE(seed.plain().find(figure), std::string::npos);
}

TEST_F(Seeds, TheNewspaperKeepsItsFieldsAndTheDocumentInIt) {
    const ImportItem& seed = item(1);
    EXPECT_EQ(seed.bytes, 15'949u);
    EXPECT_TRUE(seed.raw.hex().starts_with("8ad0aea60063"));
    EXPECT_EQ(seed.dialect, Dialect::Tagged);
    EXPECT_EQ(seed.title, "深化政务公开加强政务服务");
    EXPECT_EQ(seed.source, "人民日报");
    EXPECT_EQ(seed.date_text, "2011-08-03");
    EXPECT_EQ(seed.fields.size(), 7u);
    EXPECT_EQ(seed.count(Hygiene::ControlLine), 1u);
    EXPECT_EQ(seed.blocks.size(), 30u);
    EXPECT_EQ(blocks(1, Kind::Bullet), 3u);
    EXPECT_EQ(seed.child_title, "关于深化政务公开加强政务服务的意见");
    EXPECT_EQ(std::count_if(seed.blocks.begin(), seed.blocks.end(),
                            [](const auto& block) { return block.part == 1; }),
              25);
    EXPECT_EQ(seed.count(Hygiene::FullDigits), 33u);
    EXPECT_EQ(seed.count(Hygiene::Indent), 60u);
    EXPECT_EQ(seed.citations.size(), 3u);
    EXPECT_TRUE(seed.document_numbers.empty());
    EXPECT_EQ(notes(1, Hygiene::NoMetadata, "document_number"), 1u);
}

TEST_F(Seeds, ThePageLosesWhatStoodAroundIt) {
    const ImportItem& seed = item(2);
    EXPECT_EQ(seed.bytes, 8'175u);
    EXPECT_TRUE(seed.raw.hex().starts_with("cee890851a5a"));
    EXPECT_EQ(seed.title, "全国政务公开示范点及先进单位学习交流活动结束");
    EXPECT_EQ(seed.source, "国家预防腐败局网站");
    EXPECT_EQ(seed.host, "www.iruorou.com");
    EXPECT_EQ(seed.date_text, "2009-10-09");
    EXPECT_EQ(notes(2, Hygiene::Boilerplate, "breadcrumb"), 1u);
    EXPECT_EQ(notes(2, Hygiene::Boilerplate, "related_link"), 4u);
    EXPECT_EQ(notes(2, Hygiene::Boilerplate, "navigation"), 2u);
    EXPECT_EQ(notes(2, Hygiene::Boilerplate, "widget"), 2u);
    EXPECT_EQ(seed.count(Hygiene::ForeignHost), 1u);
    EXPECT_EQ(seed.count(Hygiene::Indent), 78u);
    EXPECT_EQ(seed.blocks.size(), 18u);
    EXPECT_EQ(blocks(2, Kind::Heading), 3u);
    EXPECT_EQ(blocks(2, Kind::Section), 8u);
    EXPECT_EQ(blocks(2, Kind::Point), 3u);
    EXPECT_EQ(blocks(2, Kind::Paragraph), 4u);
    EXPECT_EQ(seed.citations.size(), 2u);
    EXPECT_TRUE(seed.document_numbers.empty());
}

TEST_F(Seeds, TheConversationKeepsItsSpeakersAndGuessesNoYear) {
    const ImportItem& seed = item(3);
    EXPECT_EQ(seed.bytes, 11'840u);
    EXPECT_TRUE(seed.raw.hex().starts_with("70b23263344c"));
    EXPECT_EQ(blocks(3, Kind::Link), 1u);
    EXPECT_EQ(blocks(3, Kind::Turn), 14u);
    const auto& all = seed.blocks;
    EXPECT_EQ(
        std::count_if(all.begin(), all.end(), [](const auto& block) { return block.speaker == "主持人"; }),
        7);
    EXPECT_EQ(all.size(), 24u);
    EXPECT_EQ(seed.source, "延安市政府门户网站");
    EXPECT_EQ(seed.date_text, "");
    EXPECT_EQ(notes(3, Hygiene::NoMetadata, "date"), 1u);
    EXPECT_EQ(notes(3, Hygiene::NoMetadata, "address"), 1u);
    EXPECT_EQ(seed.citations.size(), 15u);
    EXPECT_EQ(distinct(3), 10u);
    EXPECT_TRUE(seed.document_numbers.empty());
    // All four marks are quoted in the talk; none is the attribute of this text.
    EXPECT_NE(seed.plain().find("此件不予公开"), std::string::npos);
    for (const auto& [name, value] : seed.fields) EXPECT_NE(name, "attribute");
}

TEST_F(Seeds, ThePrefaceKeepsItsHolesAndIsAskedOfTheDocument) {
    const ImportItem& seed = item(4);
    EXPECT_EQ(seed.bytes, 13'289u);
    EXPECT_TRUE(seed.raw.hex().starts_with("7043bb708c24"));
    EXPECT_TRUE(seed.title.starts_with("第54章 深化政务公开改革要处理好五大关系"));
    EXPECT_EQ(seed.date_text, "2013-05");
    EXPECT_EQ(notes(4, Hygiene::ControlLine, "counter"), 1u);
    EXPECT_EQ(notes(4, Hygiene::ControlLine, "collection"), 1u);
    EXPECT_EQ(seed.count(Hygiene::CensorHole), 4u);
    EXPECT_EQ(candidates(4, Hygiene::CensorHole), (std::vector<std::string>{"十六大", "国务院", "", ""}));
    EXPECT_EQ(seed.blocks.size(), 15u);
    EXPECT_EQ(blocks(4, Kind::Heading), 5u);
    EXPECT_EQ(seed.citations.size(), 12u);
    EXPECT_EQ(distinct(4), 9u);
    EXPECT_EQ(seed.document_numbers,
              (std::vector<std::string>{"中办发〔2011〕22号", "国办函〔2011〕99号", "国预办发〔2012〕1号"}));
    EXPECT_EQ(candidates(4, Hygiene::NearDuplicate), (std::vector<std::string>{"92%"}));
    EXPECT_GE(seed.count(Hygiene::NearTitle), 1u);
    for (const HygieneMark& mark : seed.marks) {
        if (mark.kind != Hygiene::NearTitle) continue;
        EXPECT_EQ(mark.decision, HygieneDecision::Open);
    }
}

TEST_F(Seeds, PointTheirMarksIntoTheFile) {
    for (const ImportItem& seed : items_) {
        const auto bytes = base::read_file(kSeeds + "/" + seed.file);
        ASSERT_TRUE(bytes.ok());
        for (const HygieneMark& mark : seed.marks) {
            const bool of_raw = mark.kind == Hygiene::Gloss || mark.kind == Hygiene::CensorHole ||
                                mark.kind == Hygiene::FullDigits || mark.kind == Hygiene::Boilerplate;
            if (!of_raw) continue;
            ASSERT_LE(mark.from + mark.size, seed.bytes);
            if (mark.kind == Hygiene::Boilerplate) continue;
            EXPECT_EQ(bytes.value().substr(mark.from, mark.size), mark.before) << seed.file;
        }
    }
}

}  // namespace
}  // namespace disclosure

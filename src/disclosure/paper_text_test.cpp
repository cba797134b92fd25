// The county's own papers are sound: each can be read, interpretations and what they explain name each other,
// numbers are given once, laws that are cited stand in the register.

#include "base/file.h"
#include "catalog/law.h"
#include "disclosure/paper_text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace disclosure {
namespace {

const calendar::Date kLastDay = calendar::Date::of(2026, 12, 1);

std::string whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

std::string fault(std::string_view file) {
    const auto read = read_paper("x", file, kLastDay);
    return read.ok() ? std::string() : read.error().detail();
}

// One paper, with one piece of it replaced.
std::string paper(const std::string& from = {}, const std::string& to = {}) {
    std::string text = "标题：某某通知\n英文标题：Notice\n文号：清政发〔{年}〕12号\n单位：001\n体裁：notice\n"
                       "栏目：notices、policies\n成文：45\n主题：legal\n属性：open\n摘要：一句话。\n"
                       "依据：《水法》\n\n根据《中华人民共和国水法》，{成文+1}起执行。\n";
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    return text;
}

std::map<std::string, PaperText> county_papers() {
    std::map<std::string, PaperText> papers;
    for (const auto& entry : std::filesystem::directory_iterator("counties/qingxi/documents")) {
        auto read = read_paper(entry.path().stem().string(), whole(entry.path()), kLastDay);
        EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().detail());
        if (read.ok()) papers.emplace(read.value().slug, std::move(read).value());
    }
    return papers;
}

TEST(APaper, GivesItsDaysRelativeToTheLastDay) {
    const auto read = read_paper("x", paper(), kLastDay);
    ASSERT_TRUE(read.ok()) << read.error().detail();
    EXPECT_EQ(read.value().formed.iso(), "2026-10-16");  // 45 days before 1 December is a Saturday
    EXPECT_EQ(read.value().number, "清政发〔2026〕12号");
    EXPECT_NE(read.value().text.find("2026年10月17日起"), std::string::npos) << read.value().text;
    EXPECT_EQ(read.value().columns, (std::vector<std::string>{"notices", "policies"}));
    EXPECT_EQ(read.value().cites, std::vector<std::string>{"水法"});
}

TEST(APaper, OfADayOfTheYearIsTheLastOne) {
    const auto formed = [](const char* day, calendar::Date last) {
        return read_paper("x", paper("45", day), last).value().formed.iso();
    };
    EXPECT_EQ(formed("03-16", kLastDay), "2026-03-16");
    EXPECT_EQ(formed("11-30", kLastDay), "2025-11-28") << "not within the last three days; a Sunday";
    EXPECT_EQ(formed("06-30", calendar::Date::of(2026, 6, 30)), "2025-06-30");
}

TEST(APaper, IsRefusedWithFileAndLine) {
    EXPECT_EQ(fault(paper()), "");
    EXPECT_EQ(fault(paper("主题", "题目")), "x:8 题目");
    EXPECT_EQ(fault(paper("标题：某某通知\n", "")), "x:1 标题");
    EXPECT_EQ(fault(paper("单位：001", "单位：")), "x:4 单位");
    EXPECT_EQ(fault(paper("成文：45", "成文：2")), "x:7 2");
    EXPECT_EQ(fault(paper("属性：open", "属性：closed")), "x:9 说明");
    EXPECT_EQ(fault(paper("〔{年}〕", "[2026]")), "x:3 清政发[2026]12号");
    EXPECT_EQ(fault(paper("{成文+1}", "{明日}")), "x:13 明日");
    EXPECT_EQ(fault(paper("依据：《水法》", "依据：《防洪法》")), "x:11 《防洪法》");
    EXPECT_EQ(fault(paper("体裁：notice", "体裁：interpretation")), "x:5 解读对象");
}

TEST(TheCountysPapers, CanAllBeRead) {
    EXPECT_GE(county_papers().size(), 60U);
}

TEST(TheCountysPapers, AreNumberedOnce) {
    std::set<std::string> numbers;
    for (const auto& [slug, read] : county_papers())
        EXPECT_TRUE(read.number.empty() || numbers.insert(read.number).second) << slug << read.number;
}

TEST(TheCountysPapers, AreExplainedBothWays) {
    const auto papers = county_papers();
    for (const auto& [slug, read] : papers) {
        const bool policy = read.genre == "policy" || read.genre == "normative";
        EXPECT_EQ(policy, !read.explained_by.empty()) << slug;
        if (policy) {
            ASSERT_TRUE(papers.contains(read.explained_by)) << slug;
            EXPECT_EQ(papers.at(read.explained_by).explains, slug);
        }
        if (!read.explains.empty()) {
            ASSERT_TRUE(papers.contains(read.explains)) << slug;
            EXPECT_EQ(papers.at(read.explains).explained_by, slug);
        }
    }
}

TEST(TheCountysPapers, CiteWhatIsKnown) {
    catalog::LawRegister laws;
    for (const auto& entry : std::filesystem::directory_iterator("definitions/law")) {
        catalog::Findings findings;
        laws.add(catalog::parse_law(whole(entry.path()), entry.path().stem().string(), findings));
    }
    const auto papers = county_papers();
    std::set<std::string> numbers;
    for (const auto& [slug, read] : papers) numbers.insert(read.number);
    for (const auto& [slug, read] : papers)
        for (const std::string& cited : read.cites)
            EXPECT_TRUE(laws.find(cited) != nullptr || numbers.contains(cited)) << slug << " " << cited;
}

// The public sees news of the last fortnight on the first page, and every column holds something.
TEST(TheCountysPapers, FillTheColumns) {
    std::set<std::string> filled;
    int fresh = 0;
    for (const auto& [slug, read] : county_papers()) {
        filled.insert(read.columns.begin(), read.columns.end());
        if (read.genre == "news" && read.formed >= kLastDay.plus(-14)) ++fresh;
    }
    EXPECT_GE(fresh, 4);
    const std::set<std::string> known{
        "news",       "notices",  "policies",    "normative",  "interpretations", "plans",     "budget",
        "personnel",  "systems",  "responses",   "statistics", "decisions",       "execution", "management",
        "results",    "projects", "procurement", "welfare",    "education",       "health",    "environment",
        "safety",     "food",     "land",        "villages",   "enterprises",     "proposals", "emergency",
        "recruitment"};
    EXPECT_EQ(filled, known);
}

}  // namespace
}  // namespace disclosure

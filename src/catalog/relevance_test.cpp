// The search over the whole demonstration county: judged questions, and how the index follows the journal.

#include "catalog/definition_store.h"
#include "catalog/passage_follow.h"
#include "catalog/test_office.h"

#include "relevance.h"

#include <cstdio>

namespace catalog {
namespace {

class CountySearch : public testing::Test {
protected:
    static void SetUpTestSuite() {
        office_ = std::make_unique<TestOffice>();
        office_->read_files();
        ASSERT_TRUE(office_->load().ok());
        folder_ = std::filesystem::path(office_->path()).parent_path().string();
        follower_ = std::make_unique<PassageFollower>(folder_, catalog_passages());
    }
    static void TearDownTestSuite() {
        follower_.reset();
        office_.reset();
    }

    static base::Result<FollowReport> follow() {
        const auto reader = office_->reader();
        CHECK(keeper_.refresh(*reader, office_->clock.now().date()).ok());
        return follower_->follow({*reader, office_->registrar().office().vault, *keeper_.current()});
    }
    static std::vector<std::string> found(const std::string& words, Tab tab = Tab::All) {
        Asked asked;
        asked.words = words;
        asked.tab = tab;
        const auto answer = find_all(*keeper_.current(), follower_->index(), asked);
        EXPECT_TRUE(answer.ok()) << words;
        std::vector<std::string> urls;
        if (!answer.ok()) return urls;
        for (const FoundGroup& group : answer.value().groups) {
            for (const FoundRow& row : group.rows) urls.push_back(row.url);
        }
        return urls;
    }

    static std::unique_ptr<TestOffice> office_;
    static CatalogueKeeper keeper_;
    static std::unique_ptr<PassageFollower> follower_;
    static std::string folder_;
};
std::unique_ptr<TestOffice> CountySearch::office_;
CatalogueKeeper CountySearch::keeper_;
std::unique_ptr<PassageFollower> CountySearch::follower_;
std::string CountySearch::folder_;

TEST_F(CountySearch, AnswersWhatPeopleType) {
    const auto made = follow();
    ASSERT_TRUE(made.ok()) << made.error().detail();
    EXPECT_GT(follower_->index().size(), 500u);
    const auto judged = judge(*keeper_.current(), follower_->index(), "test/data/relevance.json");
    ASSERT_TRUE(judged.ok()) << judged.error().detail();
    const Relevance& relevance = judged.value();
    EXPECT_GE(relevance.all.asked, 100);
    for (const auto& [sort, score] : relevance.by_sort) {
        std::printf("%-9s %3d asked, first %3d, among five %3d, mean reciprocal rank %.3f\n", sort.c_str(),
                    score.asked, score.first, score.among_five, score.mean());
    }
    std::printf("all       %3d asked, first %3d, among five %3d, mean reciprocal rank %.3f\n",
                relevance.all.asked, relevance.all.first, relevance.all.among_five, relevance.all.mean());
    for (const std::string& missed : relevance.missed) std::printf("missed: %s\n", missed.c_str());
    EXPECT_GE(relevance.all.mean(), 0.90) << "a change made the search answer worse";
}

TEST_F(CountySearch, FollowsWhatIsActivated) {
    ASSERT_TRUE(follow().ok());
    const std::string wanted = "夜间流动摊位临时许可";
    const auto is_found = [&] {
        const auto urls = found(wanted);
        return !urls.empty() && urls.front() == "/items/qx-012-01";
    };
    EXPECT_FALSE(is_found());
    std::string text = office_->bytes_of("counties/qingxi/services/012/qx-012-01.json");
    const std::string name = "个体工商户登记";
    text.replace(text.find(name), name.size(), wanted);
    const std::string version = "\"version\": 1";
    ASSERT_NE(text.find(version), std::string::npos);
    text.replace(text.find(version), version.size(), "\"version\": 2");
    const auto draft = DefinitionDraft{DefinitionKind::Item, "qx-012-01", text, {}};
    const auto prepared = office_->act<DefinitionVersion>(
        office_->editor, [&](identity::Act& act) { return prepare_definition(act, office_->desk, draft); });
    ASSERT_TRUE(prepared.ok()) << prepared.error().text_key() << prepared.error().detail();
    ASSERT_TRUE(follow().ok());
    EXPECT_FALSE(is_found()) << "prepared is not public";
    const auto approved = office_->act<DefinitionVersion>(office_->approver, [&](identity::Act& act) {
        return approve_definition(act, office_->desk, DefinitionKind::Item, "qx-012-01",
                                  prepared.value().text);
    });
    ASSERT_TRUE(approved.ok()) << approved.error().text_key();
    ASSERT_TRUE(follow().ok());
    EXPECT_TRUE(is_found());
}

TEST_F(CountySearch, NeverFindsWhatIsBegunInside) {
    ASSERT_TRUE(follow().ok());
    ASSERT_FALSE(keeper_.current()->items.empty());
    for (const auto& [code, item] : keeper_.current()->inside) {
        for (const std::string& url : found(item->name)) EXPECT_NE(url, "/items/" + code);
    }
}

TEST_F(CountySearch, GoesOnWhereItWasAndBeginsAnewInAnotherJournal) {
    ASSERT_TRUE(follow().ok());
    const std::string path = follower_->index().path();
    const auto reader = office_->reader();
    const PassageGround ground{*reader, office_->registrar().office().vault, *keeper_.current()};
    {
        PassageFollower again(folder_, catalog_passages());
        const auto report = again.follow(ground);
        ASSERT_TRUE(report.ok());
        EXPECT_FALSE(report.value().made_anew);
        EXPECT_EQ(again.index().size(), follower_->index().size());
    }
    // As after a backup was brought back: the entry it knows of is another one.
    IndexState state = follower_->index().state();
    state.entry = base::Digest();
    {
        PassageIndex index;
        ASSERT_TRUE(index.open(folder_, state.made_for).value());
        ASSERT_TRUE(index.apply({}, state).ok());
    }
    PassageFollower restored(folder_, catalog_passages());
    const auto report = restored.follow(ground);
    ASSERT_TRUE(report.ok()) << report.error().detail();
    EXPECT_TRUE(report.value().made_anew);
    EXPECT_EQ(restored.index().size(), follower_->index().size());
    EXPECT_NE(restored.index().path(), path);
    EXPECT_FALSE(std::filesystem::exists(path)) << "the old one was thrown away";
}

TEST_F(CountySearch, ReadsLawsArticleByArticle) {
    const std::string folder = folder_ + "/laws/行政法";
    std::filesystem::create_directories(folder);
    const std::string text = "# 清溪渡口管理条例\n\n2020年1月1日 公布\n\n<!-- INFO END -->\n\n"
                             "第一条 为了渡口安全，制定本条例。\n\n"
                             "第二条 渡船超载三人以上的，责令停航。\n";
    ASSERT_TRUE(base::write_file_synced(folder + "/清溪渡口管理条例(2020-01-01).md", text, 0600).ok());
    const auto laws = list_law_files(folder_ + "/laws");
    ASSERT_TRUE(laws.ok());
    ASSERT_TRUE(import_laws(office_->registrar(), office_->editor, laws.value(), {}).ok());
    ASSERT_TRUE(follow().ok());
    const auto article = found("渡船超载", Tab::Document);
    ASSERT_FALSE(article.empty());
    EXPECT_NE(article.front().find("#art-2"), std::string::npos) << article.front();
    const auto law = found("清溪渡口管理条例");
    ASSERT_FALSE(law.empty());
    EXPECT_EQ(law.front().find('#'), std::string::npos) << "the law itself comes before its articles";
}

}  // namespace
}  // namespace catalog

// The search over passages: against a scan of every text, with its queries as people and attackers type them.

#include "catalog/passage_follow.h"
#include "text/utf8.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace catalog {
namespace {

class Folder {
public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                ("sunroom-search-" + std::to_string(::getpid()) + "-" + std::to_string(counter_++))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string text() const { return path_.string(); }

private:
    std::filesystem::path path_;
    static inline int counter_ = 0;
};

Passage passage(std::string id, std::string title, std::string body) {
    Passage made;
    made.id = std::move(id);
    made.url = "/doc/" + made.id;
    made.title = std::move(title);
    made.body = std::move(body);
    made.validity = Validity::InForce;
    made.date = calendar::Date::of(2026, 3, 2);
    return made;
}

// An index over these passages, filled at once.
class Shelf {
public:
    explicit Shelf(std::vector<Passage> passages) {
        auto filler = PassageIndex::Filler::begin(folder_.text());
        CHECK(filler.ok());
        PassageChange change;
        change.put = std::move(passages);
        CHECK(filler.value().apply(change).ok());
        IndexState state;
        state.made_for = "test";
        CHECK(index.take_over(std::move(filler).value(), state).ok());
    }
    PassageAnswer ask(const std::string& typed) const {
        auto answer = index.find(read_passage_query(typed), {});
        EXPECT_TRUE(answer.ok()) << typed << (answer.ok() ? "" : answer.error().detail());
        return answer.ok() ? std::move(answer).value() : PassageAnswer();
    }
    std::vector<std::string> ids(const std::string& typed) const {
        std::vector<std::string> found;
        for (const PassageHit& hit : ask(typed).hits) found.push_back(hit.passage.id);
        return found;
    }
    void apply(PassageChange change) {
        const auto done = index.apply(change, index.state());
        EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().detail());
    }
    std::string folder() const { return folder_.text(); }

private:
    Folder folder_;

public:
    PassageIndex index;
};

std::vector<Passage> few() {
    std::vector<Passage> all{
        passage("doc/1", "清溪县人民政府办公室关于印发政府信息公开工作要点的通知",
                "各乡镇人民政府：现将《政府信息公开（2026年）工作要点》印发给你们，请认真贯彻执行。"),
        passage("doc/2", "清溪县食品安全管理办法",
                "第一条 为了加强食品安全监督管理，保障公众身体健康，制定本办法。"),
        passage("doc/3", "关于调整出租汽车运价的公告", "起步价五公里八元。Taxi fares from 1 April: 8 yuan."),
        passage("law/a#20", "政府信息公开条例 第二十条",
                "行政机关应当依照本条例主动公开本行政机关的下列政府信息。")};
    all[0].number = "清政办发〔2026〕3号";
    all[1].number = "清政规〔2024〕12号";
    all[1].office = "012";
    all[1].date = calendar::Date::of(2024, 5, 1);
    all[1].validity = Validity::Ended;
    all[3].names = {"公开条例第二十条"};
    return all;
}

TEST(Passages, AreFoundByWordsPhrasesAndNumbers) {
    const Shelf shelf(few());
    const std::pair<const char*, std::vector<std::string>> rows[] = {
        {"出租汽车", {"doc/3"}},
        {"食品 监督", {"doc/2"}},
        {"食品 出租", {}},
        {"\"加强食品安全监督\"", {"doc/2"}},
        {"“食品监督”", {}},
        {"清政办发〔2026〕3号", {"doc/1"}},
        {"清政办发[2026]3号", {"doc/1"}},
        {"清政办发（２０２６）3号", {"doc/1"}},
        {"清政办发【2026】30号", {}},
        {"《政府信息公开（2026年）工作要点》", {"doc/1"}},
        {"政府信息公開條例", {"law/a#20"}},
        {"taxi fares", {"doc/3"}},
        {"TAXI", {"doc/3"}},
        {"价", {"doc/3"}},
        {"公开条例第二十条", {"law/a#20"}},
        {"标题:食品安全", {"doc/2"}},
        {"标题：身体健康", {}},
        {"文号:清政规", {"doc/2"}},
        {"食品 单位:012", {"doc/2"}},
        {"食品 单位:013", {}},
        {"食品 日期:2024", {"doc/2"}},
        {"食品 日期:2025-01-01..2025-12-31", {}},
        {"食品 有效性:现行有效", {}},
        {"食品 有效性：失效", {"doc/2"}}};
    for (const auto& [typed, expected] : rows) EXPECT_EQ(shelf.ids(typed), expected) << typed;
}

TEST(Passages, WithTheWordsInTheirTitleComeFirst) {
    std::vector<Passage> all = few();
    for (int i = 0; i < 50; ++i)
        all.push_back(
            passage("doc/x" + std::to_string(i), "会议纪要", "会上通报了食品安全管理办法的执行情况。"));
    const Shelf shelf(std::move(all));
    EXPECT_EQ(shelf.ids("食品安全管理办法").front(), "doc/2") << "although it has ended and is older";
    EXPECT_EQ(shelf.ask("食品安全管理办法").total, 51u);
}

TEST(Passages, AreShownWithTheirWordsMarked) {
    std::vector<Passage> all = few();
    all.push_back(passage("doc/9", "a <b> 标记",
                          "前文。" + std::string(600, 'x') + "，<script>alert(1)</script>停车收费标准"));
    const Shelf shelf(std::move(all));
    const auto hits = shelf.ask("停车收费").hits;
    ASSERT_EQ(hits.size(), 1u);
    EXPECT_NE(hits[0].snippet.view().find("<mark>停车收费</mark>"), std::string_view::npos)
        << hits[0].snippet.view();
    EXPECT_EQ(hits[0].snippet.view().find("<script>"), std::string_view::npos);
    EXPECT_EQ(hits[0].title.view(), "a &lt;b&gt; 标记");
    EXPECT_NE(shelf.ask("2026年").hits[0].snippet.view().find("<mark>2026年</mark>"), std::string_view::npos);
}

TEST(Passages, AnswerAQuestionInPlainWords) {
    std::vector<Passage> all = few();
    all.push_back(passage("law/w#3", "保障农民工工资支付条例 第三条",
                          "农民工有按时足额获得工资的权利。任何单位和个人不得拖欠农民工工资。"));
    const Shelf shelf(std::move(all));
    const PassageAnswer answer = shelf.ask("老板一直拖欠农民工工资不给怎么办");
    ASSERT_FALSE(answer.hits.empty());
    EXPECT_EQ(answer.hits[0].passage.id, "law/w#3");
    EXPECT_TRUE(answer.guessed);
    EXPECT_TRUE(shelf.ask("\"老板一直拖欠农民工工资不给怎么办\"").hits.empty())
        << "quoted: as it stands or not at all";
}

TEST(Passages, ThatWereWithdrawnAreGoneAtOnce) {
    Shelf shelf(few());
    shelf.apply({{passage("doc/7", "新的通知", "刚刚发布的内容")}, {"doc/3"}});
    EXPECT_EQ(shelf.ids("刚刚发布"), std::vector<std::string>{"doc/7"});
    EXPECT_TRUE(shelf.ids("\"出租汽车\"").empty());
    shelf.apply({{passage("doc/7", "新的通知", "改过的内容")}, {}});
    EXPECT_TRUE(shelf.ids("\"刚刚发布\"").empty());
    EXPECT_EQ(shelf.ids("改过的内容"), std::vector<std::string>{"doc/7"});
    shelf.apply({{}, {"law/a#", "doc/7", "doc/none"}});
    EXPECT_TRUE(shelf.ids("\"主动公开\"").empty());
    EXPECT_EQ(shelf.index.size(), 2u);
}

TEST(Passages, TakeAnythingThatIsTyped) {
    const Shelf shelf(few());
    std::string nul("食品\0安全\0", 14);
    for (const std::string& typed : {std::string("AND OR NOT NEAR( \"食品\" *"),
                                     std::string("\""),
                                     std::string("\"\"\"\""),
                                     std::string("“食品"),
                                     std::string("* ^ : - + ( ) { }"),
                                     std::string("title : 食品"),
                                     std::string("标题:"),
                                     std::string("日期:..", 9),
                                     std::string("日期:9999-99-99..x"),
                                     std::string("有效性:%_'"),
                                     std::string("NEAR(食品 安全, 3)"),
                                     nul,
                                     std::string("\xff\xfe\x80\xc3"),
                                     std::string(500000, '"'),
                                     std::string(1000000, 'x'),
                                     std::string("食品'; DROP TABLE passage; --"),
                                     std::string("{title}:x"),
                                     std::string("食*"),
                                     std::string("\xef\xbc\x9a：：:::"),
                                     std::string("a:b:c 单位:单位:单位")}) {
        shelf.ask(typed);
    }
    EXPECT_EQ(shelf.ids("食品 NEAR").size(), 0u) << "operators are words";
}

TEST(Passages, AreCountedByKindUnitYearAndState) {
    const Shelf shelf(few());
    const PassageFacets facets = shelf.ask("政府 OR").facets;
    EXPECT_TRUE(facets.kinds.empty());
    const PassageFacets found = shelf.ask("办").facets;
    EXPECT_EQ(found.kinds.at(PassageKind::Document), 2);
    EXPECT_EQ(found.years.at(2024), 1);
    EXPECT_EQ(found.years.at(2026), 1);
    EXPECT_EQ(found.offices.at("012"), 1);
    EXPECT_EQ(found.validities.at(Validity::Ended), 1);
}

// --- against a scan of every text ---

// Folded, punctuation between two runs dropped but runs kept apart: what a phrase is found in.
std::string joined_terms(std::string_view text) {
    std::string joined = "|";
    bool gap = true;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next_character(text, at);
        const std::string one = text::fold_for_search(text.substr(begin, at - begin));
        const bool han = text::is_han(c);
        const bool word = !han && c < 0x80 && std::isalnum(static_cast<int>(c)) != 0;
        if (!han && !word) {
            if (!gap) joined += '|';
            gap = true;
            continue;
        }
        joined += one;
        gap = false;
    }
    return joined + "|";
}

TEST(Passages, AreExactlyThoseAScanFinds) {
    const auto seed = std::random_device{}();
    std::mt19937 dice(seed);
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::vector<std::string> letters{"政", "府", "信", "息", "公", "开", "食", "品", "安", "全",
                                           "许", "可", "农", "民", "工", "资", "，", "。", "〔", "的"};
    const auto write = [&](std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += letters[dice() % letters.size()];
        return text;
    };
    std::vector<Passage> all;
    std::vector<std::string> joined;
    for (int i = 0; i < 3000; ++i) {
        all.push_back(passage("doc/" + std::to_string(i), "", write(20 + dice() % 60)));
        joined.push_back(joined_terms(all.back().body));
    }
    const Shelf shelf(all);
    int queries = 0;
    for (int i = 0; i < 400; ++i) {
        std::string typed;
        const std::size_t size = 1 + dice() % 6;
        for (std::size_t k = 0; k < size; ++k) typed += letters[dice() % 16];  // characters only
        std::vector<std::string> scanned;
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (joined[k].find(typed) != std::string::npos) scanned.push_back(all[k].id);
        }
        auto found = shelf.index.list_ids(read_passage_query("\"" + typed + "\""));
        ASSERT_TRUE(found.ok());
        std::sort(scanned.begin(), scanned.end());
        std::sort(found.value().begin(), found.value().end());
        ASSERT_EQ(found.value(), scanned) << typed;
        ++queries;
    }
    EXPECT_EQ(queries, 400);
}

TEST(Passages, AreOpenedAgainAndMadeAnewWhenDamaged) {
    Shelf shelf(few());
    {
        PassageIndex again;
        EXPECT_FALSE(again.open("/nowhere", "test").value());
    }
    const std::string path = shelf.index.path();
    EXPECT_TRUE(std::filesystem::exists(path));
    Folder other;
    std::filesystem::copy_file(path, other.text() + "/search-3.db");
    PassageIndex copy;
    EXPECT_TRUE(copy.open(other.text(), "test").value());
    EXPECT_EQ(copy.size(), 4u);
    PassageIndex later;
    Folder damaged;
    std::filesystem::copy_file(path, damaged.text() + "/search-1.db");
    EXPECT_FALSE(later.open(damaged.text(), "other rules").value());
    EXPECT_FALSE(std::filesystem::exists(damaged.text() + "/search-1.db"))
        << "made for other rules: thrown away";
}

}  // namespace
}  // namespace catalog

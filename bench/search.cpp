// bench_search LAWS ASIDE: 500,000 passages from a folder of laws (every article, then sentences mixed anew),
// in the index of the search and, beside it, in a plain FTS5 table over the same pairs. Prints how long both
// take to fill, how large they are, how long answers with snippets take, and whether what is found is what a
// scan finds. bench_search judge DATA: the judged questions over the county in DATA. Run it from the root of
// the repository.

#include "base/log.h"
#include "catalog/law_text.h"
#include "catalog/passage_follow.h"
#include "catalog/passage_snippet.h"
#include "text/search_terms.h"
#include "text/utf8.h"

#include "relevance.h"
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

namespace {

using catalog::Passage;

constexpr std::size_t kPassages = 500000;
constexpr std::size_t kPerClass = 100;
constexpr std::size_t kPageSize = 20;

double seconds(clockid_t clock = CLOCK_MONOTONIC) {
    timespec read{};
    clock_gettime(clock, &read);
    return static_cast<double>(read.tv_sec) + static_cast<double>(read.tv_nsec) / 1e9;
}

struct Corpus {
    std::vector<Passage> passages;
    std::vector<std::string> sentences;
    std::size_t bytes = 0;
};

void add_sentences(std::string_view text, std::vector<std::string>& sentences) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t stop = text.find("。", at);
        const std::size_t end = stop == std::string_view::npos ? text.size() : stop + 3;
        if (end - at > 30) sentences.emplace_back(text.substr(at, end - at));
        at = end;
    }
}

Corpus read_corpus(const std::string& folder) {
    Corpus corpus;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".md") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    int laws = 0;
    for (const std::string& file : files) {
        const auto text = base::read_file(file, 8u << 20);
        if (!text.ok()) continue;
        const auto law = catalog::parse_law_text(text.value(), file.substr(file.rfind('/') + 1));
        if (!law.ok()) continue;
        ++laws;
        for (const catalog::TextArticle& article : law.value().articles) {
            Passage one;
            one.id = "law/" + std::to_string(laws) + "#" + std::to_string(corpus.passages.size());
            one.url = "/laws/" + std::to_string(laws) + "#art-" + article.number;
            one.title = law.value().title + " " + catalog::chinese_article(article.number);
            one.body = article.text;
            one.genre = "law";
            one.validity = catalog::Validity::InForce;
            one.date = law.value().edition;
            add_sentences(one.body, corpus.sentences);
            if (corpus.passages.size() < kPassages) corpus.passages.push_back(std::move(one));
        }
    }
    return corpus;
}

// Further passages of two to five sentences, as documents have them; titles of the same kind.
void mix(Corpus& corpus, std::mt19937& dice) {
    const std::size_t articles = corpus.passages.size();
    while (corpus.passages.size() < kPassages) {
        Passage one;
        one.id = "doc/" + std::to_string(corpus.passages.size());
        one.url = "/" + one.id;
        one.title = corpus.passages[dice() % articles].title;
        for (std::size_t i = 0, many = 1 + dice() % 3; i < many; ++i)
            one.body += corpus.sentences[dice() % corpus.sentences.size()];
        one.office = std::to_string(1 + dice() % 50);
        one.genre = "notice";
        one.validity = catalog::Validity::InForce;
        one.date =
            calendar::Date::of(2010 + static_cast<int>(dice() % 16), 1 + static_cast<int>(dice() % 12), 1);
        corpus.passages.push_back(std::move(one));
    }
    for (const Passage& one : corpus.passages) corpus.bytes += one.title.size() + one.body.size();
}

std::vector<std::string> sample(const Corpus& corpus, std::mt19937& dice, std::size_t from, std::size_t to) {
    std::vector<std::string> queries;
    while (queries.size() < kPerClass) {
        const std::string& body = corpus.passages[dice() % corpus.passages.size()].body;
        std::vector<std::pair<std::size_t, std::size_t>> characters;
        bool all_han = true;
        const std::size_t wanted = from + dice() % (to - from + 1);
        std::size_t at = dice() % std::max<std::size_t>(1, body.size());
        while (at > 0 && (static_cast<unsigned char>(body[at]) & 0xC0) == 0x80) --at;
        const std::size_t begin = at;
        while (characters.size() < wanted && at < body.size()) {
            const std::size_t first = at;
            all_han = text::is_han(text::next_character(body, at)) && all_han;
            characters.emplace_back(first, at);
        }
        if (characters.size() == wanted && all_han) queries.push_back(body.substr(begin, at - begin));
    }
    return queries;
}

const std::vector<std::string>& questions() {
    static const std::vector<std::string> list{"老板拖欠农民工工资不给怎么办",
                                               "小区楼下烧烤店油烟扰民半夜噪声投诉无人处理",
                                               "租房合同没到期房东要赶人怎么办",
                                               "孩子在学校受伤学校要承担责任吗",
                                               "公司不给交社会保险可以解除劳动合同吗",
                                               "买到过期食品怎么要求赔偿",
                                               "农村宅基地可以卖给城里人吗",
                                               "交通事故对方逃逸怎么申请救助",
                                               "政府不公开文件怎么申请行政复议",
                                               "工厂排放污水影响庄稼找哪个部门",
                                               "被行政拘留之后能不能提起诉讼",
                                               "企业拖欠工程款如何投诉",
                                               "女职工怀孕期间单位能不能辞退",
                                               "老人立了两份遗嘱以哪一份为准",
                                               "邻居违章搭建影响采光怎么处理",
                                               "网上购物七天无理由退货有什么条件",
                                               "开办养老机构需要向谁备案",
                                               "建筑工地发生安全事故要多久上报",
                                               "未成年人打赏主播的钱能要回来吗",
                                               "行政处罚决定书没有送达是否有效",
                                               "村民委员会选举怎样才算有效",
                                               "饲养烈性犬伤人由谁承担责任",
                                               "砍伐自家承包地上的树木需要许可吗",
                                               "医院把病历弄丢了患者怎么维权"};
    return list;
}

// Of one kind of query: what passed on the clock, and what the processor was kept busy; other programs change
// the first.
class Times {
public:
    void begin() { wall_ = seconds(), cpu_ = seconds(CLOCK_THREAD_CPUTIME_ID); }
    void end() {
        wall.push_back(1000 * (seconds() - wall_));
        cpu.push_back(1000 * (seconds(CLOCK_THREAD_CPUTIME_ID) - cpu_));
    }
    static double at(std::vector<double> list, double share) {
        std::sort(list.begin(), list.end());
        return list.empty() ? 0
                            : list[static_cast<std::size_t>(share * static_cast<double>(list.size() - 1))];
    }
    void print(const char* who) const {
        std::printf("%s p50 %.2f, p99 %.2f ms (processor %.2f, %.2f)", who, at(wall, 0.5), at(wall, 0.99),
                    at(cpu, 0.5), at(cpu, 0.99));
    }
    std::vector<double> wall, cpu;

private:
    double wall_ = 0, cpu_ = 0;
};

// The same pairs in a plain table that keeps its texts, asked as the manual of FTS5 says.
class Plain {
public:
    explicit Plain(const std::string& path) : path_(path) {}
    base::Result<> fill(const Corpus& corpus) {
        auto tx = TRY(store::FullTextTx::open(path_, &text::each_index_term, store::Sync::Never));
        TRY(tx.run_script("CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize='terms')"));
        TRY(tx.begin());
        std::int64_t row = 0;
        for (const Passage& one : corpus.passages)
            TRY(tx.execute("INSERT INTO plain(rowid, title, body) VALUES(?, ?, ?)", ++row, one.title,
                           one.body));
        return tx.commit();
    }
    base::Result<std::int64_t> ask(const std::string& typed) {
        if (!reader_) reader_.emplace(TRY(store::FullTextReader::open(path_, &text::each_index_term)));
        const std::string words = catalog::read_passage_query(typed).expression();
        auto count = TRY(reader_->query("SELECT count(*) FROM plain WHERE plain MATCH ?", words));
        TRY(count.next());
        const std::int64_t total = count.integer(0);
        auto rows =
            TRY(reader_->query("SELECT rowid, snippet(plain, 1, '<mark>', '</mark>', '…', 40) FROM plain "
                               "WHERE plain MATCH ? ORDER BY bm25(plain) LIMIT ?",
                               words, kPageSize));
        while (TRY(rows.next())) bytes_ += rows.text(1).size();
        return total;
    }

private:
    std::string path_;
    std::optional<store::FullTextReader> reader_;
    std::size_t bytes_ = 0;
};

base::Result<> ask_all(const char* name, const std::vector<std::string>& queries,
                       const catalog::PassageIndex& index, Plain* plain) {
    Times ours, theirs;
    for (const std::string& typed : queries) {
        ours.begin();
        const auto answer = TRY(index.find(catalog::read_passage_query(typed), {0, kPageSize, false}));
        ours.end();
        if (plain == nullptr) continue;
        theirs.begin();
        const std::int64_t total = TRY(plain->ask(typed));
        theirs.end();
        if (total != static_cast<std::int64_t>(answer.total))
            std::printf("  %s: %zu here, %lld there\n", typed.c_str(), answer.total,
                        static_cast<long long>(total));
    }
    std::printf("%-10s", name);
    ours.print("");
    if (plain != nullptr) {
        theirs.print("; plain table");
        std::printf("; ratio of p50 %.2f, p99 %.2f", Times::at(ours.cpu, 0.5) / Times::at(theirs.cpu, 0.5),
                    Times::at(ours.cpu, 0.99) / Times::at(theirs.cpu, 0.99));
    }
    std::printf("\n");
    return base::Done{};
}

// What stands in the texts and what is found, query by query.
base::Result<> compare_with_scan(const Corpus& corpus, const std::vector<std::string>& queries,
                                 const catalog::PassageIndex& index) {
    std::vector<std::string> folded;
    for (const Passage& one : corpus.passages)
        folded.push_back(text::fold_for_search(one.title + "\n" + one.body));
    std::size_t wanted = 0, found = 0, right = 0;
    for (const std::string& typed : queries) {
        const std::string needle = text::fold_for_search(typed);
        std::vector<std::string> scanned;
        for (std::size_t i = 0; i < folded.size(); ++i) {
            if (folded[i].find(needle) != std::string::npos) scanned.push_back(corpus.passages[i].id);
        }
        std::vector<std::string> ids = TRY(index.list_ids(catalog::read_passage_query("\"" + typed + "\"")));
        std::sort(ids.begin(), ids.end());
        std::sort(scanned.begin(), scanned.end());
        std::vector<std::string> both;
        std::set_intersection(ids.begin(), ids.end(), scanned.begin(), scanned.end(),
                              std::back_inserter(both));
        wanted += scanned.size(), found += ids.size(), right += both.size();
    }
    std::printf("against a scan, %zu queries: recall %.4f, precision %.4f\n", queries.size(),
                wanted == 0 ? 1 : static_cast<double>(right) / static_cast<double>(wanted),
                found == 0 ? 1 : static_cast<double>(right) / static_cast<double>(found));
    return base::Done{};
}

// Everything in the file but the texts as they are shown.
base::Result<double> index_bytes(const std::string& path, std::string_view texts) {
    const auto db = TRY(store::FullTextReader::open(path, &text::each_index_term));
    auto rows = TRY(db.query("SELECT sum(pgsize) FROM dbstat WHERE name <> ?", texts));
    TRY(rows.next());
    return static_cast<double>(rows.integer(0));
}

base::Result<> fill(const Corpus& corpus, const std::string& aside, catalog::PassageIndex& index,
                    Plain& plain) {
    Times ours, theirs;
    ours.begin();
    auto filler = TRY(catalog::PassageIndex::Filler::begin(aside));
    for (std::size_t at = 0; at < corpus.passages.size(); at += 1000) {
        catalog::PassageChange change;
        const std::size_t end = std::min(at + 1000, corpus.passages.size());
        change.put.assign(corpus.passages.begin() + static_cast<std::ptrdiff_t>(at),
                          corpus.passages.begin() + static_cast<std::ptrdiff_t>(end));
        TRY(filler.apply(change));
    }
    catalog::IndexState state;
    state.made_for = "bench";
    TRY(index.take_over(std::move(filler), state));
    ours.end();
    theirs.begin();
    TRY(plain.fill(corpus));
    theirs.end();
    const auto text_bytes = static_cast<double>(corpus.bytes);
    std::printf("text: %zu passages, %.0f MB\n", corpus.passages.size(), text_bytes / 1e6);
    std::printf("filled in %.1f s (processor %.1f s); plain table %.1f s (%.1f s); ratio %.2f\n",
                ours.wall[0] / 1000, ours.cpu[0] / 1000, theirs.wall[0] / 1000, theirs.cpu[0] / 1000,
                ours.cpu[0] / theirs.cpu[0]);
    const double here = TRY(index_bytes(index.path(), "passage"));
    const double there = TRY(index_bytes(aside + "/plain.db", "plain_content"));
    std::printf("index %.0f MB, %.2f times the text, whole file %.2f times; plain table %.2f times\n",
                here / 1e6, here / text_bytes,
                static_cast<double>(std::filesystem::file_size(index.path())) / text_bytes,
                there / text_bytes);
    return base::Done{};
}

base::Result<> measure(const std::string& laws, const std::string& aside) {
    std::mt19937 dice(20260302);
    Corpus corpus = read_corpus(laws);
    mix(corpus, dice);
    std::filesystem::create_directories(aside);
    catalog::PassageIndex index;
    Plain plain(aside + "/plain.db");
    TRY(fill(corpus, aside, index, plain));
    const std::vector<std::string> two = sample(corpus, dice, 2, 2);
    const std::vector<std::string> four = sample(corpus, dice, 4, 4);
    const std::vector<std::string> many = sample(corpus, dice, 10, 16);
    // Once unmeasured, so that no page is read for the first time.
    for (const auto* some : {&two, &four, &many}) {
        for (const std::string& typed : *some)
            TRY(index.find(catalog::read_passage_query(typed), {0, kPageSize, false}));
    }
    TRY(ask_all("two", two, index, &plain));
    TRY(ask_all("four", four, index, &plain));
    TRY(ask_all("many", many, index, &plain));
    TRY(ask_all("questions", questions(), index, nullptr));
    std::vector<double> writes;
    for (int i = 0; i < 50; ++i) {
        catalog::PassageChange change;
        change.put.push_back(corpus.passages[dice() % corpus.passages.size()]);
        change.put.back().id = "new/" + std::to_string(i);
        const double began = seconds();
        TRY(index.apply(change, index.state()));
        writes.push_back(1000 * (seconds() - began));
    }
    std::sort(writes.begin(), writes.end());
    std::printf("one more passage: p50 %.2f ms\n", writes[writes.size() / 2]);
    TRY(index.apply({{}, {"new/"}}, index.state()));
    std::vector<std::string> checked(two.begin(), two.begin() + 30);
    checked.insert(checked.end(), four.begin(), four.begin() + 35);
    checked.insert(checked.end(), many.begin(), many.begin() + 35);
    return compare_with_scan(corpus, checked, index);
}

base::Result<> judge_county(const std::string& data) {
    const auto db = TRY(store::Reader::open(data + "/sunroom.db"));
    const store::Keys keys =
        TRY(store::Keys::from_master(std::string(32, 'k'), "intl"));  // the shelf is open
    const store::Vault vault(keys, data + "/files");
    catalog::CatalogueKeeper keeper;
    TRY(keeper.reload(db, calendar::SystemClock().now().date()));
    const std::string aside = data + "/judged";
    std::filesystem::create_directories(aside);
    catalog::PassageFollower follower(aside, catalog::catalog_passages());
    TRY(follower.make_anew({db, vault, *keeper.current()}, {}));
    const auto judged = TRY(catalog::judge(*keeper.current(), follower.index(), "test/data/relevance.json"));
    std::printf("judged questions: %d, first %d, among five %d, mean reciprocal rank %.3f\n",
                judged.all.asked, judged.all.first, judged.all.among_five, judged.all.mean());
    for (const auto& [sort, score] : judged.by_sort)
        std::printf("  %-9s %3d, among five %3d, %.3f\n", sort.c_str(), score.asked, score.among_five,
                    score.mean());
    std::filesystem::remove_all(aside);
    return base::Done{};
}

}  // namespace

int main(int count, char** words) {
    if (count != 3) {
        std::fputs("bench_search LAWS ASIDE | bench_search judge DATA\n", stderr);
        return 2;
    }
    const std::string first = words[1];
    const auto done = first == "judge" ? judge_county(words[2]) : measure(first, words[2]);
    if (done.ok()) return 0;
    std::fprintf(stderr, "%s %s\n", std::string(done.error().text_key()).c_str(),
                 std::string(done.error().detail()).c_str());
    return 1;
}

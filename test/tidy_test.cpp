// Each rule is fed one bad repository and one good; then all of them look at this one.
#include "tidy_rules.h"
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace tidy {
namespace {

constexpr std::string_view kTable = "base|||\n"
                                    "store|base||\n"
                                    "ledger|base store||\n"
                                    "http|base||\n"
                                    "casework|base store ledger|http|\n"
                                    "services|base store ledger casework|http|\n"
                                    "trading|base store ledger casework|http|\n"
                                    "app|base store ledger http casework services trading||services\n";

Repository repository(std::vector<File> files) {
    Repository all;
    all.files = std::move(files);
    std::ranges::sort(all.files, {}, &File::path);
    all.read_modules(kTable);
    return all;
}

struct Example {
    const char* says;
    Findings (*rule)(const Repository&);
    std::vector<File> bad;
    std::vector<File> good;
};

constexpr const char* kEvent =
    "struct CaseFiled {\n    static constexpr ledger::Kind kKind{\"casework.filed\", 1};\n};\n";
constexpr const char* kDuty =
    R"([{"law": "行政许可法", "art": "42", "duty": "decide in time", "kept_by": "deadline permit/legal"}])";
constexpr const char* kGap =
    R"([{"law": "行政许可法", "art": "50", "duty": "renew in time", "kept_by": "gap src/a/b.cpp"}])";

std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "    step();\n";
    return text;
}

const std::string kHeader = "#pragma once\n// What it is for.\n";
const std::string kLaw = R"({"law": "行政许可法", "articles": [{"art": "32"}]})";

std::vector<Example> examples_of_code() {
    return {
        {"R1: a lower floor does not look up",
         r1_includes,
         {{"src/store/a.cpp", "#include \"ledger/b.h\"\n"}},
         {{"src/ledger/a.cpp", "#include \"store/b.h\"\n"}}},
        {"R1: only the pages of a module see HTTP",
         r1_includes,
         {{"src/casework/case.cpp", "#include \"http/request.h\"\n"}},
         {{"src/casework/case_pages.cpp", "#include \"http/request.h\"\n"}}},
        {"R2: domain code does not see pages",
         r2_pages,
         {{"src/casework/case.cpp", "#include \"casework/case_pages.h\"\n"}},
         {{"src/app/wiring.cpp", "#include \"casework/case_pages.h\"\n"}}},
        {"R3: a room does not name another",
         r3_rooms,
         {{"src/services/a.cpp", "auto x = trading::bids();\n"}},
         {{"src/services/a.cpp", "auto x = casework::open();\n"}}},
        {"R4: a header says what it is for",
         r4_files,
         {{"src/base/a.h", "#pragma once\nint x;\n"}},
         {{"src/base/a.h", kHeader}}},
        {"R4: a module is one flat folder", r4_files, {{"src/base/in/a.cpp", ""}}, {{"src/base/a.cpp", ""}}},
        {"R11: a function ends before line 71",
         r11_sizes,
         {{"src/base/a.cpp", "void f() {\n" + lines(70) + "}\n"}},
         {{"src/base/a.cpp", "void f() {\n" + lines(60) + "}\n"}}},
        {"R11: a wide character counts two",
         r11_sizes,
         {{"src/base/a.cpp", "// " + std::string(54 * 3, '-') + "\n"}},
         {{"src/base/a.cpp", "// 县县县县县县县县县县县县县县县县县县县县县县县县县县县\n"}}},
        {"R11: six parameters",
         r11_sizes,
         {{"src/base/a.cpp", "void f(int a, int b, int c, int d, int e, int f, int g) {\n}\n"}},
         {{"src/base/a.cpp", "void f(std::map<int, int> a, int b, int c, int d, int e, int f) {\n}\n"}}},
        {"R11: no bool beside other parameters",
         r11_sizes,
         {{"src/base/a.h", "void close(int number, bool force);\n"}},
         {{"src/base/a.h", "void close(int number, Haste haste);\n"}}},
    };
}

std::vector<Example> examples_of_words() {
    return {
        {"R12: now comes from a Clock",
         r12_words,
         {{"src/base/a.cpp", "auto t = std::chrono::system_clock::now();\n"}},
         {{"src/base/a.cpp", "auto t = clock.now(); // not system_clock\n"}}},
        {"R12: shared_ptr has its reason",
         r12_words,
         {{"src/base/a.cpp", "std::shared_ptr<int> x;\n"}},
         {{"src/base/a.cpp", "// Two threads keep it alive.\nstd::shared_ptr<int> x;\n"}}},
        {"R13: no Manager",
         r13_names,
         {{"src/base/a.h", "class CaseManager {\n"}},
         {{"src/base/a.h", "class Registrar {\n"}}},
        {"R14: a mark has an issue",
         r14_marks,
         {{"src/base/a.cpp", "// TODO mend\n"}},
         {{"src/base/a.cpp", "// TODO #12 mend\n"}}},
        {"R14: no commented-out code",
         r14_marks,
         {{"src/base/a.cpp", "// x = f(y);\n"}},
         {{"src/base/a.cpp", "// x is the rest;\n// y the part.\n"}}},
        {"R15: no Chinese in C++",
         r15_sentences,
         {{"src/base/a.cpp", "auto x = \"出错了\";\n"}},
         {{"src/base/a.cpp", "auto x = \"error.general\";  // 出错了\n"}}},
        {"R15: a refusal carries a key",
         r15_sentences,
         {{"src/base/a.cpp", "return Error(ErrorCode::Invalid, \"Too long\");\n"}},
         {{"src/base/a.cpp", "return Error(ErrorCode::Invalid, \"name.too_long\");\n"}}},
        {"R15: no Chinese in a template",
         r15_sentences,
         {{"web/templates/a/b.html", "<p>首页</p>\n"}},
         {{"web/templates/a/b.html", "<p>{{t nav.home}}</p>\n"}}},
        {"R16: two macros",
         r16_macros,
         {{"src/base/a.h", "#define MAX(a, b) a\n"}},
         {{"src/base/a.h", "#define TRY(x) x\n"}}},
        {"R16: TRY stands alone",
         r16_macros,
         {{"src/base/a.cpp", "    f(a, TRY(g()));\n"}},
         {{"src/base/a.cpp", "    const auto x = TRY(g());\n    if (!TRY(h())) return;\n"}}},
    };
}

std::vector<Example> examples_of_books() {
    const std::string module = "-- module: store\n";
    const std::string event =
        "// It was filed.\nstruct Filed {\n    static constexpr ledger::Kind kKind{\"casework.filed\", 1};\n"
        "    void fields(auto& visit) { visit(\"due\", due); }\n};\n";
    const File row{"src/casework/case.cpp",
                   "std::vector<Row> casework_events() { return {row<Filed>()}; }\n"};
    return {
        {"R5: SQL stands in the books",
         r5_sql_places,
         {{"src/casework/case.cpp", "auto q = \"SELECT 1\";\n"}},
         {{"src/casework/case_store.cpp", "auto q = \"SELECT 1\";\n"}}},
        {"R6: a projection writes",
         r6_writes,
         {{"src/casework/case_store.cpp",
           "void save(Tx& tx) {\n    tx.run(\"INSERT INTO cases VALUES(?)\");\n}\n"}},
         {{"src/casework/case_store.cpp",
           "void project_case(Tx& tx) {\n    tx.run(\"INSERT INTO cases VALUES(?)\");\n}\n"}}},
        {"R6: scratch rows are free",
         r6_writes,
         {{"src/casework/a_store.cpp", "void f() {\n    run(\"DELETE FROM draft\");\n}\n"},
          {"migrations/0001_a.sql", module + "CREATE TABLE draft(a);\n"}},
         {{"src/casework/a_store.cpp", "void f() {\n    run(\"DELETE FROM draft\");\n}\n"},
          {"migrations/0001_a.sql", module + "-- Scratch: drafts.\nCREATE TABLE draft(a);\n"}}},
        {"R7: values are bound",
         r7_sql_words,
         {{"src/store/a.cpp", "run(\"SELECT a FROM b WHERE c = \" + typed);\n"}},
         {{"src/store/a.cpp", "run(\"SELECT a FROM b WHERE c = ?\", typed);\n"}}},
        {"R7: no LIKE",
         r7_sql_words,
         {{"src/store/a.cpp", "run(\"SELECT a FROM b WHERE c LIKE ?\");\n"}},
         {{"src/store/a.cpp", "run(\"SELECT likely FROM b WHERE c >= ?\");\n"}}},
        {"R8: no gap in the numbers",
         r8_migrations,
         {{"migrations/0001_a.sql", module}, {"migrations/0003_b.sql", module}},
         {{"migrations/0001_a.sql", module}, {"migrations/0002_b.sql", module}}},
        {"R8: what was released stays",
         r8_migrations,
         {{"migrations/0001_a.sql", module},
          {"migrations/digests.txt", std::string(64, '0') + "  0001_a.sql\n"}},
         {{"migrations/0001_a.sql", module}}},
        {"R9: an event is described and in the past tense",
         r9_events,
         {{"src/casework/case_events.h",
           "struct File {\n    static constexpr ledger::Kind kKind{\"casework.file\", 1};\n};\n"},
          row},
         {{"src/casework/case_events.h", event}, row}},
        {"R9: a released field stays",
         r9_events,
         {{"src/casework/case_events.h", event},
          row,
          {"docs/events.json", R"([{"kind": "casework.filed", "version": 1, "fields": ["due", "office"]}])"}},
         {{"src/casework/case_events.h", event},
          row,
          {"docs/events.json", R"([{"kind": "casework.filed", "version": 1, "fields": ["due"]}])"}}},
    };
}

std::vector<Example> examples_of_texts() {
    const File law{"definitions/law/xuke.json", kLaw};
    const File alias{"docs/law/aliases.json", R"({"许可法": "行政许可法"})"};
    const File user{"web/templates/a/b.html", "{{t nav.home}}\n"};
    const File zh{"web/text/zh-CN/a.json", R"({"nav.home": "首页 {n}"})"};
    return {
        {"R17: a citation resolves",
         r17_citations,
         {law, alias, {"src/base/a.cpp", "// 许可法 99(1): …\n"}},
         {law, alias, {"src/base/a.cpp", "// 许可法 32(4): …\n"}}},
        {"R17: a short name is registered",
         r17_citations,
         {law, alias, {"src/base/a.cpp", "// 某条例 1: …\n"}},
         {law, alias, {"src/base/a.cpp", "// 某条例 says nothing here\n"}}},
        {"R17: a basis resolves",
         r17_citations,
         {law, {"counties/q/a.json", R"({"basis": [{"law": "行政许可法", "art": "1"}]})"}},
         {law, {"counties/q/a.json", R"({"basis": [{"law": "行政许可法", "art": "32"}]})"}}},
        {"R19: both locales name the same placeholders",
         r19_texts,
         {user, zh, {"web/text/en/a.json", R"({"nav.home": "Home"})"}},
         {user, zh, {"web/text/en/a.json", R"({"nav.home": "Home {n}"})"}}},
        {"R19: a key that nobody uses goes",
         r19_texts,
         {zh, {"web/text/en/a.json", R"({"nav.home": "Home {n}"})"}},
         {user, zh, {"web/text/en/a.json", R"({"nav.home": "Home {n}"})"}}},
        {"R19: a key that is used exists",
         r19_texts,
         {{"src/base/a.cpp", "return Error(ErrorCode::Invalid, \"a.b\");\n"}},
         {{"src/base/a.cpp", "return Error(ErrorCode::Invalid, \"a.b\");\n"},
          {"web/text/zh-CN/a.json", R"({"a.b": "错"})"},
          {"web/text/en/a.json", R"({"a.b": "wrong"})"}}},
        {"R20: a part is used",
         r20_dead,
         {{"web/templates/_parts/x.html", "\n"}},
         {{"web/templates/_parts/x.html", "\n"},
          {"web/templates/a/b.html", "{{> x}}\n"},
          {"src/base/a.cpp", "render(\"a/b\");\n"}}},
        {"R21: a module is in the glossary",
         r21_glossary,
         {{"src/base/a.cpp", ""}, {"GLOSSARY.md", "# Words\n"}},
         {{"src/base/a.cpp", ""}, {"GLOSSARY.md", "| base | 基础 | – |\n"}}},
    };
}

std::vector<Example> examples_of_the_house() {
    return {
        {"R10: an event is read",
         r10_readers,
         {{"src/casework/case_events.h", kEvent},
          {"src/casework/case_events.cpp", "event_row<CaseFiled>(\"A.\");\n"}},
         {{"src/casework/case_events.h", kEvent},
          {"src/casework/case_store.cpp", "entry.read<CaseFiled>();\n"}}},
        {"R18: a duty is kept by something that is there",
         r18_duties,
         {{"docs/law/duties.json", kDuty},
          {"definitions/processes/permit/process.json", "{\"deadline\": \"spot\""}},
         {{"docs/law/duties.json", kDuty},
          {"definitions/processes/permit/process.json", "{\"deadline\": \"legal\""}}},
        {"R18: a gap is marked",
         r18_duties,
         {{"docs/law/duties.json", kGap}, {"src/a/b.cpp", "// 许可法 50: …\n"}},
         {{"docs/law/duties.json", kGap}, {"src/a/b.cpp", "// GAP: 许可法 50: …\n"}}},
        {"R22: a route has its line",
         r22_routes,
         {{"src/web/a_pages.cpp", "web::get(\"/help\", {}, \"Help\", help)\n"},
          {"test/data/route_roles.txt", "POST /help  yes\n"}},
         {{"src/web/a_pages.cpp", "web::get(\"/help\", {}, \"Help\", help)\n"},
          {"test/data/route_roles.txt", "GET  /help  yes\n"}}},
    };
}

std::vector<Example> examples_of_the_tree() {
    return {
        {"R23: UTF-8", r23_bytes, {{"src/base/a.cpp", "\xC3\x28\n"}}, {{"src/base/a.cpp", "// 县\n"}}},
        {"R23: a newline at the end", r23_bytes, {{"README.md", "# A"}}, {{"README.md", "# A\n"}}},
        {"R24: no dead link",
         r24_documents,
         {{"docs/a.md", "# A\n[b](../b.md)\n"}},
         {{"docs/a.md", "# A\n[b](../b.md)\n"}, {"b.md", "# B\n"}}},
        {"R24: one title", r24_documents, {{"a.md", "# A\n# B\n"}}, {{"a.md", "# A\n```\n# B\n```\n"}}},
        {"R25: a dependency has its record",
         r25_decisions,
         {{"CMakeLists.txt", "find_package(Boost 1.81 REQUIRED)\n"}},
         {{"CMakeLists.txt", "find_package(Boost 1.81 REQUIRED)\n"},
          {"docs/decisions/0001-boost.md", "# Boost\n"}}},
    };
}

void expect_examples(const std::vector<Example>& examples) {
    for (const auto& example : examples) {
        SCOPED_TRACE(example.says);
        EXPECT_FALSE(example.rule(repository(example.bad)).empty());
        for (const auto& finding : example.rule(repository(example.good))) {
            ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.words;
        }
    }
}

TEST(Rules, OfCodeSeeTheBadAndLeaveTheGood) {
    expect_examples(examples_of_code());
    expect_examples(examples_of_words());
}
TEST(Rules, OfBooksSeeTheBadAndLeaveTheGood) {
    expect_examples(examples_of_books());
}
TEST(Rules, OfTextsAndTreeSeeTheBadAndLeaveTheGood) {
    expect_examples(examples_of_texts());
    expect_examples(examples_of_the_house());
    expect_examples(examples_of_the_tree());
}

TEST(Source, IsTakenApart) {
    const auto source =
        take_apart("int x = 1'000;  // why\nauto s = R\"sql(SELECT\n1)sql\" + y;\nchar c = '\"';\n");
    ASSERT_EQ(source.code.size(), 4u);
    ASSERT_EQ(source.literals.size(), 1u);
    EXPECT_EQ(source.literals[0].text, "SELECT\n1");
    EXPECT_EQ(source.literals[0].after, '+');
    EXPECT_EQ(source.comments[0].text, " why");
    EXPECT_EQ(source.code[3].find('"'), std::string::npos);
}

// The repository itself: `ctest -R tidy`. UPDATE=1 writes docs/events.json anew, at a release.
TEST(Repository, KeepsItsRules) {
    const auto all = read_repository(SUNROOM_ROOT, SUNROOM_MODULES);
    ASSERT_FALSE(all.modules.empty()) << SUNROOM_MODULES << " is missing: configure first";
    if (std::getenv("UPDATE") != nullptr)
        std::ofstream(std::string(SUNROOM_ROOT) + "/docs/events.json") << released_events(all);
    std::size_t count = 0;
    for (const auto& rule : rules()) {
        if (rule.find == nullptr) {
            std::printf("gap: %s: %s; %s\n", rule.name, rule.holds, rule.gap);
            continue;
        }
        for (const auto& finding : rule.find(all)) {
            std::printf("%s:%d: %s: %s\n", finding.path.c_str(), finding.line, finding.rule.c_str(),
                        finding.words.c_str());
            ++count;
        }
    }
    std::printf("%zu files, %zu findings\n", all.files.size(), count);
    EXPECT_EQ(count, 0u) << "the rules stand in docs/tidy.md";
}

}  // namespace
}  // namespace tidy

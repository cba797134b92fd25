// What the checker finds, with its line and the nearest word, and what two people may and may not do with a
// definition.

#include "catalog/definition_events.h"
#include "catalog/definition_store.h"
#include "catalog/test_office.h"

#include <functional>

namespace catalog {
namespace {

// The county is loaded once; each test leaves what is active as it was, or works on an item of its own.
class DefinitionTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        office_ = std::make_unique<TestOffice>();
        office_->read_files();
        const auto loaded = office_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text_key() << " " << loaded.error().detail();
        const auto reader = office_->reader();
        const auto version = find_version(*reader, DefinitionKind::Item, "qx-012-05", 1);
        ASSERT_TRUE(version.ok() && version.value());
        item_ = shelved_text(*reader, version.value()->text).value();
    }
    static void TearDownTestSuite() { office_.reset(); }

    static std::string changed(const std::string& from, const std::string& to) {
        std::string text = item_;
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        return text.replace(at, from.size(), to);
    }
    static Findings findings(const std::string& text, DefinitionKind kind = DefinitionKind::Item,
                             const std::string& id = "qx-012-05") {
        const auto ask = [&](const identity::Reading& reading) {
            return check_definition(reading, office_->desk, {kind, id, text, {}});
        };
        return office_->registrar().read<Findings>(office_->editor, ask).value();
    }
    static std::string first(const Findings& findings) {
        return findings.empty() ? std::string() : findings.front().text_key;
    }
    static base::Result<DefinitionVersion> prepare(const identity::Actor& who, const std::string& text) {
        return office_->act<DefinitionVersion>(who, [&](identity::Act& act) {
            return prepare_definition(act, office_->desk,
                                      {DefinitionKind::Item, "qx-012-05", text, "试一试"});
        });
    }
    static base::Result<DefinitionVersion> approve(const identity::Actor& who, const base::Digest& text) {
        return office_->act<DefinitionVersion>(who, [&](identity::Act& act) {
            return approve_definition(act, office_->desk, DefinitionKind::Item, "qx-012-05", text);
        });
    }
    // The item as it would be the next version.
    static std::string next_version() {
        const int last = last_active_version(*office_->reader(), DefinitionKind::Item, "qx-012-05").value();
        return changed("\"version\": 1,", "\"version\": " + std::to_string(last + 1) + ",");
    }

    static std::unique_ptr<TestOffice> office_;
    static std::string item_;
};
std::unique_ptr<TestOffice> DefinitionTest::office_;
std::string DefinitionTest::item_;

std::string argument(const Finding& finding, std::string_view name) {
    for (const auto& [key, value] : finding.args) {
        if (key == name) return value;
    }
    return {};
}

TEST_F(DefinitionTest, AFindingHasItsLineAndTheNearestWord) {
    const std::string base = next_version();
    std::string text = base;
    text.replace(text.find("\"promise_days\""), 14, "\"promise_dayz\"");
    const Findings found = findings(text);
    const auto unknown = std::find_if(found.begin(), found.end(), [](const Finding& each) {
        return each.text_key == "definition.unknown_key_near";
    });
    ASSERT_NE(unknown, found.end());
    EXPECT_EQ(argument(*unknown, "key"), "promise_dayz");
    EXPECT_EQ(argument(*unknown, "nearest"), "promise_days");
    const auto line =
        1 +
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("promise_dayz")), '\n');
    EXPECT_EQ(unknown->line, line);
}

TEST_F(DefinitionTest, RefusesWhatTheLawDoesNotCarry) {
    struct Row {
        std::string from, to, finding;
    };
    const Row rows[] = {
        {"\"law\": \"食品安全法\"", "\"law\": \"食品万全法\"", "definition.law_unknown"},
        {"\"legal_days\": 20", "\"legal_days\": 1", "definition.promise_over_law"},
        {"\"process\": \"permit\"", "\"process\": \"permits\"", "definition.unknown_process"},
        {"\"body\": \"012\"", "\"body\": \"999\"", "definition.unknown_body"},
        {"\"handling\": 2", "\"handling\": 7", "definition.bad_handling"},
        {"\"version\": ", "\"version\": 9", "definition.other_version"},
        {"\"need\": \"necessary\"", "\"need\": \"neccessary\"", "definition.unknown_word_near"},
        {"\"type\": \"01\"", "\"type\": \"licence-of-kind\"", "definition.unknown_word"},
        {"{", "{{", "json.broken"}};
    const std::string base = next_version();
    EXPECT_EQ(first(findings(base)), "");
    for (const Row& row : rows) {
        std::string text = base;
        const std::size_t at = text.find(row.from);
        ASSERT_NE(at, std::string::npos) << row.from;
        text.replace(at, row.from.size(), row.to);
        const Findings found = findings(text);
        const bool has = std::any_of(found.begin(), found.end(),
                                     [&](const Finding& each) { return each.text_key == row.finding; });
        EXPECT_TRUE(has) << row.finding << ", first found: " << first(found);
    }
}

// services.md 4: no resolvable basis, no publication.
TEST_F(DefinitionTest, AnItemWithoutABasisInForceIsNeitherPreparedNorActivated) {
    std::string text = next_version();
    const std::size_t at = text.find("\"basis\": [");
    const std::size_t end = text.find(']', at);
    text.replace(at, end - at + 1, "\"basis\": []");
    const auto refused = prepare(office_->editor, text);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().text_key(), "definition.findings");
    EXPECT_NE(refused.error().detail().find("definition.no_basis"), std::string::npos);
}

TEST_F(DefinitionTest, NeedsTwoPeopleAndTheTextThatWasRead) {
    const std::string text = next_version();
    EXPECT_EQ(prepare(office_->approver, text).error().code(), base::ErrorCode::Forbidden);
    const auto prepared = prepare(office_->both, text);
    ASSERT_TRUE(prepared.ok()) << prepared.error().detail();
    EXPECT_EQ(prepared.value().state, "prepared");
    EXPECT_EQ(approve(office_->both, prepared.value().text).error().text_key(), "definition.same_person");
    EXPECT_EQ(approve(office_->editor, prepared.value().text).error().code(), base::ErrorCode::Forbidden);
    EXPECT_EQ(approve(office_->approver, base::Digest{}).error().text_key(), "definition.changed_meanwhile");
    const auto active = approve(office_->approver, prepared.value().text);
    ASSERT_TRUE(active.ok()) << active.error().detail();
    EXPECT_EQ(active.value().state, "active");
    EXPECT_EQ(active.value().effective, office_->clock.now().date()) << "in force no earlier than published";
    EXPECT_EQ(approve(office_->approver, prepared.value().text).error().text_key(),
              "definition.nothing_waiting");
    EXPECT_EQ(prepare(office_->editor, text).error().text_key(), "definition.unchanged");

    // The version before stays readable for matters that were filed under it.
    CatalogueKeeper keeper;
    const auto reader = office_->reader();
    ASSERT_TRUE(keeper.reload(*reader, office_->clock.now().date()).ok());
    EXPECT_FALSE(keeper.refresh(*reader, office_->clock.now().date()).value()) << "nothing has changed";
    EXPECT_TRUE(keeper.refresh(*reader, office_->clock.now().date().plus(1)).value()) << "a new day";
    const int version = keeper.current()->find_item("qx-012-05")->version;
    const auto before = find_version(*reader, DefinitionKind::Item, "qx-012-05", version - 1).value();
    EXPECT_EQ(keeper.item_version(*reader, before->text).value()->version, version - 1);
    EXPECT_EQ(keeper.item_version(*reader, base::Digest{}).error().code(), base::ErrorCode::NotFound);
}

TEST_F(DefinitionTest, IsReturnedWithAReasonAndMayBePreparedAgain) {
    const std::string text = next_version();
    const auto prepared = prepare(office_->editor, text);
    ASSERT_TRUE(prepared.ok()) << prepared.error().detail();
    const auto send_back = [&](const base::VaultRef& reason) {
        return office_->act<base::Done>(office_->approver, [&](identity::Act& act) {
            return return_definition(act, DefinitionKind::Item, "qx-012-05", prepared.value().text, reason);
        });
    };
    EXPECT_EQ(send_back({}).error().text_key(), "definition.no_reason");
    EXPECT_TRUE(send_back({7, {}}).ok());
    EXPECT_EQ(find_latest(*office_->reader(), "qx-012-05").value()->state, "returned");
    const auto again = prepare(office_->editor, text);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().version, prepared.value().version);
    EXPECT_TRUE(send_back({8, {}}).ok());
}

TEST_F(DefinitionTest, TheJournalTellsTheSameAsTheTables) {
    auto aside = store::Tx::open(office_->path() + ".aside");
    ASSERT_TRUE(aside.ok());
    const auto compared = office_->journal().compare_with_replay(*office_->reader(), aside.value());
    ASSERT_TRUE(compared.ok()) << compared.error().detail();
    EXPECT_TRUE(compared.value().differing.empty());
    EXPECT_GT(compared.value().entries, 800);
}

// 许可法 58–59: a fee needs a law or an administrative regulation.
TEST(Fees, RestOnALawOrAnAdministrativeRegulation) {
    Surroundings around;
    for (const auto& [name, rank] :
         {std::pair{"甲法", "law"}, {"乙条例", "regulation"}, {"丙规章", "rule"}}) {
        LawEntry law;
        law.law = law.name = name;
        law.rank = rank;
        law.articles.push_back({"5", "收费", "fees"});
        around.laws.add(law);
    }
    const auto found = [&](const std::string& law, const std::string& article) {
        ServiceItem item;
        item.fees.push_back({});
        item.fees[0].basis = {law, article, {}, "verified", 0};
        Findings findings;
        check_item(item, around, calendar::Date::of(2026, 3, 2), findings);
        std::string keys;
        for (const Finding& finding : findings) {
            if (finding.place == "fees") keys += finding.text_key + " ";
        }
        return keys;
    };
    EXPECT_EQ(found("甲法", "5"), "");
    EXPECT_EQ(found("乙条例", "5(2)"), "");
    EXPECT_EQ(found("丙规章", "5"), "definition.fee_rank ");
    EXPECT_EQ(found("甲法", "6"), "definition.article_unknown ");
}

TEST(Laws, AreInForceBetweenTheirDays) {
    LawRegister laws;
    LawEntry law;
    law.law = "甲法", law.name = "中华人民共和国甲法", law.effective = "2020-01-01", law.ends = "2026-01-01";
    law.articles.push_back({"17-1", "", ""});
    laws.add(law);
    const auto on = [&](const char* name, const char* article, calendar::Date day) {
        return laws.resolve(name, article, day);
    };
    EXPECT_EQ(on("甲法", "17-1", calendar::Date::of(2020, 1, 1)), Resolution::InForce);
    EXPECT_EQ(on("中华人民共和国甲法", "17-1(2)", calendar::Date::of(2025, 12, 31)), Resolution::InForce);
    EXPECT_EQ(on("甲法", "17-1", calendar::Date::of(2026, 1, 1)), Resolution::NotInForce);
    EXPECT_EQ(on("甲法", "17-1", calendar::Date::of(2019, 12, 31)), Resolution::NotInForce);
    EXPECT_EQ(on("甲法", "17", calendar::Date::of(2021, 1, 1)), Resolution::UnknownArticle);
    EXPECT_EQ(on("乙法", "1", calendar::Date::of(2021, 1, 1)), Resolution::UnknownLaw);
}

TEST(TextChanges, AreToldByKey) {
    const auto shown = [](std::string_view before, std::string_view after) {
        std::string out;
        for (const TextChange& change : compare_texts(before, after)) {
            out += change.key + "@" + change.place + ": " + change.before + " > " + change.after + "; ";
        }
        return out;
    };
    EXPECT_EQ(shown(R"({"a":1})", R"({"a":1})"), "");
    EXPECT_EQ(shown(R"({"days":20,"x":"y"})", R"({"days":15})"), "days@days: 20 > 15; x@x: y > ; ");
    EXPECT_EQ(
        shown(R"({"m":[{"id":"a","n":1},{"id":"b","n":1}]})", R"({"m":[{"id":"b","n":2},{"id":"a","n":1}]})"),
        "n@m.b.n: 1 > 2; ");
    EXPECT_EQ(shown(R"({"m":[]})", R"({"m":[{"id":"a","name":"租赁合同"}]})"), "m@m.a:  > 租赁合同; ");
    EXPECT_EQ(shown(R"({"c":["x"]})", R"({"c":["x","y"]})"), "c@c.2:  > y; ");
}

}  // namespace
}  // namespace catalog

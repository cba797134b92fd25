// The open house: what is activated shows at once, on pages and in new applications, without a restart.

#include "app/house.h"
#include "catalog/definition_store.h"

#include "town.h"
#include "visitor.h"

namespace app {
namespace {

using web::holds;
using web::Visitor;

const catalog::ServiceItem& permit_of(const catalog::Catalogue& catalogue) {
    for (const auto& [code, item] : catalogue.items) {
        if (item->process == "permit" && item->status == 1) return *item;
    }
    CHECK(false);
}

// The text of a definition in force with one piece of it written differently, as the next version.
std::string rewritten(Town& town, catalog::DefinitionKind kind, std::string_view id,
                      const std::pair<std::string, std::string>& change) {
    return town.node()
        .registrar()
        .read<std::string>(identity::nobody(),
                           [&](const identity::Reading& reading) -> base::Result<std::string> {
                               const int last = TRY(catalog::last_active_version(reading.db, kind, id));
                               const auto version = TRY(catalog::find_version(reading.db, kind, id, last));
                               std::string text = TRY(catalog::shelved_text(reading.db, version->text));
                               const std::string old_number = "\"version\": " + std::to_string(last) + ",";
                               const auto swap = [&](const std::string& from, const std::string& to) {
                                   const std::size_t at = text.find(from);
                                   if (at != std::string::npos) text.replace(at, from.size(), to);
                                   return at != std::string::npos;
                               };
                               swap(old_number, "\"version\": " + std::to_string(last + 1) + ",");
                               EXPECT_TRUE(swap(change.first, change.second)) << change.first;
                               return text;
                           })
        .value();
}

void activate(Town& town, catalog::DefinitionKind kind, const std::string& id, const std::string& text) {
    const auto prepared =
        town.perform<catalog::DefinitionVersion>(town.official("editor", "029"), [&](identity::Act& act) {
            return catalog::prepare_definition(act, town.node().desk(), {kind, id, text, "试一试"});
        });
    ASSERT_TRUE(prepared.ok()) << prepared.error().text_key() << " " << prepared.error().detail();
    const auto approved =
        town.perform<catalog::DefinitionVersion>(town.official("approver", "029"), [&](identity::Act& act) {
            return catalog::approve_definition(act, town.node().desk(), kind, id, prepared.value().text);
        });
    ASSERT_TRUE(approved.ok()) << approved.error().text_key() << " " << approved.error().detail();
}

TEST(AnActivation, ShowsOnPublicPagesAndInNewApplicationsWithoutARestart) {
    Town town;
    const auto house = House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    house.value()->tick();
    EXPECT_TRUE(town.node().catalogue().current()->search->is_spelled()) << "the first search need not wait";
    const catalog::ServiceItem before = permit_of(*town.node().catalogue().current());
    const std::string old_matter = town.file(before.code);
    Visitor visitor(house.value()->site());
    const std::string guide = "/items/" + before.code;
    const std::string renamed = before.name + "（试行）";
    EXPECT_FALSE(holds(visitor.get(guide), renamed));

    const auto kind = catalog::DefinitionKind::Item;
    activate(town, kind, before.code,
             rewritten(town, kind, before.code,
                       {"\"name\": \"" + before.name + "\"", "\"name\": \"" + renamed + "\""}));
    house.value()->tick();
    EXPECT_TRUE(holds(visitor.get(guide), renamed));
    const std::string new_matter = town.file(before.code);
    EXPECT_EQ(town.matter(old_matter).guide, before.digest) << "a matter keeps the version it began with";
    EXPECT_NE(town.matter(new_matter).guide, before.digest);

    visitor.come_in(town.official("approver", "029").person);
    const auto page = visitor.get("/definitions/" + before.code);
    EXPECT_TRUE(holds(page, "在办 1 件按此版本")) << "one by each of the two versions";
    EXPECT_TRUE(holds(page, "在办的 1 件按原版本办到底"));
    visitor.leave();
    EXPECT_TRUE(holds(visitor.get("/bodies/" + before.body), "2 件")) << "received this year";
    town.expect_books_agree();
}

TEST(AnActivation, OfOtherRightsHoldsFromTheNextRequestOn) {
    Town town;
    const auto house = House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    Visitor visitor(house.value()->site());
    visitor.come_in(town.official("window", "029").person);
    EXPECT_EQ(visitor.get("/board").status, 403);
    const auto kind = catalog::DefinitionKind::Roles;
    activate(town, kind, "roles",
             rewritten(town, kind, "roles",
                       {"\"casework.receive\", ", "\"casework.receive\", \"supervision.read\", "}));
    house.value()->tick();
    EXPECT_EQ(visitor.get("/board").status, 200);
}

TEST(TheDepartmentsPage, ShowsItsNewestResultsAndItsYear) {
    Town town;
    const auto house = House::open(town.node(), "https://qingxi.example");
    ASSERT_TRUE(house.ok()) << house.error().detail();
    const catalog::ServiceItem item = permit_of(*town.node().catalogue().current());
    const std::string number = town.file(item.code);
    ASSERT_TRUE(town.step(town.official("window", "029"), number, choose("check", "accept")).ok());
    const auto advise = choose("review", "advise", {{"opinion", "符合条件"}});
    ASSERT_TRUE(town.step(town.official("handler", item.body), number, advise).ok());
    ASSERT_TRUE(town.step(town.official("head", item.body), number, choose("decide", "grant")).ok());
    Visitor visitor(house.value()->site());
    const auto page = visitor.get("/bodies/" + item.body);
    EXPECT_TRUE(holds(page, "href=\"/results/" + item.body + "-2026-00001\"")) << page.body;
    EXPECT_TRUE(holds(page, "100.0%") || holds(page, "100%"));
    EXPECT_EQ(visitor.get("/bodies/" + item.body + "?lang=en").status, 200);
}

}  // namespace
}  // namespace app

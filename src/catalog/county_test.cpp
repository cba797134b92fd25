// A whole county through the real verbs, over a temporary database: what is loaded, what is refused, what
// stays as it was.

#include "catalog/definition_store.h"
#include "catalog/test_office.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace catalog {
namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

TEST(County, LoadsWholeOnceAndOnlyOnce) {
    TestOffice office;
    office.read_files();
    const auto start = std::chrono::steady_clock::now();
    const auto report = office.load();
    ASSERT_TRUE(report.ok()) << report.error().text_key() << " " << report.error().detail();
    std::printf("loaded %d definitions and %d officials in %.0f ms\n", report.value().definitions,
                report.value().officials, milliseconds_since(start));
    for (const auto& [path, findings] : report.value().refused) {
        for (const Finding& finding : findings) {
            std::string args;
            for (const auto& [name, value] : finding.args) args += " " + name + "=" + value;
            ADD_FAILURE() << path << ":" << finding.line << " " << finding.text_key << " " << finding.place
                          << args;
        }
    }
    EXPECT_GT(report.value().definitions, 250);
    EXPECT_GT(report.value().officials, 200);

    const auto again = office.load();
    ASSERT_TRUE(again.ok()) << again.error().text_key();
    EXPECT_EQ(again.value().definitions, 0);
    EXPECT_EQ(again.value().officials, 0);
    EXPECT_EQ(again.value().unchanged, report.value().definitions);

    CatalogueKeeper keeper;
    const auto reader = office.reader();
    const auto reload = std::chrono::steady_clock::now();
    const std::clock_t used = std::clock();
    ASSERT_TRUE(keeper.reload(*reader, office.clock.now().date()).ok());
    std::printf("catalogue of %zu items, %zu laws ready in %.0f ms, %.0f ms of work\n",
                keeper.current()->items.size(), keeper.current()->laws.entries().size(),
                milliseconds_since(reload),
                1000.0 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC);
    const auto known = keeper.current();
    EXPECT_GT(known->items.size(), 120u);
    EXPECT_EQ(known->bodies.size(), 51u);
    ASSERT_NE(known->find_item("qx-012-01"), nullptr);
    EXPECT_EQ(keeper.item_version(*reader, known->find_item("qx-012-01")->digest).value().get(),
              known->find_item("qx-012-01"));
    ASSERT_NE(known->calendar, nullptr);
    EXPECT_FALSE(known->calendar->works(calendar::Date::of(2026, 10, 1)));
    EXPECT_NE(known->find_process("permit"), nullptr);
    EXPECT_FALSE(known->roles.empty());
}

}  // namespace
}  // namespace catalog

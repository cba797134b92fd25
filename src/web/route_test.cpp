#include "web/form.h"
#include "web/guard.h"
#include "web/route.h"

#include <gtest/gtest.h>

namespace web {
namespace {

const ReadingHandler kNothing = [](const identity::Reading&, const Request&) -> base::Result<http::Response> {
    return http::plain(200, "");
};

Router router_of(std::initializer_list<const char*> patterns) {
    Router router;
    for (const char* pattern : patterns)
        EXPECT_TRUE(router.add(get(pattern, {}, "s", kNothing)).ok()) << pattern;
    return router;
}

std::string found(const Router& router, std::string_view path, http::Method method = http::Method::Get) {
    const auto hit = router.find(method, path);
    if (!hit.route) return hit.allow.empty() ? "-" : "allow " + hit.allow;
    std::string out = hit.route->pattern;
    for (const auto& [name, value] : hit.params) out += " " + name + "=" + value;
    return out;
}

TEST(Router, PrefersWordsOverParametersWhateverTheOrder) {
    const Router router = router_of(
        {"/", "/items/{code}", "/items/new", "/items/{code}/apply", "/{any}/apply/x", "/files/{path*}"});
    EXPECT_EQ(found(router, "/"), "/");
    EXPECT_EQ(found(router, "/items/new"), "/items/new");
    EXPECT_EQ(found(router, "/items/7"), "/items/{code} code=7");
    EXPECT_EQ(found(router, "/items/7/"), "/items/{code} code=7");
    EXPECT_EQ(found(router, "/items/new/apply"), "/items/{code}/apply code=new")
        << "goes back from a word that leads nowhere";
    EXPECT_EQ(found(router, "/items/apply/x"), "/{any}/apply/x any=items");
    EXPECT_EQ(found(router, "/files/a/b.css"), "/files/{path*} path=a/b.css");
    EXPECT_EQ(found(router, "/files"), "-");
    EXPECT_EQ(found(router, "/items"), "-");
    EXPECT_EQ(found(router, "/items//apply"), "-");
    EXPECT_EQ(found(router, "/items/7", http::Method::Head), "/items/{code} code=7");
    EXPECT_EQ(found(router, "/items/7", http::Method::Post), "allow GET");
    EXPECT_EQ(found(router, std::string(8000, '/')), "-");
}

TEST(Router, RefusesWhatCannotBeTold) {
    Router router = router_of({"/items/{code}"});
    EXPECT_FALSE(router.add(get("/items/{other}", {}, "s", kNothing)).ok());
    EXPECT_FALSE(router.add(get("items", {}, "s", kNothing)).ok());
    EXPECT_FALSE(router.add(get("/{rest*}/x", {}, "s", kNothing)).ok());
    EXPECT_FALSE(router.add(get("/x", {}, "s", nullptr)).ok());
    EXPECT_TRUE(router.add(ask("/items/{code}", {}, "s", kNothing)).ok());
}

TEST(FormToken, IsGoodForOneBrowserOnePersonAndHalfADay) {
    const FormTokens tokens(std::string(32, 's'));
    const auto entropy = base::seeded_entropy(1);
    const calendar::Instant now = calendar::Instant::of_seconds(1'772'000'000);
    const std::string token = tokens.make({"browser", 7}, now, *entropy);
    EXPECT_TRUE(tokens.check(token, {"browser", 7}, now).ok());
    EXPECT_TRUE(tokens.check(token, {"browser", 7}, now.plus_seconds(kFormTokenHours * 3600)).ok());
    EXPECT_EQ(
        tokens.check(token, {"browser", 7}, now.plus_seconds(kFormTokenHours * 3600 + 1)).error().text_key(),
        "form.token_old");
    EXPECT_FALSE(tokens.check(token, {"browser", 8}, now).ok());
    EXPECT_FALSE(tokens.check(token, {"other", 7}, now).ok());
    EXPECT_FALSE(tokens.check(token, {"", 7}, now).ok());
    EXPECT_FALSE(tokens.check("", {"browser", 7}, now).ok());
    EXPECT_FALSE(FormTokens(std::string(32, 't')).check(token, {"browser", 7}, now).ok());
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string altered = token;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(tokens.check(altered, {"browser", 7}, now).ok()) << i;
    }
    EXPECT_NE(token, tokens.make({"browser", 7}, now, *entropy));
    EXPECT_NE(tokens.act_key(token, "POST /a", 7), tokens.act_key(token, "POST /b", 7));
}

TEST(RateLimit, LetsABurstAndThenSoManyAMinute) {
    RateLimit limit(3, 6);
    calendar::Instant now = calendar::Instant::of_seconds(1'772'000'000);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", now).ok());
    EXPECT_EQ(limit.take("a", now).error().code(), base::ErrorCode::TooMany);
    EXPECT_TRUE(limit.take("b", now).ok()) << "others are not touched";
    EXPECT_TRUE(limit.take("a", now.plus_seconds(10)).ok());
    EXPECT_FALSE(limit.take("a", now.plus_seconds(10)).ok());
}

TEST(RateLimit, DoesNotCountWhatIsGivenBack) {
    RateLimit limit(2, 1);
    const calendar::Instant now = calendar::Instant::of_seconds(1'772'000'000);
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(limit.take("hall", now).ok());
        limit.give_back("hall");
    }
    limit.give_back("hall");
    EXPECT_TRUE(limit.take("hall", now).ok() && limit.take("hall", now).ok());
    EXPECT_FALSE(limit.take("hall", now).ok()) << "more than the burst is never given back";
}

TEST(RateLimit, RemembersABoundedNumberOfAddresses) {
    RateLimit limit(2, 1);
    const calendar::Instant now = calendar::Instant::of_seconds(1'772'000'000);
    for (std::size_t i = 0; i < kAddressesMax + 100; ++i)
        EXPECT_TRUE(limit.take(std::to_string(i), now).ok());
    EXPECT_LE(limit.size(), kAddressesMax);
}

TEST(FormReader, CollectsEveryFaultAndKeepsTheRest) {
    http::Form form;
    for (const auto& [name, value] :
         std::initializer_list<std::pair<const char*, const char*>>{{"name", "　李 禾 "},
                                                                    {"days", "１２"},
                                                                    {"date", "2026-02-30"},
                                                                    {"kind", "b"},
                                                                    {"code", "a b"},
                                                                    {"long", "123456"},
                                                                    {"big", "99"}})
        form.fields.add(name, value);
    FormReader reader(form);
    EXPECT_EQ(reader.text("name"), "李 禾");
    EXPECT_EQ(reader.number("days", 1, 20), 12);
    EXPECT_EQ(reader.choice("kind", {"a", "b"}), "b");
    EXPECT_TRUE(reader.fits());
    EXPECT_FALSE(reader.date("date").has_value());
    reader.code("code");
    reader.text("missing");
    reader.text("long", {Need::Required, 5, 0});
    reader.number("big", 1, 20);
    EXPECT_EQ(reader.text("absent", {Need::Optional, 5, 0}), "");
    EXPECT_FALSE(reader.date("absent", Need::Optional).has_value());
    const base::Error refusal = reader.refusal();
    const std::vector<std::pair<std::string, std::string>> wanted{{"date", "form.no_date"},
                                                                  {"code", "form.no_code"},
                                                                  {"missing", "form.required"},
                                                                  {"long", "form.too_long max=5"},
                                                                  {"big", "form.too_big max=20"}};
    EXPECT_EQ(refusal.args(), wanted);
}

}  // namespace
}  // namespace web

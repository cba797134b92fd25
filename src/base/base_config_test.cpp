#include "base/config.h"
#include "base/nearest.h"

#include <gtest/gtest.h>

namespace base {
namespace {

constexpr ConfigKey kKnown[] = {
    {"http", "port", ConfigKind::Integer, "8080", 1, 65535},
    {"http", "address", ConfigKind::Text, "127.0.0.1"},
    {"http", "trusted", ConfigKind::List, "127.0.0.1, ::1"},
    {"store", "synced", ConfigKind::Flag, "true"},
};

using Environment = std::map<std::string, std::string>;

std::string refusal_of(std::string_view toml, const Environment& environment = {}) {
    const auto config = Config::parse(toml, kKnown, environment);
    if (config.ok()) return "accepted";
    std::string said = config.error().text_key();
    for (const auto& [name, value] : config.error().args()) said += " " + name + "=" + value;
    return said;
}

TEST(Config, TakesTheTableThenTheFileThenTheEnvironment) {
    const auto bare = Config::parse("", kKnown).value();
    EXPECT_EQ(bare.integer("http", "port"), 8080);
    EXPECT_EQ(bare.list("http", "trusted"), (std::vector<std::string>{"127.0.0.1", "::1"}));
    EXPECT_TRUE(bare.flag("store", "synced"));

    const auto* file =
        "[http]\nport = 9000\naddress = \"::\"\ntrusted = [\"10.0.0.1\"]\n[store]\nsynced = false\n";
    const Environment environment{{"SUNROOM_HTTP_PORT", "9001"}, {"SUNROOM_TEST_SEED", "1"}, {"HOME", "/"}};
    const auto config = Config::parse(file, kKnown, environment).value();
    EXPECT_EQ(config.integer("http", "port"), 9001);
    EXPECT_EQ(config.text("http", "address"), "::");
    EXPECT_EQ(config.list("http", "trusted"), std::vector<std::string>{"10.0.0.1"});
    EXPECT_FALSE(config.flag("store", "synced"));
    EXPECT_THROW(config.integer("http", "address"), Bug);
}

TEST(Config, RefusesWithLineAndNearestName) {
    EXPECT_EQ(refusal_of("[http]\n\nprot = 1"), "config.unknown_key name=prot line=3 nearest=port");
    EXPECT_EQ(refusal_of("[htpp]\nport = 1"), "config.unknown_section name=htpp line=1 nearest=http");
    EXPECT_EQ(refusal_of("port = 1"), "config.unknown_section name=port line=1 nearest=");
    EXPECT_EQ(refusal_of("[http]\nport = \"1\""), "config.wrong_kind name=http.port line=2 wanted=integer");
    EXPECT_EQ(refusal_of("[http]\ntrusted = [1]"), "config.wrong_kind name=http.trusted line=2 wanted=list");
    EXPECT_EQ(refusal_of("[http]\nport = 0"), "config.out_of_range name=http.port line=2 min=1 max=65535");
    EXPECT_EQ(refusal_of("[http]\nport = 65536"),
              "config.out_of_range name=http.port line=2 min=1 max=65535");
    EXPECT_EQ(refusal_of("[http]\nport = = 1"), "config.broken line=2");
    EXPECT_EQ(refusal_of("[http]\nport = 1\nport = 2"), "config.broken line=3");
}

TEST(Config, RefusesAVariableWithAWrongNameOrValue) {
    EXPECT_EQ(refusal_of("", {{"SUNROOM_HTTP_PROT", "1"}}),
              "config.unknown_key name=SUNROOM_HTTP_PROT line=0 nearest=SUNROOM_HTTP_PORT");
    EXPECT_EQ(refusal_of("", {{"SUNROOM_HTTP_PORT", "80 "}}),
              "config.wrong_kind name=http.port line=0 wanted=integer");
    EXPECT_EQ(refusal_of("", {{"SUNROOM_STORE_SYNCED", "yes"}}),
              "config.wrong_kind name=store.synced line=0 wanted=flag");
}

TEST(NearestWord, IsTheOneWithTheFewestEditsIfFew) {
    constexpr std::string_view known[] = {"register", "reply", "answer", "a"};
    EXPECT_EQ(nearest_word("regsiter", known), "register");
    EXPECT_EQ(nearest_word("replay", known), "reply");
    EXPECT_EQ(nearest_word("anwser", known), "answer");
    EXPECT_EQ(nearest_word("deadline", known), "");
    EXPECT_EQ(nearest_word(std::string(65, 'a'), known), "");
    EXPECT_EQ(nearest_word("reply", {}), "");
}

}  // namespace
}  // namespace base

// Canonical JSON: what the journal writes is read where it lies, everything else is refused.

#include "base/canonical_json.h"
#include "base/json.h"

#include <gtest/gtest.h>

#include <string>

namespace base {
namespace {

TEST(CanonicalJson, IsReadWhereItLies) {
    const std::string text = R"({"actor":{"id":176,"org":"029"},"ended":false,"n":-5,)"
                             R"("opened":[{"slot":1},{"slot":2}],"via":"窗口"})";
    std::vector<JsonNode> nodes;
    ASSERT_TRUE(read_canonical(text, nodes));
    const JsonPiece whole(text.data(), nodes.data());
    EXPECT_EQ(whole.find("actor").find("id").integer(), 176);
    EXPECT_EQ(whole.find("actor").written(), R"({"id":176,"org":"029"})");
    EXPECT_EQ(whole.find("n").integer(), -5);
    EXPECT_EQ(whole.find("via").string(), "窗口");
    EXPECT_EQ(whole.find("via").string().data(), text.data() + text.find("窗口")) << "nothing is copied";
    EXPECT_TRUE(whole.find("ended").is_bool());
    EXPECT_FALSE(whole.find("ended").truth());
    std::int64_t slots = 0;
    whole.find("opened").each_item([&](JsonPiece item) { slots = slots * 10 + item.find("slot").integer(); });
    EXPECT_EQ(slots, 12);
    std::string names;
    whole.each_member([&](std::string_view name, JsonPiece value) {
        names.append(name).append(value.is_object() ? "{} " : " ");
    });
    EXPECT_EQ(names, "actor{} ended n opened via ");
}

TEST(CanonicalJson, WhatIsAbsentOrOfAnotherKindAnswersWithNothing) {
    const std::string text = R"({"list":["1"],"word":"7"})";
    std::vector<JsonNode> nodes;
    ASSERT_TRUE(read_canonical(text, nodes));
    const JsonPiece whole(text.data(), nodes.data());
    EXPECT_FALSE(whole.find("wor").present());
    EXPECT_FALSE(whole.find("word").find("deeper").present());
    EXPECT_EQ(whole.find("word").integer(), 0);
    EXPECT_EQ(whole.find("list").string(), "");
    EXPECT_EQ(JsonPiece().written(), "");
}

TEST(CanonicalJson, RefusesWhatTheJournalNeverWrites) {
    std::vector<JsonNode> nodes;
    for (const std::string_view text : {R"({"b":1,"a":2})",
                                        R"({"a":1,"a":2})",
                                        R"({"a": 1})",
                                        R"({"a":1.5})",
                                        R"({"a":01})",
                                        R"({"a":-0})",
                                        R"({"a":null})",
                                        R"({"a":"\n"})",
                                        "{\"a\":\"\n\"}",
                                        R"({"a":1}x)",
                                        R"({"a":1)",
                                        R"({"a")",
                                        R"({"a":)",
                                        R"(["a",)",
                                        R"(["a")",
                                        R"("a)",
                                        R"({"a":tru})",
                                        R"({a:1})",
                                        R"({"a":99999999999999999999})",
                                        R"([1,])",
                                        R"({"a":1,})",
                                        "-",
                                        ""})
        EXPECT_FALSE(read_canonical(text, nodes)) << text;
    EXPECT_TRUE(read_canonical(std::string(30, '[') + std::string(30, ']'), nodes));
    EXPECT_FALSE(read_canonical(std::string(40, '[') + std::string(40, ']'), nodes)) << "too deep";
}

// Cut or altered anywhere, it is refused or still JSON; it never reads beyond its end.
TEST(CanonicalJson, TakesNothingThatIsNoJson) {
    const std::string text = R"({"a":[1,-20,{"b":"c"}],"d":{"e":true,"f":false},"g":"","h":[]})";
    std::vector<JsonNode> nodes;
    for (std::size_t cut = 0; cut < text.size(); ++cut)
        EXPECT_FALSE(read_canonical(std::string(text, 0, cut), nodes)) << cut;
    std::size_t taken = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char c : std::string_view("{}[]\",:0-tx\\ ")) {
            std::string altered = text;
            altered[at] = c;
            if (!read_canonical(altered, nodes)) continue;
            ++taken;
            EXPECT_TRUE(parse_json(altered).ok()) << altered;
        }
    }
    EXPECT_GT(taken, text.size()) << "the unaltered ones at least";
}

}  // namespace
}  // namespace base

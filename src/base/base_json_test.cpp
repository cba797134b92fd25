#include "base/json.h"

#include <gtest/gtest.h>

namespace base {
namespace {

std::string refusal_of(std::string_view text, JsonComments comments = JsonComments::Refused) {
    const auto parsed = parse_json(text, comments);
    if (parsed.ok()) return "accepted";
    std::string said = parsed.error().text_key();
    for (const auto& [name, value] : parsed.error().args()) said += " " + name + "=" + value;
    return said;
}

TEST(Json, IsReadAsAPlainTree) {
    const auto tree = parse_json(R"({"name":"清溪\u53bf \ud83c\udf1e","n":-3,"yes":true,"none":null,
        "list":[1,"two",[]],"big":9223372036854775807,"bigger":9223372036854775808,"rate":0.50,"e":1e2})");
    ASSERT_TRUE(tree.ok()) << tree.error().detail();
    const Json& json = tree.value();
    EXPECT_EQ(json.string_or("name"), "清溪县 🌞");
    EXPECT_EQ(json.integer_or("n", 0), -3);
    EXPECT_TRUE(json.is_true("yes"));
    EXPECT_EQ(json.find("none")->kind, Json::Kind::Null);
    ASSERT_EQ(json.list("list").size(), 3u);
    EXPECT_EQ(json.list("list")[1].text, "two");
    EXPECT_TRUE(json.list("list")[2].is_list());
    EXPECT_EQ(json.integer_or("big", 0), 9223372036854775807);
    EXPECT_EQ(json.find("bigger")->kind, Json::Kind::Number);
    EXPECT_EQ(json.find("bigger")->text, "9223372036854775808");
    EXPECT_EQ(json.find("rate")->text, "0.50");
    EXPECT_EQ(json.find("e")->text, "1e2");
    EXPECT_EQ(json.members.front().first, "name");
}

TEST(Json, AnswersOtherwiseWhenAMemberIsAbsentOrOfAnotherKind) {
    const Json json = parse_json(R"({"n":1})").value();
    EXPECT_EQ(json.string_or("n", "other"), "other");
    EXPECT_EQ(json.integer_or("m", 9), 9);
    EXPECT_FALSE(json.is_true("n"));
    EXPECT_TRUE(json.list("n").empty());
    EXPECT_EQ(json.find("m"), nullptr);
}

TEST(Json, MayBeASingleValue) {
    EXPECT_EQ(parse_json(" 12 ").value().integer, 12);
    EXPECT_EQ(parse_json("12.5").value().text, "12.5");
    EXPECT_EQ(parse_json("\"a\"").value().text, "a");
}

TEST(Json, RemembersTheLineOfTheNearestKey) {
    const Json json =
        parse_json("{\n  \"a\": 1,\n\n  \"b\": {\"c\":\n 2},\n  \"\\u0064\": 3,\n  \"e\": 4\n}").value();
    EXPECT_EQ(json.find("a")->line, 2);
    EXPECT_EQ(json.find("b")->line, 4);
    EXPECT_EQ(json.find("b")->find("c")->line, 4);
    EXPECT_EQ(json.find("e")->line, 7);
}

TEST(Json, IsRefusedWithTheLine) {
    EXPECT_EQ(refusal_of("{\"a\": 1,\n \"b\": }"), "json.broken line=2");
    EXPECT_EQ(refusal_of(""), "json.broken line=1");
    EXPECT_EQ(refusal_of("{\"a\":1}\nx"), "json.broken line=2");
    EXPECT_EQ(refusal_of("[1,]"), "json.broken line=1");
    EXPECT_EQ(refusal_of("[NaN]"), "json.broken line=1");
    EXPECT_EQ(refusal_of("[01]"), "json.broken line=1");
    EXPECT_EQ(refusal_of("\"\xff\""), "json.broken line=1");
    EXPECT_EQ(refusal_of("\"\\ud800\""), "json.broken line=1");
    EXPECT_EQ(refusal_of("{\"a\":1,\n\"b\":2,\n\"a\":3}"), "json.duplicate_key key=a line=3");
    EXPECT_EQ(refusal_of("{\"\":1,\"\":3}"), "json.duplicate_key key= line=1");
}

TEST(Json, RefusesDuplicatesInLongObjectsToo) {
    std::string text = "{";
    for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,\n";
    EXPECT_EQ(refusal_of(text + "\"k200\":0}"), "accepted");
    EXPECT_EQ(refusal_of(text + "\"k50\":0}"), "json.duplicate_key key=k50 line=101");
}

TEST(Json, HasALimitOfDepthSizeAndNumber) {
    EXPECT_EQ(refusal_of(std::string(32, '[') + std::string(32, ']')), "accepted");
    EXPECT_EQ(refusal_of(std::string(33, '[') + std::string(33, ']')), "json.too_deep line=1 max=32");
    EXPECT_TRUE(parse_json("[1]", JsonComments::Refused, 3).ok());
    EXPECT_EQ(parse_json("[11]", JsonComments::Refused, 3).error().text_key(), "json.too_large");
    std::string many = "[0";
    for (int i = 1; i < 399'999; ++i) many += ",0";
    EXPECT_EQ(refusal_of(many + "]"), "accepted");
    EXPECT_EQ(refusal_of(many + ",0]"), "json.too_many_values max=400000");
}

TEST(Json, HasCommentsOnlyWhereAllowed) {
    const auto* text = "// a definition\n{\n// why\n\"a\": 1, // 一\n\"b\": 2 }\n// end";
    EXPECT_EQ(refusal_of(text, JsonComments::Allowed), "accepted");
    EXPECT_EQ(refusal_of(text), "json.broken line=1");
    EXPECT_EQ(parse_json(text, JsonComments::Allowed).value().find("b")->line, 5);
}

TEST(JsonWriter, PutsCommasAndEscapes) {
    std::string out;
    JsonWriter writer(out);
    writer.open_object().member("name", "清\"\\/\n\x01\x7f").member("n", -5).flag("yes", true);
    writer.key("list").open_list().integer(1).string("a").open_object().close_object().raw("[]").close_list();
    writer.close_object();
    EXPECT_EQ(out, "{\"name\":\"清\\\"\\\\/\\n\\u0001\x7f\",\"n\":-5,\"yes\":true,\"list\":[1,\"a\",{},[]]}");
}

TEST(JsonWriter, EveryByteUnderSpaceComesBack) {
    std::string text;
    for (char c = 0; c < 0x20; ++c) text.push_back(c);
    std::string out;
    append_json_string(out, text);
    EXPECT_EQ(parse_json(out).value().text, text);
    EXPECT_NE(out.find("\\b\\t\\n\\u000b\\f\\r\\u000e"), std::string::npos) << out;
}

}  // namespace
}  // namespace base

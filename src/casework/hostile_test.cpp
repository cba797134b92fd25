// Definitions that are broken, huge or meant to hurt are refused where they are wrong, with the nearest known
// word; nothing of them is passed over.

#include "base/file.h"
#include "base/json.h"
#include "casework/process_bundle.h"
#include "casework/process_explore.h"
#include "catalog/county_load.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace casework {
namespace {

std::string repeated(std::string_view piece, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += piece;
    return all;
}
// A second step on line 3, after the filing one on line 2.
std::string with_step(const std::string& step) {
    return "{\"id\":\"x\",\"version\":1,\n"
           "\"steps\":[{\"step\":\"a\",\"kind\":\"act\",\"who\":\"window@hall\","
           "\"outcomes\":[{\"outcome\":\"filed\"}]},\n" +
           step + "]}";
}
std::string with_condition(const std::string& when) {
    return with_step(R"({"step":"b","kind":"act","who":"window@hall","when":")" + when +
                     R"(","outcomes":[{"outcome":"o"}]})");
}
std::string refusal_of(const std::string& text) {
    const auto process = parse_process(text, "process.json");
    if (process.ok()) return "accepted";
    std::string said = process.error().text_key();
    for (const auto& [name, value] : process.error().args()) said.append(" ").append(value);
    return said.substr(0, said.find(" in '"));
}

TEST(AHostileProcess, IsRefusedWhereItIsWrong) {
    struct Bad {
        std::string text, said;
    };
    const std::string at = "definition.bad process.json:3 ";
    const Bad examples[] = {
        {repeated("[", 5000), "json.too_deep 1 32"},
        {repeated(" ", 300 << 10), "json.too_large 262144"},
        {with_condition(repeated("(", 200) + "done(a)" + repeated(")", 200)), at + "nested too deeply"},
        {with_condition("done(a)" + repeated(" || done(a)", 100)), at + "condition is too long"},
        {with_condition("dnoe(a)"), at + "unknown function 'dnoe', did you mean 'done'?"},
        {with_condition("count(a) > 99999999999999999999"), at + "'99999999999999999999' is no number"},
        {with_step(R"({"step":"b","knid":"act"})"), at + "unknown key 'knid', did you mean 'kind'?"},
        {with_step(R"({"step":"b","kind":"act","who":"window@hall","repeat":4294967297,"outcomes":[]})"),
         at + "repeat is 1 to 99"},
        {with_step(
             R"({"step":"b","kind":"act","who":"window@hall","outcomes":[{"outcome":"o","at_most":-5}]})"),
         at + "at_most is 1 to 99"},
        {with_step(R"({"step":"b","kind":"act","who":"window@hall","outcomes":{"outcome":"o"}})"),
         at + "'outcomes' takes a list"},
        {with_step(R"({"step":"b","kind":"act","who":"window@hall","optional":"yes","outcomes":[]})"),
         at + "'optional' takes true or false"},
        {with_step(R"({"step":"b","kind":["act"],"who":"window@hall","outcomes":[]})"),
         at + "'kind' takes a word"},
        {with_step(
             R"({"step":"b","kind":"act","who":"applicant","outcomes":[{"outcome":"o","then":"reopne a"}]})"),
         at + "unknown word 'reopne', did you mean 'reopen'?"},
        {with_step("null"), "definition.bad process.json:2 step is missing or no name"},
        {"{\"id\":\"x\",\"id\":\"y\"}", "json.duplicate_key id 1"}};
    for (const Bad& bad : examples) {
        const std::string said = refusal_of(bad.text);
        // Arguments come in the order of the refusal.
        EXPECT_EQ(said.substr(0, bad.said.size()), bad.said) << bad.text.substr(0, 300);
    }
}

// As large as a definition may be, and every step open to every other.
TEST(AHostileProcess, IsWalkedInBoundedTime) {
    std::string steps;
    for (int i = 0; i < 63; ++i) {
        std::string outcomes;
        for (int k = 0; k < 32; ++k)
            outcomes +=
                (k == 0 ? "" : ",") + std::string(R"({"outcome":"o)") + std::to_string(i * 32 + k) + "\"}";
        steps += (i == 0 ? "" : ",") + std::string(R"({"step":"s)") + std::to_string(i) +
                 R"j(","kind":"act","who":"window@hall","when":"done(a)","optional":true,"outcomes":[)j" +
                 outcomes + "]}";
    }
    const auto process = parse_process(with_step(steps), "process.json");
    ASSERT_TRUE(process.ok()) << process.error().detail();
    const Exploration walked = explore_process(process.value(), 60);
    EXPECT_FALSE(walked.whole) << "what was not seen is not judged, and it says so";
}

class AForm : public testing::Test {
protected:
    std::vector<std::string> findings_of(const std::string& form) {
        const std::string bundle = "{\"process\":{},\n\"text\":{},\n\"form\":" + form + "}";
        const auto json = base::parse_json(bundle);
        if (!json.ok()) return {json.error().text_key()};
        catalog::Findings findings;
        check_form(json.value(), findings);
        std::vector<std::string> said;
        for (const catalog::Finding& finding : findings) {
            std::string one = std::to_string(finding.line) + " " + finding.text_key;
            for (const auto& [name, value] : finding.args) one.append(" ").append(value);
            said.push_back(one);
        }
        return said;
    }
    static std::string with_field(const std::string& field) {
        return "{\"pages\":[{\"page\":\"p\",\"title\":\"题\",\"title_en\":\"T\",\"fields\":[\n" + field +
               "]}]}";
    }
    using Said = std::vector<std::string>;
};

TEST_F(AForm, IsRefusedWithItsOwnLineAndTheNearestWord) {
    const std::string right = R"({"id":"a","label":"甲","label_en":"A","kind":"text"})";
    EXPECT_EQ(findings_of(with_field(right)), Said());
    EXPECT_EQ(findings_of("{}"), Said()) << "a process may ask nothing";
    EXPECT_EQ(findings_of(with_field(R"({"id":"a","label":"甲","label_en":"A","kind":"txet"})")),
              Said{"2 definition.unknown_word_near kind txet text"});
    EXPECT_EQ(findings_of(with_field(R"({"id":"a","lable":"甲","label":"甲","label_en":"A","kind":"text"})")),
              Said{"2 definition.unknown_key_near lable label"});
    EXPECT_EQ(findings_of(with_field(right + ",\n" + right)), Said{"3 form_check.twice id a"});
    EXPECT_EQ(findings_of(with_field(R"({"id":"a","label":"甲","label_en":"A","kind":"choice"})")),
              Said{"1 form_check.bad_options options 40"});
    EXPECT_EQ(findings_of(with_field(R"({"id":"a","label":"甲","label_en":"A","kind":"text","max":-1})")),
              Said{"2 form_check.bad_max max 4000"});
    EXPECT_EQ(findings_of("[1, 2]"), Said{"1 definition.not_an_object"});
}

TEST_F(AForm, OfEveryShippedProcessIsRight) {
    for (const auto& entry : std::filesystem::directory_iterator("definitions/processes")) {
        const std::string form = base::read_file(entry.path().string() + "/form.json").value();
        EXPECT_EQ(findings_of(form), Said()) << entry.path();
    }
}

}  // namespace
}  // namespace casework

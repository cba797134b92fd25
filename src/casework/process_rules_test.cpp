// Every rule of the publish-time checker refuses at least one definition: a shipped one with one thing
// changed. P19 and P20 are shown beside the scenario runner.

#include "base/file.h"
#include "base/json.h"
#include "casework/process_bundle.h"
#include "casework/process_explore.h"
#include "catalog/county_load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace casework {
namespace {

using Rules = std::set<std::string>;

std::string process_text(const std::string& id) {
    return base::read_file("definitions/processes/" + id + "/process.json").value();
}

const catalog::LawRegister& laws() {
    static const catalog::LawRegister all = [] {
        catalog::LawRegister found;
        catalog::Findings ignored;
        for (const auto& entry : std::filesystem::directory_iterator("definitions/law")) {
            const std::string text = base::read_file(entry.path().string()).value();
            found.add(catalog::parse_law(text, entry.path().stem().string(), ignored));
        }
        return found;
    }();
    return all;
}

const std::vector<ClockDuty>& duties() {
    static const auto all = read_clock_duties(base::read_file("docs/law/duties.json").value());
    return all;
}

// Two handlers who stand in for each other, two heads, clerks.
catalog::Surroundings small_county() {
    catalog::Surroundings around;
    around.laws = laws();
    around.offices["permit-instant"] = around.offices["permit"] = {"012"};
    around.offices["bad-rating"] = {"029"};
    around.processes["bad-rating"] = "{\"process\": " + process_text("bad-rating") + "}";
    around.roster = {{"handler", "012", "a", "b"}, {"handler", "012", "b", "a"}, {"head", "012", "c", "d"},
                     {"head", "012", "d", "c"},    {"window", "029", "e", {}},   {"window", "029", "f", {}}};
    return around;
}

struct Mutation {
    std::string process = "permit-instant";
    std::string before, after;  // empty: nothing is changed
};

std::string mutated(const Mutation& mutation) {
    std::string text = process_text(mutation.process);
    if (mutation.before.empty()) return text;
    const std::size_t at = text.find(mutation.before);
    EXPECT_NE(at, std::string::npos) << mutation.before;
    if (at != std::string::npos) text.replace(at, mutation.before.size(), mutation.after);
    return text;
}

Rules broken(const Mutation& mutation, const catalog::Surroundings& around = small_county()) {
    const auto process = parse_process(mutated(mutation), "process.json");
    EXPECT_TRUE(process.ok()) << process.error().detail();
    if (!process.ok()) return {};
    Rules rules;
    const auto note = [&](const std::vector<Finding>& findings) {
        for (const Finding& finding : findings) rules.insert(finding.rule);
    };
    note(check_process(process.value()));
    note(explore_process(process.value(), 2000).findings);
    note(check_on_ground(process.value(), {around, Date::of(2026, 3, 2), {}, duties()}));
    return rules;
}
Rules broken(const std::string& before, const std::string& after) {
    return broken(Mutation{"permit-instant", before, after});
}

TEST(TheCheckersRules, AreKeptByWhatShips) {
    for (const char* id : {"permit", "permit-instant", "permit-joint"})
        EXPECT_EQ(broken(Mutation{id, {}, {}}), Rules()) << id;
}

TEST(TheCheckersRules, P01_EveryStateLeadsToAnEnd) {
    EXPECT_EQ(broken(R"j("when": "done(review)", "outcomes")j",
                     R"j("when": "done(review) && done(supplement)", "outcomes")j"),
              Rules{"P01"});
}

TEST(TheCheckersRules, P02_EveryOutcomeCanHappen) {
    EXPECT_EQ(broken(R"j("if": "count(check, ask_to_supplement) = 0 || fact.new_material_defective")j",
                     R"j("if": "count(check, ask_to_supplement) = 1 && fact.new_material_defective")j"),
              Rules{"P02"});
}

TEST(TheCheckersRules, P03_EveryReturnIsCounted) {
    EXPECT_EQ(broken(R"("then": "reopen check", "at_most": 9)", R"("then": "reopen check")"), Rules{"P03"});
}

TEST(TheCheckersRules, P04_ARefusalGivesReasonsAndRemedy) {
    EXPECT_EQ(
        broken(R"("needs": ["refusal_slip", "reasons", "remedy"])", R"("needs": ["refusal_slip", "remedy"])"),
        Rules{"P04"});
    EXPECT_EQ(broken(R"("needs": ["decision", "reasons", "remedy"])", R"("needs": ["decision", "reasons"])"),
              Rules{"P04"});
}

TEST(TheCheckersRules, P05_EveryDutyWithAPeriodHasItsClock) {
    EXPECT_EQ(broken(R"("art": "42", "status": "verified")", R"("art": "36", "status": "verified")"),
              Rules{"P05"});
}

TEST(TheCheckersRules, P06_SomePeriodAlwaysRuns) {
    EXPECT_EQ(broken(R"j("starts": "received", "stops": "done(check)")j",
                     R"j("starts": "check = correct_on_spot", "stops": "done(decide)")j"),
              Rules{"P06"});
    EXPECT_EQ(broken(R"j("starts": "decide = refuse || head_decide = refuse")j",
                     R"j("starts": "decide = refuse")j"),
              Rules{"P06"});
}

TEST(TheCheckersRules, P07_APromiseNeverExceedsTheLaw) {
    EXPECT_EQ(broken(Mutation{"permit", R"("budget": "item.promise_days", "otherwise": "20 working days")",
                              R"("budget": "item.promise_days", "otherwise": "25 working days")"}),
              Rules{"P07"});
}

TEST(TheCheckersRules, P08_PausesAndSilenceComeFromAClosedList) {
    EXPECT_EQ(broken(Mutation{"permit", R"j("kind": "expert_review")j", R"j("kind": "coffee")j"}),
              Rules{"P08"});
    EXPECT_EQ(broken(R"j("expire": "alert",
   "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "34(2)")j",
                     R"j("expire": {"deem": "decide grant"},
   "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "34(2)")j"),
              Rules{"P08"})
        << "nothing is granted by silence";
}

TEST(TheCheckersRules, P09_ThereAreEnoughPersonsWithOneAway) {
    EXPECT_EQ(broken(R"("who": "head@item.office", "not": ["review"])",
                     R"("who": "handler@item.office", "not": ["review"])"),
              Rules{"P09"});
    catalog::Surroundings alone = small_county();
    alone.roster.erase(alone.roster.begin() + 1);
    alone.roster.front().backup.clear();
    EXPECT_EQ(broken(Mutation{}, alone), Rules{"P09"});
}

TEST(TheCheckersRules, P09_TheHallIsWhereTheCountySaysAndAQuorumIsReachedWithOneAway) {
    catalog::Surroundings around = small_county();
    EXPECT_EQ(broken(Mutation{}, around), Rules());
    around.hall = "031";
    EXPECT_EQ(broken(Mutation{}, around), Rules{"P09"}) << "nobody sits at that hall";
    around = small_county();
    around.roster.insert(around.roster.end(), {{"head", "012", "g", {}}, {"head", "012", "h", {}}});
    const auto asked = [](const std::string& quorum) {
        return Mutation{"permit-instant", R"("who": "head@item.office", "not": ["review"],)",
                        R"("who": "head@item.office", "each": "holders", "quorum": )" + quorum + ","};
    };
    EXPECT_EQ(broken(asked("\"majority\""), around), Rules());
    EXPECT_EQ(broken(asked("5"), around), Rules{"P09"});
}

TEST(TheCheckersRules, P10_EveryBasisIsInForce) {
    EXPECT_EQ(broken(R"("art": "34", "status": "verified"}],
 "facts")",
                     R"("art": "999", "status": "verified"}],
 "facts")"),
              Rules{"P10"});
    EXPECT_EQ(broken(R"({"law": "行政许可法", "ed": "2019-04-23", "art": "34", "status": "verified"}],
 "facts")",
                     R"({"law": "行政许克法", "ed": "2019-04-23", "art": "34", "status": "verified"}],
 "facts")"),
              Rules{"P10"});
}

TEST(TheCheckersRules, P11_SentencesForThePublicWereReadBefore) {
    EXPECT_EQ(broken(R"("needs": ["acceptance_slip"], "records": "accepted", "show": "applicant")",
                     R"("needs": ["acceptance_slip", "reasons"], "records": "accepted", "show": "public")"),
              Rules{"P11"});
}

TEST(TheCheckersRules, P11_WhatIsPublicSaysThatItIsOpen) {
    EXPECT_EQ(broken(R"("show": "public", "class": "open",)", R"("show": "public",)"), Rules{"P11"});
    EXPECT_EQ(broken(R"("show": "public", "class": "open",)", R"("show": "public", "class": "personal",)"),
              Rules{"P11"});
    EXPECT_EQ(broken(R"("records": "accepted", "show": "applicant")",
                     R"("records": "accepted", "show": "applicant", "class": "personal")"),
              Rules())
        << "what only the applicant sees may be of any class";
}

TEST(TheCheckersRules, P12_NothingIsAskedForThatNobodyUses) {
    EXPECT_EQ(broken(R"("facts": [)", R"("facts": [{"fact": "idle", "type": "truth"}, )"), Rules{"P12"});
    EXPECT_EQ(broken(R"("guard": "one_supplement", "then")", R"("then")"), Rules{"P12"});
    EXPECT_EQ(broken(Mutation{"permit", R"("outputs": [)", R"("outputs": ["never_sent", )"}), Rules());
}

TEST(TheCheckersRules, P14_WhoEndsAMatterTellsTheApplicant) {
    EXPECT_EQ(broken(R"("outcome": "delivered", "records": "delivered")", R"("outcome": "delivered")"),
              Rules{"P14"});
}

TEST(TheCheckersRules, P15_TheStateOfAMatterStaysSmall) {
    std::string steps;
    for (int step = 0; step < 64; ++step) {
        std::string outcomes;
        for (int outcome = 0; outcome < 32; ++outcome)
            outcomes +=
                std::string(outcome == 0 ? "" : ",") + R"({"outcome":"o)" + std::to_string(outcome) + "\"}";
        steps += std::string(step == 0 ? "" : ",") + R"({"step":"s)" + std::to_string(step) +
                 R"(","kind":"act","who":"window@hall","outcomes":[)" + outcomes + "]}";
    }
    const auto large = parse_process(R"({"id":"large","version":1,"steps":[)" + steps + "]}", "large");
    ASSERT_TRUE(large.ok()) << large.error().detail();
    Rules rules;
    for (const Finding& finding : check_process(large.value())) rules.insert(finding.rule);
    EXPECT_TRUE(rules.contains("P15"));
    const auto typed = parse_process(mutated({"permit-instant", R"j("when": "done(review)", "outcomes")j",
                                              R"j("when": "count(review)", "outcomes")j"}),
                                     "process.json");
    ASSERT_FALSE(typed.ok());
    EXPECT_NE(typed.error().detail().find("must be true or false"), std::string::npos);
}

TEST(TheCheckersRules, P16_WhatIsBegunExistsAndDoesNotComeBack) {
    const auto with_child = [](const std::string& child) {
        return Mutation{"permit-instant", R"(  {"step": "deliver", "kind": "act")",
                        R"(  {"step": "part", "kind": "child", "when": "check = accept && decide = convert",
   "spawn": {"process": ")" +
                            child + R"(", "office": "item.office"}, "outcomes": [{"outcome": "other"}]},
  {"step": "deliver", "kind": "act")"};
    };
    EXPECT_EQ(broken(with_child("nowhere")), Rules{"P16"});
    catalog::Surroundings around = small_county();
    const std::string texts = R"(,"text":{"zh-CN":{},"en":{}}})";
    around.processes["permit"] = "{\"process\":" + process_text("permit") + texts;
    EXPECT_EQ(broken(with_child("permit"), around), Rules());
    around.processes["permit"] = "{\"process\":" + mutated(with_child("permit-instant")) + texts;
    EXPECT_EQ(broken(with_child("permit"), around), Rules{"P16"}) << "a circle";
}

TEST(TheCheckersRules, P16_WhatBeginsByItselfHasAnItemAndIsToldWhatItKnows) {
    const std::string given = R"("gives": {"unit": "item.office", "named": "applicant.named"})";
    EXPECT_EQ(broken(given, R"("gives": {"office": "item.office"})"), Rules{"P16"}) << "no such fact";
    EXPECT_EQ(broken(given, R"("gives": {"named": "perhaps"})"), Rules{"P16"}) << "no such value";
    EXPECT_EQ(broken(given, R"("gives": {"named": "yes"})"), Rules());
    EXPECT_EQ(broken(R"("process": "bad-rating")", R"("process": "worse-rating")"), Rules{"P16"});
    EXPECT_EQ(broken(R"("process": "bad-rating")", R"("process": "permit-instant")"), Rules{"P16"});
    catalog::Surroundings around = small_county();
    around.offices.erase("bad-rating");
    EXPECT_EQ(broken(Mutation{"permit-instant", {}, {}}, around), Rules{"P16"}) << "no item";
    // By an outcome it could go round without anybody; by a rating it cannot.
    const std::string accept = R"({"outcome": "accept", )";
    const std::string back = accept + R"("effects": [{"effect": "begin", "process": "bad-rating"}], )";
    around = small_county();
    EXPECT_EQ(broken(accept, back), Rules());
    std::string repair = process_text("bad-rating");
    const std::string verify = R"({"outcome": "mistaken", )";
    repair.replace(repair.find(verify), verify.size(),
                   verify + R"("effects": [{"effect": "begin", "process": "permit-instant"}], )");
    around.processes["bad-rating"] = "{\"process\": " + repair + "}";
    EXPECT_EQ(broken(Mutation{"permit-instant", accept, back}, around), Rules{"P16"}) << "a circle";
}

TEST(TheCheckersRules, P17_SomethingWaitsForAWaitingPeriod) {
    const std::string window = R"j("deadlines": [
  {"deadline": "window", "class": "S", "bound": "min", "owner": "window@hall", "starts": "check = accept",
   "stops": "done(decide)", "budget": "5 working days",
   "basis": [{"law": "行政许可法", "ed": "2019-04-23", "art": "36", "status": "verified"}]},)j";
    EXPECT_EQ(broken(R"("deadlines": [)", window), Rules{"P17"});
}

TEST(TheCheckersRules, P18_AnExceptionBringsItsReasons) {
    EXPECT_EQ(broken(R"({"outcome": "correct_on_spot", "then")",
                     R"({"outcome": "correct_on_spot", "sets": ["new_material_defective"], "then")"),
              Rules{"P18"});
}

// Every way past a gate: a condition that is true without it, a step that is left to choice.
TEST(TheCheckersRules, P18_AGateIsPassedWhateverWayAMatterTakes) {
    EXPECT_EQ(
        broken(Mutation{"publication", R"j((secrecy = undecided && refer = may_publish)) && (mark = open)j",
                        R"j(final_review = pass) && (mark = open)j"}),
        Rules{"P18"});
    EXPECT_EQ(broken(Mutation{"publication", R"j("when": "final_review = pass",
   "outcomes")j",
                              R"j("when": "second_review = pass",
   "outcomes")j"}),
              Rules{"P18"});
}
TEST(TheCheckersRules, P18_AnExceptionFromAGateHasItsArticleAndASignature) {
    const std::string exception = R"j("unless": {"if": "!fact.policy",
    "basis": [{"law": "政务公开实施细则", "art": "2", "status": "unverified"}]},)j";
    EXPECT_EQ(broken(Mutation{"publication", exception, ""}), Rules{"P18"}) << "an undeclared exception";
    EXPECT_EQ(
        broken(Mutation{"publication", exception, R"j("unless": {"if": "!fact.policy", "basis": []},)j"}),
        Rules{"P18"});
    EXPECT_EQ(broken(Mutation{"publication", exception, R"j("unless": {"if": "received",
    "basis": [{"law": "政务公开实施细则", "art": "2", "status": "unverified"}]},)j"}),
              Rules{"P18"})
        << "declared by nobody";
    EXPECT_EQ(
        broken(Mutation{"publication", R"({"outcome": "open", "needs": ["document"], "sets": ["policy"])",
                        R"({"outcome": "open", "sets": ["policy"])"}),
        Rules{"P18"})
        << "signed with nothing";
}

// A meeting whose vote was overtaken is not made whole by a voice that comes late.
TEST(TheWalk, FindsTheWayPastALegalityReview) {
    const auto process = parse_process(process_text("major-decision"), "process.json");
    ASSERT_TRUE(process.ok());
    for (const Finding& finding : explore_process(process.value(), 2500).findings)
        ADD_FAILURE() << finding.rule << " " << finding.step << " " << finding.what;
}

// States that nothing tells apart are walked once: every process but the largest is walked whole.
TEST(TheWalk, IsWholeForEveryProcessButTheLargest) {
    for (const auto& entry : std::filesystem::directory_iterator("definitions/processes")) {
        const std::string id = entry.path().filename().string();
        if (id == "major-decision" || id == "disclosure-request") continue;
        const auto process = parse_process(process_text(id), id);
        ASSERT_TRUE(process.ok()) << process.error().detail();
        const Exploration walked = explore_process(process.value(), 10000);
        EXPECT_TRUE(walked.whole) << id << " " << walked.states;
    }
}

// P13 and unknown effects are seen in the whole bundle.
TEST(TheCheckersRules, P13_EveryNameAndLetterIsWrittenInBothLanguages) {
    const auto findings_of = [](const std::string& before, const std::string& after) {
        std::vector<std::pair<std::string, std::string>> texts;
        for (const char* name : {"process.json", "form.json", "text/zh-CN.json", "text/en.json"}) {
            const std::string path = std::string("definitions/processes/permit-instant/") + name;
            texts.emplace_back(path, base::read_file(path).value());
        }
        const std::size_t at = texts[3].second.find(before);
        EXPECT_NE(at, std::string::npos);
        texts[3].second.replace(at, before.size(), after);
        std::vector<catalog::CarriedFile> files;
        for (const auto& [path, text] : texts) files.push_back({path, text});
        const catalog::Surroundings around = small_county();
        const std::string_view effects[] = {"issue_result", "begin"};
        catalog::Findings findings;
        check_bundle(catalog::process_bundle(files, "permit-instant"), "permit-instant",
                     {around, Date::of(2026, 3, 2), effects, duties()}, findings);
        std::vector<std::string> found;
        for (const auto& finding : findings) {
            const bool unknown = finding.text_key == "definition.bad";  // F15: the key nobody knows
            found.push_back(unknown ? finding.place : finding.args.front().second + " " + finding.place);
        }
        return found;
    };
    using Found = std::vector<std::string>;
    EXPECT_EQ(findings_of(R"("step.review")", R"("step.reviews")"),
              (Found{"permit-instant/text/en.json:7", "P13 step.review"}));
    EXPECT_EQ(findings_of(R"("letter.acceptance_slip.title")", R"("letter.acceptance_slip.tilte")"),
              (Found{"permit-instant/text/en.json:49", "P13 letter.acceptance_slip"}));
    EXPECT_EQ(findings_of(R"("clock.spot")", R"("clock.spot")"), Found());
}

}  // namespace
}  // namespace casework

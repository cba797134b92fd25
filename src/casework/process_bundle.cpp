#include "casework/process_bundle.h"

#include "base/json_keys.h"
#include "casework/practice.h"

#include <algorithm>
#include <set>

namespace casework {

namespace {

void add(catalog::Findings& findings, std::string_view rule, std::string_view step, std::string_view what) {
    catalog::Finding finding;
    finding.text_key = "definition.rule";
    finding.place = step;
    finding.args = {{"rule", std::string(rule)}, {"step", std::string(step)}, {"what", std::string(what)}};
    findings.push_back(std::move(finding));
}

using Words = std::set<std::string>;

// P13: every name that a page shows.
Words words_of(const Process& process) {
    Words words{"name", "result.void", "result.transferred", "result.withdrawn"};
    for (const Step& step : process.steps) {
        words.insert("step." + step.name);
        for (const Outcome& outcome : step.outcomes) {
            words.insert("outcome." + outcome.name);
            if (!outcome.end.empty()) words.insert("result." + outcome.end);
            // 优化营商环境条例 36: whoever decides late says why.
            if (outcome.records == Records::Decided) words.insert("evidence.overdue_reason");
            for (const Code& slot : outcome.needs) words.insert("evidence." + slot.text());
        }
    }
    for (const Code& letter : process.outputs) words.insert("evidence." + letter.text());
    for (const Deadline& rule : process.deadlines) {
        words.insert("clock." + rule.name);
        for (const Code& slot : rule.extend.needs) words.insert("evidence." + slot.text());
    }
    for (const Guard& guard : process.guards) words.insert("guard." + guard.name);
    for (const Fact& fact : process.facts) {
        words.insert("fact." + fact.name);
        for (const std::string& option : fact.options) words.insert("fact." + fact.name + "." + option);
    }
    return words;
}

// P13: the sentences of every letter that is issued; a decision's may differ by result.
void check_letter(const Code& letter, const std::set<std::string>& results, const base::Json& text,
                  std::string_view locale, catalog::Findings& findings) {
    const auto written = [&](const std::string& stem) {
        return !text.string_or(stem + ".title").empty() && !text.string_or(stem + ".1").empty();
    };
    const std::string stem = "letter." + letter.text();
    if (written(stem)) return;
    if (results.empty()) return add(findings, "P13", stem, "has no title and text in " + std::string(locale));
    for (const std::string& result : results) {
        if (!written(stem + "_" + result))
            add(findings, "P13", stem + "_" + result, "has no title and text in " + std::string(locale));
    }
}

// The results with which outcomes that issue this letter end.
std::set<std::string> results_of(const Process& process, const Code& letter) {
    std::set<std::string> results;
    for (const Step& step : process.steps)
        for (const Outcome& outcome : step.outcomes) {
            const bool issues =
                std::find(outcome.letters.begin(), outcome.letters.end(), letter) != outcome.letters.end();
            if (issues && !outcome.end.empty()) results.insert(outcome.end);
        }
    return results;
}

void check_texts(const base::Json& bundle, const Process& process, catalog::Findings& findings) {
    const base::Json* texts = bundle.find("text");
    for (const std::string_view locale : {"zh-CN", "en"}) {
        const base::Json* text = texts == nullptr ? nullptr : texts->find(locale);
        for (const std::string& word : words_of(process)) {
            const bool there = text != nullptr && !text->string_or(word).empty();
            if (!there) add(findings, "P13", word, "has no text in " + std::string(locale));
        }
        if (text == nullptr) continue;
        for (const Code& letter : process.outputs)
            check_letter(letter, results_of(process, letter), *text, locale, findings);
    }
}

// A key of the texts that no page and no letter shows: fact.x.use says what a fact is for (P12), a letter has
// a title and sentences by number, and a decision's may differ by result.
bool is_shown(std::string_view key, const Words& words, const Process& process) {
    if (words.contains(std::string(key))) return true;
    if (key.starts_with("fact.") && key.ends_with(".use"))
        return words.contains(std::string(key.substr(0, key.size() - 4)));
    constexpr std::string_view kLetter = "letter.";
    const std::size_t dot = key.rfind('.');
    if (!key.starts_with(kLetter) || dot < kLetter.size()) return false;
    const std::string_view part = key.substr(dot + 1);
    const bool numbered =
        !part.empty() && part.size() < 3 && part.find_first_not_of("0123456789") == std::string_view::npos;
    const std::string_view stem = key.substr(kLetter.size(), dot - kLetter.size());
    return (part == "title" || numbered) &&
           std::any_of(process.outputs.begin(), process.outputs.end(), [&](const Code& letter) {
               if (stem == letter.text()) return true;
               const std::set<std::string> results = results_of(process, letter);
               return stem.starts_with(letter.text() + "_") &&
                      results.contains(std::string(stem.substr(letter.text().size() + 1)));
           });
}

// The parts of a bundle, and its texts, which stand there as they were written: what is found in a text is
// told with the name and line of its file.
class PartChecker {
public:
    PartChecker(const base::Json& bundle, const Process& process, catalog::Findings& findings)
        : bundle_(bundle), process_(process), words_(words_of(process)), findings_(findings) {}

    void check() {
        constexpr base::KeyRule parts[] = {
            {"process", "o"}, {"form", "o"}, {"text", "o"}, {"scenarios", "o"}};
        constexpr base::KeyRule locales[] = {{"zh-CN", "o"}, {"en", "o"}};
        only_known(bundle_, parts, {process_.id, 1});
        const base::Json* texts = bundle_.find("text");
        if (texts == nullptr) return;
        only_known(*texts, locales, {process_.id + "/text", texts->line});
        for (const auto& [locale, text] : texts->members)
            check_text(text, process_.id + "/text/" + locale + ".json");
    }

private:
    // Where a part begins in the bundle: its first line is the one of its key.
    struct Part {
        std::string file;
        int first_line = 1;
    };
    void find(const Part& part, int line, std::string_view what) {
        const std::string place = part.file + ":" + std::to_string(line - part.first_line + 1);
        catalog::Finding finding{"definition.bad", place, 0, {}};
        finding.args = {{"place", place}, {"what", std::string(what)}};
        findings_.push_back(std::move(finding));
    }
    void only_known(const base::Json& object, std::span<const base::KeyRule> known, const Part& part) {
        const auto fault = base::find_key_fault(object, known);
        if (fault) find(part, fault->line, fault->what);
    }
    void check_text(const base::Json& text, const std::string& file) {
        const std::vector<std::string_view> known(words_.begin(), words_.end());
        for (const auto& [key, value] : text.members) {
            const Part part{file, text.line};
            if (!value.is_string()) find(part, value.line, "'" + key + "' must be text");
            if (!is_shown(key, words_, process_))
                find(part, value.line, base::unknown_word("key", key, known));
        }
    }

    const base::Json& bundle_;
    const Process& process_;
    Words words_;
    catalog::Findings& findings_;
};

// Conditions that look at a fact, and desks and parts that lie at the body it names.
bool is_asked(const Process& process, std::size_t slot) {
    const auto looks = [&](const Expression& condition) { return condition.asks_fact(slot); };
    const auto at_body = [&](const Who& who) { return who.relation == Relation::Fact && who.fact == slot; };
    const auto is_given = [&](const Outcome& outcome) {
        return std::any_of(outcome.effects.begin(), outcome.effects.end(), [&](const EffectUse& use) {
            return (use.about && at_body(*use.about)) ||
                   std::any_of(use.gives.begin(), use.gives.end(), [&](const Given& given) {
                       return given.from == Given::From::Body && at_body(given.body);
                   });
        });
    };
    const auto happened = [&](const Outcome& outcome) { return outcome.happened == slot; };
    return std::any_of(process.steps.begin(), process.steps.end(),
                       [&](const Step& step) {
                           return looks(step.when) || looks(step.signatures_if) || at_body(step.who) ||
                                  (step.kind == StepKind::Child && at_body(step.spawn.office)) ||
                                  std::any_of(step.outcomes.begin(), step.outcomes.end(), is_given) ||
                                  std::any_of(step.outcomes.begin(), step.outcomes.end(), happened);
                       }) ||
           std::any_of(process.guards.begin(), process.guards.end(),
                       [&](const Guard& guard) { return looks(guard.condition); }) ||
           std::any_of(process.deadlines.begin(), process.deadlines.end(), [&](const Deadline& rule) {
               return looks(rule.starts) || looks(rule.stops) || at_body(rule.owner) ||
                      rule.from_fact == slot ||
                      std::any_of(rule.cases.begin(), rule.cases.end(),
                                  [&](const BudgetCase& one) { return looks(one.when); });
           });
}

// P12: what is asked decides something, or its words say what it is for: fact.receipt_day.use.
void check_facts(const base::Json& bundle, const Process& process, catalog::Findings& findings) {
    const base::Json* texts = bundle.find("text");
    for (std::size_t slot = 0; slot < process.facts.size(); ++slot) {
        const std::string use = "fact." + process.facts[slot].name + ".use";
        const auto said = [&](std::string_view locale) {
            const base::Json* text = texts == nullptr ? nullptr : texts->find(locale);
            return text != nullptr && !text->string_or(use).empty();
        };
        if (is_asked(process, slot) || (said("zh-CN") && said("en"))) continue;
        add(findings, "P12", process.facts[slot].name,
            "no condition and no desk uses this fact, and " + use + " does not say what it is for");
    }
}

void check_effects(const Process& process, std::span<const std::string_view> effects,
                   catalog::Findings& findings) {
    const auto check = [&](std::string_view where, const std::vector<EffectUse>& uses) {
        for (const EffectUse& use : uses)
            if (std::find(effects.begin(), effects.end(), use.effect) == effects.end())
                add(findings, "P16", where, "unknown effect '" + use.effect + "'");
    };
    for (const Step& step : process.steps)
        for (const Outcome& outcome : step.outcomes) check(step.name, outcome.effects);
    check("rated_bad", process.rated_bad);
}

}  // namespace

void add_findings(const std::vector<Finding>& some, catalog::Findings& findings) {
    for (const Finding& found : some) add(findings, found.rule, found.step, found.what);
}

void check_bundle(std::string_view bundle, std::string_view id, const ProcessGround& ground,
                  catalog::Findings& findings) {
    const auto json = process_of_bundle(bundle);
    if (!json.ok()) return catalog::add_refusal(json.error(), findings);
    const auto process = parse_process(json.value(), std::string(id) + "/process.json");
    if (!process.ok()) return catalog::add_refusal(process.error(), findings);
    add_findings(check_process(process.value()), findings);
    add_findings(check_on_ground(process.value(), ground), findings);
    check_effects(process.value(), ground.effects, findings);
    const auto whole = base::parse_json(bundle, base::JsonComments::Allowed);
    if (!whole.ok()) return catalog::add_refusal(whole.error(), findings);
    check_form(whole.value(), findings);
    PartChecker(whole.value(), process.value(), findings).check();
    check_texts(whole.value(), process.value(), findings);
    check_facts(whole.value(), process.value(), findings);
}

}  // namespace casework

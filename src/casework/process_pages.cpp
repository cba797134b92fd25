// /definitions/process/{id}: a process as those read it who approve it, work by it or are subject to it.
// Steps, conditions and periods are told from the compiled definition; the words are its own.

#include "casework/handler_pages.h"
#include "casework/process_wording_pages.h"
#include "catalog/definition_store.h"

namespace casework {

namespace {

struct OutcomeReading {
    std::string outcome, needs, letters, gates, show, then;
    void fields(auto& visit) {
        visit("outcome", outcome), visit("needs", needs), visit("letters", letters), visit("gates", gates);
        visit("show", show), visit("then", then);
    }
};
struct StepReading {
    std::string number, step, kind, who, when, more;
    std::vector<OutcomeReading> outcomes;
    void fields(auto& visit) {
        visit("number", number), visit("step", step), visit("kind", kind), visit("who", who);
        visit("when", when), visit("more", more), visit("outcomes", outcomes);
    }
};
struct GroundReading {
    std::string law, url, state;
    bool is_verified = false;
    void fields(auto& visit) {
        visit("law", law), visit("url", url), visit("state", state), visit("is_verified", is_verified);
    }
};
struct PeriodReading {
    std::string period, clock_class, owner, starts, stops, budget, pauses, extension, expiry;
    std::vector<GroundReading> grounds;
    void fields(auto& visit) {
        visit("period", period), visit("class", clock_class), visit("owner", owner), visit("starts", starts);
        visit("stops", stops), visit("budget", budget), visit("pauses", pauses);
        visit("extension", extension), visit("expiry", expiry), visit("grounds", grounds);
    }
};
struct GateReading {
    std::string gate, what;
    std::vector<GroundReading> grounds;
    void fields(auto& visit) { visit("gate", gate), visit("what", what), visit("grounds", grounds); }
};
struct QuestionReading {
    std::string question, kind;
    bool is_required = false;
    void fields(auto& visit) {
        visit("question", question), visit("kind", kind), visit("is_required", is_required);
    }
};
struct LineReading {
    std::string line;
    void fields(auto& visit) { visit("line", line); }
};
struct LetterReading {
    std::string letter;
    std::vector<LineReading> lines;
    void fields(auto& visit) { visit("letter", letter), visit("lines", lines); }
};
struct ExampleReading {
    std::string example, script;
    void fields(auto& visit) { visit("example", example), visit("script", script); }
};
struct ProcessModel {
    std::string q, name, pin, definition_url, text_url, rated_bad;
    std::vector<GroundReading> grounds;
    std::vector<StepReading> steps;
    std::vector<PeriodReading> periods;
    std::vector<GateReading> gates;
    std::vector<QuestionReading> questions;
    std::vector<LetterReading> letters;
    std::vector<ExampleReading> examples;
    void fields(auto& visit) {
        visit("q", q), visit("name", name), visit("pin", pin), visit("definition_url", definition_url);
        visit("text_url", text_url), visit("rated_bad", rated_bad), visit("grounds", grounds),
            visit("steps", steps);
        visit("periods", periods), visit("gates", gates), visit("questions", questions);
        visit("letters", letters), visit("examples", examples);
    }
};

std::vector<GroundReading> grounds_of(const Teller& teller, const std::vector<Basis>& list) {
    std::vector<GroundReading> rows;
    for (const Basis& basis : list) {
        GroundReading row;
        row.law = teller.basis({basis});
        row.state = basis.status;
        row.is_verified = basis.status == "verified";
        if (const catalog::LawEntry* law = teller.catalogue().laws.find(basis.law))
            row.url = "/laws/" + law->slug + "#art-" + std::string(catalog::article_number(basis.article));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<StepReading> steps_of(const Teller& teller, const ProcessWords& words, const Process& process,
                                  const ProcessTexts& texts) {
    std::vector<StepReading> rows;
    for (std::size_t slot = 0; slot < process.steps.size(); ++slot) {
        const Step& step = process.steps[slot];
        StepReading row;
        row.number = std::to_string(slot + 1);
        row.step = texts.step(teller.locale(), step.name);
        row.kind = step.kind == StepKind::Act
                       ? ""
                       : teller.text("process.kind." + std::string(kind_word(step.kind)));
        row.who = words.who(step.who);
        row.when = words.condition(step.when);
        row.more = words.conditions_of(step);
        for (const Outcome& outcome : step.outcomes) {
            OutcomeReading& one = row.outcomes.emplace_back();
            one.outcome = texts.outcome(teller.locale(), outcome.name);
            std::vector<std::string> needs, letters, gates;
            for (const Code& need : outcome.needs) needs.push_back(words.evidence(need.text()));
            for (const Code& letter : outcome.letters)
                letters.push_back(
                    texts.text(teller.locale(), "letter." + std::string(letter.text()) + ".title"));
            for (const std::uint8_t fact : outcome.sets) needs.push_back(words.fact(fact));
            one.needs = words.listed(needs);
            one.letters = words.listed(letters);
            one.show = teller.text("process.show." + std::string(show_word(outcome.show)));
            one.then = words.then(outcome);
            for (const std::uint8_t guard : outcome.guards)
                gates.push_back(texts.text(teller.locale(), "guard." + process.guards[guard].name));
            one.gates = words.joined(gates);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<PeriodReading> periods_of(const Teller& teller, const ProcessWords& words, const Process& process,
                                      const ProcessTexts& texts) {
    std::vector<PeriodReading> rows;
    for (const Deadline& rule : process.deadlines) {
        PeriodReading& row = rows.emplace_back();
        row.period = texts.clock(teller.locale(), rule.name);
        row.clock_class = class_code(rule.kind);
        row.owner = words.who(rule.owner);
        row.starts = words.condition(rule.starts);
        row.stops = words.condition(rule.stops);
        row.budget = words.budget(rule);
        row.pauses = words.pauses(rule);
        row.extension = words.extension(rule);
        row.expiry = words.expiry(rule);
        row.grounds = grounds_of(teller, rule.basis);
    }
    return rows;
}

std::vector<QuestionReading> questions_of(const Teller& teller, const base::Json& form) {
    std::vector<QuestionReading> rows;
    for (const base::Json& page : form.list("pages")) {
        for (const base::Json& field : page.list("fields")) {
            const std::string chinese(field.string_or("label")), english(field.string_or("label_en"));
            const base::Json* required = field.find("required");
            rows.push_back({std::string(teller.pick(chinese, english)),
                            teller.text("process.ask." + std::string(field.string_or("kind"))),
                            required != nullptr && required->truth});
        }
    }
    return rows;
}

std::vector<LetterReading> letters_of(const Teller& teller, const Process& process,
                                      const ProcessTexts& texts) {
    constexpr int kLinesMax = 40;
    std::vector<LetterReading> rows;
    for (const Code& output : process.outputs) {
        const std::string key = "letter." + std::string(output.text()) + ".";
        LetterReading& row = rows.emplace_back();
        row.letter = texts.text(teller.locale(), key + "title");
        for (int line = 1; line <= kLinesMax; ++line) {
            const std::string* sentence = texts.find(teller.locale(), key + std::to_string(line));
            if (sentence == nullptr) break;
            row.lines.push_back({*sentence});
        }
    }
    return rows;
}

// The first line of an example names it: 题目 …
std::vector<ExampleReading> examples_of(const base::Json& scenarios) {
    std::vector<ExampleReading> rows;
    for (const auto& [name, script] : scenarios.members) {
        ExampleReading row{name, script.text};
        const std::string_view first = std::string_view(script.text).substr(0, script.text.find('\n'));
        const std::size_t space = first.find(' ');
        if (space != std::string_view::npos) row.example = first.substr(space + 1);
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

Answer show_process(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const catalog::DefinitionVersion version = TRY(catalog::find_asked(reading.db, request.param("id")));
    if (version.kind != catalog::DefinitionKind::Process)
        return base::Error(base::ErrorCode::NotFound, "definition.not_found", request.param("id"));
    const std::string bundle = TRY(catalog::shelved_text(reading.db, version.text));
    const std::string rules = TRY(process_of_bundle(bundle));
    const Process process = TRY(parse_process(rules, version.id));
    const ProcessTexts texts = TRY(ProcessTexts::parse(bundle));
    const base::Json json = TRY(base::parse_json(bundle, base::JsonComments::Allowed));
    const ProcessWords words(teller, process, texts);
    ProcessModel model;
    model.name = texts.name(teller.locale());
    model.pin = version.id + "@" + std::to_string(version.version);
    model.definition_url = "/definitions/" + model.pin;
    model.text_url = model.definition_url + ".json";
    model.grounds = grounds_of(teller, process.basis);
    model.steps = steps_of(teller, words, process, texts);
    model.periods = periods_of(teller, words, process, texts);
    std::vector<std::string> follow;
    for (const EffectUse& use : process.rated_bad) follow.push_back(words.effect(use));
    model.rated_bad = words.joined(follow);
    for (const Guard& guard : process.guards)
        model.gates.push_back({texts.text(teller.locale(), "guard." + guard.name),
                               words.condition(guard.condition), grounds_of(teller, guard.basis)});
    if (const base::Json* form = json.find("form")) model.questions = questions_of(teller, *form);
    model.letters = letters_of(teller, process, texts);
    if (const base::Json* scenarios = json.find("scenarios")) model.examples = examples_of(*scenarios);
    return pages.site.page(request, "casework/process", model, model.name);
}

void add_process_pages(web::Site& site) {
    site.add<ProcessModel>("casework/process");
}

}  // namespace casework

#include "app/scenario_office.h"

#include "app/wiring.h"
#include "base/file.h"
#include "base/json.h"
#include "casework/practice.h"
#include "catalog/definition_events.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>

namespace app {

namespace {

constexpr int kBodies = 61;
constexpr std::size_t kDefinitionsPerAct = 24;  // an act holds 64 events

// Memory where the machine offers it: a scenario's books are thrown away.
std::string fresh_folder() {
    static std::atomic<int> counter{0};
    std::error_code none;
    const bool memory = std::filesystem::is_directory("/dev/shm", none) && ::access("/dev/shm", W_OK) == 0;
    const std::filesystem::path root =
        memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
    return (root / ("sunroom-scenario-" + std::to_string(::getpid()) + "-" + std::to_string(counter++)))
        .string();
}

std::string three_digits(int number) {
    std::string text = std::to_string(number);
    return std::string(3 - text.size(), '0') + text;
}

// Every function that a process asks the county for lies with one body.
constexpr std::string_view kBodyWithFunctions = "012";

std::string synthetic_bodies(const std::set<std::string>& functions) {
    std::string json;
    base::JsonWriter writer(json);
    writer.open_list();
    for (int code = 0; code < kBodies; ++code) {
        const std::string name = three_digits(code);
        writer.open_object().member("code", name).member("name", name).member("name_en", name);
        writer.member("short", name).member("kind", code == 0 ? "government" : "department");
        writer.member("uscc", name).member("address", name).member("phone", name);
        writer.key("functions").open_list();
        if (name == kBodyWithFunctions)
            for (const std::string& function : functions) writer.string(function);
        writer.close_list().close_object();
    }
    writer.close_list();
    return json;
}

struct Definition {
    catalog::DefinitionKind kind;
    std::string id;
    std::string text;
    int version = 1;
};

// Put in force as they are: what is wrong with them is for the checker to say, and a scenario finds out.
base::Result<> activate(Node& node, const std::vector<Definition>& definitions) {
    for (std::size_t at = 0; at < definitions.size(); at += kDefinitionsPerAct) {
        const auto some = [&](identity::Act& act) -> base::Result<> {
            for (std::size_t i = at; i < std::min(at + kDefinitionsPerAct, definitions.size()); ++i) {
                const Definition& one = definitions[i];
                catalog::DefinitionPrepared prepared;
                prepared.kind = base::Code::of(catalog::kind_word(one.kind));
                prepared.id = TRY(base::Code::parse(one.id));
                prepared.version = one.version;
                prepared.text = TRY(act.shelve(one.text));
                const std::string subject = "definition/" + prepared.kind.text() + "/" + one.id;
                TRY(act.record(subject, prepared));
                TRY(act.record(
                    subject,
                    catalog::DefinitionActivated{
                        prepared.kind, prepared.id, one.version, prepared.text, act.now.date(), {}}));
            }
            return base::Done{};
        };
        TRY(node.registrar().perform<base::Done>(identity::office_actor("scenario"), some));
    }
    return base::Done{};
}

void basis(base::JsonWriter& writer) {
    // data: the article that every synthetic item rests on
    writer.key("basis").open_object().member("law", "行政许可法").member("art", "26").close_object();
}

void write_lists(base::JsonWriter& writer, const SyntheticItem& item) {
    writer.key("materials").open_list();
    for (const std::string& material : item.materials) {
        writer.open_object().member("id", material).member("name", material).member("name_en", material);
        writer.key("form").open_list().string("paper").close_list();
        writer.member("need", "optional").member("source", "applicant").member("trust_floor", "A");
        basis(writer);
        writer.member("purpose", material).close_object();
    }
    writer.close_list().key("joint").open_list();
    for (const std::string& body : item.joint)
        writer.open_object().member("body", body).member("asks", body).member("asks_en", body).close_object();
    writer.close_list();
}

}  // namespace

std::string synthetic_item(const SyntheticItem& item) {
    const auto number = [&](const std::string& key, int otherwise) {
        const auto found = item.numbers.find(key);
        return found == item.numbers.end() ? otherwise : found->second;
    };
    const std::string& name = item.code;
    std::string json;
    base::JsonWriter writer(json);
    writer.open_object().member("item", name).member("body", item.body);
    for (const std::string_view key : {"name", "name_en", "summary", "summary_en", "consult", "supervise",
                                       "place", "place_en", "hours", "hours_en"})
        writer.member(key, name);
    writer.member("type", "01").member("status", 1).member("version", 1).member("effective", "2007-01-01");
    writer.member("handling", number("handling", 2)).member("process", item.process);
    writer.key("served").open_list().integer(1).integer(2).close_list();
    for (const std::string_view key : {"themes", "conditions", "conditions_en", "channels", "keywords"})
        writer.key(key).open_list().close_list();
    writer.key("authorisation").open_object().member("document", name).member("document_en", name);
    writer.member("until", item.authorised).close_object();
    writer.member("legal_days", number("legal_days", 0));
    writer.member("promise_days", number("promise_days", 0));
    writer.member("scope", number("scope", 4)).member("visits", number("visits", 0));
    write_lists(writer, item);
    writer.key("result").open_object().member("kind", 1).member("name", name).member("name_en", name);
    writer.close_object().close_object();
    return json;
}

ScenarioHouse::~ScenarioHouse() {
    node.reset();
    std::error_code none;
    if (!folder.empty()) std::filesystem::remove_all(folder, none);
}

ScenarioGround::ScenarioGround(const web::Files& files) : files_(files), folder_(fresh_folder()) {}

ScenarioGround::~ScenarioGround() {
    std::error_code none;
    std::filesystem::remove_all(folder_, none);
}

base::Result<std::unique_ptr<ScenarioGround>>
ScenarioGround::make(const web::Files& files, const std::vector<ProcessSource>& processes) {
    const auto text_of = [&](std::string_view path) {
        const web::File* file = files.find(path);
        CHECK(file != nullptr);  // carried by the build
        return std::string(file->bytes);
    };
    auto ground = std::make_unique<ScenarioGround>(files);
    const std::string roles = text_of("counties/qingxi/roles.json");
    ground->words_ = TRY(casework::ScenarioWords::parse(text_of("definitions/scenario_words.json"), roles));
    std::vector<Definition> definitions{
        {catalog::DefinitionKind::Hall, "hall", text_of("counties/qingxi/hall.json")},
        {catalog::DefinitionKind::Roles, "roles", roles}};
    std::set<std::string> functions;
    for (const std::string_view path : files.under("definitions/calendars/")) {
        std::string id(path.substr(path.rfind('/') + 1));
        id.resize(id.rfind('.'));
        definitions.push_back({catalog::DefinitionKind::Calendar, std::move(id), text_of(path)});
    }
    for (const ProcessSource& source : processes) {
        definitions.push_back({catalog::DefinitionKind::Process, source.id, source.bundle});
        const auto json = casework::process_of_bundle(source.bundle);
        if (!json.ok()) continue;
        auto process = casework::parse_process(json.value(), source.id);
        if (!process.ok()) continue;
        for (const casework::Fact& fact : process.value().facts)
            if (!fact.function.empty()) functions.insert(fact.function);
        ground->processes_.emplace(source.id, std::move(process).value());
    }
    definitions.push_back({catalog::DefinitionKind::Bodies, "bodies", synthetic_bodies(functions)});
    calendar::MovedClock clock(calendar::Instant::start_of(calendar::Date::of(calendar::kFirstYear, 1, 1)));
    const auto entropy = base::seeded_entropy(999921);
    NodeOptions wanted{ground->folder_, Create::IfAbsent, &files, &clock, entropy.get()};
    wanted.sync = store::Sync::Afterwards;
    const auto node = TRY(Node::open(wanted));
    TRY(activate(*node, definitions));
    return ground;
}

const casework::Process* ScenarioGround::find_process(std::string_view id) const {
    const auto found = processes_.find(id);
    return found == processes_.end() ? nullptr : &found->second;
}

// Processes whose business begins by itself out of a matter of `id`: each needs an item to begin under.
std::set<std::string> ScenarioGround::begun_by_itself(std::string_view id) const {
    std::set<std::string> begun;
    const casework::Process* process = find_process(id);
    if (process == nullptr) return begun;
    const auto note = [&](const std::vector<casework::EffectUse>& uses) {
        for (const casework::EffectUse& use : uses)
            if (!use.process.empty()) begun.insert(use.process);
    };
    note(process->rated_bad);
    for (const casework::Step& step : process->steps)
        for (const casework::Outcome& outcome : step.outcomes) note(outcome.effects);
    return begun;
}

base::Result<std::unique_ptr<ScenarioHouse>>
ScenarioGround::build(const SyntheticItem& item, calendar::Instant from, const ProcessSource* instead) const {
    auto house = std::make_unique<ScenarioHouse>();
    house->folder = folder_ + "-" + std::to_string(built_++);
    std::error_code failed;
    std::filesystem::create_directory(house->folder, failed);
    for (const char* name : {"sunroom.db", "node.key"}) {
        if (!failed) std::filesystem::copy_file(folder_ + "/" + name, house->folder + "/" + name, failed);
    }
    if (failed)
        return base::Error(base::ErrorCode::Unavailable, "node.cannot_write", house->folder)
            .with("data", house->folder);
    house->clock.move_to(from);
    house->entropy = base::seeded_entropy(20260302);
    NodeOptions wanted{house->folder, Create::Never, &files_, &house->clock, house->entropy.get()};
    wanted.sync = store::Sync::Afterwards;
    house->node = TRY(Node::open(wanted));
    std::vector<Definition> own{{catalog::DefinitionKind::Item, item.code, synthetic_item(item)}};
    for (const std::string& begun : begun_by_itself(item.process)) {
        SyntheticItem other;
        other.code = "s-029-" + std::to_string(own.size());
        other.process = begun;
        other.body = catalog::kUsualHallBody;
        own.push_back({catalog::DefinitionKind::Item, other.code, synthetic_item(other)});
    }
    if (instead != nullptr)
        own.push_back({catalog::DefinitionKind::Process, instead->id, instead->bundle, 2});
    TRY(activate(*house->node, own));
    TRY(house->node->reload_catalogue());
    return house;
}

}  // namespace app

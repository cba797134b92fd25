#include "catalog/county_load.h"

#include "base/json.h"
#include "calendar/local_order.h"
#include "catalog/limits.h"

#include <algorithm>

namespace catalog {

std::vector<std::string> begun_by(std::string_view bundle) {
    std::vector<std::string> begun;
    const auto json = base::parse_json(bundle, base::JsonComments::Allowed, kDefinitionBytesMax);
    const base::Json* process = json.ok() ? json.value().find("process") : nullptr;
    if (process == nullptr) return begun;
    const auto note = [&](const base::Json& use) {
        if (!use.string_or("process").empty()) begun.emplace_back(use.string_or("process"));
    };
    for (const base::Json& step : process->list("steps")) {
        if (const base::Json* spawn = step.find("spawn")) note(*spawn);
        for (const base::Json& outcome : step.list("outcomes"))
            for (const base::Json& effect : outcome.list("effects")) note(effect);
    }
    for (const base::Json& effect : process->list("rated_bad")) note(effect);
    return begun;
}

namespace {

constexpr std::size_t kPerAct = 48;  // definitions prepared or approved in one act; an act holds 64 events
constexpr std::size_t kEventsPerEnrolAct = 56;

const CarriedFile* find_file(const std::vector<CarriedFile>& files, std::string_view path) {
    const auto found =
        std::find_if(files.begin(), files.end(), [&](const CarriedFile& file) { return file.path == path; });
    return found == files.end() ? nullptr : &*found;
}

// xingzheng-xuke-fa of definitions/law/xingzheng-xuke-fa.json
std::string stem_of(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    return std::string(path.substr(0, path.rfind('.')));
}

struct Source {
    std::string path;
    DefinitionDraft draft;
};

class CountyLoader {
public:
    CountyLoader(identity::Registrar& registrar, DefinitionDesk& desk, const CountyActors& actors)
        : registrar_(registrar), desk_(desk), actors_(actors) {}

    base::Result<> load(const std::vector<Source>& sources) {
        for (std::size_t at = 0; at < sources.size(); at += kPerAct) {
            TRY(load_some(
                {sources.begin() + static_cast<std::ptrdiff_t>(at),
                 sources.begin() + static_cast<std::ptrdiff_t>(std::min(at + kPerAct, sources.size()))}));
        }
        return base::Done{};
    }
    base::Result<> enrol(std::string_view path, std::string_view people);
    CountyReport report;

private:
    using Prepared = std::vector<DefinitionVersion>;

    // Played before the act that prepares them.
    base::Result<> try_out(const std::vector<Source>& sources) {
        for (const Source& source : sources) {
            if (source.draft.kind != DefinitionKind::Process) continue;
            TRY(registrar_.read<base::Done>(actors_.editor, [&](const identity::Reading& reading) {
                return desk_.try_out(reading.db, source.draft, reading.now.date());
            }));
        }
        return base::Done{};
    }
    base::Result<> load_some(const std::vector<Source>& sources) {
        TRY(try_out(sources));
        const auto prepare = [&](identity::Act& act) { return prepare_all(act, sources); };
        const Prepared prepared = TRY(registrar_.perform<Prepared>(actors_.editor, prepare));
        const auto approve = [&](identity::Act& act) -> base::Result<> {
            for (const DefinitionVersion& one : prepared)
                TRY(approve_definition(act, desk_, one.kind, one.id, one.text));
            return base::Done{};
        };
        TRY(registrar_.perform<base::Done>(actors_.approver, approve));
        report.definitions += static_cast<int>(prepared.size());
        return base::Done{};
    }
    base::Result<Prepared> prepare_all(identity::Act& act, const std::vector<Source>& sources) {
        Prepared prepared;
        for (const Source& source : sources) {
            auto outcome = prepare_definition(act, desk_, source.draft);
            if (outcome.ok()) {
                prepared.push_back(std::move(outcome).value());
            } else if (outcome.error().text_key() == "definition.unchanged") {
                ++report.unchanged;
            } else if (outcome.error().text_key() == "definition.findings") {
                Findings findings = TRY(check_definition(act, desk_, source.draft));
                report.refused.emplace_back(source.path, std::move(findings));
            } else {
                return outcome.take_error();
            }
        }
        return prepared;
    }

    identity::Registrar& registrar_;
    DefinitionDesk& desk_;
    const CountyActors& actors_;
};

identity::Official read_official(const base::Json& json, Findings& findings) {
    ObjectReader reader(json, "people." + std::string(json.string_or("id")), findings);
    identity::Official official;
    official.key = reader.text("id");
    official.login = reader.maybe("login");
    official.name = reader.text("name");
    official.body = reader.text("body");
    official.post = reader.text("post");
    official.post_en = reader.maybe("post_en");
    official.backup = reader.maybe("backup");
    for (const base::Json& held : reader.list("roles")) {
        ObjectReader role(held, reader.place() + ".roles", findings);
        official.roles.push_back({role.text("role"), role.maybe("body")});
    }
    return official;
}

base::Result<> CountyLoader::enrol(std::string_view path, std::string_view people) {
    Findings findings;
    const std::vector<identity::Official> officials = parse_people(people, findings);
    if (!findings.empty()) {
        report.refused.emplace_back(path, std::move(findings));
        return base::Done{};
    }
    std::size_t at = 0;
    while (at < officials.size()) {
        const auto some = [&](identity::Act& act) -> base::Result<> {
            for (std::size_t events = 0; at < officials.size(); ++at) {
                const identity::Official& official = officials[at];
                events += 1 + official.roles.size();
                if (events > kEventsPerEnrolAct && events > 1 + official.roles.size()) break;
                const auto enrolled = identity::enrol_official(act, official);
                if (enrolled.ok())
                    ++report.officials;
                else if (enrolled.error().text_key() != "identity.key_taken")
                    return enrolled.error();
            }
            return base::Done{};
        };
        TRY(registrar_.perform<base::Done>(actors_.operator_, some));
    }
    return base::Done{};
}

void add_single(const std::vector<CarriedFile>& files, std::string_view path, DefinitionKind kind,
                std::vector<Source>& sources) {
    const CarriedFile* file = find_file(files, path);
    if (file == nullptr) return;
    sources.push_back(
        {std::string(path), {kind, std::string(kind_word(kind)), std::string(file->bytes), {}}});
}

void add_folder(const std::vector<CarriedFile>& files, std::string_view folder, DefinitionKind kind,
                std::vector<Source>& sources) {
    for (const CarriedFile& file : files) {
        if (!file.path.starts_with(folder) || !file.path.ends_with(".json")) continue;
        sources.push_back({std::string(file.path), {kind, stem_of(file.path), std::string(file.bytes), {}}});
    }
}

void add_processes(const std::vector<CarriedFile>& files, std::vector<Source>& sources) {
    constexpr std::string_view kFolder = "definitions/processes/";
    constexpr std::string_view kFile = "/process.json";
    for (const CarriedFile& file : files) {
        if (!file.path.starts_with(kFolder) || !file.path.ends_with(kFile)) continue;
        const std::string_view id =
            file.path.substr(kFolder.size(), file.path.size() - kFolder.size() - kFile.size());
        sources.push_back({std::string(file.path),
                           {DefinitionKind::Process, std::string(id), process_bundle(files, id), {}}});
    }
}

// A circle is left as it is, for the checker to refuse.
std::vector<Source> children_first(std::vector<Source> processes) {
    std::vector<Source> ordered;
    while (!processes.empty()) {
        const auto waits = [&](const Source& one) {
            const std::vector<std::string> begun = begun_by(one.draft.text);
            return std::any_of(processes.begin(), processes.end(), [&](const Source& other) {
                return &other != &one && std::find(begun.begin(), begun.end(), other.draft.id) != begun.end();
            });
        };
        auto next = std::find_if_not(processes.begin(), processes.end(), waits);
        if (next == processes.end()) next = processes.begin();
        ordered.push_back(std::move(*next));
        processes.erase(next);
    }
    return ordered;
}

// The code inside an item's file is its id; a file without one is refused under its own name.
void name_items(std::vector<Source>& items) {
    for (Source& source : items) {
        const auto json =
            base::parse_json(source.draft.text, base::JsonComments::Allowed, kDefinitionBytesMax);
        if (json.ok() && !json.value().string_or("item").empty())
            source.draft.id = json.value().string_or("item");
    }
}

}  // namespace

std::vector<identity::Official> parse_people(std::string_view text, Findings& findings) {
    std::vector<identity::Official> officials;
    const auto json = base::parse_json(text, base::JsonComments::Allowed);
    if (!json.ok()) add_refusal(json.error(), findings);
    if (!json.ok()) return officials;
    for (const base::Json& person : json.value().items) officials.push_back(read_official(person, findings));
    return officials;
}

std::string process_bundle(const std::vector<CarriedFile>& files, std::string_view id) {
    const std::string folder = "definitions/processes/" + std::string(id) + "/";
    const auto append = [&](std::string& out, std::string_view before, std::string_view path) {
        const CarriedFile* file = find_file(files, folder + std::string(path));
        out.append(before).append(file == nullptr ? std::string_view("{}") : file->bytes);
    };
    std::string bundle;
    append(bundle, "{\"process\":", "process.json");
    append(bundle, ",\"form\":", "form.json");
    append(bundle, ",\"text\":{\"zh-CN\":", "text/zh-CN.json");
    append(bundle, ",\"en\":", "text/en.json");
    bundle += "},\"scenarios\":{";
    const std::string scenarios = folder + "scenarios/";
    bool first = true;
    for (const CarriedFile& file : files) {
        if (!file.path.starts_with(scenarios) || !file.path.ends_with(".scenario")) continue;
        bundle += first ? "" : ",";
        base::append_json_string(bundle, stem_of(file.path));
        bundle += ":";
        base::append_json_string(bundle, file.bytes);
        first = false;
    }
    bundle += "}}\n";
    return bundle;
}

base::Result<CountyReport> load_county(identity::Registrar& registrar, DefinitionDesk& desk,
                                       const CountyActors& actors, const std::vector<CarriedFile>& files,
                                       std::string_view county) {
    const std::string folder = "counties/" + std::string(county) + "/";
    std::vector<Source> ground;
    add_single(files, folder + "bodies.json", DefinitionKind::Bodies, ground);
    add_single(files, folder + "hall.json", DefinitionKind::Hall, ground);
    add_single(files, folder + "roles.json", DefinitionKind::Roles, ground);
    std::vector<Source> orders;  // rest on the law register
    add_single(files, folder + "escalation.json", DefinitionKind::Escalation, orders);
    add_single(files, "definitions/themes.json", DefinitionKind::Themes, ground);
    add_folder(files, "definitions/calendars/", DefinitionKind::Calendar, ground);
    if (const CarriedFile* local = find_file(files, folder + "calendar.json")) {
        ground.push_back({std::string(local->path),
                          {DefinitionKind::Calendar,
                           std::string(calendar::kLocalCalendar),
                           std::string(local->bytes),
                           {}}});
    }
    add_folder(files, "definitions/law/", DefinitionKind::Law, ground);
    std::vector<Source> processes;
    add_processes(files, processes);
    std::vector<Source> items;
    add_folder(files, folder + "services/", DefinitionKind::Item, items);
    name_items(items);

    CountyLoader loader(registrar, desk, actors);
    TRY(loader.load(ground));
    TRY(loader.load(orders));
    // Each rests on what was activated before it: processes on laws and on the processes they begin, items on
    // all of them.
    for (const Source& process : children_first(std::move(processes))) TRY(loader.load({process}));
    TRY(loader.load(items));
    if (const CarriedFile* people = find_file(files, folder + "people.json"))
        TRY(loader.enrol(people->path, people->bytes));
    return std::move(loader.report);
}

}  // namespace catalog

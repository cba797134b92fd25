// The house explains itself from the very tables it runs on: routes, events, modules, rules.

#include "app/house.h"
#include "app/node.h"
#include "app/tasks.h"
#include "app/wiring.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace app {

namespace {

std::string door_word(identity::Door door) {
    switch (door) {
    case identity::Door::Public: return "public";
    case identity::Door::SignedIn: return "signed-in";
    case identity::Door::Citizen: return "citizen";
    case identity::Door::Staff: return "staff";
    }
    return {};
}

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

// A node in a temporary folder, only to put the tables together.
struct Paper {
    std::string folder =
        (std::filesystem::temp_directory_path() / ("sunroom-tables-" + std::to_string(::getpid()))).string();
    std::unique_ptr<web::Files> files = web::embedded_files(web::carried_files());
    calendar::SystemClock clock;
    std::unique_ptr<base::Entropy> entropy = base::system_entropy();
    std::unique_ptr<Node> node;
    std::unique_ptr<House> house;
    ~Paper() {
        house.reset();
        node.reset();
        std::filesystem::remove_all(folder);
    }
};
base::Result<> open_paper(Paper& paper) {
    paper.node = TRY(
        Node::open({paper.folder, Create::IfAbsent, paper.files.get(), &paper.clock, paper.entropy.get()}));
    paper.house = TRY(House::open(*paper.node, "http://127.0.0.1:8080"));
    return base::Done{};
}

}  // namespace

base::Result<TaskReport> list_routes(const TaskOptions&) {
    Paper paper;
    TRY(open_paper(paper));
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_list();
    for (const web::Route* route : paper.house->site().routes()) {
        const std::string method(http::method_word(route->method));
        report.lines.push_back(padded(method, 5) + padded(route->pattern, 52) +
                               padded(door_word(route->door), 10) + padded(route->right, 20) +
                               route->summary);
        json.open_object()
            .member("method", method)
            .member("pattern", route->pattern)
            .member("door", door_word(route->door))
            .member("right", route->right)
            .flag("act", static_cast<bool>(route->act))
            .member("summary", route->summary)
            .close_object();
    }
    json.close_list();
    return report;
}

base::Result<TaskReport> list_events(const TaskOptions&) {
    const auto files = web::embedded_files(web::carried_files());
    std::map<std::string, std::string> readers;
    for (const ledger::ProjectionRow& row : all_projections(*files)) {
        for (const std::string_view kind : row.kinds)
            readers[std::string(kind)] +=
                (readers[std::string(kind)].empty() ? "" : " ") + std::string(row.name);
    }
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_list();
    for (const ledger::EventRow& row : all_events()) {
        const std::string kind(row.kind.name);
        report.lines.push_back(padded(kind + "/" + std::to_string(row.kind.version), 36) +
                               padded("[" + readers[kind] + "]", 12) + std::string(row.sentence));
        json.open_object()
            .member("kind", kind)
            .member("version", row.kind.version)
            .member("sentence", row.sentence)
            .member("mode", row.mode == ledger::LeafMode::Open ? "open" : "sealed")
            .member("read_by", readers[kind])
            .key("fields")
            .open_list();
        for (const std::string& field : row.fields) json.string(field);
        json.close_list().close_object();
    }
    json.close_list();
    return report;
}

base::Result<TaskReport> list_modules(const TaskOptions&) {
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_list();
    std::string_view rest = module_table();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        std::vector<std::string> parts;
        for (std::size_t bar = 0; bar != std::string_view::npos;) {
            bar = line.find('|');
            parts.emplace_back(line.substr(0, bar));
            if (bar != std::string_view::npos) line.remove_prefix(bar + 1);
        }
        parts.resize(4);
        report.lines.push_back(padded(parts[0], 14) + parts[1] +
                               (parts[2].empty() ? "" : "  | pages: " + parts[2]) +
                               (parts[3].empty() ? "" : "  | mounts: " + parts[3]));
        json.open_object()
            .member("module", parts[0])
            .member("uses", parts[1])
            .member("pages_use", parts[2])
            .member("mounts", parts[3])
            .close_object();
    }
    json.close_list();
    return report;
}

base::Result<TaskReport> list_rules(const TaskOptions&) {
    TaskReport report;
    base::JsonWriter json(report.json);
    json.open_list();
    std::string_view rest = citation_table();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        report.lines.push_back(padded(std::string(line.substr(0, tab)), 40) +
                               std::string(line.substr(tab + 1)));
        json.open_object()
            .member("article", line.substr(0, tab))
            .member("place", line.substr(tab + 1))
            .close_object();
    }
    json.close_list();
    return report;
}

}  // namespace app

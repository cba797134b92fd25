// What the house promises about itself: every event is read, every duty of law is kept by something, every
// route stands in the table of route × role.
#include "base/json.h"

#include "tidy_rules.h"

#include <algorithm>

namespace tidy {

namespace {

constexpr const char* kDutiesPath = "docs/law/duties.json";
constexpr const char* kRoutesPath = "test/data/route_roles.txt";

// The struct whose body holds a kind: the last one that was opened above it.
std::vector<std::pair<std::string, int>> event_types(const File& file) {
    std::vector<std::pair<std::string, int>> found;
    std::string type;
    int number = 0;
    for (const auto& line : split_lines(file.text)) {
        ++number;
        if (starts(line, "struct ")) type = split_words(line)[1];
        if (line.find("ledger::Kind kKind{") != std::string::npos) found.emplace_back(type, number);
    }
    return found;
}

bool is_read(const Repository& all, const std::string& type) {
    return std::ranges::any_of(all.files, [&](const File& file) {
        if (!starts(file.path, "src/") || !is_cpp(file.path) || is_test(file.path)) return false;
        if (file.path.find("_events.") != std::string::npos) return false;
        for (const std::string& use : {"read<" + type + ">", "::" + type + ">", type + "::kKind"}) {
            for (auto at = file.text.find(use); at != std::string::npos; at = file.text.find(use, at + 1)) {
                if (at == 0 || use.front() == ':' || !is_word_char(file.text[at - 1])) return true;
            }
        }
        return false;
    });
}

// "deadline permit/legal", "guard permit/one_supplement": the definition has one of this name.
bool defines(const Repository& all, const std::string& what, const std::string& name) {
    const auto slash = name.find('/');
    const File* process = all.find("definitions/processes/" + name.substr(0, slash) + "/process.json");
    if (process == nullptr || slash == std::string::npos) return false;
    return process->text.find("{\"" + what + "\": \"" + name.substr(slash + 1) + "\"") != std::string::npos;
}

// "code src/casework/case.cpp": the file cites the article, by any name of the law, as kept or as a GAP.
bool cites(const Repository& all, const std::string& path, std::string_view article, bool gap) {
    const File* file = all.find(path);
    if (file == nullptr) return false;
    for (const auto& line : split_lines(file->text)) {
        const auto comment = line.find("//");
        if (comment == std::string::npos ||
            line.find(" " + std::string(article), comment) == std::string::npos)
            continue;
        if (!gap || line.find("GAP:", comment) != std::string::npos) return true;
    }
    return false;
}

bool is_kept(const Repository& all, const base::Json& duty) {
    const auto words = split_words(duty.string_or("kept_by"));
    if (words.size() != 2) return false;
    if (words[0] == "deadline" || words[0] == "guard") return defines(all, words[0], words[1]);
    if (words[0] == "code" || words[0] == "gap")
        return cites(all, words[1], duty.string_or("art"), words[0] == "gap");
    return false;
}

struct RouteLine {
    std::string method, pattern;
    int line = 1;
};

// web::get("/items/{code}", …): only addresses that stand whole in the call; the story test knows them all.
void find_routes(const File& file, std::vector<RouteLine>& out) {
    for (const auto& [call, method] : {std::pair{"get(", "GET"}, {"post(", "POST"}, {"ask(", "POST"}}) {
        for (auto at = file.text.find(call); at != std::string::npos; at = file.text.find(call, at + 1)) {
            if (at > 0 && is_word_char(file.text[at - 1])) continue;
            auto begin = file.text.find_first_not_of(" \n", at + std::string_view(call).size());
            if (begin == std::string::npos || file.text.compare(begin, 2, "\"/") != 0) continue;
            const auto end = file.text.find('"', ++begin);
            const auto next = file.text.find_first_not_of(" \n", end + 1);
            if (next == std::string::npos || file.text[next] != ',') continue;
            const auto line = std::ranges::count(file.text.substr(0, at), '\n') + 1;
            out.push_back({method, file.text.substr(begin, end - begin), static_cast<int>(line)});
        }
    }
}

}  // namespace

Findings r10_readers(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !ends(file.path, "_events.h")) continue;
        for (const auto& [type, line] : event_types(file)) {
            if (!is_read(all, type))
                out.push_back({file.path, line, "R10",
                               "nobody reads " + type + "; project it, show it, or do not record it"});
        }
    }
    return out;
}

Findings r18_duties(const Repository& all) {
    Findings out;
    const File* file = all.find(kDutiesPath);
    if (file == nullptr) return {{kDutiesPath, 1, "R18", "is missing; list what the law asks of a county"}};
    const auto duties = base::parse_json(file->text);
    if (!duties.ok() || !duties.value().is_list()) return {{kDutiesPath, 1, "R18", "is no JSON list"}};
    for (const auto& duty : duties.value().items) {
        const std::string article =
            std::string(duty.string_or("law")) + " " + std::string(duty.string_or("art"));
        if (duty.string_or("duty").empty())
            out.push_back({kDutiesPath, duty.line, "R18", article + " does not say what is asked"});
        if (!is_kept(all, duty))
            out.push_back({kDutiesPath, duty.line, "R18",
                           article + " is not kept by \"" + std::string(duty.string_or("kept_by")) +
                               "\"; name a deadline or guard of a process, code that cites it, or a GAP"});
    }
    return out;
}

Findings r22_routes(const Repository& all) {
    Findings out;
    const File* table = all.find(kRoutesPath);
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !is_page(file.path) || !ends(file.path, ".cpp")) continue;
        std::vector<RouteLine> routes;
        find_routes(file, routes);
        for (const auto& route : routes) {
            const auto lines = table == nullptr ? std::vector<std::string>() : split_lines(table->text);
            const bool named = std::ranges::any_of(lines, [&](const std::string& line) {
                const auto words = split_words(line);
                return words.size() > 2 && words[0] == route.method && words[1] == route.pattern;
            });
            if (!named)
                out.push_back(
                    {file.path, route.line, "R22",
                     route.method + " " + route.pattern + " is not in " + kRoutesPath +
                         "; UPDATE=1 build/debug/town_test --gtest_filter='Routes.*', and read it"});
        }
    }
    return out;
}

}  // namespace tidy

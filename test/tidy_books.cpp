// Books and SQL: who may write, and how migrations and events stay what they were.
#include "base/json.h"
#include "crypto/digest.h"

#include "tidy_rules.h"

#include <algorithm>
#include <cctype>

namespace tidy {

namespace {

constexpr const char* kReleasedPath = "docs/events.json";
constexpr const char* kDigestsPath = "migrations/digests.txt";

bool is_sql(std::string_view literal) {
    const auto text = trim(literal);
    return std::ranges::any_of(
        std::vector<std::string_view>{"SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "WITH "},
        [&](auto word) { return starts(text, word); });
}
bool is_write(std::string_view literal) {
    const auto text = trim(literal);
    return starts(text, "INSERT ") || starts(text, "UPDATE ") || starts(text, "DELETE ");
}
bool is_book_file(std::string_view path) {
    return starts(path, "src/store/") || starts(path, "src/ledger/");
}
bool is_store_file(std::string_view path) {
    return is_book_file(path) || ends(path, "_store.cpp");
}

std::string word_after(std::string_view text, std::string_view marker) {
    const auto at = text.find(marker);
    if (at == std::string_view::npos) return {};
    auto begin = at + marker.size();
    while (begin < text.size() && text[begin] == ' ') ++begin;
    auto end = begin;
    while (end < text.size() && is_word_char(text[end])) ++end;
    return std::string(text.substr(begin, end - begin));
}

// A table's name cannot be bound; only the books, which walk over all tables, may glue one in.
bool names_table(std::string_view path, std::string_view sql) {
    const auto text = trim(sql);
    return is_book_file(path) &&
           (ends(text, "FROM") || ends(text, "INTO") || ends(text, "TABLE") || ends(text, "UPDATE"));
}

// Tables that a migration declares after a comment beginning "-- Scratch": rows without legal meaning.
std::set<std::string> scratch_tables(const Repository& all) {
    std::set<std::string> found;
    for (const auto& file : all.files) {
        if (!starts(file.path, "migrations/") || !ends(file.path, ".sql")) continue;
        bool scratch = false;
        for (const auto& line : split_lines(file.text)) {
            if (starts(line, "-- ") && !starts(line, "-- module:"))
                scratch = starts(line, "-- Scratch") || (scratch && !starts(line, "-- Kept"));
            if (scratch && starts(line, "CREATE TABLE ")) found.insert(word_after(line, "CREATE TABLE "));
        }
    }
    return found;
}

std::string table_of(std::string_view sql) {
    for (const char* marker : {"INTO ", "UPDATE ", "FROM "}) {
        if (auto name = word_after(sql, marker); !name.empty()) return name;
    }
    return {};
}

// "sum(" whose argument compares: PostgreSQL has no sum of truth values.
bool sums_comparison(std::string_view sql) {
    for (auto at = sql.find("sum("); at != std::string_view::npos; at = sql.find("sum(", at + 1)) {
        const auto inner = sql.substr(at + 4, sql.find(')', at) - at - 4);
        if (inner.find_first_of("<>=") != std::string_view::npos &&
            inner.find("CASE") == std::string_view::npos)
            return true;
    }
    return false;
}

void check_sql(const std::string& path, int line, std::string_view sql, Findings& out) {
    for (const char* word :
         {"LIKE", "AUTOINCREMENT", "RETURNING *", "datetime(", "now(", "json_", "strftime(", "GLOB"}) {
        if (find_word(sql, word) != std::string_view::npos ||
            (ends(word, "_") && sql.find(word) != std::string_view::npos)) {
            out.push_back(
                {path, line, "R7",
                 std::string(word) +
                     " is not in the portable SQL; use ranges for LIKE, bound instants for clocks"});
        }
    }
    if (sums_comparison(sql))
        out.push_back({path, line, "R7", "sum over a comparison; count(*) FILTER (WHERE …)"});
}

struct Event {
    std::string type;
    std::string kind;
    int version = 0;
    int line = 1;
    bool described = false;
    std::set<std::string> fields;
};

int number_after(std::string_view text, std::string_view marker) {
    const auto at = text.find(marker);
    if (at == std::string_view::npos) return 0;
    int value = 0;
    for (auto i = at + marker.size();
         i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) != 0; ++i)
        value = value * 10 + (text[i] - '0');
    return value;
}

std::vector<Event> events_of(const File& file) {
    std::vector<Event> found;
    const auto source = take_apart(file.text);
    Event now;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const int line = static_cast<int>(i) + 1;
        if (starts(source.code[i], "struct ")) {
            now = Event{};
            now.type = word_after(source.code[i], "struct ");
            now.line = line;
            now.described = i > 0 && starts(source.lines[i - 1], "//");
        }
        if (source.lines[i].find("kKind{") != std::string::npos) {
            const auto open = source.lines[i].find("kKind{\"") + 7;
            now.kind = source.lines[i].substr(open, source.lines[i].find('"', open) - open);
            now.version = number_after(source.lines[i], now.kind + "\", ");
            if (now.version == 0) now.version = 1;
        }
        for (const auto& literal : source.literals) {
            if (literal.line == line && literal.before == '(' &&
                source.code[i].find("visit(\"") != std::string::npos)
                now.fields.insert(literal.text);
        }
        if (starts(source.code[i], "};") && !now.kind.empty()) found.push_back(std::move(now)), now = Event{};
    }
    return found;
}

bool is_past(std::string_view word) {
    static const std::set<std::string_view> kIrregular = {
        "begun",   "withdrawn", "held",  "left", "met",   "set",   "sent",    "paid",  "drawn", "won",
        "lost",    "made",      "put",   "read", "given", "taken", "kept",    "found", "done",  "shown",
        "written", "undone",    "bound", "run",  "let",   "void",  "redrawn", "known", "chosen"};
    const auto last = word.substr(word.rfind('_') == std::string_view::npos ? 0 : word.rfind('_') + 1);
    if (ends(word, "ed") || kIrregular.contains(last)) return true;
    for (const auto& part : split_words([&] {
             std::string spaced(word);
             std::ranges::replace(spaced, '_', ' ');
             return spaced;
         }())) {
        if (ends(part, "ed") || kIrregular.contains(part)) return true;
    }
    return false;
}

// A row carries its sentence: event_row<Filed>("A matter was filed.").
bool row_describes(const File& file, const std::string& type) {
    for (auto at = file.text.find("<" + type + ">("); at != std::string::npos;
         at = file.text.find("<" + type + ">(", at + 1)) {
        if (trim(std::string_view(file.text).substr(at + type.size() + 3)).starts_with('"')) return true;
    }
    return false;
}

void check_event(const Repository& all, const File& file, const Event& event, Findings& out) {
    const std::string own = folder_module(file.path);
    const auto dot = event.kind.find('.');
    const bool told = event.described || std::ranges::any_of(all.files, [&](const File& other) {
                          return folder_module(other.path) == own && ends(other.path, ".cpp") &&
                                 row_describes(other, event.type);
                      });
    if (!told)
        out.push_back({file.path, event.line, "R9",
                       event.type + " has no sentence above it; say what happened and who needs to know"});
    if (dot == std::string::npos || event.kind.substr(0, dot) != own ||
        !is_past(std::string_view(event.kind).substr(dot + 1))) {
        out.push_back(
            {file.path, event.line, "R9",
             "kind " + event.kind + " is not " + own + ".past_tense; rename it before it is released"});
    }
    const bool listed = std::ranges::any_of(all.files, [&](const File& other) {
        return folder_module(other.path) == own && ends(other.path, ".cpp") && !is_test(other.path) &&
               other.text.find("_events()") != std::string::npos &&
               find_word(other.text, event.type) != std::string::npos;
    });
    if (!listed)
        out.push_back(
            {file.path, event.line, "R9", event.type + " has no row in " + own + "_events(); add it"});
}

// Functions of one file that only serve its projections: named project_*, or called by one that is.
std::set<std::string> projecting(const Source& source, const std::vector<Function>& functions) {
    std::set<std::string> names;
    for (std::size_t round = 0; round < functions.size(); ++round) {  // calls may stand in any order
        for (const auto& function : functions) {
            if (function.name.find("project_") == std::string::npos && !names.contains(function.name))
                continue;
            names.insert(function.name);
            for (const auto& called : functions) {
                for (int line = function.begin; line <= function.end; ++line) {
                    if (find_word(source.code[static_cast<std::size_t>(line) - 1], called.name + "(") !=
                        std::string::npos)
                        names.insert(called.name);
                }
            }
        }
    }
    return names;
}

}  // namespace

Findings r5_sql_places(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (!ends(file.path, ".h") && !ends(file.path, ".cpp")) continue;
        if (!starts(file.path, "src/") || is_store_file(file.path) || is_test(file.path)) continue;
        for (const auto& literal : take_apart(file.text).literals) {
            if (is_sql(literal.text))
                out.push_back({file.path, literal.line, "R5",
                               "SQL outside the books; move the statement to a *_store.cpp"});
        }
    }
    return out;
}

Findings r6_writes(const Repository& all) {
    Findings out;
    const auto scratch = scratch_tables(all);
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !ends(file.path, ".cpp") || is_book_file(file.path) ||
            is_test(file.path))
            continue;
        const auto source = take_apart(file.text);
        const auto functions = functions_of(source);
        const auto free = projecting(source, functions);
        for (const auto& literal : source.literals) {
            if (!is_write(literal.text) || scratch.contains(table_of(literal.text))) continue;
            const auto inside = std::ranges::find_if(functions, [&](const Function& f) {
                return f.begin <= literal.line && literal.line <= f.end;
            });
            if (inside != functions.end() && free.contains(inside->name)) continue;
            out.push_back(
                {file.path, literal.line, "R6",
                 "writes " + table_of(literal.text) +
                     " outside a project_* function; record an event and let its projection write"});
        }
    }
    return out;
}

Findings r7_sql_words(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (ends(file.path, ".sql")) check_sql(file.path, 1, file.text, out);
        if (!starts(file.path, "src/") || !is_cpp(file.path) || is_test(file.path)) continue;
        for (const auto& literal : take_apart(file.text).literals) {
            if (!is_sql(literal.text)) continue;
            check_sql(file.path, literal.line, literal.text, out);
            if ((literal.before == '+' || literal.after == '+') && !names_table(file.path, literal.text)) {
                out.push_back({file.path, literal.line, "R7", "a value is glued into SQL; bind it with ?"});
            }
        }
    }
    return out;
}

Findings r8_migrations(const Repository& all) {
    Findings out;
    int expected = 1;
    for (const auto& file : all.files) {
        if (!starts(file.path, "migrations/") || !ends(file.path, ".sql")) continue;
        const std::string name = file_name(file.path);
        if (number_after("#" + name, "#") != expected++ || name.size() < 6 || name[4] != '_') {
            out.push_back({file.path, 1, "R8", "migrations are numbered 0001_what.sql without gaps"});
        }
        if (!starts(file.text, "-- module: ") || !all.modules.contains(word_after(file.text, "-- module:"))) {
            out.push_back({file.path, 1, "R8", "the first line names the module: -- module: ledger"});
        }
    }
    const File* digests = all.find(kDigestsPath);
    for (const auto& line : split_lines(digests == nullptr ? std::string_view() : digests->text)) {
        const auto words = split_words(line);
        if (words.size() != 2) continue;
        const File* file = all.find("migrations/" + words[1]);
        if (file == nullptr || crypto::sha256(file->text).hex() != words[0]) {
            out.push_back({"migrations/" + words[1], 1, "R8",
                           "differs from what was released; put it back and add a new migration"});
        }
    }
    return out;
}

Findings r9_events(const Repository& all) {
    Findings out;
    std::map<std::string, Event> now;
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !ends(file.path, "_events.h")) continue;
        for (const auto& event : events_of(file)) {
            check_event(all, file, event, out);
            if (!now.emplace(event.kind, event).second)
                out.push_back({file.path, event.line, "R9", "two events are called " + event.kind});
        }
    }
    const File* released = all.find(kReleasedPath);
    if (released == nullptr) return out;
    const auto known = base::parse_json(released->text);
    if (!known.ok()) return out.push_back({kReleasedPath, 1, "R9", "is not JSON"}), out;
    for (const auto& row : known.value().items) {
        const std::string kind(row.string_or("kind"));
        const auto at = now.find(kind);
        if (at == now.end()) {
            out.push_back({kReleasedPath, row.line, "R9",
                           "released event " + kind + " is gone; journals hold it: keep the type"});
            continue;
        }
        for (const auto& field : row.list("fields")) {
            if (!at->second.fields.contains(field.text))
                out.push_back({kReleasedPath, row.line, "R9",
                               kind + " lost its field " + field.text + "; a released field stays"});
        }
    }
    return out;
}

std::string released_events(const Repository& all) {
    std::string text = "[\n";
    std::map<std::string, Event> sorted;
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !ends(file.path, "_events.h")) continue;
        for (const auto& event : events_of(file)) sorted.emplace(event.kind, event);
    }
    for (const auto& [kind, event] : sorted) {
        text += (text.size() > 2 ? ",\n" : "") +
                ("{\"kind\": \"" + kind + "\", \"version\": " + std::to_string(event.version)) +
                ", \"fields\": [";
        for (const auto& field : event.fields) text += (text.back() == '[' ? "\"" : ", \"") + field + "\"";
        text += "]}";
    }
    return text + "\n]\n";
}

}  // namespace tidy

// Law, texts and pages: citations that resolve, keys that are used, files that are not dead.
#include "base/json.h"

#include "tidy_rules.h"

#include <algorithm>
#include <cctype>
#include <functional>

namespace tidy {

namespace {

constexpr const char* kAliasesPath = "docs/law/aliases.json";
constexpr const char* kTextOfRecord = "web/text/zh-CN/";

// Names of laws as the register writes them, and the articles it lists of each.
struct Register {
    std::map<std::string, std::set<std::string>> articles;
    std::map<std::string, std::string> aliases;

    std::string resolve(const std::string& name) const {
        if (articles.contains(name)) return name;
        const auto at = aliases.find(name);
        return at != aliases.end() && articles.contains(at->second) ? at->second : std::string();
    }
    bool lists(const std::string& law, const std::string& article) const {
        const auto& known = articles.at(law);
        return known.contains(article) || known.contains(article.substr(0, article.find('(')));
    }
};

Register read_register(const Repository& all, Findings& out) {
    Register found;
    for (const auto& file : all.files) {
        if (!starts(file.path, "definitions/law/") || !ends(file.path, ".json")) continue;
        const auto json = base::parse_json(file.text, base::JsonComments::Allowed);
        if (!json.ok()) {
            out.push_back({file.path, 1, "R17", "is not JSON: " + json.error().detail()});
            continue;
        }
        auto& known = found.articles[std::string(json.value().string_or("law"))];
        for (const auto& row : json.value().list("articles")) {
            const std::string article(row.string_or("art"));
            known.insert(article);
            known.insert(article.substr(0, article.find('(')));
        }
    }
    if (const File* file = all.find(kAliasesPath); file != nullptr) {
        if (const auto json = base::parse_json(file->text); json.ok()) {
            for (const auto& [name, law] : json.value().members) found.aliases[name] = law.text;
        } else {
            out.push_back({kAliasesPath, 1, "R17", "is not JSON"});
        }
    }
    return found;
}

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// "公开条例 33(2): …" at the head of a comment: the name and the article, or nothing.
bool read_citation(std::string_view comment, std::string& law, std::string& article) {
    const auto text = trim(comment);
    const auto space = text.find(' ');
    const auto colon = text.find(':');
    if (space == std::string_view::npos || colon == std::string_view::npos || colon < space || colon > 60)
        return false;
    law = std::string(text.substr(0, space));
    if (!has_wide(law) || ends(law, "日") || space + 1 >= text.size() || !is_digit(text[space + 1]))
        return false;
    auto end = space + 1;
    while (end < text.size() && (is_digit(text[end]) || text[end] == '(' || text[end] == ')')) ++end;
    article = std::string(text.substr(space + 1, end - space - 1));
    return true;
}

void check_comments(const Repository& all, const Register& known, Findings& out) {
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || !is_cpp(file.path)) continue;
        for (const auto& comment : take_apart(file.text).comments) {
            std::string name;
            std::string article;
            if (!read_citation(comment.text, name, article)) continue;
            const std::string law = known.resolve(name);
            if (law.empty()) {
                out.push_back(
                    {file.path, comment.line, "R17",
                     name + " is in no register; add the law to definitions/law/ or the short name to " +
                         kAliasesPath});
            } else if (!known.lists(law, article)) {
                out.push_back(
                    {file.path, comment.line, "R17",
                     law + " " + article +
                         " is not among the articles of its register; add it there, read in the text"});
            }
        }
    }
}

void walk(const base::Json& json, const std::function<void(const base::Json&)>& look) {
    look(json);
    for (const auto& item : json.items) walk(item, look);
    for (const auto& member : json.members) walk(member.second, look);
}

bool is_definition(std::string_view path) {
    if (path == "docs/law/duties.json") return true;
    return ends(path, ".json") &&
           ((starts(path, "definitions/") && !starts(path, "definitions/law/")) || starts(path, "counties/"));
}

void check_bases(const Repository& all, const Register& known, Findings& out) {
    for (const auto& file : all.files) {
        if (!is_definition(file.path)) continue;
        const auto json = base::parse_json(file.text, base::JsonComments::Allowed);
        if (!json.ok()) {
            out.push_back({file.path, 1, "R17",
                           "cannot be read: " + json.error().text_key() + " " + json.error().detail()});
            continue;
        }
        walk(json.value(), [&](const base::Json& node) {
            const auto* name = node.find("law");
            const auto* article = node.find("art");
            if (name == nullptr || article == nullptr || !name->is_string()) return;
            const std::string law = known.resolve(name->text);
            if (law.empty()) {
                out.push_back({file.path, name->line, "R17",
                               name->text + " is in no register; add it to definitions/law/"});
            } else if (!known.lists(law, article->text)) {
                out.push_back({file.path, article->line, "R17",
                               law + " " + article->text + " is not among the articles of its register"});
            }
        });
    }
}

using Texts = std::map<std::string, std::pair<std::string, int>>;  // key → sentence, line

std::set<std::string> placeholders(const std::string& sentence) {
    std::set<std::string> found;
    for (auto at = sentence.find('{'); at != std::string::npos; at = sentence.find('{', at + 1)) {
        const auto end = sentence.find('}', at);
        if (end == std::string::npos) continue;
        auto name = sentence.substr(at + 1, end - at - 1);
        if (ends(name, "_en")) name.resize(name.size() - 3);  // {county} and {county_en} say the same
        found.insert(name);
    }
    return found;
}

Texts read_texts(const File& file, Findings& out) {
    Texts found;
    const auto json = base::parse_json(file.text);
    if (!json.ok()) {
        out.push_back({file.path, 1, "R19",
                       "cannot be read: " + json.error().text_key() + " " + json.error().detail()});
        return found;
    }
    for (const auto& [key, value] : json.value().members) found[key] = {value.text, value.line};
    return found;
}

void compare_locales(const File& record, const Texts& texts, const File* other, Findings& out) {
    const std::string path = "web/text/en/" + file_name(record.path);
    const Texts english = other == nullptr ? Texts() : read_texts(*other, out);
    for (const auto& [key, value] : texts) {
        const auto twin = english.find(key);
        if (twin == english.end()) {
            out.push_back({record.path, value.second, "R19", key + " is missing in " + path});
        } else if (placeholders(value.first) != placeholders(twin->second.first)) {
            out.push_back({path, twin->second.second, "R19",
                           key + " does not name the same {placeholders} as the Chinese text"});
        }
    }
    for (const auto& [key, value] : english) {
        if (!texts.contains(key))
            out.push_back({path, value.second, "R19", key + " is missing in " + record.path});
    }
}

// What uses keys: literals of C++, {{t …}} of templates, strings of definitions.
struct KeyUses {
    std::set<std::string> words;
    std::vector<std::string> prefixes;  // "lamp." + code, {{t lamp.[lamp]}}
    std::vector<std::string> tails;     // code + ".hint"
    struct Asked {
        std::string path;
        int line;
        std::string key;
    };
    std::vector<Asked> asked;  // must exist: template keys and keys of refusals

    bool uses(const std::string& key) const {
        if (words.contains(key)) return true;
        if (std::ranges::any_of(prefixes, [&](const auto& p) { return starts(key, p); })) return true;
        return std::ranges::any_of(tails, [&](const auto& t) { return ends(key, t); });
    }
};

void read_template_uses(const File& file, KeyUses& uses) {
    int number = 0;
    for (const auto& line : split_lines(file.text)) {
        ++number;
        for (auto at = line.find("{{t "); at != std::string::npos; at = line.find("{{t ", at + 1)) {
            const std::string key(trim(std::string_view(line).substr(at + 4, line.find("}}", at) - at - 4)));
            const auto bracket = key.find('[');
            if (bracket != std::string::npos) {
                uses.prefixes.push_back(key.substr(0, bracket));
            } else {
                uses.words.insert(key);
                uses.asked.push_back({file.path, number, key});
            }
        }
    }
}

void read_code_uses(const File& file, KeyUses& uses) {
    const auto source = take_apart(file.text);
    for (const auto& literal : source.literals) {
        uses.words.insert(literal.text);
        if (literal.text.size() > 2 && ends(literal.text, ".") && !has_wide(literal.text))
            uses.prefixes.push_back(literal.text);
        if (literal.text.size() > 2 && starts(literal.text, ".") && literal.before == '+')
            uses.tails.push_back(literal.text);
        const auto& code = source.code[static_cast<std::size_t>(literal.line) - 1];
        const bool refusal =
            literal.before == ',' && code.find("ErrorCode::") < code.find('"') && literal.after != '+';
        if (refusal && literal.text.find('.') != std::string::npos &&
            literal.text.find(' ') == std::string::npos) {
            uses.asked.push_back({file.path, literal.line, literal.text});
        }
    }
}

KeyUses read_uses(const Repository& all) {
    KeyUses uses;
    for (const auto& file : all.files) {
        if (starts(file.path, "web/templates/")) read_template_uses(file, uses);
        if (starts(file.path, "src/") && is_cpp(file.path) && !is_test(file.path)) read_code_uses(file, uses);
        if (is_definition(file.path)) {
            const auto json = base::parse_json(file.text, base::JsonComments::Allowed);
            if (json.ok())
                walk(json.value(), [&](const base::Json& node) {
                    if (node.is_string()) uses.words.insert(node.text);
                });
        }
    }
    return uses;
}

// Whether any file, other than the thing itself, holds `name`.
bool named_anywhere(const Repository& all, const std::string& name, const std::string& but,
                    std::initializer_list<const char*> under) {
    return std::ranges::any_of(all.files, [&](const File& file) {
        const bool inside =
            std::ranges::any_of(under, [&](const char* root) { return starts(file.path, root); });
        return inside && file.path != but && file.text.find(name) != std::string::npos;
    });
}

std::string stem_of(const std::string& path) {
    const std::string name = file_name(path);
    return name.substr(0, name.find('.'));
}

void check_icons(const Repository& all, Findings& out) {
    const File* list = all.find("web/assets/icons.txt");
    if (list == nullptr) return;
    int number = 0;
    for (const auto& line : split_lines(list->text)) {
        ++number;
        const std::string name(trim(line));
        // Names of icons also come from data ("icon": "school").
        const bool used =
            name.empty() || named_anywhere(all, "#" + name, list->path, {"web/", "src/"}) ||
            named_anywhere(all, "\"" + name + "\"", list->path, {"src/", "definitions/", "counties/"});
        if (!used)
            out.push_back(
                {list->path, number, "R20", "no page shows the icon " + name + "; take it off the list"});
    }
}

void check_laws(const Repository& all, Findings& out) {
    for (const auto& file : all.files) {
        if (!starts(file.path, "definitions/law/")) continue;
        const auto json = base::parse_json(file.text, base::JsonComments::Allowed);
        if (!json.ok()) continue;
        const std::string law(json.value().string_or("law"));
        if (named_anywhere(all, "\"" + law + "\"", file.path, {"definitions/", "counties/", "docs/law/"}))
            continue;
        out.push_back({file.path, 1, "R20", "nothing rests on " + law + "; cite it or remove the file"});
    }
}

}  // namespace

Findings r17_citations(const Repository& all) {
    Findings out;
    const auto known = read_register(all, out);
    check_comments(all, known, out);
    check_bases(all, known, out);
    return out;
}

Findings r19_texts(const Repository& all) {
    Findings out;
    const auto uses = read_uses(all);
    std::map<std::string, std::string> everywhere;  // key → path
    for (const auto& file : all.files) {
        if (starts(file.path, "web/text/en/") && all.find(kTextOfRecord + file_name(file.path)) == nullptr) {
            out.push_back({file.path, 1, "R19",
                           "there is no Chinese text of this name; Chinese is the text of record"});
        }
        if (!starts(file.path, kTextOfRecord)) continue;
        const auto texts = read_texts(file, out);
        compare_locales(file, texts, all.find("web/text/en/" + file_name(file.path)), out);
        for (const auto& [key, value] : texts) {
            const auto [at, fresh] = everywhere.emplace(key, file.path);
            if (!fresh)
                out.push_back(
                    {file.path, value.second, "R19", key + " is also in " + at->second + "; keep one"});
            if (!uses.uses(key))
                out.push_back(
                    {file.path, value.second, "R19", "nobody uses " + key + "; remove it in both languages"});
        }
    }
    for (const auto& asked : uses.asked) {
        if (!everywhere.contains(asked.key))
            out.push_back(
                {asked.path, asked.line, "R19", asked.key + " has no text; add it to web/text/zh-CN and en"});
    }
    for (const auto& file : all.files) {
        if (!starts(file.path, "web/templates/")) continue;
        KeyUses own;
        read_template_uses(file, own);
        for (const auto& prefix : own.prefixes) {
            if (everywhere.lower_bound(prefix) == everywhere.end() ||
                !starts(everywhere.lower_bound(prefix)->first, prefix)) {
                out.push_back(
                    {file.path, 1, "R19", "no text begins with " + prefix + "; add one for each code"});
            }
        }
    }
    return out;
}

Findings r20_dead(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        const std::string name = file_name(file.path);
        const std::string stem = stem_of(file.path);
        bool used = true;
        if (starts(file.path, "web/templates/_parts/")) {
            used = named_anywhere(all, "{{> " + stem + "}}", file.path, {"web/templates/"});
        } else if (starts(file.path, "web/templates/")) {
            const std::string module = file.path.substr(14, file.path.find('/', 14) - 14);
            used = named_anywhere(all, "\"" + module + "/" + stem, file.path, {"src/"});
        } else if (starts(file.path, "web/assets/") && name != "icons.txt") {
            used = named_anywhere(all, name, file.path, {"web/", "src/"});
        } else if (starts(file.path, "definitions/processes/") && name == "process.json") {
            const std::string process = file.path.substr(22, file.path.find('/', 22) - 22);
            used =
                named_anywhere(all, "\"" + process + "\"", file.path, {"counties/", "definitions/", "src/"});
        }
        if (!used) out.push_back({file.path, 1, "R20", "nothing uses this file; use it or remove it"});
    }
    check_icons(all, out);
    check_laws(all, out);
    return out;
}

Findings r21_glossary(const Repository& all) {
    Findings out;
    const File* glossary = all.find("GLOSSARY.md");
    const auto explained = [&](const std::string& word) {
        if (glossary == nullptr) return false;
        const auto rows = split_lines(glossary->text);
        return std::ranges::any_of(rows, [&](const std::string& row) {
            return starts(row, "| ") &&
                   find_word(row.substr(0, row.find('|', 2)), word) != std::string::npos && has_wide(row);
        });
    };
    std::set<std::string> asked;
    for (const auto& file : all.files) {
        const std::string module = folder_module(file.path);
        if (module.empty()) continue;
        std::vector<std::string> words = {module};
        for (const char* end : {"_events.h", "_store.h", "_verbs.h", "_pages.cpp"}) {
            const std::string name = file_name(file.path);
            if (ends(name, end)) words.push_back(name.substr(0, name.size() - std::string_view(end).size()));
        }
        for (auto& word : words) {
            if (!asked.insert(word).second) continue;
            std::string spoken = word;
            std::ranges::replace(spoken, '_', ' ');
            if (!explained(word) && !explained(spoken))
                out.push_back(
                    {file.path, 1, "R21", word + " is not in GLOSSARY.md; add its row: word, 中文, article"});
        }
    }
    return out;
}

}  // namespace tidy

// Directions, words and sizes: what a reader of one C++ file may rely on.
#include "tidy_rules.h"

#include <algorithm>
#include <cctype>

namespace tidy {

namespace {

// Calls `look(file, source)` for every C++ file.
template <class Look>
void each_source(const Repository& all, Look look) {
    for (const auto& file : all.files) {
        if (is_cpp(file.path)) look(file, take_apart(file.text));
    }
}

std::string included(const std::string& line) {
    if (!starts(line, "#include \"")) return {};
    return line.substr(10, line.find('"', 10) - 10);
}

bool may_include(const Repository& all, const std::string& path, const std::string& own,
                 const std::string& wanted) {
    if (own == wanted || ends(path, "_town_test.cpp")) return true;
    const auto row = all.modules.find(own);
    if (row == all.modules.end()) return false;
    if (row->second.uses.contains(wanted)) return true;
    return (is_page(path) || is_test(path)) && row->second.pages_use.contains(wanted);
}

struct Banned {
    const char* word;
    const char* instead;
    std::vector<const char*> homes;  // where it may stand; tests are a home of their own
    bool in_tests = false;
};
const std::vector<Banned>& banned() {
    static const std::vector<Banned> kWords = {
        {"system_clock", "take a calendar::Clock", {"src/calendar/", "src/http/server"}, false},
        {"std::cout", "base::log, or return the text", {}, true},
        {"std::cerr", "base::log, or return the text", {}, true},
        {"printf", "base::log; the command line prints in src/cli", {"src/base/log", "src/cli/"}, true},
        {"rand", "take a base::Entropy", {}, false},
        {"srand", "take a base::Entropy", {}, false},
        {"random_device", "take a base::Entropy", {"src/base/entropy"}, true},
        {"<regex>", "write the few lines of parsing", {}, false},
        {"<iostream>", "base::log or a string", {}, false},
        {"new", "std::make_unique or a value", {}, false},
        {"delete", "std::unique_ptr or a value", {}, false},
        {"std::thread",
         "threads stand in ledger, http and app",
         {"src/ledger/", "src/http/", "src/app/"},
         true},
        {"std::jthread",
         "threads stand in ledger, http and app",
         {"src/ledger/", "src/http/", "src/app/"},
         true},
        {"std::async",
         "threads stand in ledger, http and app",
         {"src/ledger/", "src/http/", "src/app/"},
         true},
        {"getenv",
         "settings are read by base::Config, in app and cli",
         {"src/app/", "src/cli/", "src/base/config"},
         true},
    };
    return kWords;
}

bool is_home(const Banned& word, const std::string& path) {
    if (word.in_tests && is_test(path)) return true;
    if (starts(path, "tools/")) return std::string_view(word.word) != "<regex>";
    return std::ranges::any_of(word.homes, [&](const char* home) { return starts(path, home); });
}

// `= delete`, `operator new` and the like are not what R12 is about.
bool is_declaration_word(std::string_view code, std::size_t at, std::string_view word) {
    if (word != "new" && word != "delete") return false;
    const auto before = trim(code.substr(0, at));
    return ends(before, "=") ? word == "delete" : ends(before, "operator") || starts(code, "#");
}

int first_line_of(const Source& source, std::string_view word) {
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        if (find_word(source.code[i], word) != std::string::npos) return static_cast<int>(i) + 1;
    }
    return 0;
}

// The reason stands beside the first use, or in the header of the same name.
bool shared_with_reason(const Repository& all, const File& file, const Source& source) {
    const int line = first_line_of(source, "shared_ptr");
    if (line == 0) return true;
    const auto beside = [&](const Piece& c) { return c.line == line || c.line == line - 1; };
    if (std::ranges::any_of(source.comments, beside)) return true;
    if (ends(file.path, ".h")) return false;
    const File* header = all.find(file.path.substr(0, file.path.size() - 3) + "h");
    return header != nullptr && first_line_of(take_apart(header->text), "shared_ptr") > 0;
}

// Splits what stands between the parentheses of a signature at its commas.
std::vector<std::string> parameters_of(std::string_view signature, std::size_t open) {
    std::vector<std::string> found(1);
    int depth = 0;
    for (std::size_t i = open; i < signature.size(); ++i) {
        const char c = signature[i];
        const bool arrow = c == '>' && i > 0 && signature[i - 1] == '-';
        if (c == '(' || c == '<' || c == '{' || c == '[') ++depth;
        if (c == ')' || (c == '>' && !arrow) || c == '}' || c == ']') --depth;
        if (depth == 0) break;
        if (i == open) continue;
        if (c == ',' && depth == 1) {
            found.emplace_back();
        } else {
            found.back() += c;
        }
    }
    if (trim(found.back()).empty()) found.pop_back();
    return found;
}

void check_parameters(const File& file, int line, std::string_view signature, Findings& out) {
    const auto open = signature.find('(');
    if (open == std::string_view::npos) return;
    const auto parameters = parameters_of(signature, open);
    if (parameters.size() > 6) {
        out.push_back(
            {file.path, line, "R11",
             std::to_string(parameters.size()) + " parameters; at most 6: name what they are together"});
    }
    for (const auto& parameter : parameters) {
        const auto words = split_words(parameter.substr(0, parameter.find('=')));
        const auto kind = std::ranges::find(words, "bool");
        if (parameters.size() > 1 && kind != words.end() && words.back() != "value" &&
            kind + 1 != words.end()) {
            out.push_back(
                {file.path, line, "R11",
                 "bool parameter " + words.back() + "; use an enum with two names, or two functions"});
        }
    }
}

// Declarations of free functions in a header, from column 0 to the semicolon.
void check_declarations(const File& file, const Source& source, Findings& out) {
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        const auto& line = source.code[i];
        if (line.empty() || std::isalpha(static_cast<unsigned char>(line[0])) == 0 ||
            line.find('(') == std::string::npos)
            continue;
        std::string statement;
        for (std::size_t j = i; j < std::min(i + 10, source.code.size()); ++j) {
            statement += source.code[j] + " ";
            if (source.code[j].find_first_of(";{") != std::string::npos) break;
        }
        if (trim(statement).ends_with(';') && statement.find('=') > statement.find('(')) {
            check_parameters(file, static_cast<int>(i) + 1, statement, out);
        }
    }
}

void check_opening(const File& file, const Source& source, Findings& out) {
    if (source.lines.empty() || source.lines[0] != "#pragma once") {
        out.push_back({file.path, 1, "R4", "a header opens with #pragma once; put it on the first line"});
        return;
    }
    std::string comment;
    std::size_t i = 1;
    while (i < source.lines.size() && source.lines[i].empty()) ++i;
    for (; i < source.lines.size() && starts(source.lines[i], "//"); ++i) {
        comment += std::string(trim(source.lines[i].substr(2))) + " ";
    }
    if (comment.empty()) {
        out.push_back({file.path, 2, "R4",
                       "a header says what it is for; write one to three sentences under #pragma once"});
        return;
    }
    if (const int count = sentences(trim(comment)); count > 5) {
        out.push_back({file.path, 2, "R4",
                       "the opening comment has " + std::to_string(count) +
                           " sentences; aim at three, five are the end: move the rest to what it is about"});
    }
}

bool looks_like_code(std::string_view comment) {
    const auto text = trim(comment);
    if (!ends(text, ";") && !ends(text, "{")) return false;
    if (has_wide(text)) return false;
    if (ends(text, "{") || text.find("->") != std::string_view::npos ||
        text.find("::") != std::string_view::npos)
        return true;
    if (text.find(" = ") != std::string_view::npos) return true;
    return starts(text, "return ") || ends(text, ");");
}

bool is_text_key(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return std::islower(static_cast<unsigned char>(c)) != 0 ||
               std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
    });
}

// Names that another text uses (folders of an archive, laws) may stand in code under a comment `// data: …`.
bool is_named_data(const Source& source, int line) {
    return std::ranges::any_of(source.comments, [&](const Piece& comment) {
        return comment.line <= line && line - comment.line <= 8 && starts(trim(comment.text), "data:");
    });
}

// The literal that follows `Error(…Code::X,`, when the key of a refusal is written in place.
void check_refusal_keys(const File& file, const Source& source, Findings& out) {
    for (const auto& literal : source.literals) {
        const auto& code = source.code[static_cast<std::size_t>(literal.line) - 1];
        const auto call = code.find("ErrorCode::");
        const auto quote = code.find('"');
        if (call == std::string::npos || quote < call || literal.before != ',') continue;
        const bool first = std::ranges::none_of(source.literals, [&](const Piece& other) {
            return other.line == literal.line && &other < &literal;
        });
        if (first && !is_text_key(literal.text)) {
            out.push_back({file.path, literal.line, "R15",
                           "a refusal carries a text key, not the words \"" + literal.text +
                               "\"; add the key to web/text/"});
        }
    }
}

// TRY beside other arguments would leave half of them made when it returns; alone in a call it is the
// initialiser.
bool try_is_alone(std::string_view before, std::string_view after) {
    before = trim(before);
    after = trim(after);
    return !ends(before, ",") && !starts(after, ",");
}

}  // namespace

Findings r1_includes(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        const std::string own = folder_module(file.path);
        if (own.empty() || !is_cpp(file.path)) continue;
        int number = 0;
        for (const auto& line : split_lines(file.text)) {
            ++number;
            const std::string wanted = included(line);
            const auto slash = wanted.find('/');
            if (slash == std::string::npos) continue;
            const std::string module = wanted.substr(0, slash);
            if (!all.modules.contains(module)) {
                out.push_back(
                    {file.path, number, "R1",
                     "\"" + wanted + "\" is in no module of src/modules.cmake; libraries go in <…>"});
            } else if (!may_include(all, file.path, own, module)) {
                out.push_back(
                    {file.path, number, "R1",
                     own + " may not include " + module +
                         "; move the code, or change the line in src/modules.cmake with a decision"});
            }
        }
    }
    return out;
}

Findings r2_pages(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (!is_cpp(file.path) || is_page(file.path) || is_test(file.path) ||
            folder_module(file.path) == "app")
            continue;
        int number = 0;
        for (const auto& line : split_lines(file.text)) {
            ++number;
            const std::string wanted = included(line);
            if (is_page(wanted)) {
                out.push_back({file.path, number, "R2",
                               "domain code sees a page (" + wanted + "); turn the direction round"});
            }
        }
    }
    return out;
}

Findings r3_rooms(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        const std::string own = folder_module(file.path);
        if (own.empty() || file.path == "src/app/wiring.cpp" || is_test(file.path)) return;
        for (std::size_t i = 0; i < source.code.size(); ++i) {
            for (const auto& [name, module] : all.modules) {
                if (!module.room || name == own || own == "app") continue;
                if (find_word(source.code[i], name + "::") == std::string::npos) continue;
                out.push_back({file.path, static_cast<int>(i) + 1, "R3",
                               own + " names the room " + name + "; rooms meet in casework, by process id"});
            }
        }
    });
    return out;
}

Findings r4_files(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (!starts(file.path, "src/") || file.path == "src/modules.cmake") continue;
        const std::string own = folder_module(file.path);
        if (own.empty() || !all.modules.contains(own)) {
            out.push_back(
                {file.path, 1, "R4", "not in a module; src/modules.cmake names the folders of src/"});
        } else if (std::ranges::count(file.path, '/') > 2) {
            out.push_back({file.path, 1, "R4", "a module is one flat folder; move the file up"});
        } else if (!is_cpp(file.path) && !ends(file.path, "_tables.sql")) {
            out.push_back({file.path, 1, "R4", "unknown kind of file; src/ holds .h, .cpp and *_tables.sql"});
        } else if (ends(file.path, ".h")) {
            check_opening(file, take_apart(file.text), out);
        }
    }
    return out;
}

Findings r11_sizes(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        if (source.lines.size() > 600) {
            out.push_back({file.path, 600, "R11",
                           std::to_string(source.lines.size()) +
                               " lines; at most 600: split by what changes together"});
        }
        for (std::size_t i = 0; i < source.lines.size(); ++i) {
            if (const int width = columns(source.lines[i]); width > 110) {
                out.push_back({file.path, static_cast<int>(i) + 1, "R11",
                               std::to_string(width) + " columns; at most 110: ./dev format"});
            }
        }
        for (const auto& function : functions_of(source)) {
            const int length = function.end - function.begin + 1;
            if (length > 70) {
                out.push_back({file.path, function.begin, "R11",
                               function.name + " has " + std::to_string(length) +
                                   " lines; at most 70: branch in the parent, work in leaves"});
            }
            if (!is_test(file.path)) check_parameters(file, function.begin, function.signature, out);
        }
        if (ends(file.path, ".h")) check_declarations(file, source, out);
    });
    return out;
}

Findings r12_words(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        for (std::size_t i = 0; i < source.code.size(); ++i) {
            const auto& code = source.code[i];
            const int line = static_cast<int>(i) + 1;
            for (const auto& word : banned()) {
                const auto at = find_word(code, word.word);
                if (at == std::string::npos || is_home(word, file.path) ||
                    is_declaration_word(code, at, word.word))
                    continue;
                out.push_back({file.path, line, "R12", std::string(word.word) + "; " + word.instead});
            }
        }
        if (!is_test(file.path) && !shared_with_reason(all, file, source)) {
            out.push_back({file.path, first_line_of(source, "shared_ptr"), "R12",
                           "shared_ptr without a reason; say beside its first use who shares and why"});
        }
    });
    return out;
}

Findings r13_names(const Repository& all) {
    Findings out;
    const auto judge = [&](const std::string& path, int line, std::string_view name) {
        for (const char* end : {"Manager", "Service", "Util", "Utils", "Impl", "Data", "Info", "Helper"}) {
            if (ends(name, end) && name != end) {
                out.push_back(
                    {path, line, "R13",
                     std::string(name) + " ends in " + end + "; name what it is in the office's words"});
            }
        }
    };
    each_source(all, [&](const File& file, const Source& source) {
        for (const char* part : {"/utils/", "/common/", "/util/", "/helpers/"}) {
            if (file.path.find(part) != std::string::npos)
                out.push_back(
                    {file.path, 1, "R13", "a folder of leftovers; move the file to the module it serves"});
        }
        for (std::size_t i = 0; i < source.code.size(); ++i) {
            const auto words = split_words(source.code[i]);
            for (std::size_t j = 0; j + 1 < words.size(); ++j) {
                if (words[j] != "class" && words[j] != "struct" && words[j] != "enum" && words[j] != "using")
                    continue;
                std::string_view name = words[j + 1];
                while (!name.empty() && !is_word_char(name.back())) name.remove_suffix(1);
                judge(file.path, static_cast<int>(i) + 1, name);
            }
        }
    });
    return out;
}

Findings r14_marks(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        for (const auto& comment : source.comments) {
            for (const char* mark : {"TODO", "FIXME", "XXX"}) {
                const auto at = find_word(comment.text, mark);
                if (at == std::string::npos || comment.text.find('#', at) != std::string::npos) continue;
                out.push_back(
                    {file.path, comment.line, "R14",
                     std::string(mark) + " without an issue number; do it, or write " + mark + " #123"});
            }
            if (looks_like_code(comment.text)) {
                out.push_back(
                    {file.path, comment.line, "R14", "commented-out code; delete it, git keeps it"});
            }
        }
    });
    return out;
}

Findings r15_sentences(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        if (!starts(file.path, "src/") || is_test(file.path)) return;
        for (const auto& literal : source.literals) {
            // One or two characters are marks of a grammar (第…条), and `text` knows the language itself.
            if (columns(literal.text) > 4 && has_wide(literal.text) && !starts(file.path, "src/text/") &&
                !is_named_data(source, literal.line)) {
                out.push_back({file.path, literal.line, "R15",
                               "Chinese in C++ (" + literal.text.substr(0, 60) +
                                   "); use a text key of web/text/, or data"});
            }
            const bool markup = literal.text.find("</") != std::string::npos && is_page(file.path);
            if (markup)
                out.push_back({file.path, literal.line, "R15", "HTML in C++; it belongs to a template"});
        }
        check_refusal_keys(file, source, out);
    });
    for (const auto& file : all.files) {
        if (!starts(file.path, "web/templates/")) continue;
        int number = 0;
        for (const auto& line : split_lines(file.text)) {
            ++number;
            if (line.find("{{!") == std::string::npos && has_wide(line))
                out.push_back({file.path, number, "R15", "Chinese in a template; {{t key}} and web/text/"});
            for (const char* inlined : {" style=\"", "<style", " onclick=", " onchange=", " onsubmit="}) {
                if (line.find(inlined) != std::string::npos)
                    out.push_back(
                        {file.path, number, "R15",
                         std::string("the policy forbids") + inlined + "…; use a class of web/assets"});
            }
        }
    }
    return out;
}

Findings r16_macros(const Repository& all) {
    Findings out;
    each_source(all, [&](const File& file, const Source& source) {
        if (!starts(file.path, "src/")) return;
        for (std::size_t i = 0; i < source.code.size(); ++i) {
            const auto& code = source.code[i];
            const int line = static_cast<int>(i) + 1;
            if (starts(code, "#define")) {
                const auto words = split_words(code);
                const std::string name = words.size() > 1 ? words[1].substr(0, words[1].find('(')) : "";
                if (name != "TRY" && name != "CHECK")
                    out.push_back(
                        {file.path, line, "R16", "macro " + name + "; only TRY and CHECK: write a function"});
                continue;
            }
            const auto first = find_word(code, "TRY(");
            if (first == std::string::npos) continue;
            int depth = 0;
            std::size_t at = first;
            for (; at < code.size(); ++at) {
                if (code[at] == '(') ++depth;
                if (code[at] == ')' && --depth == 0) break;
                if (at > first && depth > 0 && find_word(code, "TRY(", at) == at) {
                    out.push_back({file.path, line, "R16", "TRY inside TRY; name the inner value first"});
                }
            }
            const auto rest = std::string_view(code).substr(std::min(at + 1, code.size()));
            if (!try_is_alone(std::string_view(code).substr(0, first), rest)) {
                out.push_back({file.path, line, "R16", "TRY beside other arguments; name its value first"});
            }
        }
    });
    return out;
}

}  // namespace tidy

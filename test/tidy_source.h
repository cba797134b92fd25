#pragma once
// What tidy_test reads: the files of the repository as text, and a C++ file split into code, literals and
// comments. Nothing here judges; the rules do (tidy_rules.h).

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidy {

struct Finding {
    std::string path;
    int line = 1;
    std::string rule;
    std::string words;  // what is wrong; do this instead
};
using Findings = std::vector<Finding>;

struct File {
    std::string path;  // from the root of the repository
    std::string text;
};

struct Piece {  // a literal or a comment
    int line = 1;
    std::string text;
    char before = ' ';  // last character of code before a literal, first after it
    char after = ' ';
};

// A C++ file taken apart. `code` has one entry a line, literals and comments blanked, columns kept.
struct Source {
    std::vector<std::string> lines;
    std::vector<std::string> code;
    std::vector<Piece> literals;
    std::vector<Piece> comments;  // one a line
};
Source take_apart(std::string_view text);

// A function ends at a } in column 0 and begins at the line in column 0 that opens it.
struct Function {
    std::string name;
    std::string signature;
    int begin = 1;
    int end = 1;
};
std::vector<Function> functions_of(const Source& source);

struct Module {
    std::set<std::string> uses;
    std::set<std::string> pages_use;
    bool room = false;  // a kind of business: uses casework and is neither watch nor roof
};
struct Repository {
    std::vector<File> files;
    std::vector<std::string> module_order;
    std::map<std::string, Module> modules;

    const File* find(std::string_view path) const;
    void read_modules(std::string_view table);  // lines name|uses|pages_use|mounts
};
Repository read_repository(const std::string& root, const std::string& module_table);

// Small words about text.
std::vector<std::string> split_lines(std::string_view text);
std::vector<std::string> split_words(std::string_view text);
std::string_view trim(std::string_view text);
bool starts(std::string_view text, std::string_view with);
bool ends(std::string_view text, std::string_view with);
bool is_word_char(char c);
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);  // npos: absent
bool has_wide(std::string_view text);                                                       // a CJK character
int columns(std::string_view text);  // a wide character counts two
bool is_utf8(std::string_view text);
std::string folder_module(std::string_view path);  // "src/ledger/x.cpp" → "ledger"; else empty
std::string file_name(std::string_view path);
bool is_cpp(std::string_view path);
bool is_test(std::string_view path);
bool is_page(std::string_view path);  // *_pages.* and *_api.*
int sentences(std::string_view text);

}  // namespace tidy

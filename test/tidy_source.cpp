#include "tidy_source.h"

#include "base/file.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>

namespace tidy {

namespace fs = std::filesystem;

namespace {

// Takes one C++ text apart, character by character.
class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    Source run() {
        out_.lines = split_lines(text_);
        while (at_ < text_.size()) step();
        flush();
        return std::move(out_);
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void flush() {
        if (!row_.empty() || (!text_.empty() && text_.back() != '\n')) out_.code.push_back(row_);
        row_.clear();
    }
    void newline() {
        out_.code.push_back(row_);
        row_.clear();
        ++line_;
    }
    void blank() {
        if (peek() == '\n') {
            newline();
        } else {
            row_ += ' ';
        }
        ++at_;
    }
    void keep() {
        const char c = peek();
        if (c == '\n') {
            newline();
        } else {
            row_ += c;
            if (std::isspace(static_cast<unsigned char>(c)) == 0) note_code(c);
        }
        ++at_;
    }
    void note_code(char c) {
        last_ = c;
        if (waiting_) out_.literals.back().after = c;
        waiting_ = false;
    }
    bool raw_string() const {
        return peek() == 'R' && peek(1) == '"' && (row_.empty() || !is_word_char(row_.back()));
    }
    bool digit_mark() const {  // the ' of 1'000
        return !row_.empty() && std::isalnum(static_cast<unsigned char>(row_.back())) != 0;
    }

    void step() {
        if (peek() == '/' && peek(1) == '/') {
            line_comment();
        } else if (peek() == '/' && peek(1) == '*') {
            block_comment();
        } else if (raw_string()) {
            raw_literal();
        } else if (peek() == '"') {
            literal('"');
        } else if (peek() == '\'' && !digit_mark()) {
            literal('\'');
        } else {
            keep();
        }
    }
    void line_comment() {
        const auto end = std::min(text_.find('\n', at_), text_.size());
        out_.comments.push_back({line_, std::string(text_.substr(at_ + 2, end - at_ - 2)), last_, ' '});
        while (at_ < end) blank();
    }
    void block_comment() {
        const auto found = text_.find("*/", at_ + 2);
        const auto end = found == std::string_view::npos ? text_.size() : found + 2;
        out_.comments.push_back({line_, std::string(text_.substr(at_ + 2, end - at_ - 2)), last_, ' '});
        while (at_ < end) blank();
    }
    void open_literal(std::string text) {
        const char before = last_;
        note_code('"');
        out_.literals.push_back({line_, std::move(text), before, ' '});
        waiting_ = true;
    }
    void raw_literal() {
        const auto open = text_.find('(', at_);
        const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const auto found = text_.find(close, open);
        const auto end = found == std::string_view::npos ? text_.size() : found;
        open_literal(std::string(text_.substr(open + 1, end - open - 1)));
        const auto stop = std::min(end + close.size(), text_.size());
        row_ += '"';
        ++at_;
        while (at_ < stop) blank();
        last_ = '"';
    }
    void literal(char quote) {
        std::string value;
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            if (text_[end] == '\\' && end + 1 < text_.size()) value += text_[end++];
            value += text_[end++];
        }
        if (quote == '"') open_literal(std::move(value));
        row_ += quote;
        ++at_;
        while (at_ < end) blank();
        if (peek() == quote) {
            row_ += quote;
            ++at_;
        }
        last_ = quote;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::string row_;
    char last_ = ' ';
    bool waiting_ = false;
    Source out_;
};

// Decodes one character; returns its length, 0 when it is not UTF-8.
std::size_t decode(std::string_view text, std::size_t at, char32_t& point) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80       ? 1
                               : first >> 5 == 6  ? 2
                               : first >> 4 == 14 ? 3
                               : first >> 3 == 30 ? 4
                                                  : 0;
    if (length == 0 || at + length > text.size()) return 0;
    point = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (byte(at + i) >> 6 != 2) return 0;
        point = (point << 6) | (byte(at + i) & 0x3Fu);
    }
    return length;
}

bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool opens_function(const std::string& line) {
    if (line.empty() || std::isspace(static_cast<unsigned char>(line[0])) != 0) return false;
    return line[0] != '}' && line[0] != ')' && line[0] != '#' && line[0] != '{';
}

std::string name_before(std::string_view code, std::size_t open) {
    std::size_t end = open;
    while (end > 0 && code[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && (is_word_char(code[begin - 1]) || code[begin - 1] == ':')) --begin;
    return std::string(code.substr(begin, end - begin));
}

// What is made, wherever it stands; and the data of a county beside the sources.
bool is_left_out(const std::string& path) {
    static const std::set<std::string> kOut = {"build", "node_modules", ".git", ".cache"};
    return path == "data" || path == "data.new" || kOut.contains(path.substr(path.rfind('/') + 1));
}

}  // namespace

Source take_apart(std::string_view text) {
    return Splitter(text).run();
}

std::vector<Function> functions_of(const Source& source) {
    std::vector<Function> found;
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        if (trim(source.code[i]) != "}" || source.code[i][0] != '}' || trim(source.lines[i]) != "}") continue;
        std::size_t begin = i;
        while (begin > 0 && !opens_function(source.code[begin])) --begin;
        std::string signature;
        for (std::size_t j = begin; j <= i; ++j) {
            const auto brace = source.code[j].find('{');
            signature += source.code[j].substr(0, brace) + " ";
            if (brace != std::string::npos) break;
        }
        const auto open = signature.find('(');
        if (open == std::string::npos) continue;  // a struct or an enum
        found.push_back(
            {name_before(signature, open), signature, static_cast<int>(begin) + 1, static_cast<int>(i) + 1});
    }
    return found;
}

const File* Repository::find(std::string_view path) const {
    const auto at = std::ranges::find(files, path, &File::path);
    return at == files.end() ? nullptr : &*at;
}

void Repository::read_modules(std::string_view table) {
    for (const auto& line : split_lines(table)) {
        const auto one = line.find('|');
        const auto two = line.find('|', one + 1);
        const auto three = line.find('|', two + 1);
        if (three == std::string::npos) continue;
        const auto names = [&](std::size_t from, std::size_t to) {
            const auto words = split_words(std::string_view(line).substr(from + 1, to - from - 1));
            return std::set<std::string>(words.begin(), words.end());
        };
        Module row{names(one, two), names(two, three), false};
        const std::string name = line.substr(0, one);
        row.room = row.uses.contains("casework") && name != "supervision" && name != "exchange" &&
                   name != "app" && name != "cli";
        module_order.push_back(name);
        modules[name] = std::move(row);
    }
}

Repository read_repository(const std::string& root, const std::string& module_table) {
    Repository found;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
        const std::string path = at->path().lexically_relative(root).generic_string();
        if (at->is_directory() && is_left_out(path)) at.disable_recursion_pending();
        if (!at->is_regular_file() || is_left_out(path)) continue;
        auto text = base::read_file(at->path().string());
        found.files.push_back({path, text.ok() ? std::move(text).value() : std::string()});
    }
    std::ranges::sort(found.files, {}, &File::path);
    if (auto table = base::read_file(module_table); table.ok()) found.read_modules(table.value());
    return found;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (c != ' ' && c != '\t' && c != '\n') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return text;
}

bool starts(std::string_view text, std::string_view with) {
    return text.starts_with(with);
}
bool ends(std::string_view text, std::string_view with) {
    return text.ends_with(with);
}
bool is_word_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    for (auto at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool left = at == 0 || !is_word_char(text[at - 1]) || !is_word_char(word.front());
        const bool right = end >= text.size() || !is_word_char(text[end]) || !is_word_char(word.back());
        if (left && right) return at;
    }
    return std::string_view::npos;
}

bool has_wide(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        char32_t point = 0;
        const auto length = decode(text, at, point);
        if (length > 0 && is_wide(point)) return true;
        at += std::max<std::size_t>(length, 1);
    }
    return false;
}

int columns(std::string_view text) {
    int width = 0;
    for (std::size_t at = 0; at < text.size();) {
        char32_t point = 0;
        const auto length = decode(text, at, point);
        width += length > 0 && is_wide(point) ? 2 : 1;
        at += std::max<std::size_t>(length, 1);
    }
    return width;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        char32_t point = 0;
        const auto length = decode(text, at, point);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string folder_module(std::string_view path) {
    if (!starts(path, "src/")) return {};
    const auto slash = path.find('/', 4);
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(4, slash - 4));
}

std::string file_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}
bool is_cpp(std::string_view path) {
    return ends(path, ".h") || ends(path, ".cpp");
}
bool is_test(std::string_view path) {
    return ends(path, "_test.cpp") || ends(path, "_bench.cpp") || ends(path, "_fuzz.cpp") ||
           starts(path, "test/") || starts(path, "bench/");
}
bool is_page(std::string_view path) {
    return ends(path, "_pages.h") || ends(path, "_pages.cpp") || ends(path, "_api.h") ||
           ends(path, "_api.cpp");
}

int sentences(std::string_view text) {
    int count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool stop = text[i] == '.' && (i + 1 == text.size() ||
                                             (text[i + 1] == ' ' && i + 2 < text.size() &&
                                              std::isupper(static_cast<unsigned char>(text[i + 2])) != 0));
        if (stop || text.substr(i).starts_with("。")) ++count;
    }
    return count;
}

}  // namespace tidy

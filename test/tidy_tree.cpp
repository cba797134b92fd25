// The tree: bytes, documents, decisions, and the table of all rules.
#include "base/json.h"

#include "tidy_rules.h"

#include <algorithm>
#include <cctype>

namespace tidy {

namespace {

constexpr std::size_t kFileBytesMax = 512 * 1024;
constexpr std::size_t kFirstModules = 19;

bool may_be_binary(std::string_view path) {
    return starts(path, "web/assets/") || starts(path, "test/data/") || starts(path, "test/fuzz_corpus/") ||
           starts(path, "docs/pictures/");
}

int line_limit(std::string_view path) {
    if (path == "ARCHITECTURE.md") return 300;
    if (path == "STYLE.md") return 170;
    return 1000;
}

std::string folder_of(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

// "docs/guides/" + "../../STYLE.md" → "STYLE.md".
std::string join(std::string folder, std::string_view link) {
    while (starts(link, "../") || starts(link, "./")) {
        if (starts(link, "../") && !folder.empty()) folder = folder_of(folder.substr(0, folder.size() - 1));
        link.remove_prefix(link.find('/') + 1);
    }
    return folder + std::string(link);
}

bool exists(const Repository& all, std::string path) {
    if (all.find(path) != nullptr || path.empty()) return true;
    if (path.back() != '/') path += '/';
    return std::ranges::any_of(all.files, [&](const File& file) { return starts(file.path, path); });
}

void check_links(const Repository& all, const File& file, const std::string& line, int number,
                 Findings& out) {
    for (auto at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
        std::string link = line.substr(at + 2, line.find(')', at) - at - 2);
        link = link.substr(0, link.find('#'));
        if (link.empty() || link.find("://") != std::string::npos || starts(link, "mailto:")) continue;
        if (!exists(all, join(folder_of(file.path), link)))
            out.push_back({file.path, number, "R24", "dead link " + link + "; mend or remove it"});
    }
}

std::string lower(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return small;
}

// Words that CMake and npm use for what the project depends on, with where they are named.
struct Dependency {
    std::string path;
    int line;
    std::string name;
};

std::vector<Dependency> dependencies(const Repository& all) {
    std::vector<Dependency> found;
    for (const auto& file : all.files) {
        if (file.path != "CMakeLists.txt" && !ends(file.path, ".cmake")) continue;
        int number = 0;
        for (const auto& line : split_lines(file.text)) {
            ++number;
            for (const std::string_view call : {"find_package(", "pkg_check_modules("}) {
                const auto at = line.find(call);
                if (at == std::string::npos) continue;
                const auto end = line.find_first_of(" )", at + call.size());
                const auto name = lower(line.substr(at + call.size(), end - at - call.size()));
                if (name != "threads" && name != "pkgconfig" && !starts(trim(line), "#"))
                    found.push_back({file.path, number, name});
            }
        }
    }
    if (const File* file = all.find("package.json"); file != nullptr) {
        const auto json = base::parse_json(file->text);
        for (const char* group : {"dependencies", "devDependencies"}) {
            const auto* names = json.ok() ? json.value().find(group) : nullptr;
            if (names == nullptr) continue;
            for (const auto& [name, version] : names->members)
                found.push_back({file->path, version.line, lower(name)});
        }
    }
    return found;
}

}  // namespace

Findings r23_bytes(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (file.text.size() > kFileBytesMax)
            out.push_back({file.path, 1, "R23", "over 512 KiB; keep large data outside the repository"});
        const bool binary = file.text.find('\0') != std::string::npos || !is_utf8(file.text);
        if (binary && !may_be_binary(file.path))
            out.push_back({file.path, 1, "R23",
                           "not UTF-8 text; binaries stand in web/assets, test/data, docs/pictures"});
        if (binary || file.text.empty() || may_be_binary(file.path)) continue;
        if (file.text.find('\r') != std::string::npos)
            out.push_back({file.path, 1, "R23", "lines end in CR LF; use LF"});
        if (file.text.back() != '\n') out.push_back({file.path, 1, "R23", "no newline at the end; add one"});
    }
    return out;
}

Findings r24_documents(const Repository& all) {
    Findings out;
    for (const auto& file : all.files) {
        if (!ends(file.path, ".md")) continue;
        int number = 0;
        int titles = 0;
        bool code = false;
        for (const auto& line : split_lines(file.text)) {
            ++number;
            if (starts(line, "```")) code = !code;
            if (code) continue;
            if (starts(line, "# ")) ++titles;
            check_links(all, file, line, number, out);
        }
        if (titles != 1)
            out.push_back({file.path, 1, "R24",
                           std::to_string(titles) + " titles; a document has one line beginning with #"});
        if (number > line_limit(file.path)) {
            out.push_back(
                {file.path, number, "R24",
                 std::to_string(number) + " lines; at most " + std::to_string(line_limit(file.path))});
        }
    }
    return out;
}

Findings r25_decisions(const Repository& all) {
    Findings out;
    std::string records;
    for (const auto& file : all.files) {
        if (starts(file.path, "docs/decisions/")) records += lower(file.text) + "\n";
    }
    for (const auto& need : dependencies(all)) {
        if (records.find(need.name) == std::string::npos) {
            out.push_back({need.path, need.line, "R25",
                           "no record for " + need.name + "; write docs/decisions/NNNN-….md"});
        }
    }
    for (std::size_t i = kFirstModules; i < all.module_order.size(); ++i) {
        const auto& name = all.module_order[i];
        if (find_word(records, "module " + name) == std::string::npos)
            out.push_back({"src/modules.cmake", 1, "R25", "no record for module " + name});
    }
    return out;
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> kRules = {
        {"R1", "an include names a module that its own may use", r1_includes, ""},
        {"R2", "pages are seen by pages, app and tests only", r2_pages, ""},
        {"R3", "rooms do not name each other", r3_rooms, ""},
        {"R4", "flat folders, known kinds of files, headers that say what they are for", r4_files, ""},
        {"R5", "SQL stands in the books", r5_sql_places, ""},
        {"R6", "tables are written by projections", r6_writes, ""},
        {"R7", "SQL is bound and portable", r7_sql_words, ""},
        {"R8", "migrations only grow", r8_migrations, ""},
        {"R9", "events are described, listed, and keep their fields", r9_events, ""},
        {"R10", "every event is read by somebody", r10_readers, ""},
        {"R11", "sizes", r11_sizes, ""},
        {"R12", "banned words", r12_words, ""},
        {"R13", "names", r13_names, ""},
        {"R14", "marks and dead code in comments", r14_marks, ""},
        {"R15", "no sentence in code or templates", r15_sentences, ""},
        {"R16", "two macros", r16_macros, ""},
        {"R17", "citations resolve in the register of laws", r17_citations, ""},
        {"R18", "every duty of law has a deadline, a guard, code or a GAP", r18_duties, ""},
        {"R19", "texts: same keys, same placeholders, all used", r19_texts, ""},
        {"R20", "no dead file", r20_dead, ""},
        {"R21", "words stand in the glossary", r21_glossary, ""},
        {"R22", "every route has a line of route × role", r22_routes, ""},
        {"R23", "bytes of files", r23_bytes, ""},
        {"R24", "documents", r24_documents, ""},
        {"R25", "decisions", r25_decisions, ""},
    };
    return kRules;
}

}  // namespace tidy

#include "app/definition_tree.h"

#include "base/file.h"
#include "base/json.h"
#include "catalog/body.h"
#include "catalog/limits.h"

#include <algorithm>
#include <filesystem>

namespace app {

namespace {

namespace fs = std::filesystem;
using catalog::DefinitionKind;

constexpr std::string_view kProcesses = "definitions/processes/";
constexpr std::string_view kProcessFile = "/process.json";

std::string stem(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    return std::string(path.substr(0, path.rfind('.')));
}

// The folder above `path` that holds definitions/law; empty: none.
fs::path root_of(const std::string& path) {
    std::error_code none;
    for (fs::path at = fs::absolute(path).lexically_normal(); at.has_relative_path(); at = at.parent_path())
        if (fs::is_directory(at / "definitions" / "law", none)) return at;
    return {};
}

// Where a file of no tree would lie in one: by its name, or by the key that only its kind has.
std::string place_of(const fs::path& path, std::string_view text) {
    const std::string name = path.filename().string();
    const auto json = base::parse_json(text, base::JsonComments::Allowed, catalog::kLawBytesMax);
    if (!json.ok() || json.value().find("item") != nullptr) return "counties/own/services/" + name;
    if (json.value().find("calendar") != nullptr) return "definitions/calendars/" + name;
    if (json.value().find("articles") != nullptr) return "definitions/law/" + name;
    return "counties/own/" + name;
}

std::string id_of_process(std::string_view inside) {
    inside.remove_prefix(kProcesses.size());
    return std::string(inside.substr(0, inside.find('/')));
}

}  // namespace

std::optional<DefinitionKind> kind_of_path(std::string_view path) {
    if (!path.ends_with(".json")) return std::nullopt;
    if (path.starts_with(kProcesses))
        return path.ends_with(kProcessFile) ? std::optional(DefinitionKind::Process) : std::nullopt;
    if (path.starts_with("definitions/law/")) return DefinitionKind::Law;
    if (path.starts_with("definitions/calendars/")) return DefinitionKind::Calendar;
    if (path == "definitions/themes.json") return DefinitionKind::Themes;
    if (path.find("/services/") != std::string_view::npos) return DefinitionKind::Item;
    if (path.ends_with("/bodies.json")) return DefinitionKind::Bodies;
    if (path.ends_with("/hall.json")) return DefinitionKind::Hall;
    if (path.ends_with("/roles.json")) return DefinitionKind::Roles;
    if (path.ends_with("/escalation.json")) return DefinitionKind::Escalation;
    return std::nullopt;
}

base::Result<> DefinitionTree::read(const std::string& folder, const std::string& inside) {
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
        if (!entry.is_regular_file(none)) continue;
        const std::string place = inside + entry.path().lexically_relative(folder).generic_string();
        if (!place.ends_with(".json") && !place.ends_with(".scenario")) continue;
        std::string text = TRY(base::read_file(entry.path().string(), catalog::kLawBytesMax));
        texts_[place] = std::move(text);
        shown_[place] = entry.path().string();
    }
    return base::Done{};
}

// A folder of a process, a loose file, or a folder of loose files.
base::Result<> DefinitionTree::lay_over(const std::string& path) {
    std::error_code none;
    const fs::path whole = fs::absolute(path).lexically_normal();
    if (fs::is_directory(whole, none)) {
        if (fs::exists(whole / "process.json", none)) {
            const std::string id =
                whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
            return read(path, std::string(kProcesses) + id + "/");
        }
        for (const auto& entry : fs::directory_iterator(whole, none)) {
            if (entry.is_directory(none) || entry.path().extension() == ".json")
                TRY(lay_over(entry.path().string()));
        }
        return base::Done{};
    }
    std::string text = TRY(base::read_file(path, catalog::kLawBytesMax));
    const std::string place = place_of(whole, text);
    texts_[place] = std::move(text);
    shown_[place] = path;
    return base::Done{};
}

base::Result<DefinitionTree> DefinitionTree::around(const std::string& path, const web::Files& carried) {
    std::error_code none;
    if (!fs::exists(path, none))
        return base::Error(base::ErrorCode::NotFound, "definition.no_files").with("path", path);
    DefinitionTree tree;
    const fs::path root = root_of(path);
    std::string prefix;  // of the paths asked for
    if (root.empty()) {
        TRY(tree.lay_over(path));
        std::map<std::string, std::string> own = tree.texts_;
        for (const char* folder : {"definitions", "counties"})
            for (const std::string_view one : carried.under(folder))
                tree.texts_.emplace(one, carried.find(one)->bytes);
        for (const auto& [inside, text] : own)
            if (kind_of_path(inside)) tree.asked_.push_back(inside);
    } else {
        TRY(tree.read((root / "definitions").string(), "definitions/"));
        TRY(tree.read((root / "counties").string(), "counties/"));
        prefix = fs::absolute(path).lexically_normal().lexically_relative(root).generic_string();
        while (prefix.ends_with('/') || prefix == ".") prefix.pop_back();
        // A part of a process is checked with the whole of it.
        if (prefix.starts_with(kProcesses)) prefix = std::string(kProcesses) + id_of_process(prefix);
        for (const auto& [inside, text] : tree.texts_) {
            const bool below = prefix.empty() || inside == prefix || inside.starts_with(prefix + "/");
            if (below && kind_of_path(inside)) tree.asked_.push_back(inside);
        }
    }
    if (tree.asked_.empty())
        return base::Error(base::ErrorCode::NotFound, "definition.no_files").with("path", path);
    return tree;
}

std::string DefinitionTree::shown(const std::string& inside) const {
    const auto found = shown_.find(inside);
    return found == shown_.end() ? inside : found->second;
}

std::string_view DefinitionTree::text(const std::string& inside) const {
    const auto found = texts_.find(inside);
    return found == texts_.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<catalog::CarriedFile> DefinitionTree::files() const {
    std::vector<catalog::CarriedFile> all;
    for (const auto& [path, text] : texts_) all.push_back({path, text});
    return all;
}

catalog::DefinitionDraft DefinitionTree::draft(const std::string& inside) const {
    catalog::DefinitionDraft draft;
    draft.kind = *kind_of_path(inside);
    draft.id = stem(inside);
    draft.text = text(inside);
    if (draft.kind == DefinitionKind::Process) {
        draft.id = id_of_process(inside);
        draft.text = catalog::process_bundle(files(), draft.id);
    }
    if (draft.kind == DefinitionKind::Item) {
        // The code inside an item's file is its id.
        const auto json =
            base::parse_json(draft.text, base::JsonComments::Allowed, catalog::kDefinitionBytesMax);
        if (json.ok()) draft.id = json.value().string_or("item");
    }
    return draft;
}

std::vector<ProcessSource> DefinitionTree::processes() const {
    std::vector<ProcessSource> found;
    const std::vector<catalog::CarriedFile> all = files();
    for (const auto& [inside, text] : texts_) {
        if (!inside.starts_with(kProcesses) || !inside.ends_with(kProcessFile)) continue;
        const std::string id = id_of_process(inside);
        found.push_back({id, catalog::process_bundle(all, id)});
    }
    return found;
}

std::vector<std::pair<std::string, std::string>> DefinitionTree::scenarios(std::string_view process) const {
    std::vector<std::pair<std::string, std::string>> found;
    const std::string folder = std::string(kProcesses) + std::string(process) + "/scenarios/";
    for (const auto& [inside, text] : texts_) {
        if (inside.starts_with(folder) && inside.ends_with(".scenario"))
            found.emplace_back(shown(inside), text);
    }
    return found;
}

catalog::Surroundings DefinitionTree::surroundings() const {
    catalog::Surroundings around;
    catalog::Findings ignored;  // each file is judged by itself
    for (const auto& [inside, text] : texts_) {
        if (inside.starts_with("definitions/law/"))
            around.laws.add(catalog::parse_law(text, stem(inside), ignored));
        if (inside == "definitions/themes.json")
            for (const catalog::Theme& theme : catalog::parse_themes(text, ignored))
                around.themes.push_back(theme.id);
        if (inside.ends_with("/bodies.json"))
            catalog::add_bodies(catalog::parse_bodies(text, ignored), around);
        if (!inside.ends_with("/people.json")) continue;
        for (const identity::Official& official : catalog::parse_people(text, ignored))
            for (const identity::RoleRow& role : official.roles)
                around.roster.push_back({role.role, role.body, official.key, official.backup});
    }
    for (ProcessSource& process : processes())
        around.processes.emplace(process.id, std::move(process.bundle));
    for (const auto& [inside, text] : texts_)
        if (inside.find("/services/") != std::string::npos) catalog::add_offices(text, around);
    return around;
}

}  // namespace app

// A backup while the county works: the database by SQLite's own copy, then files and settings, in one folder
// with a manifest.
// GAP: one encrypted archive, restore and verify (experience.md 13) come with the ledger.

#include "app/settings.h"
#include "app/tasks.h"
#include "base/file.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "store/database.h"

#include <filesystem>

namespace app {

namespace {

namespace fs = std::filesystem;

base::Result<std::string> digest_of_file(const std::string& path) {
    const std::string bytes = TRY(base::read_file(path, 4ULL << 30));
    return crypto::sha256(bytes).hex();
}

base::Result<> copy_tree(const fs::path& from, const fs::path& to, std::vector<fs::path>& copied) {
    std::error_code failed;
    if (!fs::exists(from)) return base::Done{};
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
        if (!entry.is_regular_file()) continue;
        const fs::path target = to / fs::relative(entry.path(), from);
        fs::create_directories(target.parent_path(), failed);
        fs::copy_file(entry.path(), target, fs::copy_options::overwrite_existing, failed);
        if (failed) return base::Error(base::ErrorCode::Unavailable, "backup.cannot_write", target.string());
        copied.push_back(target);
    }
    return base::Done{};
}

}  // namespace

base::Result<TaskReport> back_up(const TaskOptions& options) {
    if (options.path.empty()) return base::Error(base::ErrorCode::Invalid, "backup.no_target");
    if (!fs::exists(options.data + "/sunroom.db")) {
        return base::Error(base::ErrorCode::NotFound, "node.no_data").with("data", options.data);
    }
    if (fs::exists(options.path) && !fs::is_empty(options.path)) {
        return base::Error(base::ErrorCode::Conflict, "backup.not_empty").with("path", options.path);
    }
    std::error_code failed;
    fs::create_directories(options.path, failed);
    std::vector<fs::path> copied;
    {
        const auto reader = TRY(store::Reader::open(options.data + "/sunroom.db"));
        TRY(reader.copy_to(options.path + "/sunroom.db"));
        copied.emplace_back(options.path + "/sunroom.db");
    }
    TRY(copy_tree(options.data + "/files", options.path + "/files", copied));
    for (const char* name : {"node.key", "sunroom.toml"}) {
        if (!fs::exists(options.data + "/" + name)) continue;
        const std::string bytes = TRY(base::read_file(options.data + "/" + name, 1u << 20));
        TRY(base::write_file_synced(options.path + "/" + name, bytes, 0600));
        copied.push_back(fs::path(options.path) / name);
    }
    std::string manifest;
    base::JsonWriter json(manifest);
    json.open_object();
    for (const fs::path& file : copied) {
        const std::string digest = TRY(digest_of_file(file.string()));
        json.member(fs::relative(file, options.path).string(), digest);
    }
    json.close_object();
    TRY(base::write_file_synced(options.path + "/manifest.json", manifest + "\n", 0600));
    TaskReport report;
    report.lines.push_back(task_text(options.locale, "cli.backup_done",
                                     {{"files", std::to_string(copied.size())}, {"path", options.path}}));
    base::JsonWriter(report.json)
        .open_object()
        .member("files", static_cast<std::int64_t>(copied.size()))
        .member("path", options.path)
        .close_object();
    return report;
}

}  // namespace app

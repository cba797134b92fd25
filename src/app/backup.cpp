// A backup while the county works: the database by SQLite's own copy, then files and settings, in one folder
// with a manifest; and the way back: into an empty folder, every file checked against the manifest, then the
// whole journal replayed.
// GAP: one encrypted archive (experience.md 13) comes with the ledger; so does applying erasures again.

#include "app/settings.h"
#include "app/tasks.h"
#include "base/file.h"
#include "base/json.h"
#include "crypto/digest.h"
#include "store/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLastBackup = "last-backup";  // when; beside the books, for doctor

// A database may be larger than the memory, so it is read in pieces.
base::Result<std::string> digest_of_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return base::Error(base::ErrorCode::NotFound, "backup.cannot_read", path);
    crypto::Sha256 digest;
    std::string piece(1u << 20, '\0');
    ssize_t got = 0;
    while ((got = ::read(file, piece.data(), piece.size())) > 0)
        digest.update(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    ::close(file);
    if (got < 0) return base::Error(base::ErrorCode::Unavailable, "backup.cannot_read", path);
    return digest.finish().hex();
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
    if (options.to.empty()) return base::Error(base::ErrorCode::Invalid, "backup.no_target");
    if (!fs::exists(options.data + "/sunroom.db")) {
        return base::Error(base::ErrorCode::NotFound, "node.no_data").with("data", options.data);
    }
    if (fs::exists(options.to) && !fs::is_empty(options.to)) {
        return base::Error(base::ErrorCode::Conflict, "backup.not_empty").with("path", options.to);
    }
    std::error_code failed;
    fs::create_directories(options.to, failed);
    std::vector<fs::path> copied;
    {
        const auto reader = TRY(store::Reader::open(options.data + "/sunroom.db"));
        TRY(reader.copy_to(options.to + "/sunroom.db"));
        copied.emplace_back(options.to + "/sunroom.db");
    }
    TRY(copy_tree(options.data + "/files", options.to + "/files", copied));
    for (const char* name : {"node.key", "sunroom.toml"}) {
        if (!fs::exists(options.data + "/" + name)) continue;
        const std::string bytes = TRY(base::read_file(options.data + "/" + name, 1u << 20));
        TRY(base::write_file_synced(options.to + "/" + name, bytes, 0600));
        copied.push_back(fs::path(options.to) / name);
    }
    std::string manifest;
    base::JsonWriter json(manifest);
    json.open_object();
    for (const fs::path& file : copied) {
        const std::string digest = TRY(digest_of_file(file.string()));
        json.member(fs::relative(file, options.to).string(), digest);
    }
    json.close_object();
    TRY(base::write_file_synced(options.to + "/manifest.json", manifest + "\n", 0600));
    const std::string at = calendar::SystemClock().now().text();
    TRY(base::write_file_synced(options.data + "/" + std::string(kLastBackup), at + "\n", 0600));
    TaskReport report;
    report.lines.push_back(task_text(options.locale, "cli.backup_done",
                                     {{"files", std::to_string(copied.size())}, {"path", options.to}}));
    base::JsonWriter(report.json)
        .open_object()
        .member("files", static_cast<std::int64_t>(copied.size()))
        .member("path", options.to)
        .close_object();
    return report;
}

std::optional<calendar::Instant> last_backup(const std::string& data) {
    auto text = base::read_file(data + "/" + std::string(kLastBackup), 64);
    if (!text.ok()) return std::nullopt;
    while (!text.value().empty() && text.value().back() == '\n') text.value().pop_back();
    const auto at = calendar::Instant::parse(text.value());
    return at.ok() ? std::optional(at.value()) : std::nullopt;
}

namespace {

struct BackupFile {
    std::string path;  // inside the backup
    std::string digest;
};

// No manifest may lead out of the folders it names.
bool stays_inside(const std::string& path) {
    const fs::path relative(path);
    if (path.empty() || relative.is_absolute()) return false;
    return std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

base::Result<std::vector<BackupFile>> read_manifest(const std::string& folder) {
    const auto text = base::read_file(folder + "/manifest.json", 64u << 20);
    if (!text.ok()) return base::Error(base::ErrorCode::NotFound, "restore.no_manifest").with("path", folder);
    const auto json = base::parse_json(text.value(), base::JsonComments::Refused, 64u << 20);
    if (!json.ok()) return base::Error(base::ErrorCode::Corrupt, "restore.bad_manifest").with("path", folder);
    std::vector<BackupFile> files;
    for (const auto& [path, digest] : json.value().members) {
        if (!stays_inside(path))
            return base::Error(base::ErrorCode::Corrupt, "restore.bad_manifest", path).with("path", folder);
        files.push_back({path, digest.text});
    }
    const bool has_books = std::any_of(files.begin(), files.end(),
                                       [](const BackupFile& file) { return file.path == "sunroom.db"; });
    if (!has_books) return base::Error(base::ErrorCode::Corrupt, "restore.bad_manifest").with("path", folder);
    return files;
}

// What is missing or differs, by name.
std::vector<std::string> damaged_files(const std::string& folder, const std::vector<BackupFile>& files,
                                       const std::function<void(std::size_t)>& tell) {
    std::vector<std::string> damaged;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto digest = digest_of_file(folder + "/" + files[i].path);
        if (!digest.ok() || digest.value() != files[i].digest) damaged.push_back(files[i].path);
        tell(i + 1);
    }
    return damaged;
}

base::Result<> copy_back(const std::string& from, const std::string& to,
                         const std::vector<BackupFile>& files) {
    std::error_code failed;
    fs::create_directories(to, failed);
    fs::permissions(to, fs::perms::owner_all, failed);
    for (const BackupFile& file : files) {
        const fs::path target = fs::path(to) / file.path;
        fs::create_directories(target.parent_path(), failed);
        fs::copy_file(fs::path(from) / file.path, target, failed);
        if (!failed) fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, failed);
        if (failed) return base::Error(base::ErrorCode::Unavailable, "restore.cannot_write", target.string());
    }
    return base::Done{};
}

TaskReport refused_restore(const TaskOptions& options, const std::vector<std::string>& damaged) {
    TaskReport report;
    report.passed = false;
    report.lines.push_back(task_text(options.locale, "cli.restore_damaged", {{"path", options.from}}));
    base::JsonWriter json(report.json);
    json.open_object().key("damaged").open_list();
    for (const std::string& file : damaged) {
        report.lines.push_back("  " + file);
        json.string(file);
    }
    json.close_list().close_object();
    return report;
}

}  // namespace

base::Result<TaskReport> restore(const TaskOptions& options) {
    if (options.from.empty()) return base::Error(base::ErrorCode::Invalid, "restore.no_source");
    if (fs::exists(options.data) && (!fs::is_directory(options.data) || !fs::is_empty(options.data)))
        return base::Error(base::ErrorCode::Conflict, "restore.not_empty").with("data", options.data);
    const std::vector<BackupFile> files = TRY(read_manifest(options.from));
    const std::string line = task_text(options.locale, "cli.restore_checking");
    const auto tell = [&](std::size_t done) {
        if (options.progress) options.progress(line, static_cast<int>(done * 100 / files.size()));
    };
    const std::vector<std::string> damaged = damaged_files(options.from, files, tell);
    if (!damaged.empty()) return refused_restore(options, damaged);
    TRY(copy_back(options.from, options.data, files));
    TaskReport report = TRY(check_replay(options));
    report.lines.insert(report.lines.begin(),
                        task_text(options.locale, "cli.restore_done",
                                  {{"files", std::to_string(files.size())}, {"data", options.data}}));
    std::string json;
    base::JsonWriter(json)
        .open_object()
        .member("files", static_cast<std::int64_t>(files.size()))
        .member("data", options.data)
        .key("replay")
        .raw(report.json)
        .close_object();
    report.json = std::move(json);
    return report;
}

}  // namespace app

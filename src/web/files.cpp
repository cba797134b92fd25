#include "web/files.h"

#include "base/file.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <utility>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

namespace fs = std::filesystem;

// FNV-1a: a name that changes when the file does, for --web-dir only; the build uses SHA-256.
std::string short_mark(std::string_view bytes) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 24; shift -= 4) out += digits[(hash >> shift) & 15];
    return out;
}

std::string hashed_name(std::string_view file_name, std::string_view bytes) {
    const std::size_t dot = std::min(file_name.rfind('.'), file_name.size());
    return std::string(file_name.substr(0, dot)) + "." + short_mark(bytes) +
           std::string(file_name.substr(dot));
}

class TableFiles : public Files {
public:
    explicit TableFiles(std::span<const File> table) : table_(table) {}
    const File* find(std::string_view path) const override {
        const auto found =
            std::lower_bound(table_.begin(), table_.end(), path,
                             [](const File& file, std::string_view wanted) { return file.path < wanted; });
        return found != table_.end() && found->path == path ? &*found : nullptr;
    }
    std::vector<std::string_view> under(std::string_view folder) const override {
        std::vector<std::string_view> paths;
        for (const File& file : table_) {
            if (file.path.starts_with(folder)) paths.push_back(file.path);
        }
        return paths;
    }

private:
    std::span<const File> table_;
};

// Owns what it read.
class ReadFiles : public Files {
public:
    Result<> read_tree(const fs::path& folder, const std::string& prefix);
    Result<> read_one(const fs::path& place, const std::string& path);
    void below(std::unique_ptr<Files> files) { below_ = std::move(files); }

    const File* find(std::string_view path) const override {
        const auto found = files_.find(path);
        if (found != files_.end()) return &found->second;
        return below_ ? below_->find(path) : nullptr;
    }
    std::vector<std::string_view> under(std::string_view folder) const override {
        std::vector<std::string_view> paths;
        if (below_) paths = below_->under(folder);
        for (const auto& [path, file] : files_) {
            if (path.starts_with(folder)) paths.push_back(path);
        }
        std::sort(paths.begin(), paths.end());
        paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
        return paths;
    }

private:
    std::deque<std::string> kept_;  // stays where it is while it grows: the views below point into it
    std::map<std::string, File, std::less<>> files_;
    std::unique_ptr<Files> below_;
};

Result<> ReadFiles::read_one(const fs::path& place, const std::string& path) {
    const std::string& bytes = kept_.emplace_back(TRY(base::read_file(place.string())));
    File file;
    file.bytes = bytes;
    file.content_type = content_type_of(path);
    if (path.starts_with("web/assets/"))
        file.hashed_name = kept_.emplace_back(hashed_name(std::string_view(path).substr(11), bytes));
    const auto placed = files_.insert_or_assign(path, file).first;
    placed->second.path = placed->first;
    return base::Done{};
}

Result<> ReadFiles::read_tree(const fs::path& folder, const std::string& prefix) {
    std::error_code failed;
    if (!fs::is_directory(folder, failed)) return base::Done{};
    for (fs::recursive_directory_iterator at(folder, failed), end; at != end && !failed;
         at.increment(failed)) {
        if (at->is_regular_file(failed))
            TRY(read_one(at->path(),
                         prefix + "/" + fs::relative(at->path(), folder, failed).generic_string()));
    }
    if (failed)
        return Error(ErrorCode::Unavailable, "files.unreadable", folder.string() + ": " + failed.message());
    return base::Done{};
}

}  // namespace

std::unique_ptr<Files> embedded_files(std::span<const File> table) {
    return std::make_unique<TableFiles>(table);
}

Result<std::unique_ptr<Files>> disk_files(const std::string& root, const std::string& sprite_path) {
    auto files = std::make_unique<ReadFiles>();
    for (const char* folder : {"web", "definitions", "counties", "migrations"})
        TRY(files->read_tree(fs::path(root) / folder, folder));
    std::error_code failed;
    for (fs::recursive_directory_iterator at(fs::path(root) / "src", failed), end; at != end && !failed;
         at.increment(failed)) {
        if (at->path().string().ends_with("_tables.sql"))
            TRY(files->read_one(at->path(), fs::relative(at->path(), root, failed).generic_string()));
    }
    if (!sprite_path.empty()) TRY(files->read_one(sprite_path, "web/assets/icons.svg"));
    return std::unique_ptr<Files>(std::move(files));
}

Result<std::unique_ptr<Files>> shadowed_files(std::unique_ptr<Files> below, const std::string& folder) {
    auto files = std::make_unique<ReadFiles>();
    files->below(std::move(below));
    for (const char* kind : {"templates", "text", "assets"})
        TRY(files->read_tree(fs::path(folder) / kind, std::string("web/") + kind));
    return std::unique_ptr<Files>(std::move(files));
}

std::string_view content_type_of(std::string_view path) {
    constexpr std::pair<std::string_view, std::string_view> known[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".html", "text/html; charset=utf-8"},
        {".json", "application/json"},
        {".txt", "text/plain; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".xml", "application/xml"},
    };
    for (const auto& [ending, type] : known) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

}  // namespace web

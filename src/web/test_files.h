#pragma once
// Files of a test: written there (path and bytes; assets get the name h.<name>), or the project's own with
// some of those in front.

#include "web/files.h"

#include <map>
#include <memory>
#include <string>

namespace web {

class TestFiles : public Files {
public:
    TestFiles(std::initializer_list<std::pair<const std::string, std::string>> files) : bytes_(files) {
        for (const auto& [path, bytes] : bytes_) {
            File file{path, bytes, content_type_of(path), {}, {}, {}};
            if (path.starts_with("web/assets/")) file.hashed_name = hashed_[path] = "h." + path.substr(11);
            files_[path] = file;
        }
    }
    const File* find(std::string_view path) const override {
        const auto found = files_.find(path);
        return found == files_.end() ? nullptr : &found->second;
    }
    std::vector<std::string_view> under(std::string_view folder) const override {
        std::vector<std::string_view> paths;
        for (const auto& [path, file] : files_) {
            if (path.starts_with(folder)) paths.push_back(path);
        }
        return paths;
    }

private:
    std::map<std::string, std::string> bytes_;
    std::map<std::string, std::string> hashed_;
    std::map<std::string, File, std::less<>> files_;
};

// The pages and texts of the project with an icon sprite, which only a build makes, and what else a test
// adds.
class OwnFiles : public Files {
public:
    explicit OwnFiles(TestFiles more = {{"web/assets/icons.svg", "<svg/>"}})
        : own_(disk_files(".", {}).value()), more_(std::move(more)) {}
    const File* find(std::string_view path) const override {
        const File* file = more_.find(path);
        return file != nullptr ? file : own_->find(path);
    }
    std::vector<std::string_view> under(std::string_view folder) const override {
        auto paths = own_->under(folder);
        for (const auto path : more_.under(folder)) paths.push_back(path);
        return paths;
    }

private:
    std::unique_ptr<Files> own_;
    TestFiles more_;
};

}  // namespace web

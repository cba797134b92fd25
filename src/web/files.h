#pragma once
// The files the program carries: templates, texts, assets, definitions, tables. Embedded at build; read from
// a folder while developing (--web-dir). A county's folder may shadow a template or a text.

#include "base/result.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace web {

// One carried file. All views live as long as the Files.
struct File {
    std::string_view path;  // web/assets/gov.css
    std::string_view bytes;
    std::string_view content_type;
    std::string_view brotli;  // assets only; empty: none
    std::string_view gzip;
    std::string_view hashed_name;  // gov.3f9c2a71d0.css; empty for what is not an asset
};

class Files {
public:
    virtual ~Files() = default;
    virtual const File* find(std::string_view path) const = 0;                       // null when absent
    virtual std::vector<std::string_view> under(std::string_view folder) const = 0;  // paths, sorted
};

// What the build wrote (tools/embed.cpp), sorted by path; defined in the library sunroom_files.
std::span<const File> carried_files();
std::unique_ptr<Files> embedded_files(std::span<const File> table);
// Everything under root/{web,definitions,counties,migrations} and src/*_tables.sql, read once. `sprite` is
// icons.svg, made by the build.
base::Result<std::unique_ptr<Files>> disk_files(const std::string& root, const std::string& sprite_path);
// Files of `folder` (templates/…, text/…, assets/… of a county) shadow those of `below`.
base::Result<std::unique_ptr<Files>> shadowed_files(std::unique_ptr<Files> below, const std::string& folder);

std::string_view content_type_of(std::string_view path);

}  // namespace web

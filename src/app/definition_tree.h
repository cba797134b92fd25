#pragma once
// A tree of definition files: definitions/… and counties/… by their path inside it, from disk or from the
// program, and what a checker leans on in it.

#include "app/scenario_office.h"
#include "catalog/county_load.h"
#include "catalog/definition.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

// What one file is; nothing: no definition (a sample, a word list).
std::optional<catalog::DefinitionKind> kind_of_path(std::string_view path);

class DefinitionTree {
public:
    // The tree that `path` lies in (a folder above it holds definitions/law), else the carried one with the
    // files at `path` laid over it.
    static base::Result<DefinitionTree> around(const std::string& path, const web::Files& carried);

    // Paths inside the tree of the definitions that `path` names.
    const std::vector<std::string>& asked() const { return asked_; }
    std::string shown(const std::string& inside) const;  // as whoever asked would write it
    std::string_view text(const std::string& inside) const;
    catalog::DefinitionDraft draft(const std::string& inside) const;
    catalog::Surroundings surroundings() const;
    std::vector<ProcessSource> processes() const;
    std::vector<std::pair<std::string, std::string>> scenarios(std::string_view process) const;  // path, text

private:
    base::Result<> read(const std::string& folder, const std::string& inside);
    base::Result<> lay_over(const std::string& path);
    std::vector<catalog::CarriedFile> files() const;

    std::map<std::string, std::string> texts_;  // by path inside
    std::map<std::string, std::string> shown_;
    std::vector<std::string> asked_;
};

}  // namespace app

#pragma once
// Takes in a file or a folder: laws go to the register of laws, all else is staged for a person. What is
// known by its digest is passed over, so a run that broke off is simply begun again.

#include "catalog/law_import.h"
#include "disclosure/import_item.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace disclosure {

enum class ImportMode { DryRun, Apply };

struct ImportRun {
    std::string path;
    ImportMode mode = ImportMode::DryRun;
    std::function<void(int done, int all)> progress;  // may be empty
};

struct ImportedFile {
    std::string file;
    std::string dialect;
    std::string title;
    int marks = 0;
    int lost = 0;
    std::string report;  // JSON
};

struct ImportReport {
    int files = 0;
    catalog::LawImportReport laws;
    int staged = 0;  // new; in a dry run: would be
    int known = 0;
    std::vector<ImportedFile> texts;                           // at most kReportedMax
    std::vector<std::pair<std::string, base::Error>> skipped;  // file and why
};
inline constexpr std::size_t kReportedMax = 500;

// Rights: disclosure.import, catalog.import. NotFound import.no_path.
base::Result<ImportReport> import_path(identity::Registrar& registrar, const identity::Actor& actor,
                                       const ImportRun& run);

}  // namespace disclosure

#pragma once
// Takes in a folder of law texts (Markdown, one file an edition, ranks by folder): each text goes to the open
// shelf and into the journal, at most 60 an act. The same text is taken once, however often the folder is
// imported.

#include "catalog/catalogue.h"
#include "catalog/law_store.h"
#include "identity/registrar.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace catalog {

inline constexpr std::size_t kLawsPerAct = 60;

struct LawImportReport {
    int files = 0;
    int imported = 0;
    int known = 0;  // the same text was there already
    int laws = 0;   // titles
    int editions = 0;
    std::int64_t articles = 0;
    std::vector<std::pair<std::string, std::string>> skipped;  // file, text key of the reason
    std::vector<std::string> without_articles;                 // files taken in as a whole
};
struct LawFiles {
    std::string folder;
    std::vector<std::string> files;  // relative to it
    bool apply = true;               // false: read and counted, nothing is written
};
// Every Markdown file below a folder. NotFound law.no_folder.
base::Result<LawFiles> list_law_files(const std::string& folder);
// Right: catalog.import. `progress` (may be empty) hears files done and files in all.
base::Result<LawImportReport> import_laws(identity::Registrar& registrar, const identity::Actor& actor,
                                          const LawFiles& laws,
                                          const std::function<void(int done, int all)>& progress);

// Do the citations of the items in force stand in the real texts?
struct CitationReport {
    int citations = 0;
    int resolved = 0;
    std::vector<std::string> missing;        // qx-012-01 食品安全法 35: no such text or article
    std::vector<std::string> register_gaps;  // register entries whose article is not in the text
    std::vector<std::string> without_text;   // laws of the register that were not imported
};
base::Result<CitationReport> check_citations(const store::Reader& db, const Catalogue& catalogue,
                                             LawTexts& texts);

}  // namespace catalog

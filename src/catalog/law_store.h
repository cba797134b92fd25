#pragma once
// All SQL about imported laws, and their texts parsed on demand.

#include "catalog/law.h"
#include "catalog/law_text.h"
#include "ledger/journal.h"
#include "store/database.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace catalog {

base::Result<> project_law(store::Tx& tx, const ledger::Entry& entry);

// 中华人民共和国行政许可法, 《行政许可法》 and 行政许可法 are one: no marks, no blanks, no name of the state
// in front.
std::string law_title_key(std::string_view title);

struct LawEdition {
    std::string title;       // as the text has it
    std::string file;        // of the first text
    calendar::Date edition;  // day 0 when neither the file's name nor its head gives one
    std::vector<base::Digest>
        texts;  // one; the volumes of a code (民法典), or texts that stand beside each other
    int articles = 0;
    std::string rank;
};
base::Result<bool> has_law_text(const store::Reader& db, std::string_view title, calendar::Date edition,
                                const base::Digest& text);
base::Result<std::vector<LawEdition>> list_editions(const store::Reader& db,
                                                    std::string_view title);  // newest first
base::Result<std::vector<LawEdition>> list_laws(const store::Reader& db,
                                                int limit);  // newest edition of each
// The newest edition of `on` or before. `title` may be the register's short name.
base::Result<std::optional<LawEdition>> find_edition(const store::Reader& db, const LawRegister& known,
                                                     std::string_view title, calendar::Date on);

// A text with its articles, which borrow from it.
struct ParsedLaw {
    std::string markdown;
    LawText law;
};

// Parses on demand and keeps the last 32. Volumes are put together by their articles; of two texts with the
// same articles the later one is taken. From several threads.
class LawTexts {
public:
    // Reason for shared_ptr: a page keeps the text it shows while the cache drops it.
    base::Result<std::shared_ptr<const ParsedLaw>> open(const store::Reader& db, const LawEdition& edition);

private:
    std::mutex mutex_;
    std::vector<std::pair<base::Digest, std::shared_ptr<const ParsedLaw>>> kept_;
};

}  // namespace catalog

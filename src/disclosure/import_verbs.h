#pragma once
// What people do with imported texts: bring them in, take one over as a draft, discard it. Nothing becomes
// public here: a draft goes the way of every document (公开条例 17).

#include "disclosure/document_verbs.h"
#include "disclosure/import_item.h"
#include "disclosure/import_store.h"

namespace disclosure {

inline constexpr std::size_t kImportsPerAct = 32;

// A text on its way in: what is said of it, and where its content and the file as it came lie sealed.
struct PreparedImport {
    base::Digest file;
    Dialect dialect = Dialect::Mirror;
    std::string name;
    std::string caption;
    std::int64_t bytes = 0;
    std::int64_t marks = 0;
    std::int64_t lost = 0;
    std::int64_t confidence = 0;
    store::Vault::StoredFile content;
    store::Vault::StoredFile original;
};
// Before the act: cleans the text and seals both files to disk.
base::Result<PreparedImport> prepare_import(const identity::Office& office, const ImportItem& item,
                                            std::string_view original);
// Right disclosure.import, or disclosure.draft at any body. Files known by their digest are left as they are.
// How many were new.
base::Result<int> stage_imports(identity::Act& act, const std::vector<PreparedImport>& items);

// What the vault holds of one.
struct ImportedText {
    std::string title, source, date, number, attribute;
    std::string markup;  // clean
    std::string report;  // JSON, see hygiene_json
    std::string name;    // of the file
};
// For who may draft at any body. NotFound import.not_found.
base::Result<ImportedText> open_import(const identity::Reading& reading, const ImportRow& row);
// The file as it came; it is shown to staff only, never attached to what is published.
base::Result<std::string> open_original(const identity::Reading& reading, const ImportRow& row);
bool may_see_imports(const identity::Reading& reading);

// A draft of `office` with the text, its title, number and date as they were read; the drafter goes on from
// there. disclosure.draft at the office; Conflict import.settled when it was taken or discarded before.
base::Result<Drafted> take_over(identity::Act& act, const casework::Practice& practice,
                                const base::Digest& file, std::string_view office, std::string_view genre);
base::Result<> discard_import(identity::Act& act, const base::Digest& file, std::string_view reason);

}  // namespace disclosure

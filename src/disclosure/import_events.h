#pragma once
// 导入 (import): texts of others, taken in with a report of what is wrong with them, waiting for a person.
// The file is named by its digest, so that it is taken in once; title, text and report lie in the vault until
// somebody takes the text over as a draft of their own or discards it.

#include "ledger/event.h"

namespace disclosure {

struct ImportStaged {
    static constexpr ledger::Kind kKind{"disclosure.import_staged", 1};
    base::Digest file;
    base::Code dialect;      // page tagged mirror docx ofd pdf workbook
    base::VaultRef content;  // sealed JSON: title, source, date, markup, report
    std::int64_t bytes = 0;
    std::int64_t marks = 0;  // in the hygiene report
    std::int64_t lost = 0;   // of them spans nobody can repair
    std::int64_t confidence = 0;
    void fields(auto& visit) {
        visit("bytes", bytes), visit("confidence", confidence), visit("content", content);
        visit("dialect", dialect), visit("file", file), visit("lost", lost), visit("marks", marks);
    }
};

struct ImportTaken {
    static constexpr ledger::Kind kKind{"disclosure.import_taken", 1};
    base::Digest file;
    base::Code document;
    void fields(auto& visit) { visit("document", document), visit("file", file); }
};

struct ImportDiscarded {
    static constexpr ledger::Kind kKind{"disclosure.import_discarded", 1};
    base::Digest file;
    base::VaultRef reason;
    void fields(auto& visit) { visit("file", file), visit("reason", reason); }
};

}  // namespace disclosure

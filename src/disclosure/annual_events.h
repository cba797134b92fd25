#pragma once
// The life of an annual report: written, handed in (checked), returned or closed, published, mended by
// errata. A closed report is a document on the open shelf, named by its digest; nothing in it is ever
// changed.

#include "calendar/instant.h"
#include "ledger/event.h"

namespace disclosure {

// The sections and those figures that no record of the county holds yet, as a clerk typed them.
struct ReportWritten {
    static constexpr ledger::Kind kKind{"disclosure.report_written", 1};
    base::Code office;
    std::int64_t year = 0;
    base::VaultRef typed;
    void fields(auto& visit) { visit("office", office), visit("year", year), visit("typed", typed); }
};

// Every blocking check held; the document as it was then waits for a second person.
struct ReportHandedIn {
    static constexpr ledger::Kind kKind{"disclosure.report_handed_in", 1};
    base::Code office;
    std::int64_t year = 0;
    base::VaultRef document;
    std::int64_t warnings = 0;
    void fields(auto& visit) {
        visit("office", office), visit("year", year), visit("document", document);
        visit("warnings", warnings);
    }
};

struct ReportReturned {
    static constexpr ledger::Kind kKind{"disclosure.report_returned", 1};
    base::Code office;
    std::int64_t year = 0;
    base::VaultRef reason;
    void fields(auto& visit) { visit("office", office), visit("year", year), visit("reason", reason); }
};

// Approved by a second person and frozen. `text`: the document on the open shelf.
struct ReportClosed {
    static constexpr ledger::Kind kKind{"disclosure.report_closed", 1};
    base::Code office;
    std::int64_t year = 0;
    base::Digest text;
    base::Code origin;  // own; brought_in: made elsewhere and accepted
    void fields(auto& visit) {
        visit("office", office), visit("year", year), visit("text", text), visit("origin", origin);
    }
};

struct ReportPublished {
    static constexpr ledger::Kind kKind{"disclosure.report_published", 1};
    base::Code office;
    std::int64_t year = 0;
    base::Digest text;
    void fields(auto& visit) { visit("office", office), visit("year", year), visit("text", text); }
};

// What a closed report said is wrong: the cells, the document as it should read, and the reason, both public.
struct ReportMended {
    static constexpr ledger::Kind kKind{"disclosure.report_mended", 1};
    base::Code office;
    std::int64_t year = 0;
    base::Digest text;
    base::Digest reason;
    std::vector<base::Code> cells;
    void fields(auto& visit) {
        visit("office", office), visit("year", year), visit("text", text), visit("reason", reason);
        visit("cells", cells);
    }
};

}  // namespace disclosure

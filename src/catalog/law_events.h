#pragma once
// The full texts of laws, taken in from an import folder. Titles are sentences, so an event names them by
// digest; the card on the open shelf holds title and file.

#include "calendar/instant.h"
#include "ledger/event.h"

namespace catalog {

struct LawImported {
    static constexpr ledger::Kind kKind{"catalog.law_imported", 1};
    base::Digest title;  // SHA-256 of law_title_key()
    calendar::Date edition;
    base::Digest text;  // Markdown on the open shelf
    base::Digest card;  // shelved {"title":…,"file":…}
    int articles = 0;
    base::Code rank;  // law regulation local rule document interpretation
    void fields(auto& visit) {
        visit("articles", articles), visit("card", card), visit("edition", edition), visit("rank", rank);
        visit("text", text), visit("title", title);
    }
};

}  // namespace catalog

#pragma once
// 文件与版本 (document, edition): what the county makes public, drafted, reviewed as a matter of the process
// `publication`, and published. The reviews themselves are steps of that matter; what stands here is which
// text they were about, named by its digest. 公开条例 6, 17, 26.

#include "ledger/event.h"

namespace disclosure {

struct DocumentDrafted {
    static constexpr ledger::Kind kKind{"disclosure.drafted", 1};
    base::Code document;  // 012-2026-00017: body, year, serial without holes
    std::int64_t n = 0;
    std::int64_t edition = 1;
    base::Code office;
    base::Code number;       // of the matter that reviews it
    base::Code genre;        // policy notice …
    base::VaultRef content;  // sealed until it is released
    base::Code interprets;   // 解读: the document it explains; empty: none
    void fields(auto& visit) {
        visit("document", document), visit("n", n), visit("edition", edition), visit("office", office);
        visit("number", number), visit("genre", genre), visit("content", content);
        visit("interprets", interprets);
    }
};

struct DocumentRevised {
    static constexpr ledger::Kind kKind{"disclosure.revised", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code genre;
    base::VaultRef content;
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("genre", genre);
        visit("content", content);
    }
};

// 送审: from here on the text is fixed; every review that follows is about this digest.
struct EditionSubmitted {
    static constexpr ledger::Kind kKind{"disclosure.submitted", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Digest manifest;
    base::Code attribute;  // open partial on_request closed
    base::Code article;    // 公开条例 14-1 … 16-3; empty when open
    calendar::Date formed;
    bool hits_settled = false;  // personal data that the scan found was judged and stays
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("manifest", manifest);
        visit("attribute", attribute), visit("article", article), visit("formed", formed);
        visit("hits_settled", hits_settled);
    }
};

struct EditionPublished {
    static constexpr ledger::Kind kKind{"disclosure.published", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code office;  // whose paper it is
    base::Code genre;
    base::Digest manifest;  // on the open shelf; its digest is what anyone can check
    calendar::Date formed;
    calendar::Date valid_to;  // of a normative document; days 0: not limited
    std::vector<base::Code> columns;
    base::Code interprets;
    base::Code topic;
    base::Code scope;  // public staff
    base::Code idxno;  // 索引号
    base::Code url;    // doc/012-2026-00017/e/1
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("office", office);
        visit("genre", genre), visit("manifest", manifest), visit("formed", formed);
        visit("valid_to", valid_to), visit("columns", columns), visit("interprets", interprets);
        visit("topic", topic), visit("scope", scope), visit("idxno", idxno), visit("url", url);
    }
};

struct EditionSuperseded {
    static constexpr ledger::Kind kKind{"disclosure.superseded", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code of;  // the edition that takes its place: 012-2026-00017/2
    void fields(auto& visit) { visit("document", document), visit("edition", edition), visit("of", of); }
};

// 公开条例 14–16, 18: what is not open is on the list with its reason, and looked at again.
struct DocumentRegistered {
    static constexpr ledger::Kind kKind{"disclosure.registered", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code office;
    base::Code attribute;
    base::Code article;
    base::Digest row;  // on the open shelf: title and dates; empty when the title itself is protected
    calendar::Date look_again;
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("office", office);
        visit("attribute", attribute), visit("article", article), visit("row", row);
        visit("look_again", look_again);
    }
};

struct WithdrawalProposed {
    static constexpr ledger::Kind kKind{"disclosure.withdrawal_proposed", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code why;
    base::VaultRef explanation;  // published with the withdrawal
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("why", why);
        visit("explanation", explanation);
    }
};

// 撤回: the page answers 410 from now on and says that it was there, when and why not any more.
struct EditionTakenDown {
    static constexpr ledger::Kind kKind{"disclosure.taken_down", 1};
    base::Code document;
    std::int64_t edition = 1;
    base::Code why;            // mistake wrong privacy secrecy ordered merged
    base::Digest explanation;  // on the open shelf
    void fields(auto& visit) {
        visit("document", document), visit("edition", edition), visit("why", why);
        visit("explanation", explanation);
    }
};

}  // namespace disclosure

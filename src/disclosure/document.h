#pragma once
// A document as it is written and as it is published: the draft a drafter fills in, what keeps it from being
// sent for review, and the manifest, the one run of bytes whose digest every review, the journal and anyone's
// copy name. Nothing here asks a clock or a database.

#include "base/json.h"
#include "base/types.h"
#include "calendar/instant.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

// 栏目: where documents are shown (definitions/disclosure/columns.json).
struct Column {
    std::string id, name, name_en, type, section, about, about_en;
    int stale_days = 0;
};
struct Columns {
    std::string gap_mark,
        gap_colon;  // how a gap of a partly open text begins, and what stands before its article
    std::vector<Column> all;
    const Column* find(std::string_view id) const;
};
base::Result<Columns> parse_columns(std::string_view json);

inline constexpr std::string_view kGenres[] = {
    "policy",    "normative", "interpretation", "notice", "news",     "plan", "budget",
    "personnel", "report",    "statistics",     "result", "response", "rule"};
bool is_genre(std::string_view word);
// 国办发〔2016〕80号: these are explained when they are published.
bool needs_interpretation(std::string_view genre);

inline constexpr std::string_view kAttributes[] = {"open", "partial", "on_request", "closed"};
// 公开条例 14–16.
inline constexpr std::string_view kReasonArticles[] = {"14-1", "14-2", "14-3", "15-1", "15-2",
                                                       "16-1", "16-2", "16-3", "L"};
// 撤回的理由.
inline constexpr std::string_view kWithdrawReasons[] = {"mistake", "wrong",   "privacy",
                                                        "secrecy", "ordered", "merged"};

// What a file is to its document: attached for everybody, a picture of the text, or the office's own
// original, which is kept and never published.
inline constexpr std::string_view kAttached = "attached", kPicture = "picture", kOriginal = "original";

struct AttachedFile {
    std::string use = std::string(kAttached);
    std::string name;
    std::string type;
    std::int64_t size = 0;
    base::Digest content;  // of the bytes as they are published
    base::Digest stored;   // in the vault, while it is a draft
    std::string salt;
    std::vector<std::string> found;  // personal data the scan found in it, kind and masked passage in turn
};

// What an interpretation published with its policy says; it becomes a document of its own.
struct Companion {
    std::string title, title_en, summary, body;
    bool empty() const { return title.empty() && body.empty(); }
};

struct Draft {
    std::string genre;
    std::string title, title_en;
    std::string number;  // 发文字号, where it has one
    calendar::Date formed;
    calendar::Date valid_to;  // days 0: not limited
    std::string topic;        // theme id
    std::string keywords, summary;
    std::string attribute = "open";
    std::string article, reason;  // why it is not open
    std::string scope = "public";
    std::string made_by;  // body whose paper it is, where the county's office publishes for it; else empty
    std::vector<std::string> columns;
    std::string body;  // clean markup, as text::clean_html gives it
    std::vector<AttachedFile> files;
    std::string interprets;  // document id
    std::string change;      // of a later edition: what changed, in a sentence for the public
    std::string settled;     // why personal data that the scan found stays
    Companion interpretation;
};
std::string draft_json(const Draft& draft);
base::Result<Draft> parse_draft(std::string_view json);

inline constexpr std::size_t kTitleMax = 120;
inline constexpr std::size_t kSummaryMax = 400;
inline constexpr std::size_t kBodyBytesMax = 400u << 10;
inline constexpr std::size_t kFilesMax = 40;  // the pictures of the text among them
inline constexpr std::size_t kFileBytesMax = 10u << 20;
inline constexpr std::size_t kColumnsMax = 5;

// What is wrong with a draft, by field; empty when it may be sent for review. Text keys document.*.
struct DraftFault {
    std::string field;
    std::string key;
};
std::vector<DraftFault> faults_of(const Draft& draft, const Columns& columns);
// 清政发〔2026〕12号, brackets and digits as the rule of the field has them.
bool is_document_number(std::string_view typed);
std::string tidy_document_number(std::string_view typed);

// Personal data in a text or a name of a file: kind and the passage, masked.
struct PersonalHit {
    std::string where;  // body title summary interpretation file
    std::string kind;   // identity phone bank_card address
    std::string shown;  // 3301********1234
};
std::vector<PersonalHit> personal_hits(const Draft& draft);

// The published form.
struct Manifest {
    std::string document;
    int edition = 1;
    std::string office;
    std::string idxno;
    Draft draft;  // without what belongs to the office only
};
std::string manifest_json(const Manifest& manifest);
base::Result<Manifest> parse_manifest(std::string_view json);

std::string document_id(std::string_view office, int year, std::int64_t serial);  // 012-2026-00017
// 索引号: the body's credit code, the year and the serial. No national form exists; the county's is this.
std::string index_number(std::string_view uscc, std::string_view document);

}  // namespace disclosure

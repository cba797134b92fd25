#pragma once
// Questions about documents and editions, and the fold of their events.

#include "calendar/instant.h"
#include "disclosure/document_events.h"
#include "identity/actor.h"
#include "ledger/journal.h"
#include "store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

using PersonId = identity::PersonId;

struct DocumentRow {
    std::string document, office, genre, interprets;
    int latest = 0;  // the edition being worked on, or the last one
    int live = 0;    // the one the public sees; 0: none
    std::string attribute, article;
    std::optional<base::Digest> row;  // title of what is not open
    calendar::Date look_again;
    calendar::Instant first_published;
};
struct EditionRow {
    std::string document;
    int edition = 0;
    std::string office, number, genre, state;  // draft submitted published superseded withdrawn registered
    base::VaultRef content;
    std::optional<base::Digest> manifest;
    calendar::Date formed;
    PersonId drafter;
    calendar::Instant drafted, published, ended;
    std::string why;
    std::optional<base::Digest> explanation;
    PersonId proposed_by;
    std::string topic, scope;
    std::string maker;  // once it is published: whose paper it is
    calendar::Date valid_to;
};
base::Result<std::optional<DocumentRow>> find_document(const store::Reader& db, std::string_view document);
base::Result<std::optional<EditionRow>> find_edition(const store::Reader& db, std::string_view document,
                                                     int edition);
// The newest edition that a matter of `publication` is about.
base::Result<std::optional<EditionRow>> find_edition_of(const store::Reader& db, std::string_view number);
base::Result<std::vector<EditionRow>> list_editions(const store::Reader& db, std::string_view document);
base::Result<std::vector<EditionRow>> list_open_editions(const store::Reader& db, std::string_view office,
                                                         int limit);
base::Result<std::int64_t> last_document_serial(const store::Reader& db, std::string_view office, int year);

// What the public sees, newest first. Empty fields: any.
struct PublishedQuestion {
    std::string column, office, genre;
    std::string scope = "public";
    int offset = 0;
    int limit = 20;
};
struct PublishedLine {
    std::string document;
    int edition = 0;
    std::string office, genre;
    base::Digest manifest;
    calendar::Date formed, valid_to;
    calendar::Instant published;
};
base::Result<std::vector<PublishedLine>> list_published(const store::Reader& db,
                                                        const PublishedQuestion& question);
base::Result<std::int64_t> count_published(const store::Reader& db, const PublishedQuestion& question);
base::Result<std::vector<PublishedLine>> list_interpretations(const store::Reader& db,
                                                              std::string_view document);
base::Result<std::vector<std::string>> list_columns_of(const store::Reader& db, std::string_view document);

// Live public editions that are valid to just this day.
base::Result<std::vector<EditionRow>> list_ending(const store::Reader& db, calendar::Date day);

struct ColumnState {
    std::string column;
    std::int64_t documents = 0;
    calendar::Instant newest;
};
base::Result<std::vector<ColumnState>> list_column_states(const store::Reader& db);
// What is on the list with a reason and not open; soonest to be looked at again first.
base::Result<std::vector<DocumentRow>> list_registered(const store::Reader& db, int offset, int limit);
base::Result<std::int64_t> count_registered(const store::Reader& db);
base::Result<std::vector<EditionRow>> list_taken_down(const store::Reader& db, int offset, int limit);

base::Result<> project_document(store::Tx& tx, const ledger::Entry& entry);

}  // namespace disclosure

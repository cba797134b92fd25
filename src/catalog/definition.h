#pragma once
// Definitions and what people do with them: prepare, approve, return. One person prepares, another approves;
// both times the text is checked, and an item whose elements do not rest on articles in force cannot be
// activated.

#include "catalog/item.h"
#include "catalog/law.h"
#include "identity/person.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

enum class DefinitionKind { Bodies, Hall, Themes, Roles, Law, Calendar, Process, Item };
inline constexpr DefinitionKind kDefinitionKinds[] = {
    DefinitionKind::Bodies, DefinitionKind::Hall,     DefinitionKind::Themes,  DefinitionKind::Roles,
    DefinitionKind::Law,    DefinitionKind::Calendar, DefinitionKind::Process, DefinitionKind::Item};
std::string_view kind_word(DefinitionKind kind);  // bodies hall themes roles law …
std::optional<DefinitionKind> kind_from(std::string_view word);

// `id`: bodies, hall, themes and roles have one definition, named like the kind; a law's is the slug of its
// address.
struct DefinitionDraft {
    DefinitionKind kind = DefinitionKind::Item;
    std::string id;
    std::string text;
    std::string why;  // what was changed, for the one who approves; may be empty
};

// Checks a process bundle {"process":…,"form":…,"text":…} as it would be in force on `on`; handed in by app,
// since casework stands above.
using ProcessCheck = void (*)(const DefinitionDraft& draft, const Surroundings& around, calendar::Date on,
                              Findings& findings);

// What a text is judged by.
struct Judgement {
    const Surroundings& around;
    calendar::Date on;
    int version = 0;  // 0: whatever is written
    ProcessCheck check_process = nullptr;
};
// Everything wrong with the text; no database.
Findings judge_definition(const DefinitionDraft& draft, const Judgement& judgement);

// The desk where definitions are checked: what is active around them, read once and kept until an activation
// changes it. May be used from several threads.
class DefinitionDesk {
public:
    explicit DefinitionDesk(ProcessCheck check_process) : check_process_(check_process) {}

    // Reason for shared_ptr: a reader keeps what it checks against while an activation replaces it.
    base::Result<std::shared_ptr<const Surroundings>> surroundings(const store::Reader& db);
    // Everything wrong with the text as version `version` in force from `on`.
    base::Result<Findings> check(const store::Reader& db, const DefinitionDraft& draft, int version,
                                 calendar::Date on);

private:
    ProcessCheck check_process_;
    std::mutex mutex_;
    std::string stamp_;      // of the activations `around_` was made from
    std::string law_stamp_;  // of the laws among them
    std::shared_ptr<const Surroundings> around_;
};

// One version as stored.
struct DefinitionVersion {
    DefinitionKind kind = DefinitionKind::Item;
    std::string id;
    int version = 0;
    std::string state;  // prepared returned active
    base::Digest text;
    identity::PersonId prepared_by;
    calendar::Instant prepared_at;
    std::int64_t why = 0;  // vault items; 0: none
    identity::PersonId decided_by;
    calendar::Instant decided_at;
    std::int64_t reason = 0;
    calendar::Date effective;
    std::int64_t seq = 0;  // of the event that changed it last
};

// Verbs. Rights: catalog.prepare, catalog.approve.
// Invalid definition.findings {count, first} when something is wrong: check_definition lists it.
base::Result<DefinitionVersion> prepare_definition(identity::Act& act, DefinitionDesk& desk,
                                                   const DefinitionDraft& draft);
// `text` is the digest the approver has read. Conflict definition.same_person, definition.changed_meanwhile.
base::Result<DefinitionVersion> approve_definition(identity::Act& act, DefinitionDesk& desk,
                                                   DefinitionKind kind, std::string_view id,
                                                   const base::Digest& text);
base::Result<> return_definition(identity::Act& act, DefinitionKind kind, std::string_view id,
                                 const base::Digest& text, const base::VaultRef& reason);
// What prepare_definition would find, without writing.
base::Result<Findings> check_definition(const identity::Reading& reading, DefinitionDesk& desk,
                                        const DefinitionDraft& draft);

// What changed between two texts, key by key; rows of lists are matched by their own code. Values are as
// written.
struct TextChange {
    std::string key;            // last key of the path: definition.key.<key> is its word for officials
    std::string place;          // materials.lease.need
    std::string before, after;  // empty: was absent, is absent
};
std::vector<TextChange> compare_texts(std::string_view before, std::string_view after);

std::vector<identity::RightRow> catalog_rights();
std::vector<ledger::EventRow> catalog_events();
// The texts of definition_tables.sql and law_tables.sql.
std::vector<ledger::ProjectionRow> catalog_projections(std::string_view definition_sql,
                                                       std::string_view law_sql);

}  // namespace catalog

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

enum class DefinitionKind { Bodies, Hall, Themes, Roles, Escalation, Law, Calendar, Process, Item };
inline constexpr DefinitionKind kDefinitionKinds[] = {
    DefinitionKind::Bodies,   DefinitionKind::Hall,       DefinitionKind::Themes,
    DefinitionKind::Roles,    DefinitionKind::Escalation, DefinitionKind::Law,
    DefinitionKind::Calendar, DefinitionKind::Process,    DefinitionKind::Item};
std::string_view kind_word(DefinitionKind kind);  // bodies hall themes roles escalation law …
std::optional<DefinitionKind> kind_from(std::string_view word);

// `id`: bodies, hall, themes, roles and escalation have one definition, named like the kind; a law's is the
// slug of its address.
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

// Plays what a process brings along to prove itself, among the processes in force; handed in by app. It may
// take seconds. What it finds are findings, an error is one of the office.
using ProcessTrial = base::Result<Findings> (*)(const DefinitionDraft& draft, const Surroundings& around);

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
// or a change of the roster, and what trials found. May be used from several threads.
class DefinitionDesk {
public:
    // `try_process` may be null: then nothing is tried out.
    explicit DefinitionDesk(ProcessCheck check_process, ProcessTrial try_process = nullptr)
        : check_process_(check_process), try_process_(try_process) {}
    void set_hall(std::string body) { hall_ = std::move(body); }  // before anything is asked

    // Reason for shared_ptr: a reader keeps what it checks against while an activation replaces it.
    base::Result<std::shared_ptr<const Surroundings>> surroundings(const store::Reader& db);
    // Plays the scenarios of a process that is otherwise in order, one process at a time; nothing for other
    // kinds. Slow: before an act, never in one. What was found is kept for check() until the text or a
    // process in force changes.
    base::Result<> try_out(const store::Reader& db, const DefinitionDraft& draft, calendar::Date on);
    // Everything wrong with the text as version `version` in force from `on`. definition.not_tried: a
    // process that try_out() has not seen.
    base::Result<Findings> check(const store::Reader& db, const DefinitionDraft& draft, int version,
                                 calendar::Date on);

private:
    using Around = std::shared_ptr<const Surroundings>;
    base::Result<Around> with_roster(const store::Reader& db, Around around) const;
    base::Result<Around> surroundings_of(const store::Reader& db, DefinitionKind kind);
    std::optional<Findings> tried(const base::Digest& trial) const;

    ProcessCheck check_process_;
    ProcessTrial try_process_;
    std::string hall_;
    mutable std::mutex mutex_;
    std::mutex trial_;       // one at a time
    std::string stamp_;      // of the activations `around_` was made from
    std::string law_stamp_;  // of the laws among them
    Around around_;
    std::vector<std::pair<base::Digest, Findings>> tried_;  // the newest last
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

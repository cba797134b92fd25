#pragma once
// All SQL about definitions.

#include "catalog/definition.h"

namespace catalog {

base::Result<> project_definition(store::Tx& tx, const ledger::Entry& entry);

base::Result<int> last_active_version(const store::Reader& db, DefinitionKind kind,
                                      std::string_view id);  // 0: none
base::Result<std::optional<DefinitionVersion>> find_waiting(const store::Reader& db, DefinitionKind kind,
                                                            std::string_view id);
base::Result<std::optional<DefinitionVersion>> find_version(const store::Reader& db, DefinitionKind kind,
                                                            std::string_view id, int version);
// The latest version of whatever carries this id, waiting or not.
base::Result<std::optional<DefinitionVersion>> find_latest(const store::Reader& db, std::string_view id);
base::Result<std::vector<DefinitionVersion>> list_versions(const store::Reader& db, DefinitionKind kind,
                                                           std::string_view id,
                                                           int limit);  // newest first
// The latest version of each definition, waiting ones first; `kind` empty: of every kind.
base::Result<std::vector<DefinitionVersion>> list_definitions(const store::Reader& db,
                                                              std::optional<DefinitionKind> kind, int limit);

// What is in force on a day, with its text.
struct ActiveText {
    DefinitionVersion version;
    std::string text;
};
base::Result<std::vector<ActiveText>> list_active(const store::Reader& db, DefinitionKind kind,
                                                  calendar::Date day);
// What was in force right after the entry `seq`, whatever its first day.
base::Result<std::vector<ActiveText>> list_active_until(const store::Reader& db, DefinitionKind kind,
                                                        std::int64_t seq);
base::Result<std::vector<DefinitionVersion>> list_active_versions(const store::Reader& db,
                                                                  DefinitionKind kind, calendar::Date day);
base::Result<std::string> shelved_text(const store::Reader& db, const base::Digest& digest);  // NotFound
// permit@5 names a version, permit the latest one. NotFound definition.not_found.
base::Result<DefinitionVersion> find_asked(const store::Reader& db, std::string_view asked);
// The active version that has this text.
base::Result<std::optional<DefinitionVersion>> find_by_text(const store::Reader& db,
                                                            const base::Digest& digest);
// The last entry that changed a definition or brought a law; 0: none yet.
base::Result<std::int64_t> last_change(const store::Reader& db);
// Changes with every activation of bodies, themes, laws or processes.
base::Result<std::string> activation_stamp(const store::Reader& db);
// Changes with every activation of a law.
base::Result<std::string> law_stamp(const store::Reader& db);

}  // namespace catalog

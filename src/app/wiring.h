#pragma once
// The wiring table: which module plugs what into which socket. Nothing registers itself, so these tables are
// complete, closed at start and printable (`sunroom routes|events|modules`).

#include "app/house.h"
#include "casework/effect.h"
#include "catalog/definition.h"
#include "catalog/passage_follow.h"
#include "identity/person.h"
#include "ledger/journal.h"
#include "web/site.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace app {

class Node;

std::vector<ledger::EventRow> all_events();
std::vector<ledger::ProjectionRow> all_projections(const web::Files& files);  // texts of src/*_tables.sql
std::vector<identity::RightRow> all_rights();
std::vector<casework::EffectRow> all_effects();
std::vector<catalog::PassageSource> all_passages();  // what the search finds
// Licences of a body in a span of days: services keeps them, the annual report on disclosure counts them.
base::Result<std::int64_t> licences_issued(const store::Reader& db, const std::string& office,
                                           calendar::Date from, calendar::Date to);
// Reason for shared_ptr: the house keeps rooms whose type only wiring.cpp knows.
std::shared_ptr<Rooms> make_rooms(web::Site& site, Node& node, const std::string& address);
// What was published since is put with the standard catalogues; how many documents.
base::Result<int> sort_published(Rooms& rooms, Node& node);
catalog::PassageFollower& passages_of(Rooms& rooms);
base::Result<std::string> inspect_own_site(Rooms& rooms, Node& node);  // JSON
void add_all_pages(Rooms& rooms);                                      // templates and routes of every module
// What can be told without walking and playing; those are tried out (process_trial).
void check_process_draft(const catalog::DefinitionDraft& draft, const catalog::Surroundings& around,
                         calendar::Date on, catalog::Findings& findings);

// The module table as the build wrote it: name|uses|pages_use|mounts, one line a module.
std::string_view module_table();
// Where each cited article acts: "许可法 32(4)\tsrc/casework/case.cpp:41", GAPs included; written by
// tools/cite.mjs.
std::string_view citation_table();

}  // namespace app

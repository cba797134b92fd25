#include "app/wiring.h"

#include "app/node.h"
#include "casework/case_events.h"
#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "casework/process_bundle.h"
#include "services/rating.h"
#include "services/result.h"

namespace app {

namespace {

template <class Row>
void append(std::vector<Row>& all, std::vector<Row> some) {
    for (Row& row : some) all.push_back(std::move(row));
}

std::string_view tables(const web::Files& files, std::string_view path) {
    const web::File* file = files.find(path);
    CHECK(file != nullptr);  // carried by the build
    return file->bytes;
}

}  // namespace

std::vector<ledger::EventRow> all_events() {
    std::vector<ledger::EventRow> all;
    append(all, identity::identity_events());
    append(all, catalog::catalog_events());
    append(all, casework::casework_events());
    append(all, services::services_events());
    return all;
}

std::vector<ledger::ProjectionRow> all_projections(const web::Files& files) {
    std::vector<ledger::ProjectionRow> all;
    append(all, identity::identity_projections(tables(files, "src/identity/identity_tables.sql")));
    append(all, catalog::catalog_projections(tables(files, "src/catalog/definition_tables.sql"),
                                             tables(files, "src/catalog/law_tables.sql")));
    append(all, casework::casework_projections(tables(files, "src/casework/case_tables.sql")));
    append(all, services::services_projections(tables(files, "src/services/services_tables.sql")));
    return all;
}

std::vector<identity::RightRow> all_rights() {
    std::vector<identity::RightRow> all;
    append(all, identity::identity_rights());
    append(all, catalog::catalog_rights());
    append(all, casework::casework_rights());
    append(all, services::services_rights());
    return all;
}

std::vector<casework::EffectRow> all_effects() { return services::services_effects(); }

void check_process_bundle(std::string_view bundle, std::string_view id, catalog::Findings& findings) {
    std::vector<std::string_view> effects;
    for (const casework::EffectRow& row : all_effects()) effects.push_back(row.name);
    casework::check_bundle(bundle, id, effects, findings);
}

}  // namespace app

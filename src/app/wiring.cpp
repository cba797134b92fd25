#include "app/wiring.h"

#include "app/body_news.h"
#include "app/node.h"
#include "casework/case_events.h"
#include "casework/case_pages.h"
#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "casework/figure_store.h"
#include "casework/process_bundle.h"
#include "catalog/catalog_pages.h"
#include "catalog/law_store.h"
#include "disclosure/annual_pages.h"
#include "disclosure/disclosure.h"
#include "disclosure/disclosure_pages.h"
#include "disclosure/document_passages.h"
#include "disclosure/document_store.h"
#include "disclosure/gov_model_pages.h"
#include "disclosure/inspection_pages.h"
#include "services/rating.h"
#include "services/result.h"
#include "services/result_store.h"
#include "services/services_pages.h"
#include "supervision/board_pages.h"
#include "supervision/lead.h"
#include "supervision/rights.h"

#include <array>

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
    append(all, disclosure::disclosure_events());
    append(all, services::services_events());
    append(all, supervision::supervision_events());
    return all;
}

std::vector<ledger::ProjectionRow> all_projections(const web::Files& files) {
    std::vector<ledger::ProjectionRow> all;
    append(all, identity::identity_projections(tables(files, "src/identity/identity_tables.sql")));
    append(all, catalog::catalog_projections(tables(files, "src/catalog/definition_tables.sql"),
                                             tables(files, "src/catalog/law_tables.sql")));
    append(all, casework::casework_projections(tables(files, "src/casework/case_tables.sql")));
    append(all, disclosure::disclosure_projections([&](std::string_view name) {
               return tables(files, "src/disclosure/" + std::string(name) + "_tables.sql");
           }));
    append(all, services::services_projections(tables(files, "src/services/services_tables.sql")));
    append(all,
           supervision::supervision_projections(tables(files, "src/supervision/supervision_tables.sql")));
    return all;
}

std::vector<identity::RightRow> all_rights() {
    std::vector<identity::RightRow> all;
    append(all, identity::identity_rights());
    append(all, catalog::catalog_rights());
    append(all, casework::casework_rights());
    append(all, disclosure::disclosure_rights());
    append(all, services::services_rights());
    append(all, supervision::supervision_rights());
    return all;
}

std::vector<casework::EffectRow> all_effects() {
    std::vector<casework::EffectRow> all;
    append(all, casework::casework_effects());
    append(all, disclosure::disclosure_effects());
    append(all, services::services_effects());
    append(all, supervision::supervision_effects());
    return all;
}

std::vector<catalog::PassageSource> all_passages() {
    std::vector<catalog::PassageSource> all;
    append(all, catalog::catalog_passages());
    append(all, disclosure::disclosure_passages());
    return all;
}

namespace {

// Services keeps the ratings, supervision shows them; neither includes the other.
base::Result<std::array<std::int64_t, 6>> ratings_by_level(const store::Reader& db, calendar::Date from,
                                                           calendar::Date to) {
    const services::RatingCounts counts = TRY(services::count_ratings(db, from, to));
    std::array<std::int64_t, 6> levels{};
    for (std::size_t level = 1; level < levels.size(); ++level) levels[level] = counts.by_level[level];
    return levels;
}

// Casework knows which version a matter goes by, catalog shows it.
base::Result<std::int64_t> open_matters(const identity::Reading& reading, catalog::DefinitionKind kind,
                                        const base::Digest& text) {
    if (kind == catalog::DefinitionKind::Item) return casework::count_open_under_guide(reading.db, text);
    if (kind == catalog::DefinitionKind::Process) return casework::count_open_under_process(reading.db, text);
    return 0;
}

}  // namespace

// 公开条例 20(5).
base::Result<std::int64_t> licences_issued(const store::Reader& db, const std::string& office,
                                           calendar::Date from, calendar::Date to) {
    services::ResultQuestion question;
    question.office = office, question.from = from, question.to = to;
    return services::count_published(db, question);
}

namespace {

// The newest of three columns for the front page.
base::Result<std::vector<services::NewsBox>> front_page_news(const disclosure::DisclosureRoom& room,
                                                             const identity::Reading& reading,
                                                             const web::Request& request) {
    std::vector<services::NewsBox> boxes;
    for (disclosure::ColumnBox& column : TRY(disclosure::leading_columns(room, reading, request))) {
        services::NewsBox& box = boxes.emplace_back();
        box.name = std::move(column.name);
        box.url = std::move(column.url);
        for (disclosure::DocumentLine& line : column.documents)
            box.lines.push_back({line.title, line.url, line.date.substr(5), line.date_iso});
    }
    return boxes;
}

// A matter of publication is about a document, which disclosure keeps.
std::string document_url(const identity::Reading& reading, const std::string& number) {
    const auto edition = disclosure::find_edition_of(reading.db, number);
    return edition.ok() && edition.value() ? "/documents/" + edition.value()->document : std::string();
}

}  // namespace

struct Rooms {
    Rooms(web::Site& all, Node& node, const std::string& address)
        : site(all),
          passages(node.data(), all_passages()),
          catalog{node.catalogue(), node.desk(), laws, passages, body_news(node), open_matters},
          casework{all, node.practice(), {}, address, &node.desk(), document_url},
          disclosure(disclosure::open_room(all, node.practice(), node.vault(), address)),
          services{all,
                   node.practice(),
                   asks,
                   node.vault(),
                   address,
                   [this](const identity::Reading& reading, const web::Request& request) {
                       return front_page_news(disclosure, reading, request);
                   }},
          supervision{all, node.practice(), ratings_by_level, {}},
          annual(disclosure::open_annual_room(all, node.practice(), licences_issued)) {}
    web::Site& site;
    catalog::LawTexts laws;
    catalog::PassageFollower passages;
    catalog::CatalogRoom catalog;
    casework::CasePages casework;
    disclosure::DisclosureRoom disclosure;
    services::AskShelf asks;
    services::Rooms services;
    supervision::BoardPages supervision;
    disclosure::AnnualRoom annual;
};

// Reason for shared_ptr: the house keeps rooms whose type only this file knows.
std::shared_ptr<Rooms> make_rooms(web::Site& site, Node& node, const std::string& address) {
    return std::make_shared<Rooms>(site, node, address);
}

base::Result<int> sort_published(Rooms& rooms, Node& node) {
    const auto roll = disclosure::duty_roll(*node.catalogue().current());
    return node.registrar().perform<int>(identity::system_clock_actor(), [&](identity::Act& act) {
        return disclosure::sort_published(act, rooms.disclosure.duties, roll);
    });
}

catalog::PassageFollower& passages_of(Rooms& rooms) {
    return rooms.passages;
}

base::Result<std::string> inspect_own_site(Rooms& rooms, Node& node) {
    return node.registrar().read<std::string>(
        identity::nobody(), [&](const identity::Reading& reading) -> base::Result<std::string> {
            return disclosure::inspection_json(TRY(disclosure::inspect_site(rooms.disclosure, reading)));
        });
}

void add_all_pages(Rooms& rooms) {
    web::Site& site = rooms.site;
    site.add_routes(web::site_routes(site));
    site.add_routes(catalog::catalog_routes(site, rooms.catalog));
    casework::add_casework_pages(site);
    site.add_routes(casework::casework_routes(rooms.casework));
    disclosure::add_disclosure_pages(site);
    site.add_routes(disclosure::disclosure_routes(rooms.disclosure));
    services::add_services_pages(site);
    site.add_routes(services::services_routes(rooms.services));
    supervision::add_supervision_pages(site);
    site.add_routes(supervision::supervision_routes(rooms.supervision));
    disclosure::add_annual_pages(site);
    site.add_routes(disclosure::annual_routes(rooms.annual));
}

void check_process_draft(const catalog::DefinitionDraft& draft, const catalog::Surroundings& around,
                         calendar::Date on, catalog::Findings& findings) {
    static const std::vector<casework::ClockDuty> duties = [] {
        for (const web::File& file : web::carried_files()) {
            if (file.path == "docs/law/duties.json") return casework::read_clock_duties(file.bytes);
        }
        return std::vector<casework::ClockDuty>();
    }();
    std::vector<std::string_view> effects;
    for (const casework::EffectRow& row : all_effects()) effects.push_back(row.name);
    casework::check_bundle(draft.text, draft.id, {around, on, effects, duties}, findings);
}

}  // namespace app

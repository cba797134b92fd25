#pragma once
// For tests of casework and the rooms above: a whole office with its matters, and a site that is asked
// without a socket.

#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "catalog/test_office.h"
#include "identity/person_store.h"
#include "web/test_files.h"

#include "visitor.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace casework {

// 清溪县 in a temporary folder with its matters, the real templates and texts, and a site that is asked
// without a socket.
class TestCounter {
public:
    // `mount` adds pages and routes before the start.
    explicit TestCounter(const std::function<void(web::Site&, const Practice&)>& mount,
                         catalog::OfficeRows room = {})
        : office_{with_casework(std::move(room), tables_)} {
        office_.read_files();
        auto loaded = office_.load();
        EXPECT_TRUE(loaded.ok()) << loaded.error().text_key() << " " << loaded.error().detail();
        EXPECT_TRUE(keeper_.reload(*office_.reader(), office_.clock.now().date()).ok());
        auto texts = web::Texts::load(files_);
        EXPECT_TRUE(texts.ok()) << (texts.ok() ? "" : texts.error().detail());
        texts_ = std::move(texts).value();
        web::SiteOptions options;
        options.county = "清溪县";
        options.county_en = "Qingxi County";
        options.form_secret = std::string(32, 'f');
        options.access_log = web::AccessLog::Off;
        options.roles = keeper_.current()->roles;
        site_ = std::make_unique<web::Site>(options, files_, texts_, office_.registrar());
        visitor_ = std::make_unique<web::Visitor>(*site_);
        mount(*site_, practice_);
        const auto started = site_->start();
        EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().detail());
    }

    catalog::TestOffice& office() { return office_; }
    const Practice& practice() const { return practice_; }
    const catalog::Catalogue& catalogue() { return *(snapshot_ = keeper_.current()); }

    // The n-th official with this role at this body.
    identity::Official official(std::string_view role, std::string_view body, int n = 0) {
        const auto officials = identity::list_officials(*office_.reader()).value();
        for (const identity::Official& one : officials) {
            for (const identity::RoleRow& held : one.roles) {
                if (held.role == role && held.body == body && n-- == 0) return one;
            }
        }
        ADD_FAILURE() << "nobody is " << role << " at " << body;
        return {};
    }
    // A matter of an item, filed at the window with all its papers.
    std::string file(const catalog::ServiceItem& item, const std::string& name = "李禾") {
        NewCase wanted;
        wanted.channel = "web";
        wanted.applicant_kind = "person";
        wanted.applicant_name = name;
        wanted.applicant_number = "11010519491231002X";
        wanted.applicant =
            R"({"name":")" + name +
            R"(","number":"11010519491231002X","phone":"13800000000","address":"清溪县城关镇政通路 1 号"})";
        wanted.answers = "{}";
        wanted.delivery = "window";
        for (const auto& material : item.materials) {
            wanted.materials.push_back(
                {material.id, "electronic",
                 R"({"name":"a.pdf","type":"application/pdf","size":5,"bytes":"JVBERi0="})"});
        }
        const auto filed = office_.registrar().perform<Filed>(identity::nobody(), [&](identity::Act& act) {
            return file_case(act, practice_, item.code, wanted);
        });
        EXPECT_TRUE(filed.ok()) << filed.error().text_key();
        return filed.ok() ? filed.value().number : std::string();
    }
    catalog::ItemPtr item_of(std::string_view process) {
        for (const auto& [code, item] : keeper_.current()->items) {
            if (item->process == process && item->status == 1) return item;
        }
        return nullptr;
    }

    // From here on this official asks; no official: a visitor.
    void come_in(const identity::Official& official) { visitor_->come_in(official.person); }
    web::Visitor& visitor() { return *visitor_; }
    http::Response get(const std::string& target) { return visitor_->get(target); }
    http::Response post(const std::string& target, const std::string& form) {
        return visitor_->post(target, form);
    }
    http::Response call(http::Method method, const std::string& target, const std::string& json = {}) {
        return visitor_->call(method, target, json);
    }

private:
    static catalog::OfficeRows with_casework(catalog::OfficeRows room, const std::string& tables) {
        for (ledger::EventRow& row : casework_events()) room.events.push_back(std::move(row));
        for (ledger::ProjectionRow& row : casework_projections(tables))
            room.projections.push_back(std::move(row));
        return room;
    }
    const std::string tables_ = catalog::file_text("src/casework/case_tables.sql");
    catalog::TestOffice office_;
    catalog::CatalogueKeeper keeper_;
    Practice practice_{
        keeper_,
        {{"issue_result", "Nothing.",
          [](identity::Act&, const EffectContext&) -> base::Result<> { return base::Done{}; }}},
        "029"};
    std::shared_ptr<const catalog::Catalogue> snapshot_;  // reason: what catalogue() handed out stays
    web::OwnFiles files_;
    web::Texts texts_;
    std::unique_ptr<web::Site> site_;
    std::unique_ptr<web::Visitor> visitor_;
};

}  // namespace casework

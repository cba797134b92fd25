#pragma once
// For tests of catalog only: a whole office in a temporary folder (store, ledger, identity, catalog), with a
// moved clock, a fixed seed, two editors and an approver, and the carried files read from the source tree.

#include "base/file.h"
#include "catalog/catalogue.h"
#include "catalog/county_load.h"
#include "catalog/law_import.h"
#include "store/migrations.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace catalog {

inline std::string file_text(const std::string& path) {
    auto text = base::read_file(path);
    return text.ok() ? text.value() : std::string();
}

// What a module above adds to the office.
struct OfficeRows {
    std::vector<ledger::EventRow> events;
    std::vector<ledger::ProjectionRow> projections;
};

class TestOffice {
public:
    explicit TestOffice(OfficeRows more = {}) : folder_(fresh_folder()) {
        auto tx = store::Tx::open(path());
        CHECK(tx.ok());
        CHECK(store::migrate(tx.value(), migrations()).ok());
        auto events = identity::identity_events();
        for (auto& row : catalog_events()) events.push_back(std::move(row));
        projection_texts_ = {file_text("src/identity/identity_tables.sql"),
                             file_text("src/catalog/definition_tables.sql"),
                             file_text("src/catalog/law_tables.sql")};
        auto projections = identity::identity_projections(projection_texts_[0]);
        for (auto& row : catalog_projections(projection_texts_[1], projection_texts_[2]))
            projections.push_back(row);
        for (auto& row : more.events) events.push_back(std::move(row));
        for (auto& row : more.projections) projections.push_back(std::move(row));
        journal_ =
            std::make_unique<ledger::Journal>(std::move(events), std::move(projections), "999921", *entropy_);
        CHECK(journal_->open(tx.value()).ok());
        keys_ = std::make_unique<store::Keys>(store::Keys::from_master(std::string(32, 'k'), "intl").value());
        vault_ = std::make_unique<store::Vault>(*keys_, (folder_ / "blobs").string());
        office_ =
            std::make_unique<identity::Office>(identity::Office{*vault_, *entropy_, *journal_, "999921"});
        writer_ = std::make_unique<ledger::Writer>(std::move(tx).value(), *journal_, clock);
        registrar_ = std::make_unique<identity::Registrar>(*writer_, *office_, clock, path());
    }
    ~TestOffice() {
        registrar_.reset();
        writer_.reset();
        std::filesystem::remove_all(folder_);
    }

    static identity::Actor official(std::int64_t person, std::vector<std::string> rights) {
        identity::Actor actor;
        actor.person = identity::PersonId(person);
        actor.is_staff = true;
        actor.body = "029";
        for (std::string& right : rights) actor.grants.push_back({std::move(right), "029", "editor", 0});
        return actor;
    }
    identity::Actor editor = official(206, {"catalog.prepare", "catalog.import"});
    identity::Actor approver = official(208, {"catalog.approve"});
    identity::Actor both = official(209, {"catalog.prepare", "catalog.approve"});

    identity::Registrar& registrar() { return *registrar_; }
    ledger::Journal& journal() { return *journal_; }
    // A verb as one act of `who`.
    template <class T>
    base::Result<T> act(const identity::Actor& who,
                        const std::function<base::Result<T>(identity::Act&)>& work) {
        return registrar_->perform<T>(who, work);
    }
    std::string bytes_of(std::string_view wanted) const {
        for (const auto& [path, bytes] : files_) {
            if (path == wanted) return bytes;
        }
        return {};
    }
    std::string path() const { return (folder_ / "office.db").string(); }
    std::unique_ptr<store::Reader> reader() {
        return std::make_unique<store::Reader>(store::Reader::open(path()).value());
    }

    // Definitions and the county's files as the program carries them, with plain processes where none is
    // written yet.
    void read_files() {
        for (const std::string root : {"definitions", "counties/qingxi"}) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
                if (entry.is_regular_file())
                    add_file(entry.path().generic_string(), file_text(entry.path().string()));
            }
        }
        for (const std::string id : {"permit", "permit-instant", "permit-joint"}) {
            const std::string file = "definitions/processes/" + id + "/process.json";
            const bool written =
                std::any_of(files_.begin(), files_.end(), [&](const auto& one) { return one.first == file; });
            if (!written) add_file(file, "{\"id\":\"" + id + "\",\"version\":1}\n");
        }
        std::sort(files_.begin(), files_.end());
    }
    void add_file(std::string path, std::string bytes) {
        files_.emplace_back(std::move(path), std::move(bytes));
    }
    std::vector<CarriedFile> carried() const {
        std::vector<CarriedFile> list;
        for (const auto& [path, bytes] : files_) list.push_back({path, bytes});
        return list;
    }
    base::Result<CountyReport> load() {
        identity::Actor operator_actor = identity::office_actor("load-county");
        operator_actor.grants.push_back({"identity.manage", "", "operator", 0});
        return load_county(*registrar_, desk, {editor, approver, operator_actor}, carried(), "qingxi");
    }

    calendar::MovedClock clock{calendar::Instant::parse("2026-03-02T09:00:00+08:00").value()};
    DefinitionDesk desk{nullptr};

private:
    static std::filesystem::path fresh_folder() {
        static int counter = 0;
        auto folder = std::filesystem::temp_directory_path() /
                      ("sunroom-catalog-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(folder);
        return folder;
    }
    static std::vector<store::Migration> migrations() {
        std::vector<store::Migration> found;
        for (const auto& entry : std::filesystem::directory_iterator("migrations")) {
            const std::string name = entry.path().filename().string();
            found.push_back(store::migration_of(name, file_text(entry.path().string())).value());
        }
        std::sort(found.begin(), found.end(),
                  [](const auto& a, const auto& b) { return a.number < b.number; });
        return found;
    }

    std::filesystem::path folder_;
    std::unique_ptr<base::Entropy> entropy_ = base::seeded_entropy(7);
    std::vector<std::string> projection_texts_;
    std::unique_ptr<ledger::Journal> journal_;
    std::unique_ptr<store::Keys> keys_;
    std::unique_ptr<store::Vault> vault_;
    std::unique_ptr<identity::Office> office_;
    std::unique_ptr<ledger::Writer> writer_;
    std::unique_ptr<identity::Registrar> registrar_;
    std::vector<std::pair<std::string, std::string>> files_;
};

}  // namespace catalog

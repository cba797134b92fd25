#pragma once
// A node: one data directory with its database, files and master key, and everything that runs on it:
// journal, writer, registrar, catalogue. Commands, the server and the tests open the same Node.

#include "app/process_trial.h"
#include "base/config.h"
#include "base/entropy.h"
#include "casework/practice.h"
#include "catalog/catalogue.h"
#include "identity/registrar.h"
#include "web/files.h"

#include <memory>
#include <optional>
#include <string>

namespace app {

enum class Create { Never, IfAbsent };

struct NodeOptions {
    std::string data;  // the directory
    Create create = Create::Never;
    const web::Files* files = nullptr;  // carried files: tables, definitions, pages
    const calendar::Clock* clock = nullptr;
    base::Entropy* entropy = nullptr;
    ledger::Elapsed elapsed = {};  // of a node that runs for long
    store::Sync sync = store::Sync::EachCommit;
    catalog::ProcessTrial trial = &try_process;  // of what is prepared; null: nothing is tried
};

class Node {
public:
    // NotFound node.no_data when the directory holds no node; Conflict node.in_use when another process
    // serves it.
    static base::Result<std::unique_ptr<Node>> open(const NodeOptions& options);
    ~Node();

    identity::Registrar& registrar() { return *registrar_; }
    catalog::CatalogueKeeper& catalogue() { return keeper_; }
    catalog::DefinitionDesk& desk() { return desk_; }
    casework::Practice& practice() { return *practice_; }
    ledger::Journal& journal() { return *journal_; }
    const store::Vault& vault() const { return *vault_; }
    const store::Keys& keys() const { return *keys_; }
    const base::Config& config() const { return *config_; }
    const web::Files& files() const { return *options_.files; }
    const calendar::Clock& clock() const { return *options_.clock; }
    const std::string& data() const { return options_.data; }
    std::string database_path() const { return options_.data + "/sunroom.db"; }

    base::Result<> reload_catalogue();
    base::Result<bool> refresh_catalogue();  // reloads when something changed, or the day; true when it did

    explicit Node(const NodeOptions& options);  // opens nothing; use open()

private:
    base::Result<> prepare_directory();
    base::Result<> read_config();
    base::Result<> open_books();

    NodeOptions options_;
    int lock_ = -1;
    std::optional<base::Config> config_;
    std::optional<store::Keys> keys_;
    std::optional<store::Vault> vault_;
    std::optional<ledger::Journal> journal_;
    std::optional<identity::Office> office_;
    std::optional<ledger::Writer> writer_;
    std::optional<identity::Registrar> registrar_;
    catalog::CatalogueKeeper keeper_;
    catalog::DefinitionDesk desk_;
    std::optional<casework::Practice> practice_;
};

// Writes sunroom.toml of a county into a fresh data directory; never overwrites.
base::Result<> write_first_config(const std::string& data, std::string_view toml);

}  // namespace app

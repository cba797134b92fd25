#include "app/node.h"

#include "app/settings.h"
#include "app/wiring.h"
#include "base/file.h"
#include "store/migrations.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

namespace {

bool exists(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0;
}

base::Result<std::string> master_key(const std::string& path, base::Entropy& entropy) {
    if (!exists(path)) TRY(base::write_file_synced(path, entropy.bytes(32), 0600));
    std::string key = TRY(base::read_file(path, 64));
    if (key.size() != 32) return base::Error(base::ErrorCode::Corrupt, "node.bad_key", path);
    return key;
}

base::Result<std::vector<store::Migration>> carried_migrations(const web::Files& files) {
    std::vector<store::Migration> found;
    for (const std::string_view path : files.under("migrations")) {
        if (!path.ends_with(".sql")) continue;
        found.push_back(TRY(store::migration_of(path.substr(path.rfind('/') + 1), files.find(path)->bytes)));
    }
    return found;
}

}  // namespace

Node::Node(const NodeOptions& options) : options_(options), desk_(&check_process_draft, options.trial) {}

Node::~Node() {
    registrar_.reset();
    writer_.reset();  // answers what waits
    if (lock_ >= 0) ::close(lock_);
}

base::Result<std::unique_ptr<Node>> Node::open(const NodeOptions& options) {
    CHECK(options.files != nullptr && options.clock != nullptr && options.entropy != nullptr);
    auto node = std::make_unique<Node>(options);
    TRY(node->prepare_directory());
    TRY(node->read_config());
    TRY(node->open_books());
    TRY(node->reload_catalogue());
    return node;
}

base::Result<> Node::prepare_directory() {
    if (!exists(database_path())) {
        if (options_.create == Create::Never) {
            return base::Error(base::ErrorCode::NotFound, "node.no_data", options_.data)
                .with("data", options_.data);
        }
        ::mkdir(options_.data.c_str(), 0700);  // may exist already
    }
    // One process a directory: there is one writer.
    lock_ = ::open((options_.data + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0)
        return base::Error(base::ErrorCode::Unavailable, "node.cannot_write", options_.data)
            .with("data", options_.data);
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        return base::Error(base::ErrorCode::Conflict, "node.in_use", options_.data)
            .with("data", options_.data);
    }
    return base::Done{};
}

base::Result<> Node::read_config() {
    const std::string path = options_.data + "/sunroom.toml";
    const std::string toml = exists(path) ? TRY(base::read_file(path, 1u << 20)) : std::string();
    config_ = TRY(base::Config::parse(toml, known_settings(), environment_settings()));
    const std::string key = TRY(master_key(options_.data + "/node.key", *options_.entropy));
    keys_ = TRY(store::Keys::from_master(key, config_->text("crypto", "profile")));
    return base::Done{};
}

base::Result<> Node::open_books() {
    const std::string& region = config_->text("county", "region");
    vault_.emplace(*keys_, options_.data + "/files");
    journal_.emplace(all_events(), all_projections(*options_.files), region, *options_.entropy);
    auto tx = TRY(store::Tx::open(database_path(), options_.sync));
    const auto migrations = TRY(carried_migrations(*options_.files));
    TRY(store::migrate(tx, migrations));
    TRY(journal_->open(tx));
    office_.emplace(identity::Office{*vault_, *options_.entropy, *journal_, region});
    writer_.emplace(std::move(tx), *journal_, *options_.clock, options_.elapsed);
    registrar_.emplace(*writer_, *office_, *options_.clock, database_path());
    desk_.set_hall(config_->text("county", "hall_body"));
    practice_.emplace(keeper_, all_effects(), config_->text("county", "hall_body"));
    return base::Done{};
}

base::Result<> Node::reload_catalogue() {
    auto reader = TRY(registrar_->lend());
    auto done = keeper_.reload(*reader, options_.clock->now().date());
    registrar_->give_back(std::move(reader));
    return done;
}

base::Result<bool> Node::refresh_catalogue() {
    auto reader = TRY(registrar_->lend());
    auto changed = keeper_.refresh(*reader, options_.clock->now().date());
    registrar_->give_back(std::move(reader));
    return changed;
}

base::Result<> write_first_config(const std::string& data, std::string_view toml) {
    ::mkdir(data.c_str(), 0700);
    const std::string path = data + "/sunroom.toml";
    if (exists(path)) return base::Done{};
    return base::write_file_synced(path, toml, 0600);
}

}  // namespace app

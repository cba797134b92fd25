#include "app/house.h"

#include "app/wiring.h"
#include "base/log.h"
#include "casework/calendar_change.h"
#include "casework/case_verbs.h"
#include "identity/sign_in.h"
#include "services/draft.h"

#include <chrono>

namespace app {

namespace {

constexpr int kDeemedPerMinute = 60;
constexpr int kSortingRounds = 20;
constexpr std::chrono::milliseconds kFollowEvery{200};

// www.qingxi.example of https://www.qingxi.example:8443/.
std::string domain_of(const std::string& address) {
    const std::size_t scheme = address.find("://");
    const std::size_t from = scheme == std::string::npos ? 0 : scheme + 3;
    return address.substr(from, address.find_first_of(":/", from) - from);
}

web::SiteOptions site_options(const Node& node, const std::string& address,
                              const std::vector<identity::RoleDefinition>& roles) {
    web::SiteOptions options;
    options.site_domain = domain_of(address);
    options.site_code = node.config().text("site", "code");
    options.icp = node.config().text("site", "icp");
    options.police_record = node.config().text("site", "police_record");
    options.county = node.config().text("county", "name");
    options.county_en = node.config().text("county", "name_en");
    options.form_secret = node.keys().keyed_digest("form tokens", "site").view();
    options.transport = node.config().flag("site", "tls") ? web::Transport::Tls : web::Transport::Plain;
    options.access_log = node.config().flag("site", "access_log") ? web::AccessLog::On : web::AccessLog::Off;
    options.setup_body = node.config().text("county", "hall_body");
    options.roles = roles;
    return options;
}

// A fresh county has no roles yet; the carried ones open the first door.
base::Result<std::vector<identity::RoleDefinition>> roles_of(Node& node) {
    const auto catalogue = node.catalogue().current();
    if (!catalogue->roles.empty()) return catalogue->roles;
    const web::File* carried = node.files().find("counties/qingxi/roles.json");
    CHECK(carried != nullptr);
    return identity::parse_roles(carried->bytes);
}

}  // namespace

House::~House() {
    {
        const std::lock_guard lock(leaving_mutex_);
        leaving_ = true;
    }
    left_.notify_all();
    if (following_.joinable()) following_.join();
}

base::Result<std::unique_ptr<House>> House::open(Node& node, const std::string& address) {
    auto house = std::make_unique<House>(node);
    house->texts_ = std::make_unique<web::Texts>(TRY(web::Texts::load(node.files())));
    const auto roles = TRY(roles_of(node));
    house->site_ = std::make_unique<web::Site>(site_options(node, address, roles), node.files(),
                                               *house->texts_, node.registrar());
    house->rooms_ = make_rooms(*house->site_, node, address);
    add_all_pages(*house->rooms_);
    house->site_->add_check({"writer", [&node]() -> base::Result<> {
                                 if (!node.registrar().writer().stopped()) return base::Done{};
                                 return base::Error(base::ErrorCode::Unavailable, "error.unavailable",
                                                    "writer stopped");
                             }});
    house->site_->add_check({"clock", [&node]() -> base::Result<> {
                                 if (node.registrar().writer().clock_is_right()) return base::Done{};
                                 return base::Error(base::ErrorCode::Unavailable, "error.unavailable",
                                                    "the clock is wrong, acts are refused");
                             }});
    TRY(house->site_->start());
    return house;
}

base::Result<std::string> House::inspect() {
    return inspect_own_site(*rooms_, node_);
}

void House::tick() {
    const std::int64_t now = node_.clock().now().seconds();
    take_over_changes(now);
    if (!following_.joinable()) follow_passages();
    if (now / 60 != last_minute_) {
        last_minute_ = now / 60;
        each_minute();
    }
    if (now / 3600 != last_hour_) {
        last_hour_ = now / 3600;
        each_hour();
    }
}

// A definition was activated, a law imported, a day began: every page and every new application goes by it
// now.
void House::take_over_changes(std::int64_t now) {
    if (now / 60 == minute_of_failure_) return;
    const auto changed = node_.refresh_catalogue();
    if (!changed.ok()) {
        minute_of_failure_ = now / 60;  // read whole each time: not tried every second
        base::log(base::LogLevel::Error, "the catalogue did not load", {{"why", changed.error().detail()}});
        return;
    }
    const auto catalogue = node_.catalogue().current();
    // Pinyin takes a while, so a start does not wait for it and the first search should not.
    catalogue->search->spell();
    if (!changed.value()) return;
    if (!catalogue->roles.empty()) site_->set_roles(catalogue->roles);
    site_->public_changed();
}

// What was published is found within a second, what was withdrawn no longer. An index that does not fit the
// books is made anew here, however long that takes; meanwhile the old one answers.
void House::follow_passages() {
    const std::int64_t minute = node_.clock().now().seconds() / 60;
    if (minute == minute_of_search_failure_) return;
    const auto follow = [this]() -> base::Result<catalog::FollowReport> {
        auto reader = TRY(node_.registrar().lend());
        const auto catalogue = node_.catalogue().current();
        auto report = passages_of(*rooms_).follow({*reader, node_.vault(), *catalogue});
        node_.registrar().give_back(std::move(reader));
        return report;
    };
    const auto report = follow();
    if (!report.ok()) {
        minute_of_search_failure_ = minute;
        base::log(base::LogLevel::Error, "the search does not follow the journal",
                  {{"why", report.error().detail()}});
    } else if (report.value().made_anew) {
        base::log(base::LogLevel::Info, "the index of the search was made anew",
                  {{"passages", std::to_string(report.value().passages)}});
    }
}

void House::follow_by_itself() {
    following_ = std::thread([this] {
        std::unique_lock lock(leaving_mutex_);
        while (!leaving_) {
            lock.unlock();
            follow_passages();
            lock.lock();
            left_.wait_for(lock, kFollowEvery, [this] { return leaving_; });
        }
    });
}

void House::each_minute() {
    const auto deemed =
        node_.registrar().perform<int>(identity::system_clock_actor(), [this](identity::Act& act) {
            return casework::deem_due(act, node_.practice(), kDeemedPerMinute);
        });
    if (!deemed.ok())
        base::log(base::LogLevel::Error, "acts of time failed", {{"why", deemed.error().detail()}});
    follow_calendar();
    sort_published();
    const auto erased = services::erase_dropped_files(node_.registrar());
    if (!erased.ok())
        base::log(base::LogLevel::Error, "dropped files not erased", {{"why", erased.error().detail()}});
}

void House::sort_published() {
    int documents = 0;
    for (int round = 0; round < kSortingRounds; ++round) {
        const auto sorted = app::sort_published(*rooms_, node_);
        if (!sorted.ok()) {
            base::log(base::LogLevel::Error, "documents were not put with the catalogues",
                      {{"why", sorted.error().detail()}});
            break;
        }
        if (sorted.value() == 0) break;
        documents += sorted.value();
    }
    if (documents > 0) site_->public_changed();
}

// A notice was activated: every open period that it moves gets its new date on record. After a start all are
// looked at once; nothing is recorded twice.
void House::follow_calendar() {
    const auto catalogue = node_.catalogue().current();
    const std::string& stamp = catalogue->calendars.stamp;
    if (stamp == calendars_followed_) return;
    const auto moved = casework::follow_calendar(node_.registrar(), node_.practice());
    if (!moved.ok()) {
        base::log(base::LogLevel::Error, "periods do not follow the calendar",
                  {{"why", moved.error().detail()}});
        return;
    }
    calendars_followed_ = stamp;
    if (moved.value() == 0) return;
    base::log(base::LogLevel::Info, "periods follow a new calendar",
              {{"moved", std::to_string(moved.value())}});
    site_->public_changed();
}

void House::each_hour() {
    const auto swept = node_.registrar().perform<base::Done>(identity::system_clock_actor(),
                                                             [](identity::Act& act) -> base::Result<> {
                                                                 TRY(identity::sweep_scratch(act));
                                                                 return services::sweep_drafts(act);
                                                             });
    if (!swept.ok()) base::log(base::LogLevel::Error, "sweeping failed", {{"why", swept.error().detail()}});
}

}  // namespace app

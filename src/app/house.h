#pragma once
// The house, open to visitors: a node with its site, every module's pages wired in, and the timers that act
// by themselves.

#include "app/node.h"
#include "web/site.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace app {

struct Rooms;  // what the pages of all modules lean on; known in wiring.cpp

class House {
public:
    // `address`: public address for QR codes and links, https://host. Refuses when a template, text or route
    // does not fit.
    static base::Result<std::unique_ptr<House>> open(Node& node, const std::string& address);
    ~House();

    web::Site& site() { return *site_; }
    // 自查 of the site as a visitor sees it, as JSON.
    base::Result<std::string> inspect();
    Node& node() { return node_; }

    // Called about once a second: what was activated since is shown, what the law makes of silence is done,
    // scratch is swept. Each is idempotent.
    void tick();

    // From now on the search follows the journal by itself, five times a second, instead of with the tick.
    void follow_by_itself();

    explicit House(Node& node) : node_(node) {}  // opens nothing; use open()

private:
    void take_over_changes(std::int64_t now);
    void each_minute();
    void follow_calendar();
    void sort_published();
    void each_hour();
    void follow_passages();

    Node& node_;
    std::unique_ptr<web::Texts> texts_;
    std::unique_ptr<web::Site> site_;
    std::shared_ptr<Rooms> rooms_;  // Reason for shared_ptr: its type is known in wiring.cpp only
    std::int64_t minute_of_failure_ = -1;
    std::int64_t last_minute_ = 0;
    std::int64_t last_hour_ = 0;
    std::thread following_;
    std::mutex leaving_mutex_;
    std::condition_variable left_;
    bool leaving_ = false;
    std::int64_t minute_of_search_failure_ = -1;
    std::string calendars_followed_;  // the calendars whose changes every open matter has taken over
};

}  // namespace app

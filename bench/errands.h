#pragma once
// The two errands of the load client: pages at random from a list, without pause; and stories of several
// requests, one after the other, without pause or at given rates. Times of a story at a given rate run from
// the moment it was due, not from when a connection was free.

#include "base/json.h"

#include "crowd.h"
#include "times.h"

#include <map>
#include <optional>
#include <random>

namespace bench {

// When answers count. Before `from` is the warm-up.
struct Window {
    std::int64_t from = 0;
    std::int64_t until = 0;
    bool holds(std::int64_t now) const { return now >= from && now < until; }
};

struct Faults {
    std::map<std::string, std::uint64_t> by_kind;  // status, refused, closed, late, unexpected …
    std::string first;                             // the first answer that was not as expected, in part
    std::uint64_t count() const;
    void write(base::JsonWriter& json) const;
};

void write_times(base::JsonWriter& json, const Times& times);

// GET of addresses drawn at random; every answer must be 200.
class Pages : public Errand {
public:
    // `paths`: one a line. `headers`: complete lines with their ends.
    Pages(std::string paths, std::string headers, std::uint64_t seed);
    void begin(const Window& window) { window_ = window; }
    void write(base::JsonWriter& json) const;
    const Faults& faults() const { return faults_; }

    bool reads_bodies() const override { return false; }
    bool ask(Caller& caller, std::int64_t now) override;
    void answered(Caller& caller, std::int64_t now) override;
    void failed(Caller& caller, const std::string& why) override;
    std::int64_t next_start(std::int64_t now) override { return now; }
    bool finished(std::int64_t now) const override { return now >= window_.until; }

private:
    std::string paths_;
    std::vector<std::pair<std::size_t, std::size_t>> lines_;  // begin and length
    std::string tail_;
    std::mt19937_64 dice_;
    Window window_;
    Times times_;
    Faults faults_;
    std::uint64_t bytes_ = 0;
    std::size_t smallest_ = SIZE_MAX;
    std::size_t largest_ = 0;
};

// One request of a story. {words} in braces are replaced: columns of the values, {number} (taken from the
// answer of an earlier request), {key} (never the same twice).
struct Scene {
    std::string method;
    std::string path;
    std::string body;
    std::vector<std::string> expected;  // must stand in the answer
};
// "= METHOD PATH" begins a request, "? TEXT" names what its answer must hold, every other line belongs to its
// body.
std::optional<std::vector<Scene>> read_story(const std::string& text);

// A table with tabs: names in the first line.
struct Values {
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows;
};
std::optional<Values> read_values(const std::string& text);

struct Rates {
    std::vector<double> per_second;  // empty: no pause
    std::int64_t level_ns = 0;
};

class Stories : public Errand {
public:
    Stories(std::vector<Scene> scenes, Values values, std::string headers, std::uint64_t seed);
    void prepare(std::size_t callers) { told_.resize(callers); }
    void begin(const Window& window, const Rates& rates);
    void write(base::JsonWriter& json) const;
    const Faults& faults() const { return faults_; }

    bool reads_bodies() const override { return true; }
    bool ask(Caller& caller, std::int64_t now) override;
    void answered(Caller& caller, std::int64_t now) override;
    void failed(Caller& caller, const std::string& why) override;
    std::int64_t next_start(std::int64_t now) override;
    bool finished(std::int64_t now) const override;

private:
    struct Told {  // where a caller is in its story
        bool running = false;
        std::size_t scene = 0;
        std::size_t row = 0;
        std::size_t level = 0;
        std::uint64_t key = 0;
        std::int64_t due = 0;
        std::string number;
    };
    struct Level {
        double per_second = 0;
        std::uint64_t due = 0;
        std::uint64_t failed = 0;
        Times stories;
        Times requests;
    };
    bool begin_story(Told& told, std::int64_t now);
    void schedule();
    void fill(std::string& out, const std::string& pattern, const Told& told) const;
    std::string_view word(std::string_view name, const Told& told, std::string& room) const;
    bool as_expected(const Caller& caller, const Told& told) const;
    void end_story(Told& told, std::int64_t now);

    std::vector<Scene> scenes_;
    Values values_;
    std::string headers_;
    std::uint64_t seed_;
    std::uint64_t stories_begun_ = 0;
    std::vector<Told> told_;
    Window window_;
    std::vector<Level> levels_;  // one without rates
    struct Due {
        std::int64_t at = 0;
        std::size_t level = 0;
    };
    std::vector<Due> due_;  // at given rates: every start, in order
    std::size_t started_ = 0;
    std::size_t running_ = 0;
    std::vector<Times> scene_times_;
    Faults faults_;
    Rates rates_;
};

}  // namespace bench

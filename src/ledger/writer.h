#pragma once
// The one writer. It takes what is waiting, opens one transaction, runs each act in its own savepoint,
// commits, and answers only after the disk has it. A refused act rolls back alone; a bug does the same and
// becomes a 500 for that caller; a failed commit acknowledges nothing and stops the writer. No timer delays a
// lone act: groups grow while the disk is busy.

#include "calendar/instant.h"
#include "ledger/journal.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ledger {

// What runs inside the savepoint. An Error undoes the act; `answered` is called once, after the commit or the
// refusal.
struct Job {
    std::function<base::Result<>(store::Tx& tx, calendar::Instant now)> work;
    std::function<void(base::Result<> outcome)> answered;
};

// Seconds by a counter that nobody can set. Empty: the clock is believed whatever it says, as a moved one
// must.
using Elapsed = std::function<std::int64_t()>;

class Writer {
public:
    Writer(store::Tx tx, Journal& journal, const calendar::Clock& clock, Elapsed elapsed = {});
    ~Writer();  // answers what waits, then stops

    void submit(Job job);  // from any thread; the answer may come on the writer's thread
    base::Result<>
    perform(std::function<base::Result<>(store::Tx& tx, calendar::Instant now)> work);  // waits
    bool stopped() const;  // after a failed commit: everything is refused, the process should end
    std::size_t waiting() const;
    // False while the clock is an hour ahead of the time that passed since the start, or two minutes behind
    // the last entry: every act is refused. Acts go on when the clock is right again; whoever starts the
    // program anew has confirmed it.
    bool clock_is_right() const;

    // Runs on the writer's thread after each commit that held an act; must be quick (wake a follower, drop a
    // cache).
    void after_commit(std::function<void(std::int64_t last_seq)> notify) { notify_ = std::move(notify); }

private:
    void run();
    void run_group(std::deque<Job>& group);
    base::Result<> run_act(const Job& job, calendar::Instant now);
    base::Result<> check_clock();
    calendar::Instant steady_now();
    void put_back(std::deque<Job>& group, std::size_t from);
    void stop_for_good(const base::Error& why);

    store::Tx tx_;
    Journal& journal_;
    const calendar::Clock& clock_;
    Elapsed elapsed_;
    std::int64_t offset_ = 0;  // of the clock to the counter, as at the start
    std::function<void(std::int64_t)> notify_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool closing_ = false;
    bool failed_ = false;
    bool clock_is_wrong_ = false;
    bool held_ = false;  // writer's thread only
    std::thread thread_;
};

}  // namespace ledger

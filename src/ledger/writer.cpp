#include "ledger/writer.h"

#include "base/log.h"
#include "ledger/limits.h"

#include <chrono>
#include <future>
#include <utility>

namespace ledger {

namespace {

base::Error unavailable(std::string_view why) {
    return {base::ErrorCode::Unavailable, "error.unavailable", why};
}

}  // namespace

Writer::Writer(store::Tx tx, Journal& journal, const calendar::Clock& clock, Elapsed elapsed)
    : tx_(std::move(tx)),
      journal_(journal),
      clock_(clock),
      elapsed_(std::move(elapsed)),
      offset_(elapsed_ ? clock_.now().seconds() - elapsed_() : 0),
      thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Writer::submit(Job job) {
    base::Error refused = unavailable("queue full");
    {
        const std::lock_guard lock(mutex_);
        if (!closing_ && !failed_ && queue_.size() < kQueueMax) {
            queue_.push_back(std::move(job));
            wake_.notify_one();
            return;
        }
        if (failed_) refused = unavailable("writer stopped");
    }
    job.answered(std::move(refused));
}

base::Result<> Writer::perform(std::function<base::Result<>(store::Tx& tx, calendar::Instant now)> work) {
    CHECK(std::this_thread::get_id() != thread_.get_id());  // an act does not wait for another act
    std::promise<base::Result<>> promise;
    auto future = promise.get_future();
    submit({std::move(work), [&promise](base::Result<> outcome) { promise.set_value(std::move(outcome)); }});
    return future.get();
}

bool Writer::stopped() const {
    const std::lock_guard lock(mutex_);
    return failed_;
}

std::size_t Writer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Writer::run() {
    std::deque<Job> group;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return closing_ || !queue_.empty(); });
            if (queue_.empty()) return;
            while (!queue_.empty() && group.size() < kGroupMax) {
                group.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        run_group(group);
        group.clear();
    }
}

bool Writer::clock_is_right() const {
    const std::lock_guard lock(mutex_);
    return !clock_is_wrong_;
}

// A wrong date in the journal could never be mended: periods would run out, and time cannot go back along it.
base::Result<> Writer::check_clock() {
    if (!elapsed_) return base::Done{};
    const std::int64_t now = clock_.now().seconds();
    const std::int64_t ahead = now - elapsed_() - offset_;
    const std::int64_t behind = journal_.position().at.seconds() - now;
    const bool is_wrong = ahead > kClockAheadSecondsMax || behind > kClockBackSecondsMax;
    bool was_wrong = false;
    {
        const std::lock_guard lock(mutex_);
        was_wrong = std::exchange(clock_is_wrong_, is_wrong);
    }
    if (is_wrong != was_wrong) {
        base::log(is_wrong ? base::LogLevel::Error : base::LogLevel::Warning,
                  is_wrong ? "the clock is wrong, acts are refused" : "the clock is right again",
                  {{"ahead_s", std::to_string(ahead)}, {"behind_s", std::to_string(behind)}});
    }
    if (is_wrong) return unavailable("clock");
    return base::Done{};
}

// Acts are in whole seconds, as the journal keeps them, and never run backwards along it.
calendar::Instant Writer::steady_now() {
    const auto now = calendar::Instant::of_seconds(clock_.now().seconds());
    const auto last = journal_.position().at;
    if (now >= last) return now;
    if (!held_)
        base::log(base::LogLevel::Warning, "clock stepped back, holding the last instant",
                  {{"at", last.text()}});
    held_ = true;
    return last;
}

base::Result<> Writer::run_act(const Job& job, calendar::Instant now) {
    const Journal::Position before = journal_.position();
    base::Result<> outcome = tx_.savepoint();
    if (!outcome.ok()) return outcome;
    try {
        outcome = job.work(tx_, now);
    } catch (const std::exception& bug) {
        base::log(base::LogLevel::Error, "bug inside an act, undone", {{"what", bug.what()}});
        outcome = base::Error(base::ErrorCode::Corrupt, "error.bug", bug.what());
    }
    if (outcome.ok()) return tx_.release();
    tx_.rollback_to_savepoint();
    journal_.restore(before);
    return outcome;
}

void Writer::run_group(std::deque<Job>& group) {
    using SteadyClock = std::chrono::steady_clock;
    const Journal::Position before = journal_.position();
    if (const auto clock = check_clock(); !clock.ok()) {
        for (const Job& job : group) job.answered(unavailable("clock"));
        return;
    }
    std::vector<base::Result<>> outcomes;
    base::Result<> whole = tx_.begin();
    const auto end = SteadyClock::now() + std::chrono::milliseconds(kGroupMsMax);
    while (whole.ok() && outcomes.size() < group.size() && (outcomes.empty() || SteadyClock::now() < end)) {
        outcomes.push_back(run_act(group[outcomes.size()], steady_now()));
        if (!outcomes.back().ok() && outcomes.back().error().code() == base::ErrorCode::Unavailable) {
            whole =
                outcomes.back().error();  // the disk is full or gone: SQLite may have dropped the transaction
        }
    }
    // Where nothing could begin, everybody is told; else who was not reached yet comes next.
    if (!outcomes.empty() && outcomes.size() < group.size()) put_back(group, outcomes.size());
    const bool wrote = journal_.position().seq != before.seq;
    if (whole.ok() && wrote) whole = journal_.save_position(tx_);
    if (whole.ok()) {
        whole = tx_.commit();
        if (!whole.ok()) stop_for_good(whole.error());
    }
    if (!whole.ok()) {
        tx_.rollback();
        journal_.restore(before);
        base::log(base::LogLevel::Error, "group not committed", {{"why", whole.error().detail()}});
    }
    for (std::size_t i = 0; i < group.size(); ++i) {
        const bool refused = i < outcomes.size() && !outcomes[i].ok();
        if (whole.ok() || refused)
            group[i].answered(std::move(outcomes[i]));
        else
            group[i].answered(whole.error());
    }
    if (whole.ok() && wrote && notify_) notify_(journal_.position().seq);
    if (whole.ok()) whole = tx_.checkpoint_if_long();
    if (!whole.ok())
        base::log(base::LogLevel::Warning, "checkpoint failed", {{"why", whole.error().detail()}});
}

// What the time limit of a group left over goes back to the head of the queue.
void Writer::put_back(std::deque<Job>& group, std::size_t from) {
    const std::lock_guard lock(mutex_);
    while (group.size() > from) {
        queue_.push_front(std::move(group.back()));
        group.pop_back();
    }
}

// After a failed sync nobody knows what the disk holds: nothing more is acknowledged, the process ends and
// starts again.
void Writer::stop_for_good(const base::Error& why) {
    if (why.text_key() == store::kFullKey) return;  // nothing was written: acts may succeed again later
    base::log(base::LogLevel::Error, "commit failed, the writer stops", {{"why", why.detail()}});
    const std::lock_guard lock(mutex_);
    failed_ = true;
    for (Job& job : queue_) job.answered(unavailable("writer stopped"));
    queue_.clear();
}

}  // namespace ledger

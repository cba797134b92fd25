#include "http/pool.h"

#include "base/check.h"
#include "base/log.h"

namespace http {

Pool::Pool(int threads, std::size_t queue_max) : queue_max_(queue_max) {
    CHECK(threads > 0);
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Pool::~Pool() {
    stop();
}

void Pool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

bool Pool::submit(Work work) {
    bool somebody_sleeps = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(work));
        somebody_sleeps = sleeping_ > 0;
    }
    if (somebody_sleeps) wake_.notify_one();  // a busy thread looks at the queue itself
    return true;
}

std::size_t Pool::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Pool::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        while (queue_.empty() && !stopping_) {
            ++sleeping_;
            wake_.wait(lock);
            --sleeping_;
        }
        if (queue_.empty()) return;
        Work work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        try {
            work();
        } catch (const std::exception& bug) {
            base::log(base::LogLevel::Error, "handler.bug", {{"what", bug.what()}});
        }
        work = nullptr;  // what it holds (an exchange) is answered by its end, outside the lock
        lock.lock();
    }
}

}  // namespace http

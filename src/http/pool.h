#pragma once
// A bounded pool of threads for handlers that block. What does not fit its queue is refused at once; nothing
// waits unseen.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

class Pool {
public:
    Pool(int threads, std::size_t queue_max);
    ~Pool();      // stops
    void stop();  // finishes what was taken, then joins its threads; never called by one of them

    using Work = std::function<void()>;
    [[nodiscard]] bool submit(Work work);  // false: full or stopping
    std::size_t waiting() const;

private:
    void run();

    std::size_t queue_max_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work> queue_;
    std::size_t sleeping_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace http

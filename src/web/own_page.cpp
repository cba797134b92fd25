#include "web/own_page.h"

#include <mutex>
#include <optional>

namespace web {

namespace {

// What goes on after an answer goes on at once: a reading is answered on the caller's thread.
class Inside : public http::Exchange {
public:
    void answer(http::Response response) override {
        const std::lock_guard lock(mutex_);
        if (!response_) response_ = std::move(response);
    }
    // Reason for shared_ptr: memory keeps a finished page.
    void answer(std::shared_ptr<const http::Ready> ready) override {
        http::Response response;
        response.status = ready->status;
        response.body = *ready->identity.body;
        answer(std::move(response));
    }
    void go_on(http::Lane, std::function<void()> work) override { work(); }
    std::optional<http::Response> take() {
        const std::lock_guard lock(mutex_);
        return std::move(response_);
    }

private:
    std::mutex mutex_;
    std::optional<http::Response> response_;
};

}  // namespace

http::Response own_page(Site& site, std::string_view target) {
    auto asked = std::make_shared<Inside>();  // reason: shared with the site until it has answered
    asked->request.method = http::Method::Get;
    if (!http::read_target(target, asked->request).ok()) return http::plain(404, {});
    asked->request.id = "INSPECTION00";
    asked->request.address = "127.0.0.1";
    site.serve(asked);
    auto response = asked->take();
    return response ? std::move(*response) : http::plain(599, {});
}

}  // namespace web

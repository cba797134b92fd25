#pragma once
// Asks a site without a socket, as a browser or a program of another body would, and waits for the answer.

#include "identity/sign_in.h"
#include "web/site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace web {

// What goes on after an answer; finished before the house is torn down, as http::Pool does.
class LateWork {
public:
    LateWork() = default;
    LateWork(const LateWork&) = delete;
    LateWork& operator=(const LateWork&) = delete;
    ~LateWork() { finish(); }
    void add(std::function<void()> work) {
        const std::lock_guard lock(mutex_);
        threads_.emplace_back(std::move(work));
    }
    void finish() {
        std::vector<std::thread> threads;
        {
            const std::lock_guard lock(mutex_);
            threads.swap(threads_);
        }
        for (std::thread& thread : threads) thread.join();
    }

private:
    std::mutex mutex_;  // added to on the writer's thread
    std::vector<std::thread> threads_;
};

// One request and its answer. What memory answers says so: X-From: memory.
class TestExchange : public http::Exchange {
public:
    explicit TestExchange(LateWork& late) : late_(late) {}
    void answer(http::Response response) override {
        if (!answered_.exchange(true)) promise_.set_value(std::move(response));
    }
    void answer(std::shared_ptr<const http::Ready> ready) override {
        http::Response response;
        response.status = ready->status;
        response.body = *ready->identity.body;
        const std::string& head = ready->identity.head;
        for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at + 2)) {
            const std::size_t colon = head.find(": ", at);
            const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
            if (colon < end)
                response.add(head.substr(at + 2, colon - at - 2), head.substr(colon + 2, end - colon - 2));
        }
        response.set("X-From", "memory");
        answer(std::move(response));
    }
    void go_on(http::Lane, std::function<void()> work) override { late_.add(std::move(work)); }

    // 599 when nothing comes.
    http::Response wait() {
        auto answer = promise_.get_future();
        if (answer.wait_for(std::chrono::seconds(120)) != std::future_status::ready)
            return http::plain(599, "no answer");
        return answer.get();
    }

private:
    LateWork& late_;
    std::promise<http::Response> promise_;
    std::atomic<bool> answered_{false};
};

class Visitor {
public:
    explicit Visitor(Site& site) : site_(site) {}
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;

    // From here on this person asks, with a session in Authorization, which needs no form token; nobody: a
    // visitor.
    void come_in(identity::PersonId person) {
        session_.clear();
        if (person.empty()) return;
        const auto token = site_.registrar().perform<std::string>(
            identity::office_actor("test"), [&](identity::Act& act) -> base::Result<std::string> {
                const std::string once = TRY(identity::make_one_time_token(act, person));
                const auto outcome = TRY(identity::redeem_one_time_token(act, once));
                return outcome.token;
            });
        ASSERT_TRUE(token.ok()) << token.error().text_key();
        session_ = token.value();
    }
    void bear(const std::string& session) { session_ = session; }
    void leave() { session_.clear(); }

    // What the browser sends along, and where it stands; empty: nothing.
    std::string cookies;
    std::string act_key;
    std::string address = "10.0.0.1";

    http::Response get(const std::string& target) { return send(http::Method::Get, target, {}, {}); }
    http::Response post(const std::string& target, const std::string& form) {
        return send(http::Method::Post, target, form, "application/x-www-form-urlencoded");
    }
    http::Response call(http::Method method, const std::string& target, const std::string& json = {}) {
        return send(method, target, json, "application/json");
    }
    http::Response send(http::Method method, const std::string& target, const std::string& body,
                        const std::string& type) {
        auto asked = std::make_shared<TestExchange>(late_);  // shared with the site until it has answered
        asked->request.method = method;
        EXPECT_TRUE(http::read_target(target, asked->request).ok()) << target;
        asked->request.id = "TESTTESTTEST";
        asked->request.address = address;
        asked->request.body = body;
        if (!session_.empty()) asked->request.headers.add("authorization", "Bearer " + session_);
        if (!cookies.empty()) asked->request.headers.add("cookie", cookies);
        if (!act_key.empty()) asked->request.headers.add("act-key", act_key);
        if (!body.empty()) asked->request.headers.add("content-type", type);
        site_.serve(asked);
        return asked->wait();
    }

private:
    Site& site_;
    std::string session_;
    LateWork late_;
};

inline bool holds(const http::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

// What stands between two pieces of a text; empty when the first is not there.
inline std::string between(const std::string& text, std::string_view before, std::string_view after) {
    const std::size_t at = text.find(before);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

// name=value of a cookie that is set, as a browser sends it back.
inline std::string cookie_of(const http::Response& response, std::string_view name) {
    for (const auto& [header, value] : response.headers) {
        if (header == "Set-Cookie" && value.starts_with(std::string(name) + "="))
            return value.substr(0, value.find(';'));
    }
    return {};
}

inline std::string form_token_of(const http::Response& page) {
    return between(page.body, "name=\"form_token\" value=\"", "\"");
}

}  // namespace web

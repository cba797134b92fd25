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

class Visitor {
public:
    explicit Visitor(web::Site& site) : site_(site) {}
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;
    // What goes on after an answer is finished before the house is torn down, as http::Pool does.
    ~Visitor() {
        const std::lock_guard lock(late_.mutex);
        for (std::thread& thread : late_.threads) thread.join();
    }

    // From here on this person asks, with a session in Authorization, which needs no form token.
    void come_in(identity::PersonId person) {
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

    // What the browser sends along, and where it stands.
    std::string cookies;
    std::string address = "10.0.0.1";

    http::Response get(const std::string& target) { return send(http::Method::Get, target, {}, {}); }
    http::Response post(const std::string& target, const std::string& form) {
        return send(http::Method::Post, target, form, "application/x-www-form-urlencoded");
    }
    http::Response call(http::Method method, const std::string& target, const std::string& json) {
        return send(method, target, json, "application/json");
    }

    http::Response send(http::Method method, const std::string& target, const std::string& body,
                        const std::string& type) {
        auto asked = std::make_shared<Asked>(late_);
        asked->request.method = method;
        EXPECT_TRUE(http::read_target(target, asked->request).ok()) << target;
        asked->request.id = "TESTTESTTEST";
        asked->request.address = address;
        asked->request.body = body;
        if (!session_.empty()) asked->request.headers.add("authorization", "Bearer " + session_);
        if (!cookies.empty()) asked->request.headers.add("cookie", cookies);
        if (!body.empty()) asked->request.headers.add("content-type", type);
        auto answer = asked->promise.get_future();
        site_.serve(asked);
        if (answer.wait_for(std::chrono::seconds(120)) != std::future_status::ready)
            return http::plain(599, "no answer");
        return answer.get();
    }

private:
    struct Late {  // filled on the writer's thread
        std::mutex mutex;
        std::vector<std::thread> threads;
    };
    class Asked : public http::Exchange {
    public:
        std::promise<http::Response> promise;
        std::atomic<bool> answered{false};
        void answer(http::Response response) override {
            if (!answered.exchange(true)) promise.set_value(std::move(response));
        }
        void answer(std::shared_ptr<const http::Ready> ready) override {
            http::Response response;
            response.status = ready->status;
            response.body = *ready->identity.body;
            const std::string& head = ready->identity.head;
            for (std::size_t at = head.find("\r\n"); at != std::string::npos;
                 at = head.find("\r\n", at + 2)) {
                const std::size_t colon = head.find(": ", at);
                const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
                if (colon < end)
                    response.add(head.substr(at + 2, colon - at - 2),
                                 head.substr(colon + 2, end - colon - 2));
            }
            answer(std::move(response));
        }
        explicit Asked(Late& late) : late_(late) {}
        void go_on(http::Lane, std::function<void()> work) override {
            const std::lock_guard lock(late_.mutex);
            late_.threads.emplace_back(std::move(work));
        }

    private:
        Late& late_;
    };

    web::Site& site_;
    std::string session_;
    Late late_;
};

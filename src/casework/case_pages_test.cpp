// The staff pages over a whole office: a clerk finds the matter on the desk, takes the step, sees what
// follows, does it; a head decides with the opinions in sight; nothing sealed is shown without a recorded
// reason.

#include "casework/case_events.h"
#include "casework/case_pages.h"
#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "catalog/test_office.h"
#include "identity/person_store.h"
#include "identity/sign_in.h"
#include "web/site.h"
#include "web/test_files.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <thread>

namespace casework {
namespace {

// 清溪县 in a temporary folder with its matters, the real templates and texts, and a site that is asked
// without a socket.
class TestCounter {
public:
    // `mount` adds pages and routes before the start.
    explicit TestCounter(const std::function<void(web::Site&, const Practice&)>& mount) {
        office_.read_files();
        auto loaded = office_.load();
        EXPECT_TRUE(loaded.ok()) << loaded.error().text_key() << " " << loaded.error().detail();
        EXPECT_TRUE(keeper_.reload(*office_.reader(), office_.clock.now().date()).ok());
        files_ = std::make_unique<Pages>(std::move(web::disk_files(".", {})).value());
        auto texts = web::Texts::load(*files_);
        EXPECT_TRUE(texts.ok()) << (texts.ok() ? "" : texts.error().detail());
        texts_ = std::move(texts).value();
        web::SiteOptions options;
        options.county = "清溪县";
        options.county_en = "Qingxi County";
        options.form_secret = std::string(32, 'f');
        options.access_log = web::AccessLog::Off;
        options.roles = keeper_.current()->roles;
        site_ = std::make_unique<web::Site>(options, *files_, texts_, office_.registrar());
        mount(*site_, practice_);
        const auto started = site_->start();
        EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().detail());
    }

    catalog::TestOffice& office() { return office_; }
    const Practice& practice() const { return practice_; }
    const catalog::Catalogue& catalogue() { return *(snapshot_ = keeper_.current()); }

    // The n-th official with this role at this body.
    identity::Official official(std::string_view role, std::string_view body, int n = 0) {
        const auto officials = identity::list_officials(*office_.reader()).value();
        for (const identity::Official& one : officials) {
            for (const identity::RoleRow& held : one.roles) {
                if (held.role == role && held.body == body && n-- == 0) return one;
            }
        }
        ADD_FAILURE() << "nobody is " << role << " at " << body;
        return {};
    }
    // From here on this official asks; no official: a visitor.
    void come_in(const identity::Official& official) {
        session_ = "";
        if (official.person.empty()) return;
        const auto token = office_.registrar().perform<std::string>(
            identity::office_actor("test"), [&](identity::Act& act) -> base::Result<std::string> {
                const std::string once = TRY(identity::make_one_time_token(act, official.person));
                const auto outcome = TRY(identity::redeem_one_time_token(act, once));
                return outcome.token;
            });
        ASSERT_TRUE(token.ok()) << token.error().text_key();
        session_ = token.value();
    }

    // A matter of an item, filed at the window with all its papers.
    std::string file(const catalog::ServiceItem& item, const std::string& name = "李禾") {
        NewCase wanted;
        wanted.channel = "web";
        wanted.applicant_kind = "person";
        wanted.applicant_name = name;
        wanted.applicant_number = "11010519491231002X";
        wanted.applicant =
            R"({"name":")" + name +
            R"(","number":"11010519491231002X","phone":"13800000000","address":"清溪县城关镇政通路 1 号"})";
        wanted.answers = "{}";
        wanted.delivery = "window";
        for (const auto& material : item.materials) {
            wanted.materials.push_back(
                {material.id, "electronic",
                 R"({"name":"a.pdf","type":"application/pdf","size":5,"bytes":"JVBERi0="})"});
        }
        const auto filed = office_.registrar().perform<Filed>(identity::nobody(), [&](identity::Act& act) {
            return file_case(act, practice_, item.code, wanted);
        });
        EXPECT_TRUE(filed.ok()) << filed.error().text_key();
        return filed.ok() ? filed.value().number : std::string();
    }
    catalog::ItemPtr item_of(std::string_view process) {
        for (const auto& [code, item] : keeper_.current()->items) {
            if (item->process == process && item->status == 1) return item;
        }
        return nullptr;
    }

    http::Response get(const std::string& target) { return send(http::Method::Get, target, {}, {}); }
    http::Response post(const std::string& target, const std::string& form) {
        return send(http::Method::Post, target, form, "application/x-www-form-urlencoded");
    }
    // By the API: the session in Authorization, a body of JSON.
    http::Response call(http::Method method, const std::string& target, const std::string& json = {}) {
        return send(method, target, json, "application/json");
    }

private:
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
            answer(std::move(response));
        }
        void go_on(http::Lane, std::function<void()> work) override { std::thread(std::move(work)).detach(); }
    };
    class Pages : public web::Files {
    public:
        explicit Pages(std::unique_ptr<web::Files> own) : own_(std::move(own)) {}
        const web::File* find(std::string_view path) const override {
            const web::File* file = extra_.find(path);
            return file != nullptr ? file : own_->find(path);
        }
        std::vector<std::string_view> under(std::string_view folder) const override {
            auto paths = own_->under(folder);
            for (const auto path : extra_.under(folder)) paths.push_back(path);
            return paths;
        }

    private:
        std::unique_ptr<web::Files> own_;
        web::TestFiles extra_{{"web/assets/icons.svg", "<svg/>"}};
    };

    http::Response send(http::Method method, const std::string& target, const std::string& body,
                        const std::string& type) {
        auto asked = std::make_shared<Asked>();
        asked->request.method = method;
        EXPECT_TRUE(http::read_target(target, asked->request).ok()) << target;
        asked->request.id = "TESTTESTTEST";
        asked->request.address = "10.0.0.1";
        asked->request.body = body;
        // A session in Authorization needs no form token: no other site can send that header.
        if (!session_.empty()) asked->request.headers.add("authorization", "Bearer " + session_);
        if (!body.empty()) asked->request.headers.add("content-type", type);
        auto answer = asked->promise.get_future();
        site_->serve(asked);
        if (answer.wait_for(std::chrono::seconds(120)) != std::future_status::ready)
            return http::plain(599, "no answer");
        return answer.get();
    }

    static std::vector<ledger::EventRow> events() { return casework_events(); }
    const std::string tables_ = catalog::file_text("src/casework/case_tables.sql");
    catalog::TestOffice office_{{events(), casework_projections(tables_)}};
    catalog::CatalogueKeeper keeper_;
    Practice practice_{
        keeper_,
        {{"issue_result", "Nothing.",
          [](identity::Act&, const EffectContext&) -> base::Result<> { return base::Done{}; }}},
        "029"};
    std::shared_ptr<const catalog::Catalogue> snapshot_;  // reason: what catalogue() handed out stays
    std::unique_ptr<web::Files> files_;
    web::Texts texts_;
    std::unique_ptr<web::Site> site_;
    std::string session_;
};

bool holds(const http::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

class StaffPages : public testing::Test {
protected:
    static void SetUpTestSuite() {
        counter_ = std::make_unique<TestCounter>([](web::Site& site, const Practice& practice) {
            pages_.emplace(site, practice);
            add_casework_pages(site);
            site.add_routes(casework_routes(*pages_));
        });
    }
    static void TearDownTestSuite() {
        counter_.reset();
        pages_.reset();
    }
    static std::string steps(const std::string& number, const std::string& step) {
        return "/desk/matters/" + number + "/steps/" + step;
    }
    static void takes(const std::string& number, const std::string& step) {
        EXPECT_EQ(counter_->post(steps(number, step) + "/claim", "x=1").status, 303) << step;
    }
    static http::Response does(const std::string& number, const std::string& step, const std::string& form) {
        return counter_->post(steps(number, step), form);
    }
    static std::string matter_address(const std::string& number) {
        return "href=\"/desk/matters/" + number + "\"";
    }
    static identity::Official window() { return counter_->official("window", "029"); }

    static inline std::unique_ptr<TestCounter> counter_;
    static inline std::optional<CasePages> pages_;
};

TEST_F(StaffPages, AClerkFindsWhatIsDueAndTakesIt) {
    const auto item = counter_->item_of("permit");
    ASSERT_NE(item, nullptr);
    const std::string number = counter_->file(*item);
    EXPECT_EQ(counter_->get("/desk").status, 303) << "a visitor is asked to sign in";
    counter_->come_in(window());
    const auto desk = counter_->get("/desk");
    EXPECT_EQ(desk.status, 200);
    EXPECT_TRUE(holds(desk, item->name)) << desk.body;
    EXPECT_TRUE(holds(desk, "李*")) << "the applicant's name is masked in lists";
    EXPECT_FALSE(holds(desk, "李禾"));
    EXPECT_TRUE(holds(desk, steps(number, "check")));
    EXPECT_TRUE(holds(counter_->get(steps(number, "check")), "/claim"));
    takes(number, "check");
    const auto form = counter_->get(steps(number, "check"));
    EXPECT_TRUE(holds(form, "value=\"accept\"")) << "every outcome of the definition is there";
    EXPECT_TRUE(holds(form, "value=\"ask_to_supplement\""));
    EXPECT_TRUE(holds(form, "name=\"ask." + item->materials.front().id + "\""))
        << "only papers of the guide can be asked for";
    EXPECT_TRUE(holds(form, "承诺期限")) << "what follows is told before the button is pressed";
    EXPECT_TRUE(holds(counter_->get("/desk?lang=en"), "Working days left: 5"));
}

TEST_F(StaffPages, WhatIsMissingIsAskedOnceWithReasons) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    const std::string material = item->materials.front().id;
    const auto none = does(number, "check", "outcome=ask_to_supplement");
    EXPECT_EQ(none.status, 422);
    EXPECT_TRUE(holds(none, "请至少勾选一份要补的材料"));
    const auto bare = does(number, "check", "outcome=ask_to_supplement&ask." + material + "=yes");
    EXPECT_EQ(bare.status, 422) << "each paper with its reason";
    const std::string whole = "outcome=ask_to_supplement&ask." + material + "=yes&why." + material +
                              "=unclear&say." + material + "=no+stamp";
    const auto preview = counter_->post(steps(number, "check") + "/preview", whole);
    EXPECT_TRUE(holds(preview, "补正材料一次性告知书"));
    EXPECT_TRUE(holds(preview, "no stamp"));
    EXPECT_EQ(does(number, "check", whole).header("Location"), "/desk/matters/" + number);
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "正在等申请人办理"));
    const auto letter = counter_->get("/desk/matters/" + number + "/letters/one_time_list");
    EXPECT_TRUE(holds(letter, item->materials.front().name));
    EXPECT_TRUE(holds(letter, "看不清、不完整，no stamp"));
}

TEST_F(StaffPages, WhoExaminedDoesNotDecide) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    EXPECT_EQ(does(number, "check", "outcome=accept").status, 303);
    counter_->come_in(counter_->official("handler", item->body));
    takes(number, "review");
    EXPECT_EQ(does(number, "review", "outcome=advise").status, 422) << "an opinion is needed";
    EXPECT_EQ(
        does(number, "review", "outcome=advise&advise-opinion=%E7%AC%A6%E5%90%88%E6%9D%A1%E4%BB%B6").status,
        303);
    EXPECT_EQ(counter_->get(steps(number, "decide")).status, 409) << "it lies on the head's desk";
    counter_->come_in(counter_->official("head", item->body));
    EXPECT_TRUE(holds(counter_->get("/desk/matters/" + number), "/steps/extend"))
        << "the head may put the period off";
    takes(number, "decide");
    const auto decide = counter_->get(steps(number, "decide"));
    EXPECT_TRUE(holds(decide, "符合条件")) << "the opinion is in sight";
    EXPECT_TRUE(holds(decide, "value=\"grant\""));
    EXPECT_EQ(does(number, "decide", "outcome=refuse").status, 422) << "许可法 38: a refusal has its reasons";
    EXPECT_EQ(does(number, "decide", "outcome=grant").status, 303);
    counter_->come_in(window());
    takes(number, "deliver");
    const auto deliver = counter_->get(steps(number, "deliver"));
    EXPECT_TRUE(holds(deliver, "准予行政许可决定书"));
    const std::string by_hand =
        "outcome=delivered&channel=window&window-receiver=A&window-receiver_relation=self";
    EXPECT_EQ(does(number, "deliver", by_hand).status, 422) << "the receiver's card is looked at";
    EXPECT_EQ(does(number, "deliver", by_hand + "&identity_checked.window=yes").status, 303);
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "准予许可"));
    EXPECT_TRUE(holds(counter_->get("/desk/mine"), item->name));
}

TEST_F(StaffPages, SealedDetailsAreOpenedForAStatedReasonAndTheOpeningIsKept) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item, "欧阳青禾");
    const std::string page = "/desk/matters/" + number;
    counter_->come_in(window());
    EXPECT_FALSE(holds(counter_->get(page), "11010519491231002X"));
    EXPECT_TRUE(holds(counter_->get(page), "138****0000"));
    EXPECT_EQ(counter_->post(page + "/reveal", "reason=").status, 422);
    EXPECT_EQ(
        counter_->post(page + "/reveal", "reason=%E7%94%B5%E8%AF%9D%E9%80%9A%E7%9F%A5").header("Location"),
        page);
    const auto opened = counter_->get(page);
    EXPECT_TRUE(holds(opened, "11010519491231002X"));
    EXPECT_TRUE(holds(opened, "查看了申请人的完整信息")) << "the applicant can see who looked";
    counter_->come_in(counter_->official("window", "029", 1));
    EXPECT_FALSE(holds(counter_->get(page), "11010519491231002X")) << "the reason was the other clerk's";
    EXPECT_TRUE(holds(counter_->get(page + "/files/1"), "会记入办件记录"));
    EXPECT_EQ(counter_->post(page + "/files/1", "x=1").status, 303);
    EXPECT_EQ(counter_->get(page + "/files/1").header("Content-Type"), "application/pdf");
    EXPECT_EQ(counter_->get(page + "/files/999").status, 404);
    const std::string other = item->body == "012" ? "018" : "012";
    counter_->come_in(counter_->official("handler", other));
    EXPECT_EQ(counter_->get(page).status, 403) << "another body has no business here";
}

TEST_F(StaffPages, BodiesAnswerSideBySideAndAProcedureStopsThePeriod) {
    const auto item = counter_->item_of("permit-joint");
    ASSERT_NE(item, nullptr);
    const std::string number = counter_->file(*item);
    counter_->come_in(window());
    takes(number, "check");
    EXPECT_EQ(does(number, "check", "outcome=accept").status, 303);
    counter_->come_in(counter_->official("handler", item->joint.front().body));
    const std::string own = "members/" + item->joint.front().body;
    takes(number, own);
    EXPECT_EQ(does(number, own, "outcome=agree&agree-opinion=ok").status, 303);
    counter_->come_in(counter_->official("lead", item->body));
    const auto matter = counter_->get("/desk/matters/" + number);
    EXPECT_TRUE(holds(matter, "class=\"members\""));
    counter_->come_in(counter_->official("handler", item->body));
    const auto pause = counter_->get(steps(number, "pause"));
    EXPECT_TRUE(holds(pause, "value=\"hearing\""));
    EXPECT_EQ(counter_->post(steps(number, "pause"), "outcome=hearing&hearing-reasons=asked").status, 422)
        << "its end is told";
    EXPECT_EQ(counter_
                  ->post(steps(number, "pause"),
                         "outcome=hearing&hearing-reasons=asked&hearing-planned_end=2026-03-20")
                  .status,
              303);
    EXPECT_TRUE(holds(counter_->get("/desk/matters/" + number), "依法暂停"));
}

TEST_F(StaffPages, SearchFindsByNumberByNameAndByWordsOfTheItem) {
    const auto item = counter_->item_of("permit-instant");
    const std::string number = counter_->file(*item, "司马春晓");
    counter_->come_in(window());
    EXPECT_TRUE(holds(counter_->get("/desk?q=" + number), number));
    EXPECT_TRUE(holds(counter_->get("/desk?q=%E5%8F%B8%E9%A9%AC%E6%98%A5%E6%99%93"), number));
    EXPECT_FALSE(holds(counter_->get("/desk?q=%E5%8F%B8%E9%A9%AC"), number)) << "part of a name finds nobody";
}

TEST_F(StaffPages, TheDayIsShownAndTheListIsATable) {
    counter_->come_in(window());
    const auto overview = counter_->get("/overview");
    EXPECT_EQ(overview.status, 200);
    EXPECT_TRUE(holds(overview, "<svg class=\"wide\""));
    const auto csv = counter_->get("/desk.csv");
    EXPECT_TRUE(csv.header("Content-Type").starts_with("text/csv"));
    EXPECT_EQ(counter_->get("/overview?lang=en&scope=own").status, 200);
}

TEST_F(StaffPages, TheApiDoesWhatThePagesDo) {
    const auto item = counter_->item_of("permit-instant");
    const std::string number = counter_->file(*item);
    const std::string address = "/api/matters/" + number;
    EXPECT_EQ(counter_->call(http::Method::Get, address).status, 200);
    EXPECT_TRUE(holds(counter_->call(http::Method::Get, address), R"("outcome":"accept")"));
    EXPECT_TRUE(holds(counter_->call(http::Method::Get, "/api/matters?number=" + number), number));
    EXPECT_EQ(counter_->call(http::Method::Post, address + "/steps/check/claim").status, 200);
    const auto refused =
        counter_->call(http::Method::Post, address + "/steps/check", R"({"outcome":"nothing"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    const auto done = counter_->call(http::Method::Post, address + "/steps/check", R"({"outcome":"accept"})");
    EXPECT_EQ(done.status, 200);
    EXPECT_TRUE(holds(done, R"("step":"decide")")) << done.body;
}

TEST_F(StaffPages, TheMostUrgentComesFirstAndEachLampHasItsOwnList) {
    const auto item = counter_->item_of("permit-instant");
    const auto begin = counter_->office().clock.now();
    const std::string early = counter_->file(*item, "早");
    counter_->office().clock.move_to(begin.plus_seconds(2 * 24 * 3600));
    const std::string later = counter_->file(*item, "晚");
    counter_->come_in(window());
    const auto both = counter_->get("/desk?size=50");
    ASSERT_TRUE(holds(both, "row-normal"));
    EXPECT_LT(both.body.find(matter_address(early)), both.body.find(matter_address(later)));
    counter_->office().clock.move_to(begin.plus_seconds(7 * 24 * 3600 + 3600));
    counter_->come_in(window());
    EXPECT_TRUE(holds(counter_->get("/desk?lamp=warn&size=50"), matter_address(early))) << "due today";
    EXPECT_TRUE(holds(counter_->get("/desk?lamp=normal&size=50"), matter_address(later)));
    EXPECT_FALSE(holds(counter_->get("/desk?lamp=normal&size=50"), matter_address(early)));
    EXPECT_EQ(counter_->get("/desk?lamp=purple&size=17&page=-3").status, 200) << "whatever is typed";
    counter_->office().clock.move_to(begin);
}

}  // namespace
}  // namespace casework

// The applicant's pages, the counter and the API over a whole office.
#include "services/rating.h"
#include "services/services_pages.h"
#include "text/pinyin.h"

#include "counter.h"

namespace services {
namespace {

using casework::Filed;
using casework::NewCase;
using casework::Practice;
using casework::TestCounter;
using web::between;
using web::form_token_of;
using web::holds;

constexpr std::string_view kPdf = "%PDF-1.4 a page";

class Applicants : public testing::Test {
protected:
    static void SetUpTestSuite() {
        tables_ = catalog::file_text("src/services/services_tables.sql");
        counter_ = std::make_unique<TestCounter>(
            [](web::Site& site, const casework::Practice& practice) {
                rooms_ = std::make_unique<Rooms>(Rooms{site, const_cast<casework::Practice&>(practice),
                                                       shelf_, site.registrar().office().vault,
                                                       "https://www.qingxi.example"});
                add_tracker_pages(site);
                add_intake_pages(site);
                site.add_routes(tracker_routes(*rooms_));
                site.add_routes(intake_routes(*rooms_));
                site.add_routes(application_api(*rooms_));
            },
            catalog::OfficeRows{services_events(), services_projections(tables_)});
    }
    static void TearDownTestSuite() {
        counter_.reset();
        rooms_.reset();
    }
    void SetUp() override {
        counter_->come_in({});
        counter_->visitor().cookies = "b=browser-one";
        counter_->visitor().act_key.clear();
        counter_->visitor().address = "10.1.0." + std::to_string(++address_);
    }

    static std::string code_of(const std::string& number) {
        const auto code = counter_->office().registrar().read<std::string>(
            identity::nobody(), [&](const identity::Reading& reading) -> base::Result<std::string> {
                return casework::inquiry_code(reading, number);
            });
        return code.value();
    }
    static http::Response asks(const std::string& number, const std::string& code) {
        return counter_->post("/track", "number=" + number + "&code=" + code);
    }
    // Number and code given; the cookie is kept as a browser does.
    static void proves(const std::string& number) {
        const auto answer = asks(number, code_of(number));
        ASSERT_EQ(answer.status, 303) << answer.body;
        EXPECT_EQ(answer.header("Location"), "/matters/" + number);
        const std::string cookie(answer.header("Set-Cookie"));
        counter_->visitor().cookies = "b=browser-one; " + cookie.substr(0, cookie.find(';'));
    }
    static http::Response does(const std::string& number, const std::string& what,
                               const std::string& form = {}) {
        const auto page = counter_->get("/matters/" + number);
        return counter_->post("/matters/" + number + "/" + what, "form_token=" + form_token_of(page) + form);
    }
    static void steps(const std::string& number, const casework::StepChoice& choice) {
        const auto official = counter_->official("window", "029");
        const auto reader = counter_->office().reader();
        const auto actor = identity::actor_of(*reader, official.person, counter_->catalogue().roles,
                                              counter_->office().clock.now().date())
                               .value();
        const auto done = counter_->office().registrar().perform<base::Done>(actor, [&](identity::Act& act) {
            return casework::do_step(act, counter_->practice(), number, casework::Standing::Official, choice);
        });
        ASSERT_TRUE(done.ok()) << done.error().text_key();
    }
    static void asks_for(const std::string& number, const std::string& material) {
        casework::StepChoice choice;
        choice.step = "check";
        choice.outcome = "ask_to_supplement";
        choice.asked = {material};
        choice.evidence = {
            {"one_time_list", R"([{"material":")" + material + R"(","why":"unclear","say":"no stamp"}])"}};
        steps(number, choice);
    }
    static http::Response uploads(const std::string& target, const std::string& token,
                                  const std::string& field) {
        const std::string body = "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" +
                                 token + "\r\n--x\r\nContent-Disposition: form-data; name=\"" + field +
                                 "\"; filename=\"plan.pdf\"\r\nContent-Type: application/pdf\r\n\r\n" +
                                 std::string(kPdf) + "\r\n--x--\r\n";
        return counter_->visitor().send(http::Method::Post, target, body, "multipart/form-data; boundary=x");
    }

    static inline std::unique_ptr<TestCounter> counter_;
    static inline std::unique_ptr<Rooms> rooms_;
    static inline AskShelf shelf_;
    static inline std::string tables_;
    static inline int address_ = 0;
};

TEST_F(Applicants, WrongPairsGetOneAnswerWhateverIsWrong) {
    const std::string number = counter_->file(*counter_->item_of("permit"));
    const auto wrong = asks(number, code_of(number) == "000000" ? "000001" : "000000");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(holds(wrong, "编号或查询码不对"));
    const auto unknown = asks("99992102920991231000019", "000000");
    EXPECT_EQ(unknown.status, 422);
    EXPECT_TRUE(holds(unknown, "编号或查询码不对"));
    EXPECT_EQ(counter_->get("/matters/" + number).header("Location"), "/track?number=" + number);
    EXPECT_EQ(counter_->get("/matters/99992102920991231000019").header("Location"),
              "/track?number=99992102920991231000019");
}

TEST_F(Applicants, GuessingIsSlowedDownForTheAddressAndForTheNumber) {
    const std::string number = counter_->file(*counter_->item_of("permit"));
    int refused = 0;
    for (int i = 0; i < 12; ++i)
        refused += asks("9999210292099123100001" + std::to_string(i % 10), "000000").status == 429;
    EXPECT_GE(refused, 2) << "one address";
    refused = 0;
    for (int i = 0; i < 12; ++i) {
        counter_->visitor().address = "10.2.0." + std::to_string(i);
        refused += asks(number, "000000").status == 429;
    }
    EXPECT_GE(refused, 2) << "one number from many addresses";
}

TEST_F(Applicants, NumberAndCodeOpenTheMatterInThisBrowserOnly) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    proves(number);
    const auto page = counter_->get("/matters/" + number);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page, item->name)) << page.body;
    EXPECT_TRUE(holds(page, "受理审查"));
    EXPECT_TRUE(holds(page, "收件回执"));
    EXPECT_TRUE(holds(page, "决定")) << "what is still to come";
    EXPECT_TRUE(holds(page, "/2026") || holds(page, "2026/")) << "where the leaf stands";
    EXPECT_EQ(counter_->get("/track?number=" + number).header("Location"), "/matters/" + number);
    const std::string mine = counter_->visitor().cookies;
    counter_->visitor().cookies = "b=browser-two;" + mine.substr(mine.find(';') + 1);
    EXPECT_EQ(counter_->get("/matters/" + number).status, 303) << "the cookie alone is worth nothing";
    counter_->visitor().cookies = mine;
    const std::string other = counter_->file(*item);
    EXPECT_EQ(counter_->get("/matters/" + other).status, 303);
}

TEST_F(Applicants, AcceptanceShowsPromiseLimitAndTheDaysBehindThem) {
    const std::string number = counter_->file(*counter_->item_of("permit"));
    casework::StepChoice accept;
    accept.step = "check";
    accept.outcome = "accept";
    steps(number, accept);
    proves(number);
    const auto page = counter_->get("/matters/" + number);
    EXPECT_TRUE(holds(page, "承诺办结"));
    EXPECT_TRUE(holds(page, "起算日，不计"));
    EXPECT_TRUE(holds(page, "受理审查：受理"));
    const auto letter = counter_->get("/matters/" + number + "/letters/acceptance_slip");
    EXPECT_EQ(letter.status, 200);
    EXPECT_TRUE(holds(letter, "行政许可申请受理通知书")) << letter.body;
    EXPECT_TRUE(holds(letter, "李禾"));
    EXPECT_EQ(counter_->get("/matters/" + number + "/letters/decision").status, 404);
}

TEST_F(Applicants, WhatIsMissingIsHandedInTogether) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    const std::string material = item->materials.front().id;
    asks_for(number, material);
    proves(number);
    const auto page = counter_->get("/matters/" + number);
    EXPECT_TRUE(holds(page, "看不清、不完整：no stamp")) << page.body;
    EXPECT_TRUE(holds(page, "id=\"m-" + material + "\""));
    const auto bare = does(number, "supplement");
    EXPECT_EQ(bare.status, 422);
    EXPECT_TRUE(holds(bare, "这份材料还没有上传"));
    const std::string slot = "/matters/" + number + "/supplement/";
    const auto unlisted = uploads(slot + item->materials.back().id, form_token_of(page), "file");
    EXPECT_EQ(unlisted.status, 404) << "only what was asked for";
    const auto sent = uploads(slot + material, form_token_of(page), "file");
    EXPECT_EQ(sent.status, 303) << sent.body;
    const auto kept = counter_->get(slot + material + "/0");
    EXPECT_EQ(kept.body, kPdf);
    const auto done = does(number, "supplement", "&reply=redrawn");
    EXPECT_EQ(done.header("Location"), "/matters/" + number) << done.body;
    const auto after = counter_->get("/matters/" + number);
    EXPECT_FALSE(holds(after, "id=\"supplement\""));
    EXPECT_TRUE(holds(after, "申请人补正：已提交"));
    EXPECT_EQ(does(number, "supplement").status, 409);
}

TEST_F(Applicants, AMatterIsTakenBackBeforeItIsDecided) {
    const std::string number = counter_->file(*counter_->item_of("permit"));
    proves(number);
    EXPECT_EQ(counter_->post("/matters/" + number + "/withdraw", "reason=x").status, 422)
        << "a form token is needed";
    EXPECT_EQ(does(number, "withdraw", "&reason=later").header("Location"), "/matters/" + number);
    const auto page = counter_->get("/matters/" + number);
    EXPECT_TRUE(holds(page, "申请人撤回"));
    EXPECT_FALSE(holds(page, "/withdraw"));
}

TEST_F(Applicants, TheReceiptHoldsCodeAndPapers) {
    const auto item = counter_->item_of("permit");
    const std::string number = counter_->file(*item);
    proves(number);
    const auto receipt = counter_->get("/matters/" + number + "/letters/receipt");
    EXPECT_EQ(receipt.status, 200);
    EXPECT_TRUE(holds(receipt, code_shown(code_of(number)))) << receipt.body;
    EXPECT_TRUE(holds(receipt, item->materials.front().name));
    EXPECT_TRUE(holds(receipt, "<svg"));
}

std::string answers_as(const catalog::ServiceItem& item, const AskPages& pages, const std::string& separator,
                       const std::function<std::string(const std::string&, const std::string&)>& pair) {
    std::string out;
    for (const AskPage& page : pages) {
        for (const AskField& field : page.fields) {
            std::string value = "x";
            if (!field.required) continue;
            if (field.id == "applicant_kind")
                value = item.serves_persons() ? "person" : "firm";
            else if (!field.options.empty())
                value = field.options.front().value;
            else if (field.kind == "identifier")
                value = item.serves_persons() ? "11010519491231002X" : "91110000802100433B";
            else if (field.kind == "phone")
                value = "13800000000";
            else if (field.kind == "date")
                value = "2026-03-02";
            else if (field.kind == "number")
                value = "12";
            else if (field.kind == "yesno")
                value = "no";
            out += (out.empty() ? "" : separator) + pair(field.id, value);
        }
    }
    return out;
}

class AtTheCounter : public Applicants {
protected:
    void SetUp() override {
        Applicants::SetUp();
        item_ = counter_->item_of("permit");
        const auto handling = counter_->practice().for_guide(item_->code);
        ASSERT_TRUE(handling.ok());
        pages_ = shelf_.pages(counter_->practice(), handling.value()).value();
    }
    std::string whole_form() const {
        std::string form =
            answers_as(*item_, *pages_, "&",
                       [](const std::string& id, const std::string& value) { return id + "=" + value; });
        const std::string scenario = item_->scenarios.empty() ? std::string() : item_->scenarios.front().code;
        form += "&scenario=" + scenario;
        for (const auto* material : item_->materials_for(scenario))
            form += "&got." + material->id + "=original";
        return form;
    }
    std::string api_body() const {
        std::string json = R"({"item":")" + item_->code + R"(","answers":{)";
        json += answers_as(*item_, *pages_, ",", [](const std::string& id, const std::string& value) {
            return "\"" + id + "\":\"" + value + "\"";
        });
        const std::string scenario = item_->scenarios.empty() ? std::string() : item_->scenarios.front().code;
        json += R"(},"scenario":")" + scenario + R"(","materials":[)";
        std::string list;
        for (const auto* material : item_->materials_for(scenario)) {
            list += (list.empty() ? "" : ",") + std::string(R"({"material":")") + material->id +
                    R"(","name":"a.pdf","content":"JVBERi0xLjQ="})";
        }
        return json + list + "]}";
    }
    catalog::ItemPtr item_;
    std::shared_ptr<const AskPages> pages_;
};

TEST_F(AtTheCounter, AnItemIsFoundByWordsAndInitials) {
    EXPECT_EQ(counter_->get("/desk/intake").status, 303) << "staff only";
    counter_->come_in(counter_->official("window", "029"));
    for (const std::string& words : {item_->code, text::pinyin_of(item_->name).initials}) {
        const auto window = counter_->get("/desk/intake?words=" + words);
        EXPECT_EQ(window.status, 200);
        EXPECT_TRUE(holds(window, "/desk/intake/" + item_->code)) << words;
    }
    EXPECT_TRUE(holds(counter_->get("/desk/intake?words=qqqqqq"), "没有找到这个事项"));
}

TEST_F(AtTheCounter, OnlyWhatTheGuideListsIsTakenIn) {
    counter_->come_in(counter_->official("window", "029"));
    const auto form = counter_->get("/desk/intake/" + item_->code);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(holds(form, "name=\"got." + item_->materials.front().id + "\"")) << form.body;
    const auto unlisted =
        counter_->post("/desk/intake/" + item_->code, whole_form() + "&got.blood_test=original&do=receive");
    EXPECT_EQ(unlisted.status, 403);
    const auto empty = counter_->post("/desk/intake/" + item_->code, "do=receive");
    EXPECT_EQ(empty.status, 422);
    EXPECT_TRUE(holds(empty, "href=\"#name\"")) << "every fault is named at once";
    EXPECT_TRUE(holds(empty, "href=\"#phone\""));
}

TEST_F(AtTheCounter, TheSlipCarriesNumberAndCode) {
    counter_->come_in(counter_->official("window", "029"));
    const auto taken = counter_->post("/desk/intake/" + item_->code, whole_form() + "&do=receive");
    ASSERT_EQ(taken.status, 303) << taken.body;
    const std::string done(taken.header("Location"));
    const std::string number = done.substr(done.rfind('/') + 1);
    const auto slip = counter_->get(done);
    EXPECT_TRUE(holds(slip, code_shown(code_of(number)))) << slip.body;
    EXPECT_TRUE(holds(slip, "原件"));
    EXPECT_TRUE(holds(slip, "value=\"accept\"")) << "it can be accepted at once";
    EXPECT_EQ(counter_->get(done + "/receipt").status, 200);
    const auto window = counter_->get("/desk/intake");
    EXPECT_TRUE(holds(window, item_->name)) << "what was taken in lately";
}

TEST_F(AtTheCounter, TakingInAndAcceptingIsOneAct) {
    counter_->come_in(counter_->official("window", "029"));
    const auto taken = counter_->post("/desk/intake/" + item_->code, whole_form() + "&do=accept");
    ASSERT_EQ(taken.status, 303) << taken.body;
    const std::string done(taken.header("Location"));
    EXPECT_TRUE(holds(counter_->get(done), "已经受理"));
}

TEST_F(AtTheCounter, AnUnfinishedFormIsKept) {
    counter_->come_in(counter_->official("window", "029"));
    const auto kept = counter_->post("/desk/intake/" + item_->code, "name=Mei&do=save");
    ASSERT_EQ(kept.status, 303) << kept.body;
    EXPECT_TRUE(holds(counter_->get(std::string(kept.header("Location"))), "value=\"Mei\""));
    EXPECT_TRUE(holds(counter_->get("/desk/intake"), std::string(kept.header("Location"))));
}

TEST_F(AtTheCounter, AnApplicationArrivesAsJson) {
    counter_->come_in(counter_->official("window", "029"));
    counter_->visitor().act_key = "load-1";
    const auto filed = counter_->call(http::Method::Post, "/api/applications", api_body());
    ASSERT_EQ(filed.status, 201) << filed.body;
    const std::string number = between(filed.body, "\"number\":\"", "\"");
    EXPECT_EQ(between(filed.body, "\"code\":\"", "\""), code_of(number));
    const auto again = counter_->call(http::Method::Post, "/api/applications", api_body());
    EXPECT_EQ(between(again.body, "\"number\":\"", "\""), number) << "the same key is the same act";
    counter_->visitor().act_key.clear();
    std::string broken = api_body();
    broken.replace(broken.find("13800000000"), 11, "tel");
    const auto refused = counter_->call(http::Method::Post, "/api/applications", broken);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    EXPECT_TRUE(holds(refused, "\"field\":\"phone\"")) << refused.body;
    EXPECT_EQ(counter_->call(http::Method::Post, "/api/applications", "[").status, 422);
}

}  // namespace
}  // namespace services

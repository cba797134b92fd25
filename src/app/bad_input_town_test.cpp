// Whatever is sent to the house, whoever sent it is told what is wrong in their language, and nothing of it
// is kept.

#include "app/house.h"
#include "casework/happening.h"

#include "town.h"
#include "visitor.h"

namespace app {
namespace {

using web::between;
using web::cookie_of;
using web::form_token_of;
using web::holds;
using web::Visitor;

class BadInput : public testing::Test {
protected:
    struct Case {
        const char* what;
        std::string body;
        int status;
        const char* chinese;
        const char* english;
    };

    void SetUp() override {
        auto opened = House::open(town_.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house_ = std::move(opened).value();
        visitor_ = std::make_unique<Visitor>(house_->site());
        for (const auto& [code, item] : town_.node().catalogue().current()->items) {
            if (item->process == "permit" && item->status == 1) item_ = item;
        }
        ASSERT_NE(item_, nullptr);
    }

    std::string begin_draft() {
        const auto page = visitor_->get("/apply/" + item_->code);
        visitor_->cookies = cookie_of(page, "b");
        token_ = form_token_of(page);
        std::string form = "form_token=" + token_;
        if (!item_->scenarios.empty()) form += "&scenario=" + item_->scenarios.front().code;
        const std::string to(visitor_->post("/apply/" + item_->code, form).header("Location"));
        const std::string draft = between(to, "/apply/draft/", "/");
        EXPECT_FALSE(draft.empty()) << to;
        return draft;
    }
    // Said in both languages, by the page that was asked; English by its own address.
    void expect_told(const std::string& target, const std::string& type, const Case& one) {
        SCOPED_TRACE(one.what);
        const auto chinese = visitor_->send(http::Method::Post, target, one.body, type);
        EXPECT_EQ(chinese.status, one.status) << chinese.body;
        EXPECT_TRUE(holds(chinese, one.chinese)) << chinese.body;
        const auto english = visitor_->send(http::Method::Post, target + "?lang=en", one.body, type);
        EXPECT_EQ(english.status, one.status);
        EXPECT_TRUE(holds(english, one.english)) << english.body;
    }
    std::int64_t entries() { return town_.node().journal().position().seq; }

    Town town_;
    std::unique_ptr<House> house_;
    std::unique_ptr<Visitor> visitor_;
    catalog::ItemPtr item_;
    std::string token_;
};

TEST_F(BadInput, UploadsAreRefusedInThePersonsWords) {
    const std::string draft = begin_draft();
    const std::int64_t before = entries();
    const auto form = [&](const std::string& bytes, const std::string& end = "\r\n--x--\r\n") {
        return "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + token_ +
               "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"照片.pdf\"\r\n"
               "Content-Type: application/pdf\r\n\r\n" +
               bytes + end;
    };
    const std::string slot = "/apply/draft/" + draft + "/materials/";
    const std::string material = item_->materials.front().id;
    const std::string type = "multipart/form-data; boundary=x";
    const Case cases[] = {
        {"larger than a file may be", form(std::string((20u << 20) + 1, 'x')), 413, "20 MB", "20 MB"},
        {"a program that calls itself a PDF", form("MZ\x90 this is a program"), 422, "认不出这种文件",
         "This kind of file is not known here"},
        {"a drawing that could carry a script", form("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), 422,
         "认不出这种文件", "This kind of file is not known here"},
        {"nothing in it", form(""), 422, "没有收到文件", "No file arrived"},
        {"torn off", form("%PDF-1.4", ""), 422, "没有完整送达", "did not arrive whole"},
        {"a name that is no text",
         "--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n1\r\n--x--\r\n", 422, "没有完整送达",
         "did not arrive whole"},
    };
    for (const Case& one : cases) expect_told(slot + material, type, one);
    expect_told(slot + "a-paper-nobody-published", type,
                {"a paper nobody asked for", form("%PDF-1.4"), 404, "办事指南", "The guide does not list"});
    EXPECT_EQ(entries(), before);
    EXPECT_EQ(visitor_->send(http::Method::Post, slot + material, form("%PDF-1.4 a page"), type).status, 303)
        << "the same slot takes a paper that is one";
}

TEST_F(BadInput, FormsAreRefusedInThePersonsWords) {
    begin_draft();
    const std::int64_t before = entries();
    const std::string type = "application/x-www-form-urlencoded";
    std::string many;
    for (int i = 0; i <= 200; ++i) many += "a" + std::to_string(i) + "=1&";
    std::string forged = token_;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    const Case cases[] = {
        {"bytes that are no text", "number=%ff%fe&code=1", 422, "无法识别", "could not be read"},
        {"a broken sign", "number=%4&code=1", 422, "无法识别", "could not be read"},
        {"a control character", "number=1%00&code=1", 422, "无法识别", "could not be read"},
        {"more fields than a form may have", many, 413, "200", "200"},
    };
    for (const Case& one : cases) expect_told("/track", type, one);
    expect_told("/apply/" + item_->code, type,
                {"a forged token", "form_token=" + forged, 422, "不是从本页发出", "not sent from our page"});
    expect_told("/apply/" + item_->code, type, {"no token", "scenario=01", 422, "校验码", "check code"});
    EXPECT_EQ(entries(), before);
}

TEST_F(BadInput, JsonIsRefusedInThePersonsWords) {
    const std::int64_t before = entries();
    const std::string json = "application/json";
    const std::string item = R"({"item":")" + item_->code + R"(","materials":[)";
    visitor_->come_in(town_.official("window", "029").person);
    const Case cases[] = {
        {"torn off", R"({"item":")", 422, "JSON", "JSON"},
        {"a list", "[]", 422, "JSON", "JSON"},
        {"bytes that are no text", "{\"item\":\"\xff\"}", 422, "JSON", "JSON"},
        {"nested without end", std::string(100000, '['), 422, "JSON", "JSON"},
        {"nested in a member", R"({"item":)" + std::string(64, '[') + std::string(64, ']') + "}", 422, "JSON",
         "JSON"},
        {"a paper nobody asked for", item + R"({"material":"nobodys","paper":true}]})", 422, "办事指南",
         "The guide does not list"},
        {"a paper that is no file",
         item + R"({"material":")" + item_->materials.front().id + R"(","content":"TVqQ"}]})", 422,
         "认不出这种文件", "This kind of file is not known here"},
    };
    for (const Case& one : cases) expect_told("/api/applications", json, one);
    const std::string number = town_.file(item_->code);
    const std::int64_t filed = entries();
    for (const char* body : {"{", "[]", "{\"outcome\":\"\xff\"}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}) {
        const auto refused =
            visitor_->call(http::Method::Post, "/api/matters/" + number + "/steps/check", body);
        EXPECT_EQ(refused.status, 422) << refused.body;
        EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
        EXPECT_FALSE(holds(refused, "\"detail\":\"json.")) << "a key is no sentence: " << refused.body;
        EXPECT_FALSE(holds(refused, "\"detail\":\"\"")) << refused.body;
    }
    EXPECT_EQ(entries(), filed);
    EXPECT_EQ(filed, before + 1);
}

TEST_F(BadInput, AForgedSessionIsNobodys) {
    visitor_->cookies = "b=browser; s=" + std::string(43, 'A');
    const auto desk = visitor_->get("/desk");
    EXPECT_TRUE(desk.header("Location").starts_with("/sign-in")) << desk.status;
    EXPECT_EQ(cookie_of(desk, "s"), "s=") << "it is taken away";
    EXPECT_EQ(visitor_->get("/help").status, 200);
    for (const char* session : {"", "short", "%00", "a b", "../../etc/passwd"}) {
        visitor_->cookies = "b=browser; s=" + std::string(session);
        EXPECT_TRUE(visitor_->get("/board").header("Location").starts_with("/sign-in")) << session;
    }
    visitor_->cookies.clear();
    visitor_->bear(std::string(43, 'A'));
    const auto refused = visitor_->get("/api/matters");
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(holds(refused, "登录")) << refused.body;
}

TEST_F(BadInput, TheSameFormTwiceIsOneAct) {
    const std::string number = town_.file(item_->code);
    const auto code = town_.node().registrar().read<std::string>(
        identity::nobody(), [&](const identity::Reading& reading) -> base::Result<std::string> {
            return casework::inquiry_code(reading, number);
        });
    const auto proved = visitor_->post("/track", "number=" + number + "&code=" + code.value());
    ASSERT_EQ(proved.status, 303) << proved.body;
    for (const auto& [header, value] : proved.headers) {
        if (header != "Set-Cookie") continue;
        visitor_->cookies += (visitor_->cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    }
    const std::int64_t before = entries();
    const std::string form = "reason=later&form_token=" + form_token_of(visitor_->get("/matters/" + number));
    const auto first = visitor_->post("/matters/" + number + "/withdraw", form);
    EXPECT_EQ(first.status, 303) << first.body;
    const auto again = visitor_->post("/matters/" + number + "/withdraw", form);
    EXPECT_EQ(again.status, 303) << again.body;
    EXPECT_EQ(again.header("Location"), first.header("Location"));
    EXPECT_EQ(entries(), before + 1);
    const std::string anew =
        "reason=later&form_token=" + form_token_of(visitor_->get("/apply/" + item_->code));
    EXPECT_EQ(visitor_->post("/matters/" + number + "/withdraw", anew).status, 409)
        << "another wish, too late";
}

TEST_F(BadInput, ADraftsCodeIsNotFoundByTrying) {
    const std::string draft = begin_draft();
    const std::string mine = visitor_->cookies;
    visitor_->cookies.clear();
    const auto page = visitor_->get("/apply/draft");
    visitor_->cookies = cookie_of(page, "b");
    const std::string token = "&form_token=" + form_token_of(page);
    int refused = 0;
    for (int i = 0; i < 14; ++i) {
        visitor_->address = "10.3.0." + std::to_string(i);  // many addresses, one draft
        const auto answer =
            visitor_->post("/apply/draft", "draft=" + draft + "&code=" + std::to_string(100000 + i) + token);
        EXPECT_TRUE(answer.status == 422 || answer.status == 404 || answer.status == 429) << answer.status;
        refused += answer.status == 429;
        EXPECT_EQ(answer.header("Retry-After").empty(), answer.status != 429);
    }
    EXPECT_GE(refused, 3);
    EXPECT_EQ(visitor_->get("/apply/draft/" + draft + "/check").status, 404) << "still in other hands";
    visitor_->cookies = mine;
    EXPECT_EQ(visitor_->get("/apply/draft/" + draft + "/check").status, 303)
        << "goes on where something lacks";
}

}  // namespace
}  // namespace app

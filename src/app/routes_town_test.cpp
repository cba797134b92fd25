// Who is let in where: every route of the house times every kind of person, against a table that a person can
// read. `UPDATE=1 build/debug/town_test --gtest_filter='Routes.*'` writes it anew; read the difference before
// it is committed.

#include "app/house.h"
#include "disclosure/import_verbs.h"
#include "identity/sign_in.h"

#include "published.h"
#include "town.h"
#include "visitor.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace app {
namespace {

using web::between;
using web::cookie_of;
using web::Visitor;

constexpr const char* kTable = "test/data/route_roles.txt";
constexpr const char* kHead =
    "# Every route times every kind of person: what a request of theirs leads to. Acts are asked for with\n"
    "# an empty form. Written by: UPDATE=1 build/debug/town_test --gtest_filter='Routes.*'\n"
    "#\n"
    "# yes      answered, or done and sent on        sign-in  sent to the sign-in\n"
    "# form     the door is open, the form is not    code     number and 查询码 are asked for first\n"
    "#          filled in (422)                      no       refused (403)\n"
    "# state    not now: the matter does not allow   none     nothing is there, or not for them (404)\n"
    "#          it, or it lies on another desk (409)\n"
    "#\n"
    "# visitor: nobody signed in · applicant: the browser that gave number and code of the matter, and\n"
    "# began the draft · citizen: an account of somebody else · window: clerk of the hall · handler, head:\n"
    "# of the body that handles the matter, which has been accepted and waits for review · other: handler\n"
    "# of another body · lead, agent, mayor, supervisor, editor, approver, admin: the roles of roles.json,\n"
    "# elsewhere\n";

std::string word_of(const http::Response& response) {
    const std::string to(response.header("Location"));
    if (response.status == 401 || to.starts_with("/sign-in")) return "sign-in";
    if (to.starts_with("/track")) return "code";
    switch (response.status) {
    case 200:
    case 201:
    case 303: return "yes";
    case 403: return "no";
    case 404: return "none";
    case 409: return "state";
    case 422: return "form";
    default: return std::to_string(response.status);
    }
}

class Routes : public testing::Test {
protected:
    struct Who {
        std::string word;
        identity::PersonId person;  // empty: without a session
    };

    void SetUp() override {
        auto opened = House::open(town_.node(), "https://qingxi.example");
        ASSERT_TRUE(opened.ok()) << opened.error().detail();
        house_ = std::move(opened).value();
        visitor_ = std::make_unique<Visitor>(house_->site());
        catalogue_ = town_.node().catalogue().current();
        for (const auto& [code, item] : catalogue_->items) {
            if (item->process == "permit" && item->status == 1) item_ = item.get();
            if (item->process == "permit-instant" && item->status == 1 && item->type == "01")
                instant_ = item.get();
        }
        ASSERT_TRUE(item_ != nullptr && instant_ != nullptr);
        meet_everybody();
        standing_ = accepted_matter();
        granted_ = granted_matter();
        begin_draft();
        find_samples();
    }

    void meet_everybody() {
        const auto citizen =
            town_.perform<identity::PersonId>(identity::office_actor("test"), [](identity::Act& act) {
                return identity::register_citizen(
                    act, {"周宁", "11010519491231002X", "13800000001", "zhouning", "no-password"});
            });
        ASSERT_TRUE(citizen.ok()) << citizen.error().text_key();
        std::string other;
        for (const auto& body : catalogue_->bodies) {
            if (body.code != item_->body && town_.has_official("handler", body.code)) other = body.code;
        }
        everybody_ = {{"visitor", {}},
                      {"applicant", {}},
                      {"citizen", citizen.value()},
                      {"window", town_.official("window", "029").person},
                      {"handler", town_.official("handler", item_->body).person},
                      {"head", town_.official("head", item_->body).person},
                      {"other", town_.official("handler", other).person},
                      {"drafter", town_.official("drafter", "001").person}};
        for (const char* role : {"lead", "agent", "mayor", "supervisor", "editor", "approver", "admin"})
            everybody_.push_back({role, town_.somebody(role, item_->body).person});
        // A role that nobody asked about would be a hole in the table; a role with no more rights than a
        // column has is that column.
        std::set<std::string> known{"window", "handler", "head", "drafter"};
        std::set<std::set<std::string>> asked;
        for (const Who& who : everybody_) known.insert(who.word);
        const auto rights_of = [](const auto& role) {
            return std::set<std::string>(role.rights.begin(), role.rights.end());
        };
        for (const auto& role : catalogue_->roles)
            if (known.contains(role.role)) asked.insert(rights_of(role));
        for (const auto& role : catalogue_->roles) {
            const std::set<std::string> rights = rights_of(role);
            EXPECT_TRUE(std::any_of(asked.begin(), asked.end(), [&](const std::set<std::string>& column) {
                return std::includes(column.begin(), column.end(), rights.begin(), rights.end());
            })) << role.role;
        }
    }

    void does(const std::string& number, const std::string& step, const std::string& outcome) {
        casework::StepChoice choice;
        choice.step = step;
        choice.outcome = outcome;
        EXPECT_TRUE(town_.step(town_.official("window", "029"), number, choice).ok()) << step;
    }
    std::string accepted_matter() {
        const std::string number = town_.file(item_->code);
        does(number, "check", "accept");
        return number;
    }
    std::string granted_matter() {
        const std::string number = town_.file(instant_->code, "hall");
        for (const auto& [step, outcome] :
             {std::pair{"check", "accept"}, {"decide", "grant"}, {"deliver", "delivered"}}) {
            does(number, step, outcome);
        }
        return number;
    }

    // The browser of the applicant: begins a draft, and gives number and code of a matter once.
    void begin_draft() {
        const auto page = visitor_->get("/apply/" + item_->code);
        browser_ = cookie_of(page, "b");
        token_ = between(page.body, "name=\"form_token\" value=\"", "\"");
        visitor_->cookies = browser_;
        const auto begun = visitor_->post("/apply/" + item_->code, form());
        const std::string to(begun.header("Location"));
        draft_ = between(to + "/", "/apply/draft/", "/");
        page_ = between(to + "?", draft_ + "/", "?");
        ASSERT_FALSE(draft_.empty()) << begun.status << begun.body;
    }
    std::string form() const {
        return "form_token=" + token_ +
               (item_->scenarios.empty() ? "" : "&scenario=" + item_->scenarios.front().code);
    }
    const std::string& grant_of(const std::string& number) {
        std::string& grant = grants_[number];
        if (!grant.empty()) return grant;
        const auto code = town_.node().registrar().read<std::string>(
            identity::nobody(), [&](const identity::Reading& reading) -> base::Result<std::string> {
                return casework::inquiry_code(reading, number);
            });
        visitor_->leave();
        visitor_->cookies = browser_;
        visitor_->address = "10.9.9." + std::to_string(grants_.size() % 250);
        const auto proved = visitor_->post("/track", "number=" + number + "&code=" + code.value());
        EXPECT_EQ(proved.status, 303) << proved.body;
        for (const auto& [header, value] : proved.headers) {
            if (header == "Set-Cookie" && !value.starts_with("b=")) grant = value.substr(0, value.find(';'));
        }
        return grant;
    }

    void import_a_text() {
        constexpr std::string_view kText = "关于旧网站的说明\n\n正文在旧网站上。\n";
        const auto item = disclosure::read_import("old.txt", kText);
        ASSERT_TRUE(item.ok());
        auto prepared = disclosure::prepare_import(town_.node().registrar().office(), item.value(), kText);
        ASSERT_TRUE(prepared.ok());
        import_ = prepared.value().file.hex();
        const std::vector<disclosure::PreparedImport> texts = {std::move(prepared).value()};
        const auto staged = town_.perform<int>(town_.official("drafter", "001"), [&](identity::Act& act) {
            return disclosure::stage_imports(act, texts);
        });
        EXPECT_TRUE(staged.ok());
    }
    void find_samples() {
        document_ = Press(town_).publish(a_notice()).document;
        import_a_text();
        visitor_->come_in(town_.somebody("editor", "").person);
        definition_ = between(visitor_->get("/definitions").body, "class=\"t\" href=\"/definitions/", "\"");
        visitor_->leave();
        law_ = between(visitor_->get("/laws").body, "href=\"/laws/", "\"");
        result_ = between(visitor_->get("/results").body, "href=\"/results/", "\"");
        town_.file("qx-008-08");  // a complaint about enforcement opens the first lead
        lead_ = std::to_string(town_.clock().now().date().year()) + "-00001";
        EXPECT_FALSE(definition_.empty()) << "a definition";
        EXPECT_FALSE(law_.empty()) << "a law";
        EXPECT_FALSE(result_.empty()) << "a published grant";
    }

    // An address of the route. Acts get a matter of their own, so that none changes what the next one sees.
    std::string address_of(const web::Route& route, std::string& number) {
        const std::string& pattern = route.pattern;
        const bool ended = pattern.ends_with("/rate") || pattern.find("intake/done") != std::string::npos;
        if (pattern.find("{number}") != std::string::npos)
            number = ended       ? (route.act ? granted_matter() : granted_)
                     : route.act ? accepted_matter()
                                 : standing_;
        const std::map<std::string, std::string> samples = {
            {"token", "no-such-link"},
            {"person", std::to_string(town_.official("handler", item_->body, 1).person.number())},
            {"law", law_},
            {"id", definition_},
            {"lead", lead_},
            {"document", document_},
            {"catalogue", "social-assistance"},
            {"file", import_},
            {"column", "notices"},
            {"body", "001"},
            {"office", "001"},
            {"remedy", "2026-00001"},
            {"year", std::to_string(town_.clock().now().date().year() - 1)},
            {"k", "1"},
            {"digest", std::string(64, '0')},
            {"draft", draft_},
            {"page", page_},
            {"item", item_->code},
            {"result", result_},
            {"step", "review"},
            {"member", item_->body},
            {"material", item_->materials.front().id},
            {"number", number},
            {"code", pattern.starts_with("/bodies") ? item_->body : item_->code},
            {"kind", pattern.starts_with("/desk") ? "acceptance_slip" : "receipt"},
            {"n", pattern.find("/files/") != std::string::npos || pattern.starts_with("/doc") ? "1" : "0"}};
        std::string address;
        for (std::size_t at = 0; at < pattern.size();) {
            if (pattern[at] != '{') {
                address += pattern[at++];
                continue;
            }
            const std::size_t end = pattern.find('}', at);
            const auto sample = samples.find(pattern.substr(at + 1, end - at - 1));
            EXPECT_NE(sample, samples.end()) << pattern;
            if (sample != samples.end()) address += sample->second;
            at = end + 1;
        }
        return address;
    }

    std::string asks(const Who& who, const web::Route& route) {
        std::string number;
        const std::string address = address_of(route, number);
        visitor_->leave();
        visitor_->cookies = "b=of-somebody-else";
        if (!who.person.empty()) visitor_->come_in(who.person);
        if (who.word == "applicant") {
            const std::string grant = number.empty() ? std::string() : grant_of(number);
            visitor_->cookies = browser_ + (grant.empty() ? "" : "; " + grant);
        }
        visitor_->address = "10.0." + std::to_string(asked_ / 250) + "." + std::to_string(asked_ % 250);
        ++asked_;
        if (route.method == http::Method::Get) return word_of(visitor_->get(address));
        std::string body = "nothing=";
        if (who.person.empty()) {
            const auto page = visitor_->get("/sign-in");
            body = "form_token=" + between(page.body, "name=\"form_token\" value=\"", "\"");
        }
        const bool json = route.pattern.starts_with("/api/");
        return word_of(json ? visitor_->call(route.method, address, "{}") : visitor_->post(address, body));
    }

    std::string table() {
        std::size_t width = 0;
        for (const web::Route* route : house_->site().routes())
            width = std::max(width, route->pattern.size());
        const auto padded = [](std::string text, std::size_t to) {
            text.resize(std::max(text.size() + 1, to), ' ');
            return text;
        };
        std::string out = kHead;
        std::string line = padded("#", width + 7);
        for (const Who& who : everybody_) line += padded(who.word, 11);
        out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        for (const web::Route* route : house_->site().routes()) {
            EXPECT_FALSE(route->summary.empty()) << route->pattern;
            line =
                padded(std::string(http::method_word(route->method)), 5) + padded(route->pattern, width + 2);
            for (const Who& who : everybody_) line += padded(asks(who, *route), 11);
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        }
        return out;
    }

    Town town_;
    std::unique_ptr<House> house_;
    std::unique_ptr<Visitor> visitor_;
    std::shared_ptr<const catalog::Catalogue> catalogue_;  // reason: what the items below point into
    const catalog::ServiceItem* item_ = nullptr;
    const catalog::ServiceItem* instant_ = nullptr;
    std::vector<Who> everybody_;
    std::map<std::string, std::string> grants_;  // by number: the cookie of the applicant
    std::string standing_, granted_, browser_, token_, draft_, page_, definition_, lead_, law_, result_,
        document_, import_;
    int asked_ = 0;
};

TEST_F(Routes, LetInWhomTheTableNames) {
    const std::string found = table();
    if (std::getenv("UPDATE") != nullptr) std::ofstream(kTable) << found;
    std::ifstream file(kTable);
    const std::string known{std::istreambuf_iterator<char>(file), {}};
    std::istringstream now(found), then(known);
    for (std::string one, other; std::getline(now, one);) {
        if (!std::getline(then, other)) other.clear();
        EXPECT_EQ(one, other) << "UPDATE=1 writes " << kTable << " anew; read the difference";
    }
    EXPECT_EQ(found.size(), known.size());
}

}  // namespace
}  // namespace app

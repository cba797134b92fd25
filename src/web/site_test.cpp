// The site over a real registrar: doors, tokens, acts pressed twice, forms shown again, sessions, pages from
// memory.
#include "base/file.h"
#include "crypto/password.h"
#include "identity/sign_in.h"
#include "store/migrations.h"
#include "web/guard.h"
#include "web/site.h"
#include "web/test_files.h"

#include "visitor.h"
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>

namespace web {
namespace {

std::string read(const std::string& path) {
    return base::read_file(path).value();
}

store::Tx opened(const std::string& path) {
    auto tx = store::Tx::open(path);
    std::vector<store::Migration> migrations;
    for (const char* name : {"0001_journal.sql", "0002_vault.sql", "0003_sign_in.sql"})
        migrations.push_back(store::migration_of(name, read("migrations/" + std::string(name))).value());
    EXPECT_TRUE(store::migrate(tx.value(), migrations).ok());
    return std::move(tx).value();
}

struct NotePage {
    std::vector<FormError> errors;
    std::string note;
    std::string note_error;
    void fields(auto& visit) {
        visit("errors", errors), visit("note", note), visit("note_error", note_error);
    }
};

class SiteTest : public testing::Test {
protected:
    SiteTest() {
        std::filesystem::create_directories(folder_);
        texts_ = Texts::load(files_).value();
        tx_.emplace(opened(path_));
        EXPECT_TRUE(journal_.open(*tx_).ok());
        writer_.emplace(std::move(*tx_), journal_, clock_);
        registrar_.emplace(*writer_, office_, clock_, path_);
        SiteOptions options;
        options.county = "清溪县";
        options.county_en = "Qingxi County";
        options.form_secret = std::string(32, 'f');
        options.access_log = AccessLog::Off;
        options.roles = {{"window", "窗口", "Window", {"casework.receive"}},
                         {"admin", "管理", "Admin", {"identity.manage"}}};
        options.setup_body = "029";
        site_.emplace(options, files_, texts_, *registrar_);
        site_->add_routes(site_routes(*site_));
        site_->add_routes(test_routes());
        const auto started = site_->start();
        EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().detail());
    }
    ~SiteTest() override {
        writer_.reset();
        late_.finish();
        std::filesystem::remove_all(folder_);
    }

    struct Nothing {
        bool unused = false;
        void fields(auto& visit) { visit("unused", unused); }
    };

    std::vector<Route> test_routes() {
        site_->add<NotePage>("t/note");
        site_->add<Nothing>("t/public");
        const ReadingHandler form = [this](const identity::Reading&,
                                           const Request& request) -> base::Result<http::Response> {
            NotePage page;
            page.errors = site_->errors(request);
            page.note = request.typed("note");
            page.note_error = error_of(page.errors, "note");
            return site_->page(request, "t/note", page, "Note");
        };
        std::vector<Route> routes;
        routes.push_back(get("/note", {identity::Door::Public}, "form", form));
        routes.push_back(post("/note", {identity::Door::Public}, "act",
                              [this](identity::Act&, const Request& request) -> base::Result<http::Response> {
                                  FormReader reader(request.form);
                                  reader.text("note", {Need::Required, 10, 2});
                                  if (!reader.fits()) return reader.refusal();
                                  ++acts_;
                                  return http::see_other("/note/" + std::to_string(acts_));
                              })
                             .or_show(form));
        routes.push_back(post("/bug", {identity::Door::Public}, "a bug",
                              [](identity::Act&, const Request&) -> base::Result<http::Response> {
                                  CHECK(1 == 2);
                                  return http::see_other("/");
                              }));
        routes.push_back(
            get("/public", {identity::Door::Public}, "kept",
                [this](const identity::Reading&, const Request& request) -> base::Result<http::Response> {
                    ++shown_;
                    return site_->page(request, "t/public", Nothing{}, "Public");
                })
                .kept_in_memory());
        routes.push_back(
            get("/staff", {identity::Door::Staff, "casework.receive"}, "staff",
                [](const identity::Reading& reading, const Request&) -> base::Result<http::Response> {
                    return http::plain(200, reading.actor.name);
                }));
        return routes;
    }

    http::Response send(http::Method method, const std::string& target, const std::string& body = {},
                        std::vector<std::pair<std::string, std::string>> headers = {}) {
        auto asked = std::make_shared<TestExchange>(late_);
        asked->request.method = method;
        EXPECT_TRUE(http::read_target(target, asked->request).ok());
        asked->request.id = "TESTTESTTEST";
        asked->request.address = "10.0.0.1";
        asked->request.body = body;
        if (!jar_.empty()) asked->request.headers.add("cookie", jar_);
        if (!body.empty()) asked->request.headers.add("content-type", "application/x-www-form-urlencoded");
        for (auto& [name, value] : headers) asked->request.headers.add(name, value);
        if (const auto ready = site_->glance(asked->request))
            asked->answer(ready);
        else
            site_->serve(asked);
        http::Response response = asked->wait();
        for (const char* name : {"b", "s"}) {
            const std::string cookie = cookie_of(response, name);
            if (!cookie.empty()) jar_ += (jar_.empty() ? "" : "; ") + cookie;
        }
        return response;
    }
    http::Response get_page(const std::string& target) { return send(http::Method::Get, target); }
    http::Response post_form(const std::string& target, const std::string& body) {
        return send(http::Method::Post, target, body);
    }

    void enrol(const std::string& login, const std::string& password) {
        identity::Actor office = identity::office_actor("test");
        office.grants.push_back({"identity.manage", {}, "system", 0});
        identity::Official official;
        official.key = official.login = login;
        official.name = "周敏";
        official.body = "029";
        official.post = "综合窗口";
        official.roles = {{"window", "029"}};
        const std::string hash = crypto::hash_password(password, *entropy_).value();
        const auto done =
            registrar_->perform<base::Done>(office, [&](identity::Act& act) -> base::Result<base::Done> {
                const auto person = TRY(identity::enrol_official(act, official));
                return identity::set_password(act, person, hash);
            });
        ASSERT_TRUE(done.ok());
    }
    http::Response sign_in(const std::string& login, const std::string& password) {
        const auto form = get_page("/sign-in?for=staff");
        return post_form("/sign-in", "form_token=" + form_token_of(form) + "&for=staff&name=" + login +
                                         "&password=" + password);
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("sunroom-site-" + std::to_string(::getpid()));
    std::string path_ = folder_.string() + "/journal.db";
    std::string tables_ = read("src/identity/identity_tables.sql");
    std::unique_ptr<base::Entropy> entropy_ = base::seeded_entropy(7);
    calendar::MovedClock clock_{calendar::Instant::parse("2026-03-02T09:00:00+08:00").value()};
    store::Keys keys_ = store::Keys::from_master(std::string(32, 'k'), "gm").value();
    store::Vault vault_{keys_, folder_.string() + "/files"};
    ledger::Journal journal_{identity::identity_events(), identity::identity_projections(tables_), "999921",
                             *entropy_};
    identity::Office office_{vault_, *entropy_, journal_, "999921"};
    OwnFiles files_{{{"web/templates/t/note.html", "{{#each errors}}!{{field}}:{{message}}{{/each}}"
                                                   "<input name=\"form_token\" value=\"{{form_token}}\">"
                                                   "<textarea>{{note}}</textarea>{{note_error}}"},
                     {"web/templates/t/public.html", "public {{lang}} {{ui}} {{today}}"},
                     {"web/assets/icons.svg", "<svg/>"}}};
    Texts texts_;
    std::optional<store::Tx> tx_;
    std::optional<identity::Registrar> registrar_;
    std::optional<Site> site_;
    std::optional<ledger::Writer> writer_;  // last: its thread answers into the site
    LateWork late_;
    std::string jar_;
    int acts_ = 0;
    int shown_ = 0;
};

TEST_F(SiteTest, EveryAnswerCarriesTheHeadersOfSafety) {
    for (const char* path : {"/help", "/note", "/nowhere", "/sign-in"}) {
        const auto response = get_page(path);
        EXPECT_NE(response.header("Content-Security-Policy").find("default-src 'self'"),
                  std::string_view::npos)
            << path;
        EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff") << path;
    }
    EXPECT_EQ(get_page("/nowhere").status, 404);
    EXPECT_NE(get_page("/nowhere").body.find("TESTTESTTEST"), std::string::npos) << "the number to read out";
    EXPECT_EQ(send(http::Method::Delete, "/note").status, 405);
    EXPECT_EQ(send(http::Method::Delete, "/note").header("Allow"), "GET, POST");
    EXPECT_EQ(get_page("/healthz").body, "alive\n");
    EXPECT_EQ(get_page("/readyz").status, 200);
}

TEST_F(SiteTest, AnActNeedsTheTokenOfItsOwnBrowser) {
    EXPECT_EQ(post_form("/note", "note=hello").status, 422);
    const std::string token = form_token_of(get_page("/note"));
    ASSERT_FALSE(token.empty());
    const std::string own = std::exchange(jar_, "b=another");
    EXPECT_EQ(post_form("/note", "note=hello&form_token=" + token).status, 422);
    EXPECT_EQ(acts_, 0);
    jar_ = own;
    EXPECT_EQ(send(http::Method::Post, "/note", "note=hello&form_token=" + token,
                   {{"sec-fetch-site", "cross-site"}})
                  .status,
              403);
    EXPECT_EQ(post_form("/note", "note=hello&form_token=" + token).status, 303);
    clock_.move_to(clock_.now().plus_seconds((kFormTokenHours + 1) * 3600));
    EXPECT_EQ(post_form("/note", "note=hello&form_token=" + token).status, 409) << "too old";
    EXPECT_EQ(acts_, 1);
}

TEST_F(SiteTest, PressingTwiceDoesItOnceAndAnswersTheSame) {
    const std::string body = "note=hello&form_token=" + form_token_of(get_page("/note"));
    EXPECT_EQ(post_form("/note", body).header("Location"), "/note/1");
    EXPECT_EQ(post_form("/note", body).header("Location"), "/note/1");
    EXPECT_EQ(acts_, 1);
    EXPECT_EQ(
        post_form("/note", "note=hello&form_token=" + form_token_of(get_page("/note"))).header("Location"),
        "/note/2");
}

TEST_F(SiteTest, ARefusedFormComesBackWithWhatWasTyped) {
    const auto shown =
        post_form("/note", "note=%3Cscript%3Every+long&form_token=" + form_token_of(get_page("/note")));
    EXPECT_EQ(shown.status, 422);
    EXPECT_NE(shown.body.find("&lt;script&gt;very long"), std::string::npos);
    EXPECT_NE(shown.body.find("!note:最多 10 个字"), std::string::npos) << shown.body;
    EXPECT_EQ(post_form("/note", "note=mended&form_token=" + form_token_of(shown)).status, 303)
        << "the new token is good";
    const auto english =
        send(http::Method::Post, "/note", "note=&form_token=" + form_token_of(get_page("/note")),
             {{"cookie", "lang=en"}});
    EXPECT_NE(english.body.find("Please fill this in"), std::string::npos);
}

TEST_F(SiteTest, ABugIsTheHousesFaultAndSaysItsNumber) {
    const auto shown = post_form("/bug", "form_token=" + form_token_of(get_page("/note")));
    EXPECT_EQ(shown.status, 500);
    EXPECT_NE(shown.body.find("TESTTESTTEST"), std::string::npos);
    EXPECT_EQ(shown.body.find("1 == 2"), std::string::npos) << "no entrails";
}

TEST_F(SiteTest, PublicPagesAreAnsweredFromMemoryUntilSomethingChanges) {
    EXPECT_EQ(get_page("/public").status, 200);
    EXPECT_EQ(get_page("/public").header("X-From"), "memory");
    EXPECT_EQ(shown_, 1);
    EXPECT_NE(get_page("/public?ui=elder").body.find("elder"), std::string::npos);
    EXPECT_EQ(shown_, 2);
    jar_ = "lang=en";
    EXPECT_NE(get_page("/public").body.find("public en"), std::string::npos);
    jar_ = "";
    site_->public_changed();
    get_page("/public");
    EXPECT_EQ(shown_, 4);
    EXPECT_EQ(get_page("/help").status, 200);
    EXPECT_EQ(get_page("/help").header("X-From"), "memory") << "its sign-out form is not shown to visitors";
}

TEST_F(SiteTest, StaffComeInByPasswordAndTheDoorKnowsThem) {
    enrol("zhoumin", "Right-pass-1");
    const auto refused = get_page("/staff");
    EXPECT_EQ(refused.status, 303);
    EXPECT_EQ(refused.header("Location"), "/sign-in?for=staff&next=%2Fstaff");
    const auto wrong = sign_in("zhoumin", "Wrong-pass-1");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(form_token_of(wrong).empty(), false);
    EXPECT_NE(wrong.body.find("value=\"zhoumin\""), std::string::npos) << "the name stays";
    EXPECT_EQ(wrong.body.find("Wrong-pass-1"), std::string::npos) << "the password does not";
    const auto right = sign_in("zhoumin", "Right-pass-1");
    EXPECT_EQ(right.header("Location"), "/desk");
    EXPECT_EQ(get_page("/staff").body, "周敏");
    EXPECT_EQ(get_page("/help").header("Cache-Control"), "no-store");
    const std::string token = form_token_of(get_page("/help"));
    EXPECT_EQ(post_form("/sign-out", "form_token=" + token).header("Location"), "/");
    EXPECT_EQ(get_page("/staff").status, 303);
}

TEST_F(SiteTest, FiveWrongPasswordsLockEvenTheRightOne) {
    enrol("zhoumin", "Right-pass-1");
    for (int i = 0; i < identity::kFailuresBeforeLock; ++i)
        EXPECT_EQ(sign_in("zhoumin", "Wrong-pass-1").status, 422);
    EXPECT_EQ(sign_in("zhoumin", "Right-pass-1").status, 422);
    clock_.move_to(clock_.now().plus_seconds(16 * 60));
    EXPECT_EQ(sign_in("zhoumin", "Right-pass-1").status, 303);
}

TEST_F(SiteTest, ApiCallersUseABearerTokenAndAnActKey) {
    enrol("zhoumin", "Right-pass-1");
    const auto answer = sign_in("zhoumin", "Right-pass-1");
    const std::string session = cookie_of(answer, "s").substr(2);
    jar_.clear();
    const auto call = [&](const std::string& key) {
        return send(
            http::Method::Post, "/note", "note=hello",
            {{"authorization", "Bearer " + session}, {"act-key", key}, {"accept", "application/json"}});
    };
    EXPECT_EQ(call("k1").header("Location"), "/note/1");
    EXPECT_EQ(call("k1").header("Location"), "/note/1");
    EXPECT_EQ(call("k2").header("Location"), "/note/2");
    const auto problem = send(http::Method::Get, "/nowhere", {}, {{"accept", "application/json"}});
    EXPECT_EQ(problem.header("Content-Type"), "application/problem+json");
    EXPECT_NE(problem.body.find("\"status\":404"), std::string::npos);
}

TEST_F(SiteTest, ALinkIsUsedOnceAndOnlyByPressing) {
    enrol("zhoumin", "Right-pass-1");
    const auto link =
        registrar_->perform<std::string>(identity::office_actor("test"), [](identity::Act& act) {
            return identity::make_one_time_token(act, identity::PersonId(1));
        });
    const std::string path = "/enter/" + link.value();
    const auto page = get_page(path);
    EXPECT_EQ(page.status, 200);
    get_page(path);  // looking does not use it up
    const auto entered = post_form(path, "form_token=" + form_token_of(page));
    EXPECT_EQ(entered.status, 303) << entered.body;
    jar_ = jar_.substr(0, jar_.find("; s="));
    EXPECT_EQ(post_form(path, "form_token=" + form_token_of(get_page(path))).status, 404);
}

TEST_F(SiteTest, TheFirstRunMakesOneAdministratorWithTheCodeOnly) {
    EXPECT_EQ(get_page("/first-run").status, 404);
    site_->open_first_run("code-1");
    EXPECT_EQ(get_page("/first-run").status, 200);
    const std::string rest =
        "&name=%E4%BD%95%E6%99%93&user=hexiao&password=Long-pass-12&password_again=Long-pass-12";
    EXPECT_EQ(post_form("/first-run", "setup_code=guess" + rest).status, 422);
    EXPECT_EQ(post_form("/first-run", "setup_code=code-1" + rest).header("Location"), "/desk");
    EXPECT_EQ(post_form("/first-run", "setup_code=code-1" + rest).status, 404);
}

TEST_F(SiteTest, CitizensRegisterAndAreIn) {
    const auto form = [&] { return "form_token=" + form_token_of(get_page("/register")); };
    const std::string rest = "&name=%E6%9D%8E%E7%A6%BE&password=Long-pass-12&password_again=Long-pass-12";
    const auto short_phone = post_form("/register", form() + "&phone=1380000" + rest);
    EXPECT_EQ(short_phone.status, 422);
    EXPECT_NE(short_phone.body.find("value=\"1380000\""), std::string::npos);
    EXPECT_EQ(
        post_form("/register", form() + "&next=%2F%2Fevil.cn&phone=13800000000" + rest).header("Location"),
        "/account");
    EXPECT_NE(get_page("/help").body.find("李禾"), std::string::npos);
    jar_.clear();
    EXPECT_EQ(post_form("/register", form() + "&phone=13800000000" + rest).status, 409) << "taken";
}

TEST_F(SiteTest, TriesAreCountedByAddress) {
    int limited = 0;
    for (int i = 0; i < 22; ++i) limited += sign_in("nobody", "x").status == 429;
    EXPECT_GE(limited, 1);
    EXPECT_LE(limited, 3);
}

TEST_F(SiteTest, ASessionEndsInSilence) {
    enrol("zhoumin", "Right-pass-1");
    sign_in("zhoumin", "Right-pass-1");
    EXPECT_EQ(get_page("/staff").status, 200);
    clock_.move_to(clock_.now().plus_seconds((identity::kStaffIdleMinutes + 1) * 60));
    EXPECT_EQ(get_page("/staff").status, 303);
}

TEST_F(SiteTest, TheServersOwnRefusalsAreWholePages) {
    const auto response = site_->refuse(413, "ABCDEFGHJKMN");
    EXPECT_EQ(response.status, 413);
    EXPECT_NE(response.body.find("ABCDEFGHJKMN"), std::string::npos);
    EXPECT_NE(response.body.find("</html>"), std::string::npos);
    EXPECT_EQ(site_->refuse(503, "A").header("Retry-After"), "2");
}

}  // namespace
}  // namespace web

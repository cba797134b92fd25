#pragma once
// The site: routes, pages, texts and the frame around every page. It stands behind http::Server, finds out
// who asks, checks the form token and the door, hands readings to the pool and acts to the Registrar, and
// turns every refusal into a page.

#include "http/page_cache.h"
#include "http/server.h"
#include "identity/person.h"
#include "identity/registrar.h"
#include "web/files.h"
#include "web/form.h"
#include "web/route.h"
#include "web/template.h"
#include "web/texts.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace web {

// Tls: a proxy speaks TLS to the browser; cookies become Secure, HSTS is sent
enum class Transport { Plain, Tls };
enum class AccessLog { Off, On };

struct SiteOptions {
    std::string county;     // 清溪县
    std::string county_en;  // Qingxi County
    // What inspection looks for on every page (国办秘函〔2019〕19号); empty: not shown.
    std::string site_domain;    // www.qingxi.example
    std::string site_code;      // 网站标识码, 10 characters
    std::string icp;            // ICP备案号
    std::string police_record;  // 公安备案号
    std::string form_secret;    // 32 bytes, derived from the node's master key
    Transport transport = Transport::Plain;
    AccessLog access_log = AccessLog::On;
    int page_keep_seconds = 60;  // in memory, for routes that say so
    int actor_keep_seconds = 5;  // how long a session is believed without asking the database
    std::string setup_body;      // body code of the first administrator, e.g. 029
    std::vector<identity::RoleDefinition> roles;
};

// What every template knows besides its own model (TEMPLATES.md, "The frame").
struct Frame {
    std::string_view lang, other_lang_url, ui, ui_url, theme, title, county, county_en, today, path,
        request_id, form_token;
    std::string_view user_name, user_post, nav;
    std::string_view site_domain, site_code, icp, police_record;
    bool signed_in = false, is_staff = false, is_citizen = false, is_supervisor = false;
    bool can_intake = false, can_decide = false, can_define = false, can_roster = false;

    void fields(auto& visit) {
        visit("lang", lang), visit("other_lang_url", other_lang_url), visit("ui", ui),
            visit("ui_url", ui_url);
        visit("theme", theme), visit("title", title), visit("county", county), visit("county_en", county_en);
        visit("today", today), visit("path", path), visit("request_id", request_id),
            visit("form_token", form_token);
        visit("signed_in", signed_in), visit("user_name", user_name), visit("user_post", user_post);
        visit("is_staff", is_staff), visit("is_citizen", is_citizen), visit("is_supervisor", is_supervisor);
        visit("can_intake", can_intake), visit("can_decide", can_decide), visit("can_define", can_define);
        visit("can_roster", can_roster), visit("nav", nav);
        visit("site_domain", site_domain), visit("site_code", site_code), visit("icp", icp);
        visit("police_record", police_record);
    }
};

struct ReadyCheck {
    std::string name;
    std::function<base::Result<>()> holds;
};

class Site : public http::Front {
public:
    Site(SiteOptions options, const Files& files, const Texts& texts, identity::Registrar& registrar);
    ~Site() override;

    // Before start().
    template <class M>
    void add(std::string_view page) {
        add_page(page, shape_of<M>());
    }
    void add_routes(std::vector<Route> routes);
    void add_check(ReadyCheck check);
    base::Result<> start();  // compiles everything; the detail lists every fault, one a line

    // In handlers. Title is words, not a key: text(request, "desk.title").
    template <class M>
    http::Response page(const Request& request, std::string_view name, const M& model,
                        std::string_view title) const {
        return show(request, {name, &shape_of<M>(), &model, title});
    }
    std::string text(const Request& request, std::string_view key, const TextArgs& args = {}) const {
        return texts_.text(request.skin.locale, key, args);
    }
    std::vector<FormError> errors(const Request& request) const { return form_errors(request, texts_); }
    const Texts& texts() const { return texts_; }
    std::string asset(std::string_view name) const;            // hashed address; the name itself when unknown
    std::string browser_cookie(std::string_view word) const;   // Set-Cookie for Request::browser
    std::string session_cookie(std::string_view token) const;  // a Set-Cookie value; empty token: forget

    void public_changed() { pages_in_memory_.drop_all(); }        // after any act that a public page shows
    void people_changed();                                        // after sign-out, roles, absence
    void set_roles(std::vector<identity::RoleDefinition> roles);  // other rights of a role were activated
    // Reason for shared_ptr: a request goes by the roles it began with.
    std::shared_ptr<const std::vector<identity::RoleDefinition>> roles() const;
    // The first run: while a setup code is open, /first-run makes the first administrator with it, once.
    void open_first_run(std::string_view setup_code);
    bool awaits_first_run() const;
    bool take_setup_code(std::string_view typed);
    base::Result<> ready() const;  // the first check that does not hold
    std::vector<const Route*> routes() const;
    identity::Registrar& registrar() const { return registrar_; }
    const SiteOptions& options() const { return options_; }
    const Templates& templates() const { return templates_; }

    // http::Front
    http::Plan plan(http::Method method, std::string_view path) const override;
    // Shared: memory keeps a finished page while connections still send it.
    std::shared_ptr<const http::Ready> glance(const http::Request& request) override;
    void serve(std::shared_ptr<http::Exchange> exchange) override;
    http::Response refuse(int status, const std::string& request_id) const override;

private:
    struct Visit;
    struct Shown {
        std::string_view page;
        const Shape* shape;
        const void* model;
        std::string_view title;
    };
    void add_page(std::string_view page, const Shape& model);
    http::Response show(const Request& request, const Shown& shown) const;
    void name_house(Frame& frame) const;
    std::string page_path(const Request& request) const;
    void read_visit(const std::shared_ptr<Visit>& visit);
    base::Result<> recognise(Visit& visit, const store::Reader& db);
    base::Result<> check_form(Visit& visit);
    void perform(const std::shared_ptr<Visit>& visit);
    void refuse_act(Visit& visit, const identity::Reading& reading, base::Error error);
    void finish(Visit& visit, base::Result<http::Response> result);
    http::Response error_response(const Visit& visit, const base::Error& error) const;
    std::string early_error_page(int status) const;
    void log_visit(const Visit& visit, int status) const;

    SiteOptions options_;
    const Files& files_;
    const Texts& texts_;
    identity::Registrar& registrar_;
    Templates templates_;
    Router router_;
    std::vector<ReadyCheck> checks_;
    std::string faults_;  // of routes, told at start
    http::PageCache pages_in_memory_;
    struct Memory;  // actors by session, assets, refusals
    std::unique_ptr<Memory> memory_;
};

// /sign-in /register /sign-out /enter /first-run /help /healthz /readyz and the errors.
std::vector<Route> site_routes(Site& site);

}  // namespace web

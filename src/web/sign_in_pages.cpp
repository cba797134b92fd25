// Coming in and going out: sign-in for citizens and staff, registration, one-time links, the first run; help
// and health.
#include "base/json.h"
#include "crypto/password.h"
#include "identity/sign_in.h"
#include "text/identifiers.h"
#include "web/guard.h"
#include "web/site.h"

#include <memory>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;
using identity::Door;

namespace {

constexpr FieldRule kLoginRule{Need::Required, 64, 0};
constexpr FieldRule kPasswordRule{Need::Required, 256, 0};
constexpr std::size_t kPhoneDigits = 11;

// Tries at a password, a link or a setup code, by address.
struct Tries {
    RateLimit sign_in{20, 10};
    RateLimit register_{10, 5};
};

struct SignInPage {
    std::vector<FormError> errors;
    bool is_for_citizen = true;
    bool is_for_staff = false;
    std::string audience;
    std::string next;
    std::string name;
    std::string name_error;
    std::string password_error;
    void fields(auto& visit) {
        visit("errors", errors), visit("is_for_citizen", is_for_citizen), visit("is_for_staff", is_for_staff);
        visit("audience", audience), visit("next", next), visit("name", name);
        visit("name_error", name_error), visit("password_error", password_error);
    }
};

struct AccountField {
    std::string field;
    std::string type;
    std::string value;
    std::string autocomplete;
    std::string error;
    void fields(auto& visit) {
        visit("field", field), visit("type", type), visit("value", value),
            visit("autocomplete", autocomplete);
        visit("error", error);
    }
};

// register and first_run.
struct AccountPage {
    std::vector<FormError> errors;
    std::string head_name;
    std::string next;
    std::vector<AccountField> rows;
    void fields(auto& visit) {
        visit("errors", errors), visit("head_name", head_name), visit("next", next), visit("fields", rows);
    }
};

struct LampRow {
    std::string lamp;
    void fields(auto& visit) { visit("lamp", lamp); }
};
struct HelpPage {
    std::vector<LampRow> lamps;
    void fields(auto& visit) { visit("lamps", lamps); }
};
struct EnterPage {
    std::string head_name;
    void fields(auto& visit) { visit("head_name", head_name); }
};

// Only to our own pages: a path, not an address.
std::string own_path(std::string_view next, std::string_view otherwise) {
    const bool own = next.starts_with('/') && !next.starts_with("//") && next.size() <= 512 &&
                     next.find_first_of("\\\r\n\t") == std::string_view::npos;
    return std::string(own ? next : otherwise);
}

http::Response enter_house(const Site& site, const identity::SignInOutcome& outcome, std::string_view next) {
    http::Response response = http::see_other(own_path(next, outcome.staff ? "/desk" : "/account"));
    response.add("Set-Cookie", site.session_cookie(outcome.token));
    return response;
}

Result<http::Response> show_sign_in(const Site& site, const Request& request) {
    const bool staff = request.query("for") == "staff" || request.typed("for") == "staff";
    SignInPage page;
    page.errors = site.errors(request);
    page.is_for_staff = staff;
    page.is_for_citizen = !staff;
    page.audience = staff ? "staff" : "citizen";
    page.next = request.refused ? request.typed("next") : request.query("next");
    page.name = request.typed("name");
    page.name_error = error_of(page.errors, "name");
    page.password_error = error_of(page.errors, "password");
    return site.page(request, "web/sign_in", page,
                     site.text(request, staff ? "signin.staff_title" : "signin.title"));
}

struct CheckedPassword {
    std::string login;
    identity::PasswordFit fit = identity::PasswordFit::Wrong;
};

Result<std::any> check_sign_in(const identity::Reading& reading, const Request& request, Tries& tries) {
    TRY(tries.sign_in.take(request.http.address, reading.now));
    FormReader form(request.form);
    CheckedPassword checked;
    checked.login = form.text("name", kLoginRule);
    const std::string password = form.secret("password", kPasswordRule);
    if (!form.fits()) return form.refusal();
    const auto known = TRY(identity::find_password(reading, checked.login));
    if (TRY(crypto::verify_password(known.hash, password)) == crypto::PasswordMatch::Right)
        checked.fit = identity::PasswordFit::Fits;
    return std::any(std::move(checked));
}

Result<http::Response> do_sign_in(const Site& site, identity::Act& act, const Request& request) {
    const auto& checked = request.prepared_as<CheckedPassword>();
    const auto outcome = TRY(identity::sign_in(act, checked.login, checked.fit));
    if (outcome.token.empty()) {
        // The failure is counted, so the act is kept; the person sees the form again.
        request.kept_refusal = Error(ErrorCode::Invalid, "sign_in.refused").at("password");
        return http::Response{};
    }
    return enter_house(site, outcome, request.field("next"));
}

Result<http::Response> do_sign_out(Site& site, identity::Act& act, const Request& request) {
    if (!request.session.empty()) TRY(identity::sign_out(act, request.session));
    site.people_changed();
    http::Response response = http::see_other("/");
    response.add("Set-Cookie", site.session_cookie({}));
    return response;
}

AccountField account_field(const Request& request, const std::vector<FormError>& errors,
                           std::string_view field, std::string_view type, std::string_view autocomplete) {
    AccountField row{
        std::string(field), std::string(type), {}, std::string(autocomplete), error_of(errors, field)};
    if (type != "password") row.value = request.typed(field);
    return row;
}

Result<http::Response> show_register(const Site& site, const Request& request) {
    AccountPage page;
    page.errors = site.errors(request);
    page.next = request.refused ? request.typed("next") : request.query("next");
    page.rows = {account_field(request, page.errors, "name", "text", "name"),
                 account_field(request, page.errors, "phone", "tel", "tel"),
                 account_field(request, page.errors, "password", "password", "new-password"),
                 account_field(request, page.errors, "password_again", "password", "new-password")};
    return site.page(request, "web/register", page, site.text(request, "register.title"));
}

// A password typed twice, held to the rules of its audience; its hash is made here, on the slow pool.
Result<std::string> new_password(FormReader& form, identity::Audience audience, std::string_view login,
                                 base::Entropy& entropy) {
    const std::string password = form.secret("password", kPasswordRule);
    const std::string again = form.secret("password_again", kPasswordRule);
    if (!password.empty() && !again.empty() && password != again)
        form.fault("password_again", "register.not_the_same");
    if (!form.fits()) return form.refusal();
    TRY(identity::check_password_rules(password, audience, login));
    return crypto::hash_password(password, entropy);
}

Result<std::any> check_register(const identity::Reading& reading, const Request& request, Tries& tries) {
    TRY(tries.register_.take(request.http.address, reading.now));
    FormReader form(request.form);
    identity::CitizenDetails details;
    details.name = form.text("name", {Need::Required, 50, 2});
    details.phone = text::fold_identifier(form.text("phone", {Need::Required, 30, 0}));
    details.login = details.phone;
    const bool digits = details.phone.find_first_not_of("0123456789") == std::string::npos;
    if (!details.phone.empty() &&
        (!digits || details.phone.size() != kPhoneDigits || details.phone[0] != '1'))
        form.fault("phone", "register.phone_form");
    details.password_hash =
        TRY(new_password(form, identity::Audience::Citizen, details.phone, reading.office.entropy));
    return std::any(std::move(details));
}

Result<http::Response> do_register(const Site& site, identity::Act& act, const Request& request) {
    const auto& details = request.prepared_as<identity::CitizenDetails>();
    auto person = identity::register_citizen(act, details);
    if (!person.ok()) {
        Error error = person.take_error();
        if (error.field() == "login")
            return std::move(error).at("phone");  // the telephone number is the login
        return error;
    }
    const auto outcome = TRY(identity::sign_in(act, details.login, identity::PasswordFit::Fits));
    return enter_house(site, outcome, request.field("next"));
}

Result<http::Response> show_first_run(const Site& site, const Request& request) {
    if (!site.awaits_first_run()) return Error(ErrorCode::NotFound, "error.text.not_found");
    AccountPage page;
    page.errors = site.errors(request);
    page.head_name = site.text(request, "setup.title");
    page.rows = {account_field(request, page.errors, "setup_code", "text", "one-time-code"),
                 account_field(request, page.errors, "name", "text", "name"),
                 account_field(request, page.errors, "user", "text", "username"),
                 account_field(request, page.errors, "password", "password", "new-password"),
                 account_field(request, page.errors, "password_again", "password", "new-password")};
    return site.page(request, "web/first_run", page, page.head_name);
}

// The first administrator. There is nobody yet who could act, so the office does, and the setup code is the
// authority.
Result<http::Response> do_first_run(Site& site, const identity::Reading& reading, const Request& request,
                                    Tries& tries) {
    TRY(tries.sign_in.take(request.http.address, reading.now));
    if (!site.awaits_first_run()) return Error(ErrorCode::NotFound, "error.text.not_found");
    FormReader form(request.form);
    const std::string code = form.text("setup_code");
    identity::Official official;
    official.name = form.text("name", {Need::Required, 50, 2});
    official.login = form.text("user", {Need::Required, 32, 4});
    const auto key = base::Code::parse(official.login);
    if (!official.login.empty() && !key.ok()) form.fault("user", "form.no_code");
    if (!form.fits()) return form.refusal();
    official.key = official.login;
    official.body = site.options().setup_body;
    official.roles = {{"admin", {}}};
    const std::string hash =
        TRY(new_password(form, identity::Audience::Staff, official.login, reading.office.entropy));
    if (!site.take_setup_code(code)) return Error(ErrorCode::Invalid, "sign_in.setup_code").at("setup_code");
    identity::Actor office = identity::office_actor("first-run");
    office.grants.push_back({"identity.manage", {}, "system", 0});
    const std::function<Result<identity::SignInOutcome>(identity::Act&)> enrol =
        [&](identity::Act& act) -> Result<identity::SignInOutcome> {
        const auto person = TRY(identity::enrol_official(act, official));
        TRY(identity::set_password(act, person, hash));
        return identity::sign_in(act, official.login, identity::PasswordFit::Fits);
    };
    auto outcome = site.registrar().perform<identity::SignInOutcome>(office, enrol);
    if (!outcome.ok()) {
        site.open_first_run(code);  // nothing was done: the code is good again
        return outcome.take_error();
    }
    return enter_house(site, outcome.value(), "/desk");
}

Result<http::Response> show_help(const Site& site, const Request& request) {
    const HelpPage page{{{"normal"}, {"warn"}, {"yellow"}, {"red"}, {"paused"}}};
    return site.page(request, "web/help", page, site.text(request, "help.title"));
}

Result<http::Response> show_enter(const Site& site, const Request& request) {
    const std::string title = site.text(request, "enter.title");
    return site.page(request, "web/enter", EnterPage{title}, title);
}

Result<http::Response> show_readiness(const Site& site) {
    const auto ready = site.ready();
    return ready.ok() ? http::plain(200, "ready\n") : http::plain(503, ready.error().detail() + "\n");
}

}  // namespace

std::vector<Route> site_routes(Site& site) {
    site.add<SignInPage>("web/sign_in");
    site.add<AccountPage>("web/register");
    site.add<AccountPage>("web/first_run");
    site.add<HelpPage>("web/help");
    site.add<EnterPage>("web/enter");
    auto tries = std::make_shared<Tries>();  // shared by the handlers below
    const auto reading = [&site](auto show) {
        return
            [&site, show](const identity::Reading&, const Request& request) { return show(site, request); };
    };
    const auto act = [&site](auto work) {
        return [&site, work](identity::Act& now, const Request& request) { return work(site, now, request); };
    };
    const auto first = [tries](auto check) {
        return [tries, check](const identity::Reading& db, const Request& request) {
            return check(db, request, *tries);
        };
    };
    const Guarded open{Door::Public, {}};
    std::vector<Route> routes;
    routes.push_back(get("/sign-in", open, "Sign-in form for citizens and staff", reading(show_sign_in)));
    routes.push_back(post("/sign-in", open, "Sign in by password", act(do_sign_in))
                         .first(first(check_sign_in))
                         .or_show(reading(show_sign_in))
                         .every_time());
    routes.push_back(post("/sign-out", open, "Sign out", act(do_sign_out))
                         .every_time()
                         .or_show([](const identity::Reading&, const Request&) -> Result<http::Response> {
                             return http::see_other("/");
                         }));
    routes.push_back(get("/register", open, "Registration form for citizens", reading(show_register)));
    routes.push_back(post("/register", open, "Register a citizen's account", act(do_register))
                         .first(first(check_register))
                         .or_show(reading(show_register))
                         .every_time());
    routes.push_back(
        get("/enter/{token}", open, "A one-time link: asks before it is used", reading(show_enter)));
    routes.push_back(
        post("/enter/{token}", open, "Sign in by a one-time link",
             [&site](identity::Act& now, const Request& request) -> Result<http::Response> {
                 const auto outcome = TRY(identity::redeem_one_time_token(now, request.param("token")));
                 return enter_house(site, outcome, request.query("next"));
             })
            .first([tries](const identity::Reading& db, const Request& request) -> Result<std::any> {
                TRY(tries->sign_in.take(request.http.address, db.now));
                return std::any();
            })
            .every_time());
    routes.push_back(get("/first-run", open, "Form for the first administrator", reading(show_first_run)));
    routes.push_back(ask("/first-run", open, "Make the first administrator with the setup code",
                         [&site, tries](const identity::Reading& db, const Request& request) {
                             return do_first_run(site, db, request, *tries);
                         })
                         .slowly()
                         .or_show(reading(show_first_run)));
    routes.push_back(
        get("/help", open, "How to use this site", reading(show_help)).in("help").kept_in_memory());
    routes.push_back(get("/readyz", open, "Whether this node can serve",
                         [&site](const identity::Reading&, const Request&) { return show_readiness(site); }));
    return routes;
}

}  // namespace web

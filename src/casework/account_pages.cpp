// /desk/me: one's own account: what one may do today, the password, and where one is signed in.

#include "casework/roster_pages.h"
#include "crypto/password.h"
#include "identity/sign_in.h"
#include "text/display.h"

namespace casework {

namespace {

constexpr web::FieldRule kPasswordRule{web::Need::Required, 256, 0};

struct SessionRow {
    std::string started, seen;
    bool is_this = false;
    void fields(auto& visit) { visit("started", started), visit("seen", seen), visit("is_this", is_this); }
};
struct StandInRow {
    std::string person, roles;
    void fields(auto& visit) { visit("person", person), visit("roles", roles); }
};
struct OwnModel {
    std::string q, account, body, post, place, person_url, min, changed, current_error, password_error,
        password_again_error;
    bool has_password = false, has_others = false, is_changed = false, is_ended = false;
    std::vector<RoleHeldRow> roles;
    std::vector<StandInRow> stands_in;
    std::vector<SessionRow> sessions;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("account", account), visit("body", body), visit("post", post),
            visit("place", place);
        visit("person_url", person_url), visit("min", min), visit("changed", changed),
            visit("current_error", current_error);
        visit("password_error", password_error), visit("password_again_error", password_again_error);
        visit("has_password", has_password), visit("has_others", has_others), visit("is_changed", is_changed);
        visit("is_ended", is_ended), visit("roles", roles), visit("stands_in", stands_in),
            visit("sessions", sessions);
        visit("errors", errors);
    }
};

// For whom, and with which of their roles.
std::vector<StandInRow> stand_ins(const Teller& teller) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    for (const identity::Grant& grant : teller.reading().actor.grants) {
        if (grant.for_person == 0) continue;
        const std::string role = teller.text("me.role_for", {{"role", teller.role_name(grant.role)},
                                                             {"body", roster_body_name(teller, grant.body)}});
        const std::pair<std::int64_t, std::string> one(grant.for_person, role);
        if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(one);
    }
    std::vector<StandInRow> rows;
    for (auto& [person, role] : found)
        rows.push_back({teller.person_name(PersonId(person)), std::move(role)});
    return rows;
}

struct NewPassword {
    std::string hash;  // empty: the old one did not fit
    std::string login;
};

}  // namespace

Answer show_own(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const identity::Roster roster = TRY(identity::Roster::read(reading.db, reading.now.date()));
    const identity::Official* self = roster.find(reading.actor.person);
    if (self == nullptr) return base::Error(base::ErrorCode::NotFound, "identity.no_such_official");
    OwnModel model;
    model.account = self->login;
    model.body = teller.body_name(self->body);
    model.post = teller.pick(self->post, self->post_en);
    model.place = place_words(teller, roster, *self).words;
    model.person_url = person_url(self->person);
    model.min = std::to_string(identity::kStaffPasswordMin);
    model.roles = role_rows(teller, *self);
    model.stands_in = stand_ins(teller);
    model.changed = teller.moment(self->password_set);
    model.has_password = TRY(identity::has_password(reading));
    for (const identity::SessionLine& line : TRY(identity::list_sessions(reading, request.session)))
        model.sessions.push_back({teller.moment(line.started), teller.moment(line.seen), line.is_this});
    model.has_others = model.sessions.size() > 1;
    model.is_changed = request.query("done") == "password";
    model.is_ended = request.query("done") == "sessions";
    model.errors = pages.site.errors(request);
    model.current_error = web::error_of(model.errors, "current");
    model.password_error = web::error_of(model.errors, "password");
    model.password_again_error = web::error_of(model.errors, "password_again");
    return pages.site.page(request, "casework/own", model, teller.text("me.h1"));
}

// On the slow pool: argon2id takes milliseconds.
base::Result<std::any> check_new_password(const CasePages&, const identity::Reading& reading,
                                          const web::Request& request) {
    const auto self = TRY(identity::find_official(reading.db, reading.actor.person));
    if (!self) return base::Error(base::ErrorCode::NotFound, "identity.no_such_official");
    const bool has_password = TRY(identity::has_password(reading));
    web::FormReader form(request.form);
    const std::string current = has_password ? form.secret("current", kPasswordRule) : std::string();
    const std::string password = form.secret("password", kPasswordRule);
    const std::string again = form.secret("password_again", kPasswordRule);
    if (!password.empty() && !again.empty() && password != again)
        form.fault("password_again", "register.not_the_same");
    if (!form.fits()) return form.refusal();
    TRY(identity::check_password_rules(password, identity::Audience::Staff, self->login));
    NewPassword wanted;
    wanted.login = self->login;
    if (has_password) {
        const auto known = TRY(identity::find_password(reading, self->login));
        const auto match = TRY(crypto::verify_password(known.hash, current));
        if (match == crypto::PasswordMatch::Wrong) return std::any(std::move(wanted));
    }
    wanted.hash = TRY(crypto::hash_password(password, reading.office.entropy));
    return std::any(std::move(wanted));
}

Answer change_password(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const auto& wanted = request.prepared_as<NewPassword>();
    if (wanted.hash.empty()) {
        // Counted as at the door, so that nobody guesses from a screen that was left open.
        TRY(identity::sign_in(act, wanted.login, identity::PasswordFit::Wrong));
        request.kept_refusal = base::Error(base::ErrorCode::Invalid, "me.wrong_password").at("current");
        return http::Response{};
    }
    TRY(identity::set_password(act, act.actor.person, wanted.hash));
    TRY(identity::sign_out_elsewhere(act, request.session));
    pages.site.people_changed();
    return http::see_other("/desk/me?done=password");
}

Answer end_other_sessions(const CasePages& pages, identity::Act& act, const web::Request& request) {
    TRY(identity::sign_out_elsewhere(act, request.session));
    pages.site.people_changed();
    return http::see_other("/desk/me?done=sessions");
}

void add_own_pages(web::Site& site) {
    site.add<OwnModel>("casework/own");
}

}  // namespace casework

// /staff/{person}: one official: roles, presence today, the standing B, delegations (AB角) and the sign-in
// link. Every form is one verb; what this reader may not do is not offered.

#include "casework/roster_pages.h"
#include "identity/sign_in.h"

#include <charconv>

namespace casework {

namespace {

using identity::Delegation;
using identity::Official;
using identity::Roster;

constexpr std::size_t kReasonMax = 100;

struct DelegationRow {
    std::string person, days, state, reason, end_url;
    void fields(auto& visit) {
        visit("person", person), visit("days", days), visit("state", state), visit("reason", reason);
        visit("end_url", end_url);
    }
};

struct PersonModel {
    std::string q, name, account, post, body, body_url, state, words, url, backup, from, until, reason,
        link_made;
    std::string role_error, backup_error, deputy_error, from_error, until_error, reason_error, place_error;
    bool is_own = false, is_here = false, is_bare = false, is_marked_absent = false, can_manage = false,
         can_tend = false, can_change = false, can_link = false;
    std::vector<RoleHeldRow> roles;
    std::vector<OptionRow> role_choice, body_choice, backups, deputies;
    std::vector<DelegationRow> given, held;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("name", name), visit("account", account), visit("post", post),
            visit("body", body);
        visit("body_url", body_url), visit("state", state), visit("words", words), visit("url", url),
            visit("backup", backup);
        visit("from", from), visit("until", until), visit("reason", reason), visit("role_error", role_error);
        visit("backup_error", backup_error), visit("deputy_error", deputy_error),
            visit("from_error", from_error);
        visit("until_error", until_error), visit("reason_error", reason_error),
            visit("place_error", place_error);
        visit("link_made", link_made), visit("is_own", is_own), visit("is_here", is_here),
            visit("is_bare", is_bare);
        visit("is_marked_absent", is_marked_absent), visit("can_manage", can_manage),
            visit("can_tend", can_tend), visit("can_change", can_change), visit("can_link", can_link);
        visit("roles", roles), visit("role_choice", role_choice), visit("body_choice", body_choice),
            visit("backups", backups), visit("deputies", deputies);
        visit("given", given), visit("held", held), visit("errors", errors);
    }
};

struct LinkModel {
    std::string q, name, link, person_url, hours;
    void fields(auto& visit) {
        visit("q", q), visit("name", name), visit("link", link), visit("person_url", person_url),
            visit("hours", hours);
    }
};

std::int64_t number_of(std::string_view digits) {
    std::int64_t number = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() ? number : 0;
}

PersonId asked_person(const web::Request& request) {
    return PersonId(number_of(request.param("person")));
}

std::vector<OptionRow> colleagues(const Teller& teller, const Roster& roster, const Official& official,
                                  std::string_view chosen) {
    std::vector<OptionRow> rows;
    for (const Official& other : roster.officials()) {
        if (other.body != official.body || other.person == official.person) continue;
        const std::string value = std::to_string(other.person.number());
        std::string label =
            teller.text("people.colleague", {{"name", other.name},
                                             {"post", std::string(teller.pick(other.post, other.post_en))}});
        rows.push_back({value, std::move(label), value == chosen});
    }
    return rows;
}

std::string days_of(const Teller& teller, const Delegation& one) {
    return teller.text("delegation.days", {{"from", teller.day(one.from)}, {"until", teller.day(one.until)}});
}

DelegationRow given_row(const Teller& teller, const Delegation& one, const std::string& url) {
    DelegationRow row;
    row.person = teller.person_name(one.deputy);
    row.days = days_of(teller, one);
    const Date today = teller.reading().now.date();
    const bool over = one.until < today;
    row.state = teller.text(one.ended          ? "delegation.state_ended"
                            : over             ? "delegation.state_over"
                            : one.from > today ? "delegation.state_ahead"
                                               : "delegation.state_now");
    if (one.reason != 0) {
        const auto reason = teller.reading().unseal({one.reason, {}});
        if (reason.ok()) row.reason = reason.value();
    }
    if (!one.ended && !over) row.end_url = url + "/delegations/" + std::to_string(one.n) + "/end";
    return row;
}

class PersonShower {
public:
    PersonShower(const CasePages& pages, const identity::Reading& reading, const web::Request& request)
        : pages_(pages), reading_(reading), request_(request), teller_(pages, reading, request) {}

    Answer show() {
        const Roster roster = TRY(Roster::read(reading_.db, reading_.now.date()));
        const Official* official = roster.find(asked_person(request_));
        if (official == nullptr) return base::Error(base::ErrorCode::NotFound, "identity.no_such_official");
        const identity::Actor& actor = reading_.actor;
        model_.is_own = official->person == actor.person;
        model_.can_tend = may_tend(actor, official->body);
        // Colleagues see who is there; the forms are for those who may use them.
        if (!model_.is_own && !model_.can_tend && official->body != actor.body)
            return base::Error(base::ErrorCode::Forbidden, "error.forbidden");
        model_.can_change = model_.is_own || model_.can_tend;
        model_.can_manage = !model_.is_own && actor.may("identity.manage");
        model_.can_link = !model_.is_own && may_manage(actor, official->body) && !official->login.empty();
        fill_head(roster, *official);
        fill_forms(roster, *official);
        TRY(fill_delegations(*official));
        return pages_.site.page(request_, "casework/person", model_, official->name);
    }

private:
    void fill_head(const Roster& roster, const Official& official) {
        model_.name = official.name;
        model_.account = official.login;
        model_.post = teller_.pick(official.post, official.post_en);
        model_.body = teller_.body_name(official.body);
        model_.body_url = with_query("/staff", "body", official.body);
        model_.url = person_url(official.person);
        const PlaceWords place = place_words(teller_, roster, official);
        model_.state = place.state;
        model_.words = place.words;
        model_.is_here = place.state == "here";
        model_.is_bare = place.state == "bare";
        model_.is_marked_absent = official.absent;
        model_.link_made = teller_.moment(official.link_made);
        model_.roles = role_rows(teller_, official);
        const Official* backup = roster.find(official.backup);
        if (backup != nullptr) model_.backup = backup->name;
    }
    void fill_forms(const Roster& roster, const Official& official) {
        model_.errors = pages_.site.errors(request_);
        const auto error = [&](std::string_view field) { return web::error_of(model_.errors, field); };
        model_.role_error = error("role");
        model_.backup_error = error("backup");
        model_.deputy_error = error("deputy");
        model_.from_error = error("from");
        model_.until_error = error("until");
        model_.reason_error = error("reason");
        model_.place_error = error("presence");
        // Another form of the page may be the one that was refused.
        std::string_view body = request_.typed("body");
        if (body.empty()) body = official.body;
        model_.role_choice = role_options(teller_, request_.typed("role"));
        model_.body_choice = managed_bodies(teller_, body);
        std::string backup = request_.refused ? std::string(request_.typed("backup")) : std::string();
        const Official* standing = roster.find(official.backup);
        if (backup.empty() && standing != nullptr) backup = std::to_string(standing->person.number());
        model_.backups = colleagues(teller_, roster, official, backup);
        model_.deputies = colleagues(teller_, roster, official, request_.typed("deputy"));
        const std::string today = reading_.now.date().iso();
        model_.from = request_.refused ? std::string(request_.typed("from")) : today;
        model_.until = request_.typed("until");
        model_.reason = request_.typed("reason");
    }
    base::Result<> fill_delegations(const Official& official) {
        for (const Delegation& one : TRY(identity::list_given(reading_.db, official.person))) {
            model_.given.push_back(given_row(teller_, one, model_.url));
            if (!model_.can_change) {
                model_.given.back().end_url.clear();
                model_.given.back().reason.clear();
            }
        }
        for (const Delegation& one :
             TRY(identity::list_held(reading_.db, official.person, reading_.now.date()))) {
            DelegationRow row;
            row.person = teller_.person_name(one.person);
            row.days = days_of(teller_, one);
            model_.held.push_back(std::move(row));
        }
        return base::Done{};
    }

    const CasePages& pages_;
    const identity::Reading& reading_;
    const web::Request& request_;
    Teller teller_;
    PersonModel model_;
};

Answer back_to(const CasePages& pages, const web::Request& request) {
    pages.site.people_changed();  // rights hold from the next request on
    return http::see_other(person_url(asked_person(request)));
}

identity::RoleRow typed_role(web::FormReader& form) {
    identity::RoleRow role;
    role.role = form.code("role").text();
    role.body = form.code("body").text();
    if (role.body == "all") role.body.clear();
    return role;
}

}  // namespace

Answer show_person(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    return PersonShower(pages, reading, request).show();
}

Answer give_role(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const identity::RoleRow role = typed_role(form);
    if (!form.fits()) return form.refusal();
    TRY(identity::grant_role(act, asked_person(request), role, pages.practice.keeper().current()->roles));
    return back_to(pages, request);
}

Answer take_role(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const identity::RoleRow role = typed_role(form);
    if (!form.fits()) return form.refusal();
    TRY(identity::revoke_role(act, asked_person(request), role));
    return back_to(pages, request);
}

Answer mark_place(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const bool is_away = form.choice("do", {"away", "back"}) == "away";
    if (!form.fits()) return form.refusal();
    TRY(identity::mark_presence(act, asked_person(request),
                                is_away ? identity::Presence::Absent : identity::Presence::Present));
    return back_to(pages, request);
}

Answer choose_backup(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string chosen = form.text("backup");
    if (!form.fits()) return form.refusal();
    TRY(identity::name_backup(act, asked_person(request), PersonId(number_of(chosen))));
    return back_to(pages, request);
}

Answer delegate(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    identity::DelegationWish wish;
    wish.person = asked_person(request);
    wish.deputy = PersonId(number_of(form.text("deputy")));
    const auto from = form.date("from");
    const auto until = form.date("until");
    wish.reason = form.text("reason", {web::Need::Required, kReasonMax, 2});
    if (!form.fits()) return form.refusal();
    wish.from = *from;
    wish.until = *until;
    TRY(identity::give_delegation(act, wish));
    return back_to(pages, request);
}

Answer take_back(const CasePages& pages, identity::Act& act, const web::Request& request) {
    TRY(identity::end_delegation(act, asked_person(request), number_of(request.param("n"))));
    return back_to(pages, request);
}

// The link is shown once, here: it is kept nowhere but as a digest.
Answer make_link(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const PersonId person = asked_person(request);
    const std::string token = TRY(identity::make_sign_in_link(act, person));
    const Teller teller(pages, act, request);
    LinkModel model;
    model.name = teller.person_name(person);
    model.link = pages.address + "/enter/" + token;
    model.person_url = person_url(person);
    model.hours = std::to_string(identity::kOneTimeTokenHours);
    return pages.site.page(request, "casework/person_link", model, teller.text("people.link_h1"));
}

void add_person_pages(web::Site& site) {
    site.add<PersonModel>("casework/person");
    site.add<LinkModel>("casework/person_link");
}

}  // namespace casework

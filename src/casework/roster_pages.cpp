// /staff: people, their roles and who is there today, with a lamp where a post lies with nobody; and the form
// that enters a person.

#include "casework/roster_pages.h"

#include "casework/figure_store.h"
#include "text/display.h"

#include <algorithm>

namespace casework {

namespace {

using identity::Official;
using identity::Roster;

constexpr std::string_view kCounty = "all";  // in a form: every body
constexpr std::size_t kGapsShown = 12;
constexpr std::size_t kNameMax = 50;
constexpr std::size_t kPostMax = 60;
constexpr std::size_t kLoginMax = 40;

bool is_in_charge(const identity::Actor& actor) {
    return actor.may("identity.manage") || actor.may("identity.presence");
}

struct RosterRow {
    std::string name, account, post, body, backup, state, words, url;
    bool is_here = false, is_bare = false;
    std::vector<RoleHeldRow> roles;
    void fields(auto& visit) {
        visit("name", name), visit("account", account), visit("post", post), visit("body", body);
        visit("backup", backup), visit("state", state), visit("words", words), visit("url", url);
        visit("is_here", is_here), visit("is_bare", is_bare), visit("roles", roles);
    }
};

// A post that nobody fills today.
struct GapRow {
    std::string role, body, waiting, url;
    std::int64_t steps = 0;
    void fields(auto& visit) {
        visit("role", role), visit("body", body), visit("waiting", waiting), visit("url", url);
    }
};

struct RosterModel {
    std::string q, words, add_url, present, away;
    bool sees_bodies = false;
    std::vector<OptionRow> bodies;
    std::vector<GapRow> gaps;
    std::vector<RosterRow> rows;
    Pager pager;
    void fields(auto& visit) {
        visit("q", q), visit("words", words), visit("add_url", add_url), visit("present", present);
        visit("away", away), visit("sees_bodies", sees_bodies), visit("bodies", bodies), visit("gaps", gaps),
            visit("rows", rows), visit("", pager);
    }
};

RosterRow roster_row(const Teller& teller, const Roster& roster, const Official& official) {
    RosterRow row;
    row.name = official.name;
    row.account = official.login;
    row.post = teller.pick(official.post, official.post_en);
    row.body = teller.body_name(official.body);
    const Official* backup = roster.find(official.backup);
    if (backup != nullptr) row.backup = backup->name;
    const PlaceWords place = place_words(teller, roster, official);
    row.state = place.state;
    row.words = place.words;
    row.is_here = place.state == "here";
    row.is_bare = place.state == "bare";
    row.url = person_url(official.person);
    row.roles = role_rows(teller, official);
    return row;
}

bool fits(const Official& official, std::string_view body, std::string_view words) {
    if (!body.empty() && official.body != body) return false;
    return words.empty() || official.name.find(words) != std::string::npos ||
           official.login.find(words) != std::string::npos || official.post.find(words) != std::string::npos;
}

// The bodies this reader may see: all, or one's own.
std::vector<OptionRow> seen_bodies(const Teller& teller, std::string_view chosen) {
    std::vector<OptionRow> rows;
    const identity::Actor& actor = teller.reading().actor;
    for (const catalog::PublicBody& body : teller.catalogue().bodies) {
        if (body.code != actor.body && !may_tend(actor, body.code)) continue;
        rows.push_back(
            {body.code, std::string(teller.pick(body.short_name, body.name_en)), body.code == chosen});
    }
    return rows;
}

bool is_known_role(const Teller& teller, std::string_view role) {
    const auto& roles = teller.catalogue().roles;
    return std::any_of(roles.begin(), roles.end(), [&](const auto& known) { return known.role == role; });
}

// Every post nobody fills today, and every desk with steps on it that nobody has ever been given.
base::Result<std::vector<GapRow>> gap_rows(const Teller& teller, const Roster& roster,
                                           std::string_view body) {
    const auto waiting = TRY(list_waiting(teller.reading().db));
    std::vector<GapRow> rows;
    const auto add = [&](const std::string& role, const std::string& office, std::int64_t steps) {
        if (!body.empty() && office != body) return;
        if (!body.empty() || may_tend(teller.reading().actor, office)) {
            rows.push_back({teller.role_name(role), roster_body_name(teller, office),
                            steps == 0 ? std::string() : text::integer(steps),
                            with_query("/staff", "body", office), steps});
        }
    };
    const auto steps_of = [&](const Roster::Post& post) {
        for (const Waiting& one : waiting) {
            if (one.role == post.role && one.office == post.body) return one.steps;
        }
        return std::int64_t{0};
    };
    for (const Roster::Post& post : roster.unmanned()) add(post.role, post.body, steps_of(post));
    for (const Waiting& one : waiting) {
        if (is_known_role(teller, one.role) && roster.post(one.role, one.office).holders == 0)
            add(one.role, one.office, one.steps);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const GapRow& left, const GapRow& right) { return left.steps > right.steps; });
    if (rows.size() > kGapsShown) rows.resize(kGapsShown);
    return rows;
}

}  // namespace

bool may_manage(const identity::Actor& actor, std::string_view body) {
    return actor.may("identity.manage", body);
}

bool may_tend(const identity::Actor& actor, std::string_view body) {
    return may_manage(actor, body) || actor.may("identity.presence", body);
}

std::string person_url(PersonId person) {
    return "/staff/" + std::to_string(person.number());
}

std::string roster_body_name(const Teller& teller, std::string_view body) {
    return body.empty() ? teller.text("people.county") : teller.body_name(body);
}

std::vector<OptionRow> managed_bodies(const Teller& teller, std::string_view chosen) {
    std::vector<OptionRow> rows;
    const identity::Actor& actor = teller.reading().actor;
    for (const catalog::PublicBody& body : teller.catalogue().bodies) {
        if (may_manage(actor, body.code))
            rows.push_back(
                {body.code, std::string(teller.pick(body.name, body.name_en)), body.code == chosen});
    }
    if (may_manage(actor, {}))
        rows.push_back({std::string(kCounty), teller.text("people.county"), chosen == kCounty});
    return rows;
}

std::vector<OptionRow> role_options(const Teller& teller, std::string_view chosen) {
    std::vector<OptionRow> rows;
    for (const identity::RoleDefinition& role : teller.catalogue().roles)
        rows.push_back({role.role, teller.role_name(role.role), role.role == chosen});
    return rows;
}

PlaceWords place_words(const Teller& teller, const Roster& roster, const Official& official) {
    const Roster::Place place = roster.place_of(official);
    if (!place.is_away) return {"here", teller.text("people.here")};
    const std::string until = teller.day(place.until);
    if (!place.is_covered())
        return {"bare", place.stand_in == nullptr
                            ? teller.text("people.away_bare")
                            : teller.text("people.away_both", {{"person", place.stand_in->name}})};
    const web::TextArgs args{{"person", place.stand_in->name}, {"until", until}};
    return {"away", teller.text(until.empty() ? "people.away" : "people.away_until", args)};
}

std::vector<RoleHeldRow> role_rows(const Teller& teller, const Official& official) {
    std::vector<RoleHeldRow> rows;
    for (const identity::RoleRow& held : official.roles) {
        rows.push_back({teller.role_name(held.role), roster_body_name(teller, held.body), held.role,
                        held.body.empty() ? std::string(kCounty) : held.body});
    }
    return rows;
}

// Who looks after several bodies sees all of them; everybody sees the people of their own.
Answer show_roster(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const PageView view = page_view(request);
    RosterModel model;
    model.words = request.query("words");
    std::string body(request.query("body"));
    model.bodies = seen_bodies(teller, body);
    model.sees_bodies = model.bodies.size() > 1;
    const bool seen = std::any_of(model.bodies.begin(), model.bodies.end(),
                                  [&](const OptionRow& row) { return row.is_selected; });
    if (!seen) body = model.sees_bodies ? std::string() : reading.actor.body;
    if (model.sees_bodies)
        model.bodies.insert(model.bodies.begin(), {"", teller.text("people.every"), body.empty()});
    const Roster roster = TRY(Roster::read(reading.db, reading.now.date()));
    std::int64_t total = 0, here = 0;
    for (const Official& official : roster.officials()) {
        if (body.empty() && official.body != reading.actor.body && !may_tend(reading.actor, official.body))
            continue;
        if (!fits(official, body, model.words)) continue;
        if (!roster.place_of(official).is_away) ++here;
        if (total >= view.offset() && total < view.offset() + view.size)
            model.rows.push_back(roster_row(teller, roster, official));
        ++total;
    }
    model.present = text::integer(here);
    model.away = text::integer(total - here);
    if (is_in_charge(reading.actor)) model.gaps = TRY(gap_rows(teller, roster, body));
    if (reading.actor.may("identity.manage")) model.add_url = with_query("/staff/add", "body", body);
    model.pager =
        make_pager(view, total, with_query(with_query("/staff", "body", body), "words", model.words));
    return pages.site.page(request, "casework/roster", model, teller.text("people.h1"));
}

namespace {

struct EnterModel {
    std::string q, name, login, post, post_en, name_error, login_error, post_error, body_error, role_error;
    std::vector<OptionRow> bodies, roles;
    std::vector<web::FormError> errors;
    void fields(auto& visit) {
        visit("q", q), visit("name", name), visit("login", login), visit("post", post),
            visit("post_en", post_en);
        visit("name_error", name_error), visit("login_error", login_error), visit("post_error", post_error);
        visit("body_error", body_error), visit("role_error", role_error), visit("bodies", bodies);
        visit("roles", roles), visit("errors", errors);
    }
};

}  // namespace

Answer show_new_person(const CasePages& pages, const identity::Reading& reading,
                       const web::Request& request) {
    TRY(authorise(reading, "identity.manage"));
    const Teller teller(pages, reading, request);
    EnterModel model;
    model.name = request.typed("name");
    model.login = request.typed("login");
    model.post = request.typed("post");
    model.post_en = request.typed("post_en");
    const std::string_view body = request.refused ? request.typed("body") : request.query("body");
    for (OptionRow& row : managed_bodies(teller, body)) {
        if (row.value != kCounty) model.bodies.push_back(std::move(row));
    }
    model.roles = role_options(teller, request.typed("role"));
    model.errors = pages.site.errors(request);
    model.name_error = web::error_of(model.errors, "name");
    model.login_error = web::error_of(model.errors, "login");
    model.post_error = web::error_of(model.errors, "post");
    model.body_error = web::error_of(model.errors, "body");
    model.role_error = web::error_of(model.errors, "role");
    return pages.site.page(request, "casework/person_new", model, teller.text("people.add_h1"));
}

Answer enter_person(const CasePages& pages, identity::Act& act, const web::Request& request) {
    web::FormReader form(request.form);
    Official official;
    official.name = form.text("name", {web::Need::Required, kNameMax, 2});
    official.login = form.text("login", {web::Need::Required, kLoginMax, 4});
    official.post = form.text("post", {web::Need::Required, kPostMax, 0});
    official.post_en = form.text("post_en", {web::Need::Optional, kPostMax, 0});
    official.body = form.code("body").text();
    const std::string role = form.code("role", web::Need::Optional).text();
    if (!official.login.empty() && !base::Code::parse(official.login).ok())
        form.fault("login", "form.no_code");
    const auto catalogue = pages.practice.keeper().current();
    if (!official.body.empty() && catalogue->find_body(official.body) == nullptr)
        form.fault("body", "people.no_such_body");
    if (!form.fits()) return form.refusal();
    official.key = official.login;
    const PersonId person = TRY(identity::enrol_official(act, official));
    if (!role.empty()) TRY(identity::grant_role(act, person, {role, official.body}, catalogue->roles));
    return http::see_other(person_url(person));
}

void add_roster_pages(web::Site& site) {
    site.add<RosterModel>("casework/roster");
    site.add<EnterModel>("casework/person_new");
    add_person_pages(site);
}

}  // namespace casework

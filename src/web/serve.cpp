// How a request goes through the house (house.md §5): who asks, which route, may this person knock, then a
// reading on the pool or an act on the writer's thread, and every refusal becomes a page.
#include "base/json.h"
#include "base/log.h"
#include "identity/sign_in.h"
#include "text/html.h"
#include "web/error_page.h"
#include "web/site_memory.h"

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kAnswerBytesMax = 4096;  // what the Registrar keeps under the key of an act

// A reader for the time of one request.
class Lent {
public:
    Lent(identity::Registrar& registrar, std::unique_ptr<store::Reader> reader)
        : registrar_(registrar), reader_(std::move(reader)) {}
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    ~Lent() { registrar_.give_back(std::move(reader_)); }
    const store::Reader& db() const { return *reader_; }

private:
    identity::Registrar& registrar_;
    std::unique_ptr<store::Reader> reader_;
};

Skin read_skin(const http::Request& request, std::vector<std::string>& cookies, Transport transport) {
    const auto chosen = [&](std::string_view name) {
        const std::string_view now = request.query.value(name);
        if (now.empty()) return request.cookie(name);
        if (now.size() <= 8 && now.find_first_of(" ;,\"\\") == std::string_view::npos)
            cookies.push_back(http::cookie_text(
                {name, now, 365 * 24 * 3600, http::CookieScope::Lax, transport == Transport::Tls}));
        return now;
    };
    Skin skin;
    skin.locale = locale_from(chosen("lang"));
    skin.ui = chosen("ui") == "elder" ? Ui::Elder : Ui::Normal;
    const std::string_view theme = chosen("theme");
    skin.theme = theme == "dark" ? Theme::Dark : theme == "auto" ? Theme::Auto : Theme::Light;
    return skin;
}

std::string session_of(const http::Request& request, Transport transport) {
    const std::string_view authorization = request.header("authorization");
    if (authorization.starts_with("Bearer ")) return std::string(authorization.substr(7));
    return std::string(request.cookie(transport == Transport::Tls ? "__Host-s" : "s"));
}

// Only the address, the language and the look tell one public page from another.
std::string page_key(const http::Request& request, const Skin& skin) {
    std::string key = request.target;
    key += '\n';
    key += static_cast<char>('0' + static_cast<int>(skin.locale));
    key += static_cast<char>('0' + static_cast<int>(skin.ui));
    key += static_cast<char>('0' + static_cast<int>(skin.theme));
    return key;
}

Result<> may_knock(const Route& route, const identity::Actor& actor) {
    if (route.door == identity::Door::Public) return base::Done{};
    if (actor.person.empty()) return Error(ErrorCode::SignInFirst, "error.text.sign_in");
    const bool wrong = (route.door == identity::Door::Staff && !actor.is_staff) ||
                       (route.door == identity::Door::Citizen && !actor.is_citizen);
    if (wrong || (!route.right.empty() && !actor.may(route.right)))
        return Error(ErrorCode::Forbidden, "error.text.forbidden");
    return base::Done{};
}

// What is remembered of an act's answer: enough to send a second press to the same place.
std::string encode_answer(const http::Response& response) {
    std::string out;
    base::JsonWriter writer(out);
    writer.open_object().member("status", static_cast<std::int64_t>(response.status));
    writer.member("location", response.header("Location")).member("type", response.header("Content-Type"));
    writer.member("body", response.bytes()).close_object();
    CHECK(out.size() <= kAnswerBytesMax);  // an act answers by a redirect or a small JSON
    return out;
}

Result<http::Response> decode_answer(std::string_view text) {
    const auto kept = TRY(base::parse_json(text));
    http::Response response;
    response.status = static_cast<int>(kept.integer_or("status", 303));
    if (const auto location = kept.string_or("location"); !location.empty())
        response.set("Location", location);
    if (const auto type = kept.string_or("type"); !type.empty()) response.set("Content-Type", type);
    response.body = kept.string_or("body");
    return response;
}

}  // namespace

http::Plan Site::plan(http::Method method, std::string_view path) const {
    const auto found = router_.find(method, path);
    if (found.route == nullptr) return {};
    return {found.route->body_max, found.route->lane};
}

// Shared: memory and the connections that still send a page hold it.
std::shared_ptr<const http::Ready> Site::glance(const http::Request& request) {
    if (request.path.starts_with("/assets/") || request.path == "/healthz") {
        const auto asset = memory_->assets.find(request.path);
        return asset == memory_->assets.end() ? nullptr : asset->second;
    }
    if (!session_of(request, options_.transport).empty()) return nullptr;
    std::vector<std::string> cookies;
    const Skin skin = read_skin(request, cookies, options_.transport);
    if (!cookies.empty()) return nullptr;
    return pages_in_memory_.find(page_key(request, skin), steady_ms());
}

void Site::serve(std::shared_ptr<http::Exchange> exchange) {
    auto visit =
        std::make_shared<Visit>(std::move(exchange));  // shared: lives until the answer, on whatever thread
    const http::Request& request = visit->exchange->request;
    visit->started_ms = steady_ms();
    visit->actor = std::make_shared<const identity::Actor>(identity::nobody());
    visit->found = router_.find(request.method, request.path);
    const Route& route = visit->found.route ? *visit->found.route : visit->nowhere;
    visit->generation = pages_in_memory_.generation();
    const Skin skin = read_skin(request, visit->cookies, options_.transport);
    visit->bearer = request.header("authorization").starts_with("Bearer ");
    visit->request.emplace(Request{request,
                                   visit->form,
                                   *visit->actor,
                                   route,
                                   skin,
                                   visit->found.params,
                                   std::string(request.cookie("b")),
                                   session_of(request, options_.transport),
                                   nullptr,
                                   {}});
    if (route.keep == Keep::InMemory && visit->request->session.empty() && visit->cookies.empty())
        visit->page_key = page_key(request, skin);
    try {
        read_visit(visit);
    } catch (const std::exception& bug) {
        base::log(base::LogLevel::Error, "handler.bug",
                  {{"id", request.id}, {"route", route.pattern}, {"what", bug.what()}});
        finish(*visit, Error(ErrorCode::Corrupt, "error.text.internal", bug.what()));
    }
}

Result<> Site::recognise(Visit& visit, const store::Reader& db) {
    Request& request = *visit.request;
    if (request.session.empty()) return base::Done{};
    const auto now = registrar_.clock().now();
    auto actor = memory_->actors.find(request.session, now);
    if (!actor) {
        const auto session = identity::find_session(db, request.session, now);
        if (!session.ok()) {
            if (session.error().code() != ErrorCode::NotFound) return session.error();
            request.session.clear();
            if (!visit.bearer) visit.cookies.push_back(session_cookie({}));
            return base::Done{};
        }
        identity::Actor known = TRY(identity::actor_of(db, session.value().person, *roles(), now.date()));
        if (visit.bearer) known.via = "api";
        if (known.is_citizen) {
            const auto profile =
                identity::citizen_profile({db, known, now, registrar_.office()}, known.person);
            if (profile.ok()) known.name = profile.value().name;
        }
        actor = std::make_shared<const identity::Actor>(std::move(known));
        memory_->actors.keep(request.session, actor, now);
        if (session.value().stale)
            registrar_.submit(
                *actor, {},
                [token = request.session](identity::Act& act) -> Result<std::string> {
                    TRY(identity::touch_session(act, token));
                    return std::string();
                },
                [](const Result<std::string>&) {});
    }
    visit.actor = std::move(actor);
    visit.request.emplace(Request{request.http,
                                  visit.form,
                                  *visit.actor,
                                  request.route,
                                  request.skin,
                                  request.params,
                                  request.browser,
                                  request.session,
                                  nullptr,
                                  {}});
    return base::Done{};
}

Result<> Site::check_form(Visit& visit) {
    const Request& request = *visit.request;
    if (request.http.method == http::Method::Get || request.http.method == http::Method::Head)
        return base::Done{};
    visit.form = TRY(http::parse_form(request.http));
    if (!request.route.act) return base::Done{};
    const std::string name = std::string(http::method_word(request.route.method)) + " " + request.http.path;
    const std::int64_t person = visit.actor->person.number();
    if (visit.bearer) {
        // A header that no other site can make a browser send: no form token needed.
        const std::string_view key = request.http.header("act-key");
        if (!key.empty()) visit.act_key = memory_->tokens.act_key(key, name, person);
        return base::Done{};
    }
    if (request.http.header("sec-fetch-site") == "cross-site")
        return Error(ErrorCode::Forbidden, "form.token_foreign");
    std::string_view token = visit.form.value("form_token");
    if (token.empty()) token = request.http.header("x-form-token");
    TRY(memory_->tokens.check(token, {request.browser, person}, registrar_.clock().now()));
    if (request.route.repeat == Repeat::FirstAnswer)
        visit.act_key = memory_->tokens.act_key(token, name, person);
    return base::Done{};
}

void Site::read_visit(const std::shared_ptr<Visit>& visit) {
    auto reader = registrar_.lend();
    if (!reader.ok()) return finish(*visit, reader.take_error());
    std::optional<Lent> lent;
    lent.emplace(registrar_, std::move(reader).value());
    auto known = recognise(*visit, lent->db());
    if (!known.ok()) return finish(*visit, known.take_error());
    Request& request = *visit->request;
    if (!visit->found.route) return finish(*visit, Error(ErrorCode::NotFound, "error.text.not_found"));
    auto knock = may_knock(request.route, request.actor);
    if (!knock.ok()) return finish(*visit, knock.take_error());
    const identity::Reading reading(lent->db(), request.actor, registrar_.clock().now(), registrar_.office());
    auto form = check_form(*visit);
    if (!form.ok()) return refuse_act(*visit, reading, form.take_error());
    if (request.route.prepare) {
        auto prepared = request.route.prepare(reading, request);
        if (!prepared.ok()) return refuse_act(*visit, reading, prepared.take_error());
        request.prepared = std::move(prepared).value();
    }
    if (request.route.reading) {
        auto result = request.route.reading(reading, request);
        if (!result.ok() && request.route.again) return refuse_act(*visit, reading, result.take_error());
        return finish(*visit, std::move(result));
    }
    lent.reset();  // the act may wait for the disk; the reader need not
    perform(visit);
}

void Site::perform(const std::shared_ptr<Visit>& visit) {
    auto work = [visit](identity::Act& act) -> Result<std::string> {
        auto response = TRY(visit->request->route.act(act, *visit->request));
        // A refusal whose act is kept is no answer to be given again.
        const bool refused = visit->request->kept_refusal.has_value();
        std::string kept = refused || visit->act_key.empty() ? std::string() : encode_answer(response);
        visit->answer = std::move(response);
        return kept;
    };
    auto answered = [this, visit](Result<std::string> outcome) {
        const auto& kept = visit->request->kept_refusal;
        if (outcome.ok() && !kept) {
            if (visit->answer) return finish(*visit, std::move(*visit->answer));
            return finish(*visit, decode_answer(outcome.value()));  // pressed twice: the first answer
        }
        if (outcome.ok())
            visit->refused = kept;
        else
            visit->refused = outcome.take_error();
        // The form is shown again on the pool: the writer's thread does not render.
        visit->exchange->go_on(http::Lane::Quick, [this, visit] {
            auto reader = registrar_.lend();
            if (!reader.ok()) return finish(*visit, reader.take_error());
            const Lent lent(registrar_, std::move(reader).value());
            const identity::Reading reading(lent.db(), visit->request->actor, registrar_.clock().now(),
                                            registrar_.office());
            refuse_act(*visit, reading, std::move(*visit->refused));
        });
    };
    registrar_.submit(*visit->actor, visit->act_key, std::move(work), std::move(answered));
}

// A form that can be mended is shown again with what was typed; everything else is an error page.
void Site::refuse_act(Visit& visit, const identity::Reading& reading, Error error) {
    Request& request = *visit.request;
    const bool mendable = error.code() == ErrorCode::Invalid || error.code() == ErrorCode::Conflict ||
                          error.code() == ErrorCode::TooLarge || error.code() == ErrorCode::TooMany;
    if (!request.route.again || !mendable || request.is_api()) return finish(visit, std::move(error));
    request.refused = &error;
    auto shown = request.route.again(reading, request);
    request.refused = nullptr;
    if (shown.ok() && shown.value().status == 200) {
        http::Response response = std::move(shown).value();
        response.status = status_of(error.code());
        return finish(visit, std::move(response));
    }
    finish(visit, std::move(shown));
}

http::Response Site::error_response(const Visit& visit, const Error& error) const {
    const Request& request = *visit.request;
    int status = status_of(error.code());
    if (!visit.found.route && !visit.found.allow.empty()) status = 405;
    const std::string detail = texts_.error_text(error, request.skin.locale);
    const ErrorPage kind = error_model(status);
    const std::string title = texts_.text(request.skin.locale, "error.title." + kind.kind);
    if (request.is_api()) {
        http::Response response =
            http::json(status, problem_json({status, title, detail, request.http.id, error.field()}));
        response.set("Content-Type", "application/problem+json");
        return response;
    }
    if (status == 401) {
        std::string to = "/sign-in?";
        if (request.route.door == identity::Door::Staff) to += "for=staff&";
        to += "next=";
        if (request.http.method == http::Method::Get) text::append_url_encoded(to, request.http.target);
        return http::see_other(to);
    }
    ErrorPage model = kind;
    // Only what a person can read, and not what the page says anyway.
    if (texts_.find(request.skin.locale, error.text_key()) && error.text_key() != "error.text." + kind.kind)
        model.detail = detail;
    http::Response response = page(request, "web/error", model, title);
    response.status = status;
    return response;
}

void Site::finish(Visit& visit, Result<http::Response> result) {
    const Request& request = *visit.request;
    if (!result.ok() && status_of(result.error().code()) >= 500)
        base::log(base::LogLevel::Error, "request.failed",
                  {{"id", request.http.id},
                   {"key", result.error().text_key()},
                   {"detail", result.error().detail()}});
    http::Response response = result.ok() ? std::move(result).value() : error_response(visit, result.error());
    if (!visit.found.allow.empty()) response.set("Allow", visit.found.allow);
    if (response.status == 503 || response.status == 429)
        response.set("Retry-After", response.status == 503 ? "2" : "60");
    add_security_headers(response, options_.transport);
    const bool kept = !visit.page_key.empty() && response.status == 200 &&
                      response.header("Cache-Control").empty() && response.header("Set-Cookie").empty() &&
                      request.http.method == http::Method::Get;
    if (response.header("Cache-Control").empty())
        response.set("Cache-Control",
                     request.actor.person.empty() && request.route.door == identity::Door::Public
                         ? "no-cache"
                         : "no-store");
    log_visit(visit, response.status);
    if (kept) {
        const auto ready = http::make_ready(response);
        pages_in_memory_.keep(visit.page_key, ready, visit.generation, steady_ms());
        return visit.exchange->answer(ready);
    }
    for (const std::string& cookie : visit.cookies) response.add("Set-Cookie", cookie);
    response.set("X-Request-Id", request.http.id);
    visit.exchange->answer(std::move(response));
}

void Site::log_visit(const Visit& visit, int status) const {
    if (options_.access_log == AccessLog::Off) return;
    base::log(base::LogLevel::Info, "request",
              {{"id", visit.request->http.id},
               {"method", http::method_word(visit.request->http.method)},
               {"route", visit.request->route.pattern},
               {"status", std::to_string(status)},
               {"ms", std::to_string(steady_ms() - visit.started_ms)}});
}

}  // namespace web

#include "web/site.h"

#include "base/log.h"
#include "text/display.h"
#include "text/html.h"
#include "web/error_page.h"
#include "web/site_memory.h"

#include <chrono>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::string_view kPolicy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
constexpr int kYearSeconds = 365 * 24 * 3600;

std::string_view ui_word(Ui ui) {
    return ui == Ui::Elder ? "elder" : "normal";
}

std::string_view theme_word(Theme theme) {
    switch (theme) {
    case Theme::Light: return "light";
    case Theme::Dark: return "dark";
    case Theme::Auto: break;
    }
    return "auto";
}

// The same address with one word of its query replaced.
std::string address_with(const http::Request& request, std::string_view path, std::string_view name,
                         std::string_view value) {
    std::string out;
    for (const char c : path) {
        if (c == '/')
            out += c;
        else
            text::append_url_encoded(out, {&c, 1});
    }
    out += '?';
    for (const auto& [key, old] : request.query) {
        if (key == name) continue;
        text::append_url_encoded(out, key);
        out += '=';
        text::append_url_encoded(out, old);
        out += '&';
    }
    return out + std::string(name) + "=" + std::string(value);
}

std::shared_ptr<const http::Ready> ready_asset(const File& file) {
    http::Response response;
    response.add("Content-Type", file.content_type);
    // The name changes with the bytes, so a browser may keep them for ever.
    response.add("Cache-Control", "public, max-age=31536000, immutable");
    response.add("X-Content-Type-Options", "nosniff");
    response.add("Vary", "Accept-Encoding");
    auto ready = std::make_shared<http::Ready>();
    ready->etag = "\"" + std::string(file.hashed_name) + "\"";
    response.add("ETag", ready->etag);
    const auto form = [&](std::string_view bytes, http::Encoding encoding) {
        if (bytes.empty() && encoding != http::Encoding::Identity) return http::Ready::Form{};
        return http::Ready::Form{http::head_of(response, bytes.size(), encoding),
                                 std::make_shared<const std::string>(bytes)};
    };
    ready->identity = form(file.bytes, http::Encoding::Identity);
    ready->gzip = form(file.gzip, http::Encoding::Gzip);
    ready->brotli = form(file.brotli, http::Encoding::Brotli);
    response.status = 304;
    ready->not_modified_head = http::head_of(response, 0, http::Encoding::Identity);
    return ready;
}

}  // namespace

std::int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void add_security_headers(http::Response& response, Transport transport) {
    response.set("Content-Security-Policy", kPolicy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("X-Frame-Options", "DENY");
    response.set("Referrer-Policy", "same-origin");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
    if (transport == Transport::Tls)
        response.set("Strict-Transport-Security", "max-age=" + std::to_string(kYearSeconds));
}

Site::Site(SiteOptions options, const Files& files, const Texts& texts, identity::Registrar& registrar)
    : options_(std::move(options)),
      files_(files),
      texts_(texts),
      registrar_(registrar),
      templates_(files, texts, shape_of<Frame>()),
      pages_in_memory_(options_.page_keep_seconds),
      memory_(std::make_unique<Memory>(options_)) {
    add<ErrorPage>("web/error");
}

Site::~Site() = default;

void Site::add_page(std::string_view page, const Shape& model) {
    templates_.add(page, model);
}

void Site::add_routes(std::vector<Route> routes) {
    for (Route& route : routes) {
        const auto added = router_.add(std::move(route));
        if (!added.ok()) faults_ += added.error().detail() + "\n";
    }
}

void Site::add_check(ReadyCheck check) {
    checks_.push_back(std::move(check));
}

Result<> Site::start() {
    const auto compiled = templates_.compile();
    if (!compiled.ok()) faults_ += compiled.error().detail();
    if (!faults_.empty()) return Error(ErrorCode::Corrupt, "web.site_broken", faults_);
    for (const std::string_view path : files_.under("web/assets/")) {
        const File* file = files_.find(path);
        memory_->assets["/assets/" + std::string(file->hashed_name)] = ready_asset(*file);
    }
    memory_->assets["/healthz"] =
        http::make_ready(http::plain(200, "alive\n").set("Cache-Control", "no-store"));
    for (const int status : {400, 408, 413, 414, 417, 431, 500, 501, 503, 505})
        memory_->refusals[status] = early_error_page(status);
    return base::Done{};
}

Result<> Site::ready() const {
    for (const ReadyCheck& check : checks_) {
        const auto held = check.holds();
        if (!held.ok())
            return Error(ErrorCode::Unavailable, "web.not_ready", check.name + ": " + held.error().detail());
    }
    return base::Done{};
}

// Refusals of the server itself come before anybody is known: the page in Chinese with the same words in
// English, made at start.
std::string Site::early_error_page(int status) const {
    const std::string today = text::long_date(registrar_.clock().now().date(), Locale::Chinese);
    ErrorPage model = error_model(status);
    for (const char* key : {"error.title.", "error.text.", "error.do."}) {
        const std::string english = texts_.text(Locale::English, key + model.kind);
        model.detail += (model.detail.empty() ? "" : " ") + english + (english.ends_with('.') ? "" : ".");
    }
    const std::string title = texts_.text(Locale::Chinese, "error.title." + model.kind);
    Frame frame;
    name_house(frame);
    frame.lang = locale_code(Locale::Chinese);
    frame.other_lang_url = "/?lang=en";
    frame.ui = "normal";
    frame.ui_url = "/?ui=elder";
    frame.theme = "light";
    frame.title = title;
    frame.today = today;
    frame.path = "/";
    frame.request_id = kNoId;
    std::string out;
    templates_.find("web/error")->render(Locale::Chinese, &frame, &model, out);
    return out;
}

http::Response Site::refuse(int status, const std::string& request_id) const {
    http::Response response = http::html(status, {});
    const auto page = memory_->refusals.find(status);
    if (page != memory_->refusals.end()) {
        response.body = page->second;
        const std::size_t at = response.body.find(kNoId);
        if (at != std::string::npos) response.body.replace(at, kNoId.size(), request_id);
    }
    if (status == 503) response.set("Retry-After", "2");
    response.set("Cache-Control", "no-store");
    add_security_headers(response, options_.transport);
    return response;
}

void Site::name_house(Frame& frame) const {
    frame.county = options_.county;
    frame.county_en = options_.county_en;
    frame.site_domain = options_.site_domain;
    frame.site_code = options_.site_code;
    frame.icp = options_.icp;
    frame.police_record = options_.police_record;
}

// A form that is shown again stands at the address it was sent to. What leads back to it (the other language,
// its own forms) must name a page that can be asked for: the nearest one above, by the patterns of the
// routes.
std::string Site::page_path(const Request& request) const {
    std::string_view path = request.http.path;
    if (request.http.method != http::Method::Post) return std::string(path);
    const auto can_be_asked_for = [this](std::string_view pattern) {
        const auto& all = router_.routes();
        return std::any_of(all.begin(), all.end(), [pattern](const auto& route) {
            return route->method == http::Method::Get && route->pattern == pattern;
        });
    };
    std::string_view pattern = request.route.pattern;
    while (!pattern.empty() && !can_be_asked_for(pattern)) {
        pattern = pattern.substr(0, pattern.rfind('/'));
        path = path.substr(0, path.rfind('/'));
    }
    return pattern.empty() ? request.http.path : std::string(path);
}

http::Response Site::show(const Request& request, const Shown& shown) const {
    const Page* page = templates_.find(shown.page);
    CHECK(page != nullptr && &page->model() == shown.shape);
    const auto now = registrar_.clock().now();
    const Locale locale = request.skin.locale;
    const identity::Actor& actor = request.actor;
    const std::string path = page_path(request);
    const std::string other_lang =
        address_with(request.http, path, "lang", locale == Locale::Chinese ? "en" : "zh-CN");
    const std::string other_ui =
        address_with(request.http, path, "ui", request.skin.ui == Ui::Normal ? "elder" : "normal");
    std::string title(shown.title);
    if (request.refused != nullptr) title = texts_.text(locale, "errors.prefix") + title;
    const std::string today = text::long_date(now.date(), locale);
    std::string browser = request.browser;
    std::string token;
    if (page->uses("form_token")) {
        auto& entropy = registrar_.office().entropy;
        if (browser.empty()) browser = base::to_base64url(entropy.bytes(16));
        token = memory_->tokens.make({browser, actor.person.number()}, now, entropy);
    }
    Frame frame;
    name_house(frame);
    frame.lang = locale_code(locale);
    frame.other_lang_url = other_lang;
    frame.ui = ui_word(request.skin.ui);
    frame.ui_url = other_ui;
    frame.theme = theme_word(request.skin.theme);
    frame.title = title;
    frame.today = today;
    frame.path = path;
    frame.request_id = request.http.id;
    frame.form_token = token;
    frame.user_name = actor.name;
    frame.user_post = actor.post;
    frame.nav = request.route.nav;
    frame.signed_in = !actor.person.empty();
    frame.is_staff = actor.is_staff;
    frame.is_citizen = actor.is_citizen;
    frame.is_supervisor = actor.may("supervision.read");
    frame.can_intake = actor.may("casework.receive");
    frame.can_decide = actor.may("casework.decide");
    frame.can_roster = actor.may("identity.manage") || actor.may("identity.presence");
    frame.can_define = actor.may("catalog.prepare") || actor.may("catalog.approve");
    http::Response response = http::html(200, {});
    page->render(locale, &frame, shown.model, response.body);
    // A page that carries a token or its own number belongs to one browser and is never kept.
    if (!token.empty() && response.body.find(token) != std::string::npos) {
        response.set("Cache-Control", "no-store");
        if (request.browser.empty()) response.add("Set-Cookie", browser_cookie(browser));
    } else if (page->uses("request_id")) {
        response.set("Cache-Control", "no-store");
    }
    return response;
}

std::string Site::asset(std::string_view name) const {
    const File* file = files_.find("web/assets/" + std::string(name));
    return "/assets/" + std::string(file ? file->hashed_name : name);
}

std::string Site::browser_cookie(std::string_view word) const {
    return http::cookie_text(
        {"b", word, kYearSeconds, http::CookieScope::Lax, options_.transport == Transport::Tls});
}

std::string Site::session_cookie(std::string_view token) const {
    const bool secure = options_.transport == Transport::Tls;
    // __Host-: only over TLS, only this host, only path /. Ends with the browser; its life is counted on the
    // server.
    return http::cookie_text(
        {secure ? "__Host-s" : "s", token, token.empty() ? -1 : 0, http::CookieScope::Lax, secure});
}

void Site::open_first_run(std::string_view setup_code) {
    const std::lock_guard lock(memory_->mutex);
    memory_->setup_code = setup_code;
}

bool Site::awaits_first_run() const {
    const std::lock_guard lock(memory_->mutex);
    return !memory_->setup_code.empty();
}

bool Site::take_setup_code(std::string_view typed) {
    const std::lock_guard lock(memory_->mutex);
    if (memory_->setup_code.empty() || !base::equal_in_constant_time(typed, memory_->setup_code))
        return false;
    memory_->setup_code.clear();
    return true;
}

void Site::people_changed() {
    memory_->actors.clear();
}

void Site::set_roles(std::vector<identity::RoleDefinition> roles) {
    {
        const std::lock_guard lock(memory_->mutex);
        memory_->roles = std::make_shared<const std::vector<identity::RoleDefinition>>(std::move(roles));
    }
    memory_->actors.clear();
}

std::shared_ptr<const std::vector<identity::RoleDefinition>> Site::roles() const {
    const std::lock_guard lock(memory_->mutex);
    return memory_->roles;
}

std::vector<const Route*> Site::routes() const {
    std::vector<const Route*> all;
    for (const auto& route : router_.routes()) all.push_back(route.get());
    return all;
}

}  // namespace web

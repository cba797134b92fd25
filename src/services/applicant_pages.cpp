#include "services/applicant_pages.h"

#include "casework/case_verbs.h"
#include "services/limits.h"
#include "text/html.h"

#include <charconv>

namespace services {

namespace {

constexpr std::int64_t kGrantSeconds = std::int64_t{60} * kTrackerGrantMinutes;

std::string cookie_name(std::string_view number) {
    return "m" + std::string(number);
}

base::Digest mac_of(const store::Keys& keys, const GrantFor& wanted, std::string_view until) {
    std::string text;
    text.append(until).append("\n").append(wanted.number).append("\n").append(wanted.browser);
    return keys.keyed_digest("applicant grant", text);
}

base::Error not_proved() {
    return {base::ErrorCode::Forbidden, "track.prove_first"};
}

}  // namespace

std::string make_grant(const store::Keys& keys, const GrantFor& wanted, calendar::Instant now) {
    const std::string until = std::to_string(now.seconds() + kGrantSeconds);
    return until + "." + mac_of(keys, wanted, until).hex();
}

bool grant_holds(const store::Keys& keys, const GrantFor& wanted, std::string_view grant,
                 calendar::Instant now) {
    const std::size_t dot = grant.find('.');
    if (wanted.browser.empty() || dot == std::string_view::npos) return false;
    const std::string_view until = grant.substr(0, dot);
    std::int64_t seconds = 0;
    const auto read = std::from_chars(until.data(), until.data() + until.size(), seconds);
    if (read.ec != std::errc() || read.ptr != until.data() + until.size()) return false;
    const bool signed_here =
        base::equal_in_constant_time(grant.substr(dot + 1), mac_of(keys, wanted, until).hex());
    return signed_here && now.seconds() < seconds;
}

base::Result<> prove_applicant(const identity::Reading& reading, const web::Request& request,
                               const casework::MatterRow& matter) {
    if (!matter.person.empty() && matter.person == reading.actor.person) return base::Done{};
    const auto granted = [&](const std::string& number) {
        return grant_holds(reading.office.vault.keys(), {request.browser, number},
                           request.http.cookie(cookie_name(number)), reading.now);
    };
    if (granted(matter.number)) return base::Done{};
    // What began by itself out of a matter has the same applicant; he holds the code of that matter only.
    if (!matter.parent.empty() && !matter.is_part() && granted(matter.parent)) return base::Done{};
    return not_proved();
}

base::Result<casework::MatterRow> matter_of_applicant(const identity::Reading& reading,
                                                      const web::Request& request) {
    const auto found = TRY(casework::find_matter(reading.db, request.param("number")));
    if (!found) return not_proved();
    TRY(prove_applicant(reading, request, *found));
    return *found;
}

std::string grant_cookie(const web::Site& site, const identity::Reading& reading, const GrantFor& wanted) {
    const std::string name = cookie_name(wanted.number);
    const std::string grant = make_grant(reading.office.vault.keys(), wanted, reading.now);
    const bool tls = site.options().transport == web::Transport::Tls;
    // Lax: a link in a message or a scanned code leads back to the matter while the grant lasts.
    return http::cookie_text({name, grant, static_cast<int>(kGrantSeconds), http::CookieScope::Lax, tls});
}

std::string code_url(std::string_view number) {
    std::string url = "/track?number=";
    text::append_url_encoded(url, number);
    return url;
}

web::ReadingHandler or_ask_code(web::ReadingHandler handler) {
    return [handler](const identity::Reading& reading,
                     const web::Request& request) -> base::Result<http::Response> {
        auto answer = handler(reading, request);
        if (answer.ok() || answer.error().text_key() != "track.prove_first") return answer;
        return http::see_other(code_url(request.param("number")));
    };
}

std::string matter_url_of(std::string_view number) {
    return "/matters/" + std::string(number);
}

}  // namespace services

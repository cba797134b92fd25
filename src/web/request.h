#pragma once
// What a page is asked with: the request, who asks, in which language, what was typed. Values live as long as
// the handler.

#include "base/result.h"
#include "http/form.h"
#include "identity/actor.h"
#include "web/locale.h"

#include <any>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

struct Route;

struct Request {
    const http::Request& http;
    const http::Form& form;  // empty for a GET
    const identity::Actor& actor;
    const Route& route;
    Skin skin;
    std::vector<std::pair<std::string, std::string>> params;  // of the pattern: {code}
    // the browser's own random word, for form tokens; may be empty
    std::string browser;
    std::string session;                   // the session token; empty: nobody is signed in
    const base::Error* refused = nullptr;  // set when a form is shown again after its act was refused
    std::any prepared = {};                // what the route's prepare step made

    // An act that must be kept although the person is refused says so here: a failed sign-in is counted. The
    // form is shown again as after a refusal.
    mutable std::optional<base::Error> kept_refusal = {};

    std::string_view param(std::string_view name) const;  // CHECKs that the pattern has it
    std::string_view query(std::string_view name) const { return http.query.value(name); }
    std::string_view field(std::string_view name) const { return form.value(name); }
    std::string_view typed(std::string_view name) const { return form.value(name); }  // to be shown again
    bool is_api() const;  // /api/… or a caller that wants JSON
    template <class T>
    const T& prepared_as() const {
        return std::any_cast<const T&>(prepared);
    }
};

}  // namespace web

#include "web/error_page.h"

#include "base/json.h"

namespace web {

int status_of(base::ErrorCode code) {
    switch (code) {
    case base::ErrorCode::Invalid: return 422;
    case base::ErrorCode::NotFound: return 404;
    case base::ErrorCode::Forbidden: return 403;
    case base::ErrorCode::SignInFirst: return 401;
    case base::ErrorCode::Conflict: return 409;
    case base::ErrorCode::TooLarge: return 413;
    case base::ErrorCode::TooMany: return 429;
    case base::ErrorCode::Unavailable: return 503;
    case base::ErrorCode::Corrupt: return 500;
    }
    return 500;
}

namespace {

std::string_view kind_of(int status) {
    switch (status) {
    case 401: return "sign_in";
    case 403: return "forbidden";
    case 404:
    case 405: return "not_found";
    case 408: return "expired";
    case 409: return "conflict";
    case 413: return "too_large";
    case 429: return "too_many";
    case 503: return "unavailable";
    default: return status >= 500 ? "internal" : "invalid";
    }
}

}  // namespace

ErrorPage error_model(int status) {
    return {std::to_string(status), std::string(kind_of(status)), {}, {}};
}

std::string problem_json(const Problem& problem) {
    std::string out;
    base::JsonWriter writer(out);
    writer.open_object()
        .member("title", problem.title)
        .member("status", static_cast<std::int64_t>(problem.status));
    writer.member("detail", problem.detail).member("instance", problem.request_id);
    if (!problem.field.empty()) writer.member("field", problem.field);
    writer.close_object();
    return out;
}

}  // namespace web

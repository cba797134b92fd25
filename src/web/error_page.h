#pragma once
// Errors as pages and as problem+json (RFC 9457). One function maps codes to statuses; the kind picks the
// words.

#include "base/result.h"
#include "web/texts.h"

#include <string>

namespace web {

// The model of web/error.
struct ErrorPage {
    std::string status;
    std::string kind;  // error.title.[kind] error.text.[kind] error.do.[kind]
    std::string detail;
    std::string back_url;
    void fields(auto& visit) {
        visit("status", status), visit("kind", kind), visit("detail", detail), visit("back_url", back_url);
    }
};

int status_of(base::ErrorCode code);
ErrorPage error_model(int status);
// RFC 9457. `field` names what to mend; empty: no one field.
struct Problem {
    int status = 500;
    std::string_view title, detail, request_id, field;
};
std::string problem_json(const Problem& problem);

}  // namespace web

#pragma once
// Who may see one matter without being an official: the account it was filed under, or the browser that gave
// its number and 查询码 within the last half hour. The grant is a cookie bound to the browser's own word, so
// that a copied cookie is worth nothing.

#include "casework/case_store.h"
#include "identity/act.h"
#include "web/site.h"

#include <string>
#include <string_view>

namespace services {

// The signed grant: until when, and a MAC over browser, number and that moment.
struct GrantFor {
    std::string_view browser;
    std::string_view number;
};
std::string make_grant(const store::Keys& keys, const GrantFor& wanted, calendar::Instant now);
bool grant_holds(const store::Keys& keys, const GrantFor& wanted, std::string_view grant,
                 calendar::Instant now);

// Forbidden track.prove_first unless who asks is the applicant of this matter.
base::Result<> prove_applicant(const identity::Reading& reading, const web::Request& request,
                               const casework::MatterRow& matter);
// The matter of the route's {number}, for its applicant only. An unknown number is refused like a foreign
// one.
base::Result<casework::MatterRow> matter_of_applicant(const identity::Reading& reading,
                                                      const web::Request& request);
// Who has not proved to be the applicant is asked for the code, whatever page it was.
web::ReadingHandler or_ask_code(web::ReadingHandler handler);
// A Set-Cookie value; the caller has checked number and code.
std::string grant_cookie(const web::Site& site, const identity::Reading& reading, const GrantFor& wanted);
// Where the number and the code are asked for.
std::string code_url(std::string_view number);
std::string matter_url_of(std::string_view number);

}  // namespace services

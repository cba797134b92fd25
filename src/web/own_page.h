#pragma once
// A page of our own site as any visitor gets it, asked for from inside: for self-inspection and exports.

#include "web/site.h"

#include <string_view>

namespace web {

// GET, without a session. 599 when the site gave no answer.
http::Response own_page(Site& site, std::string_view target);

}  // namespace web

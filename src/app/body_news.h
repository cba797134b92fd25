#pragma once
// What a body's public page shows of its work: the newest published results and the figures of this year,
// gathered from the rooms that keep them, since catalog stands below all of them.

#include "catalog/catalog_pages.h"

#include <functional>

namespace app {

class Node;

// `node` outlives what is returned.
std::function<base::Result<catalog::BodyNews>(const identity::Reading&, web::Locale, std::string_view body)>
body_news(Node& node);

}  // namespace app

#pragma once
// Questions about markup as text: is it any, and which titles in it could be links.

#include <functional>
#include <string>
#include <string_view>

namespace text {

bool has_markup(std::string_view typed);  // holds a closing tag

// 《…》 in clean markup as links, where `address_of` knows the name between the marks; not inside a link.
std::string link_citations(std::string_view markup,
                           const std::function<std::string(std::string_view name)>& address_of);

}  // namespace text

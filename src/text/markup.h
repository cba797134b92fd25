#pragma once
// Questions about markup as text: is it any, and which titles in it could be links.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace text {

bool has_markup(std::string_view typed);  // holds a closing tag

// 《…》 in clean markup as links, where `address_of` knows the name between the marks; not inside a link.
std::string link_citations(std::string_view markup,
                           const std::function<std::string(std::string_view name)>& address_of);

// A question and its answer, as interpretations are written: paragraphs that begin with 问： and 答：.
struct Answered {
    std::string question, answer;
};
std::vector<Answered> questions_in(std::string_view plain);

}  // namespace text

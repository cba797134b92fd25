#pragma once
// Markup as a tree (libgumbo, the HTML5 algorithm), after a look at how deep and how wide it is: the parser
// itself has no limits. For clean_html and the importers; who includes it sees the parser's types.

#include "base/result.h"

#include <gumbo.h>

#include <memory>
#include <string_view>

namespace text {

// Borrows `markup`, which must be UTF-8 and outlive it. Invalid: text.broken; TooLarge: clean.too_deep.
class HtmlTree {
public:
    static base::Result<HtmlTree> parse(std::string_view markup, std::size_t depth_max);
    const GumboNode* body() const;  // null: none
    const GumboNode* root() const { return output_->root; }

private:
    struct Free {
        void operator()(GumboOutput* output) const;
    };
    std::unique_ptr<GumboOutput, Free> output_;
};

struct TableShape {
    std::size_t cells = 0;
    bool nested = false;  // holds another table
};
TableShape shape_of_table(const GumboNode& table);

}  // namespace text

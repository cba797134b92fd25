#pragma once
// Markup from outside (an editor, an office file, another site) as the little HTML that may be published: h2
// to h4, paragraphs, lists, tables with merged cells, quotations, figures, links, emphasis. Scripts, styles,
// forms and frames go and are named. It refuses what is broken or beyond a limit; it never repairs words.

#include "base/result.h"
#include "text/html.h"

#include <string>
#include <string_view>
#include <vector>

namespace text {

struct CleanHtml {
    Html html;                         // for a page; pictures by `image_path` and digest
    std::string source;                // to keep and to hash; cleaned again it is the same, byte for byte
    std::string plain;                 // one line a paragraph, item or row; tabs between cells
    std::vector<std::string> dropped;  // what was taken out, each once: script, style, onclick, href, img …
};

struct CleanHtmlLimits {
    std::size_t bytes_max = 4u << 20;
    std::size_t depth_max = 200;
    std::size_t nodes_max = 300'000;
    std::size_t cells_max = 20'000;
};

// A picture is kept when its src is digest:<64 hex> or `image_path` and 64 hex. Invalid: text.broken;
// TooLarge: clean.too_long, clean.too_deep, clean.too_many_parts, clean.too_many_cells.
base::Result<CleanHtml> clean_html(std::string_view markup, std::string_view image_path = "/file/",
                                   const CleanHtmlLimits& limits = {});

// What staff type without markup, in the numbering of official documents: 一、 and （一） become headings (or
// the first sentence strong, when the line runs on), 1. a list, lines with tabs or | a table, a blank line a
// new paragraph.
base::Result<CleanHtml> html_of_typed(std::string_view typed, std::string_view image_path = "/file/");

}  // namespace text

#include "services/test_seal.h"

#include "text/utf8.h"

#include <algorithm>

namespace services {

namespace {

constexpr int kRingLength = 225;  // of the arc the organ's name stands on
constexpr int kPurposeLength = 100;
constexpr int kLetterMost = 14;
constexpr int kLetterLeast = 6;

// The size at which `words` fit a line of `length`; a letter is half as wide as a character of Chinese.
int letter_size(std::string_view words, int length) {
    int halves = 0;
    for (std::size_t at = 0; at < words.size();)
        halves += text::is_han(text::next_character(words, at)) ? 2 : 1;
    return std::clamp(2 * length / std::max(1, halves), kLetterLeast, kLetterMost);
}

}  // namespace

text::Html test_seal(const SealWords& words) {
    text::HtmlBuilder svg;
    svg.markup("<svg viewBox=\"0 0 150 150\" role=\"img\" aria-label=\"").text(words.label);
    svg.markup("\"><g fill=\"#c8231b\">");
    svg.markup("<circle cx=\"75\" cy=\"75\" r=\"71\" fill=\"none\" stroke=\"#c8231b\" stroke-width=\"4\"/>");
    svg.markup(
        "<path d=\"M75 52l5.4 16.6h17.4L83.7 78.8l5.4 16.6L75 85.2 60.9 95.4l5.4-16.6L52.2 68.6h17.4z\"/>");
    svg.markup("<path id=\"seal-arc\" d=\"M24 96a55 55 0 1 1 102 0\" fill=\"none\"/>");
    svg.markup("<text font-weight=\"700\" font-size=\"").integer(letter_size(words.organ, kRingLength));
    svg.markup("\"><textPath href=\"#seal-arc\" startOffset=\"50%\" text-anchor=\"middle\">")
        .text(words.organ);
    svg.markup("</textPath></text><text x=\"75\" y=\"124\" text-anchor=\"middle\" font-size=\"");
    svg.integer(letter_size(words.purpose, kPurposeLength)).markup("\">").text(words.purpose);
    return svg.markup("</text></g></svg>").finish();
}

}  // namespace services

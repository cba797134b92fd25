#include "text/markup.h"

#include <gtest/gtest.h>

namespace text {

namespace {

std::string known(std::string_view name) {
    return name == "水法" ? "/laws/shui-fa" : name == "A&B" ? "/laws/a&b" : "";
}

}  // namespace

TEST(LinkCitations, LinksWhatIsKnownAndLeavesTheRest) {
    EXPECT_EQ(link_citations("<p>依据《水法》和《无名办法》</p>", known),
              "<p>依据<a href=\"/laws/shui-fa\">《水法》</a>和《无名办法》</p>");
}

TEST(LinkCitations, LinksNothingInsideALinkOrATag) {
    const std::string_view linked = "<a href=\"/x\">《水法》</a>";
    EXPECT_EQ(link_citations(linked, known), linked);
    const std::string_view title = "<p title=\"《水法》\">x</p>";
    EXPECT_EQ(link_citations(title, known), title);
}

TEST(LinkCitations, EscapesTheAddressAndSurvivesAnOpenMark) {
    EXPECT_EQ(link_citations("《A&B》《", known), "<a href=\"/laws/a&amp;b\">《A&B》</a>《");
    EXPECT_EQ(link_citations("《《水法》》", known), "《<a href=\"/laws/shui-fa\">《水法》</a>》");
}

}  // namespace text

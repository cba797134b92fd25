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

TEST(QuestionsIn, ReadsAnswersOfSeveralParagraphs) {
    const auto found =
        questions_in("前言\n问：水费怎么定？\n答：按成本核定。\n每年公布。\n问：谁管？\n答：乡镇。");
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].question, "水费怎么定？");
    EXPECT_EQ(found[0].answer, "按成本核定。\n每年公布。");
    EXPECT_EQ(found[1].answer, "乡镇。");
    EXPECT_TRUE(questions_in("没有问题。").empty());
}

}  // namespace text

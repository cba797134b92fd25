#include "text/html.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace text {
namespace {

TEST(Html, EscapesWhatCouldEndAValue) {
    EXPECT_EQ(escaped("").view(), "");
    EXPECT_EQ(escaped("清溪县").view(), "清溪县");
    EXPECT_EQ(escaped("<script>alert('1' & \"2\")</script>").view(),
              "&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;");
    EXPECT_EQ(escaped("&amp;").view(), "&amp;amp;");
    EXPECT_EQ(escaped("a<").view(), "a&lt;");
}

TEST(Html, LeavesNoDangerousByteOfAnyInput) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
    const Html html = escaped(every_byte);
    for (const char c : {'<', '>', '"', '\''}) EXPECT_EQ(html.view().find(c), std::string_view::npos) << c;
}

TEST(Html, IsNeverMadeFromAStringAsItIs) {
    EXPECT_FALSE((std::is_constructible_v<Html, std::string>));
    EXPECT_FALSE((std::is_convertible_v<std::string, Html>));
    EXPECT_FALSE((std::is_constructible_v<Markup, std::string>));
}

TEST(HtmlBuilder, PutsLiteralsAndEscapedValuesTogether) {
    const Html inner = HtmlBuilder().markup("<b>").text("a<b").markup("</b>").finish();
    const Html row =
        HtmlBuilder().markup("<td data-n=\"").integer(-3).markup("\">").html(inner).markup("</td>").finish();
    EXPECT_EQ(row.view(), "<td data-n=\"-3\"><b>a&lt;b</b></td>");
    EXPECT_TRUE(Html().empty());
}

TEST(UrlEncoding, KeepsUnreservedCharactersOnly) {
    std::string out = "?q=";
    append_url_encoded(out, "a-Z_0.~ 信&=/?#%+");
    EXPECT_EQ(out, "?q=a-Z_0.~%20%E4%BF%A1%26%3D%2F%3F%23%25%2B");
}

}  // namespace
}  // namespace text

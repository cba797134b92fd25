#include "web/template.h"
#include "web/test_files.h"

#include <gtest/gtest.h>

#include <random>

namespace web {
namespace {

struct Grain {
    std::string name;
    void fields(auto& visit) { visit("name", name); }
};
struct Row {
    std::string name;
    int count = 0;
    bool is_late = false;
    std::vector<Grain> grains;
    void fields(auto& visit) {
        visit("name", name), visit("count", count), visit("is_late", is_late), visit("grains", grains);
    }
};
struct Person {
    std::string name;
    void fields(auto& visit) { visit("name", name); }
};
struct Common {
    std::string crumb;
    void fields(auto& visit) { visit("crumb", crumb); }
};
struct Model {
    std::string name = "outer";
    std::string url;
    base::Code lamp;
    std::int64_t total = 0;
    bool on = false;
    text::Html chart;
    Person who;
    Common common;
    std::vector<Row> rows;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("lamp", lamp), visit("total", total), visit("on", on);
        visit("chart", chart), visit("who", who), visit("", common), visit("rows", rows);
    }
};
struct TestFrame {
    std::string lang = "zh-CN";
    std::string form_token = "T";
    void fields(auto& visit) { visit("lang", lang), visit("form_token", form_token); }
};

constexpr const char* kZh =
    R"({"a.title": "办件 {name} <{total}>", "lamp.red": "红牌", "lamp.normal": "正常 {name}",
        "a.brace": "{ {} {Name}"})";
constexpr const char* kEn =
    R"({"a.title": "Matter {name} <{total}>", "lamp.red": "Red", "lamp.normal": "Fine {name}",
        "a.brace": "{ {} {Name}"})";

struct Outcome {
    std::string html;
    std::string faults;
    bool uses_token = false;
};

Outcome render(const std::string& source, const Model& model = {}, Locale locale = Locale::Chinese) {
    const TestFiles files{{"web/templates/t/page.html", source},
                          {"web/templates/_parts/who.html", "<i>{{name}}</i>"},
                          {"web/templates/_parts/token.html", "{{form_token}}"},
                          {"web/templates/_parts/self.html", "{{> self}}"},
                          {"web/assets/gov.css", "x"},
                          {"web/text/zh-CN/a.json", kZh},
                          {"web/text/en/a.json", kEn}};
    const auto texts = Texts::load(files);
    Templates templates(files, texts.value(), shape_of<TestFrame>());
    templates.add("t/page", shape_of<Model>());
    const auto compiled = templates.compile();
    if (!compiled.ok()) return {{}, compiled.error().detail(), false};
    Outcome outcome;
    const TestFrame frame;
    templates.find("t/page")->render(locale, &frame, &model, outcome.html);
    outcome.uses_token = templates.find("t/page")->uses("form_token");
    return outcome;
}

Model sample() {
    Model model;
    model.rows = {{"<b>", 2, true, {{"g1"}, {"g2"}}}, {"c", 0, false, {}}};
    model.lamp = base::Code::of("normal");
    model.total = 12;
    return model;
}

TEST(Template, ShowsValuesEscaped) {
    Model model;
    model.name = "<a href=\"x\">&'";
    EXPECT_EQ(render("[{{name}}]", model).html, "[&lt;a href=&quot;x&quot;&gt;&amp;&#39;]");
    EXPECT_EQ(render("?q={{u name}}", model).html, "?q=%3Ca%20href%3D%22x%22%3E%26%27");
    model.chart = text::HtmlBuilder().markup("<svg/>").finish();
    EXPECT_EQ(render("{{chart}}{{lang}}", model).html, "<svg/>zh-CN");
    EXPECT_EQ(render("{{total}} {{on}}").html, "0 ");
}

TEST(Template, BranchesAndRepeats) {
    const Model model = sample();
    EXPECT_EQ(
        render("{{#if rows}}y{{else}}n{{/if}}{{#if on}}y{{else}}n{{/if}}{{#if total}}y{{/if}}", model).html,
        "yny");
    EXPECT_EQ(render("{{#if total}}y{{else}}zero{{/if}}").html, "zero");
    EXPECT_EQ(render("{{#each rows}}{{name}}"
                     "{{#if count}}{{count}}{{/if}}{{#if is_late}}!{{/if}};{{else}}none{{/each}}.",
                     model)
                  .html,
              "&lt;b&gt;2!;c;.");
    EXPECT_EQ(render("{{#each rows}}{{name}}{{else}}none{{/each}}.").html, "none.");
    EXPECT_EQ(
        render(
            "{{#each rows}}{{#each grains}}{{name}}{{count}}{{total}} {{else}}-{{/each}}|{{name}};{{/each}}",
            model)
            .html,
        "g1212 g2212 |&lt;b&gt;;-|c;");
}

TEST(Template, LooksInTheRowFirstThenOutward) {
    EXPECT_EQ(render("{{name}}{{#each rows}}{{> who}}{{/each}}{{> who}}", sample()).html,
              "outer<i>&lt;b&gt;</i><i>c</i><i>outer</i>");
    Model model;
    model.who.name = "inner";
    model.common.crumb = "c";
    EXPECT_EQ(render("{{who.name}} {{crumb}}", model).html, "inner c");
}

TEST(Template, SaysTextsInTheReadersLanguage) {
    const Model model = sample();
    EXPECT_EQ(render("{{t a.title}}", model).html, "办件 outer &lt;12&gt;");
    EXPECT_EQ(render("{{t a.title}}", model, Locale::English).html, "Matter outer &lt;12&gt;");
    EXPECT_EQ(render("{{t lamp.[lamp]}}.", model, Locale::English).html, "Fine outer.");
    EXPECT_EQ(render("{{t a.brace}}").html, "{ {} {Name}");
    Model odd = sample();
    odd.lamp = base::Code::of("violet");
    EXPECT_EQ(render("{{t lamp.[lamp]}}.", odd).html, "violet.");
}

TEST(Template, KnowsAssetsCommentsAndLayout) {
    EXPECT_EQ(render("{{asset gov.css}}{{! not\nshown }}\n    <p>\n\n  x</p>").html,
              "/assets/h.gov.css\n<p>\nx</p>");
    EXPECT_EQ(render("<pre>\n  x</pre>").html, "<pre>\n  x</pre>");
    EXPECT_TRUE(render("{{#if on}}{{> token}}{{/if}}").uses_token);
    EXPECT_FALSE(render("{{lang}}").uses_token);
}

TEST(Template, PointsOnlyToHarmlessAddresses) {
    const auto link = [](std::string url) {
        Model model;
        model.url = std::move(url);
        return render("<a href=\"{{url}}\">", model).html;
    };
    EXPECT_EQ(link("/items?a=1&b=2"), "<a href=\"/items?a=1&amp;b=2\">");
    EXPECT_EQ(link("https://x.cn"), "<a href=\"https://x.cn\">");
    EXPECT_EQ(link("?page=2"), "<a href=\"?page=2\">");
    for (const char* bad : {"javascript:alert(1)", "JaVaScript:x", " javascript:x", "java\tscript:x",
                            "data:text/html,x", "vbscript:x"})
        EXPECT_EQ(link(bad), "<a href=\"#\">") << bad;
}

TEST(Template, StopsTheBootWithPlaceAndNearestWord) {
    const auto faults = [](const std::string& source) { return render(source).faults; };
    EXPECT_EQ(faults("a\n{{nmae}}"), "web/templates/t/page.html:2: no field nmae; nearest is name\n");
    EXPECT_EQ(faults("{{t a.titel}}"),
              "web/templates/t/page.html:1: text a.titel is missing; nearest is a.title\n");
    EXPECT_EQ(faults("{{t lump.[lamp]}}"),
              "web/templates/t/page.html:1: text lump.[lamp]: no text begins like this\n");
    EXPECT_EQ(faults("{{asset gow.css}}"),
              "web/templates/t/page.html:1: no asset gow.css; nearest is gov.css\n");
    EXPECT_EQ(faults("{{> whom}}"),
              "web/templates/t/page.html:1: no file web/templates/_parts/whom.html; nearest is "
              "web/templates/_parts/who.html\n");
    EXPECT_EQ(faults("{{rows}}"), "web/templates/t/page.html:1: rows is a list: {{#each rows}}\n");
    EXPECT_EQ(faults("{{#each name}}{{/each}}"), "web/templates/t/page.html:1: name is not a list\n");
    EXPECT_NE(faults("{{> self}}").find("parts too deep"), std::string::npos);
    EXPECT_NE(faults("<a href={{url}}>").find("needs quotes"), std::string::npos);
    EXPECT_NE(faults("<script>{{name}}</script>").find("script or style"), std::string::npos);
    for (const char* broken :
         {"{{", "{{}}", "{{#if}}", "{{#if a}}", "{{/if}}", "{{else}}", "{{#if on}}{{/each}}", "{{#with on}}",
          "{{#if on}}{{else}}{{else}}{{/if}}", "{{a b c}}", "{{filter name}}", "{{{name}}}"})
        EXPECT_NE(faults(broken), "") << broken;
}

TEST(Texts, HoldTheSameKeysAndNames) {
    const auto fault = [](const char* zh, const char* en) {
        const auto texts = Texts::load(TestFiles{{"web/text/zh-CN/a.json", zh}, {"web/text/en/a.json", en}});
        return texts.ok() ? std::string() : texts.error().detail();
    };
    EXPECT_EQ(fault(R"({"a":"{n} 天"})", R"({"a":"{n} days"})"), "");
    EXPECT_EQ(fault(R"({"a":"{county}"})", R"({"a":"{county_en}"})"), "");
    EXPECT_NE(fault(R"({"a":"{n} 天"})", R"({"a":"{m} days"})"), "");
    EXPECT_NE(fault(R"({"a":"1","b":"2"})", R"({"a":"1"})"), "");
    EXPECT_NE(fault(R"({"a":"1"})", R"({"a":"1","b":"2"})"), "");
    EXPECT_NE(fault(R"({"a":1})", R"({"a":"1"})"), "");
    const auto texts = Texts::load(TestFiles{{"web/text/zh-CN/a.json", R"({"a":"已用 {n} 天"})"},
                                             {"web/text/en/a.json", R"({"a":"{n} used"})"}});
    EXPECT_EQ(texts.value().text(Locale::Chinese, "a", {{"n", "{n}"}}), "已用 {n} 天");
    EXPECT_EQ(texts.value().text(Locale::English, "nobody.wrote"), "nobody.wrote");
}

// Whatever is typed, its mark never reaches the page raw: not in text, attributes, addresses, or sentences.
TEST(TemplateProperty, AMarkerNeverReachesThePageRaw) {
    const unsigned seed = std::random_device{}();
    std::mt19937 random(seed);
    const std::string page =
        "<p title=\"{{name}}\">{{name}}</p><a href=\"{{url}}\">{{t a.title}}</a><a href=\"?q={{u name}}\">"
        "{{#each rows}}<i class=\"{{name}}\">{{t lamp.[lamp]}}{{name}}</i>{{/each}}</a>";
    constexpr std::string_view alphabet = "<>\"'&ax:/ =`{}%";
    const std::string frame = render(page,
                                     [] {
                                         Model empty;
                                         empty.name = "";
                                         empty.rows = {{}};
                                         return empty;
                                     }())
                                  .html;
    for (int i = 0; i < 300; ++i) {
        std::string marker;
        for (int c = 0; c < 12; ++c) marker += alphabet[random() % alphabet.size()];
        Model model;
        model.name = marker;
        model.url = "/" + marker;
        model.rows = {{marker, 1, false, {}}};
        const std::string html = render(page, model).html;
        for (const char c : {'<', '>', '"', '\''})
            ASSERT_EQ(std::count(html.begin(), html.end(), c), std::count(frame.begin(), frame.end(), c))
                << "seed " << seed << " marker " << marker << "\n"
                << html;
    }
}

}  // namespace
}  // namespace web

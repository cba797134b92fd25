// One page of 100 rows, about 38 KB, through the append lists. Goal (stack.md §8): ≤ 60 µs a page on a quiet
// machine.
#include "web/template.h"
#include "web/test_files.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

struct Row {
    std::string number, item, applicant, due, url;
    base::Code lamp = base::Code::of("red");
    int used = 0;
    bool is_late = false;
    void fields(auto& visit) {
        visit("number", number), visit("item", item), visit("applicant", applicant), visit("due", due);
        visit("url", url), visit("lamp", lamp), visit("used", used), visit("is_late", is_late);
    }
};
struct Desk {
    std::vector<Row> rows;
    void fields(auto& visit) { visit("rows", rows); }
};
struct NoFrame {
    std::string_view lang = "zh-CN";
    void fields(auto& visit) { visit("lang", lang); }
};

}  // namespace

int main() {
    const web::TestFiles files{
        {"web/templates/t/desk.html",
         "<table lang=\"{{lang}}\">{{#each rows}}<tr class=\"row{{#if is_late}} late{{/if}}\">"
         "<td class=\"num\">"
         "<a "
         "href=\"{{url}}\">{{number}}</a></td><td>{{item}}</td><td>{{applicant}}</td>"
         "<td><span class=\"lamp {{lamp}}\"><svg "
         "viewBox=\"0 0 12 12\" aria-hidden=\"true\">"
         "<path class=\"s-red\" d=\"M6 .4 11.9 11.6H.1z\"/></svg>{{t "
         "lamp.[lamp]}}</span></td><td><time>{{due}}</time></td>"
         "<td class=\"n\">{{t desk.used}}</td></tr>\n{{/each}}</table>"},
        {"web/text/zh-CN/a.json",
         R"({"lamp.red":"红牌","lamp.normal":"正常","desk.used":"已用 {used} 个工作日"})"},
        {"web/text/en/a.json",
         R"({"lamp.red":"Red","lamp.normal":"Normal","desk.used":"{used} working days used"})"}};
    const auto texts = web::Texts::load(files);
    web::Templates templates(files, texts.value(), web::shape_of<NoFrame>());
    templates.add("t/desk", web::shape_of<Desk>());
    if (!templates.compile().ok()) return 1;
    Desk desk;
    for (int i = 0; i < 100; ++i)
        desk.rows.push_back({"9999210122026030200" + std::to_string(i), "食品经营许可（新办）<首次>",
                             "清溪县*店", "2026年3月30日", "/desk/matters/" + std::to_string(i),
                             base::Code::of(i % 3 ? "normal" : "red"), i, i % 2 == 0});
    const NoFrame frame;
    std::vector<double> rounds;
    std::size_t size = 0;
    for (int round = 0; round < 30; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < 200; ++i) {
            std::string out;
            templates.find("t/desk")->render(web::Locale::Chinese, &frame, &desk, out);
            size = out.size();
        }
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
        rounds.push_back(took.count() / 200);
    }
    std::sort(rounds.begin(), rounds.end());
    std::printf("page_bytes %zu\nus_per_page_best %.1f\nus_per_page_median %.1f\n", size, rounds.front(),
                rounds[15]);
    return 0;
}

// Anything as a file to import, under each kind of name: no crash, no CHECK; a report that can be read again.
#include "base/check.h"
#include "base/json.h"
#include "disclosure/import_item.h"
#include "text/clean_html.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    std::vector<disclosure::ImportItem> items;
    for (const char* name : {"a.txt", "a.html", "a.docx", "a.pdf"}) {
        auto item = disclosure::read_import(name, input);
        if (item.ok()) items.push_back(std::move(item).value());
    }
    disclosure::compare_items(items);
    for (const disclosure::ImportItem& item : items) {
        const std::string report = disclosure::hygiene_json(item);
        CHECK(base::parse_json(report, base::JsonComments::Refused, report.size()).ok());
        static_cast<void>(text::clean_html(item.markup_or()));
    }
    return 0;
}

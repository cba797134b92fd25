// Any markup and any typed text: no crash, no CHECK; what was cleaned cleans to itself.
#include "base/check.h"
#include "text/clean_html.h"
#include "text/personal_data.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    for (const auto& clean : {text::clean_html(input), text::html_of_typed(input)}) {
        if (!clean.ok()) continue;
        const auto again = text::clean_html(clean.value().source);
        CHECK(again.ok() && again.value().source == clean.value().source);
        static_cast<void>(text::mask_personal_data(clean.value().plain));
    }
    return 0;
}

// Anything uploaded as a .docx, and anything as the markup inside one: no crash, no CHECK; what is read is
// clean.
#include "base/check.h"
#include "papers/docx.h"
#include "papers/package.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static_cast<void>(papers::read_docx(input));
    static_cast<void>(papers::clean_picture(input));
    papers::PackageWriter writer;
    writer.add("word/document.xml", input);
    const std::string packed = writer.finish();
    const auto text = papers::read_docx(packed);
    if (text.ok()) {
        const auto again = text::clean_html(text.value().content.source);
        CHECK(again.ok() && again.value().source == text.value().content.source);
    }
    return 0;
}

// Anything as an OFD package or a workbook, and anything as the parts inside: no crash, no CHECK.
#include "papers/ofd.h"
#include "papers/package.h"
#include "papers/xlsx.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    static_cast<void>(papers::read_ofd(input));
    papers::PackageWriter writer;
    for (const char* part :
         {"OFD.xml", "Document.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/s.xml"})
        writer.add(part, input);
    const std::string packed = writer.finish();
    static_cast<void>(papers::read_ofd(packed));
    const auto sheets = papers::read_xlsx(packed);
    if (sheets.ok()) {
        for (const papers::Sheet& sheet : sheets.value()) static_cast<void>(papers::markup_of(sheet));
    }
    return 0;
}

#include "text/qr.h"

#include "base/check.h"

#include <qrencode.h>

#include <memory>

namespace text {

namespace {

constexpr int kQuietZone = 4;  // modules of white that ISO/IEC 18004 asks for on every side

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

bool is_dark(const QRcode& code, int row, int column) {
    return (code.data[row * code.width + column] & 1) != 0;
}

// Every run of dark modules in a row is one rectangle of the path.
void draw_row(HtmlBuilder& path, const QRcode& code, int row) {
    for (int column = 0; column < code.width;) {
        int end = column;
        while (end < code.width && is_dark(code, row, end)) ++end;
        if (end > column) {
            path.markup("M").integer(column + kQuietZone).markup(" ").integer(row + kQuietZone);
            path.markup("h").integer(end - column).markup("v1h-").integer(end - column).markup("z");
        }
        column = end + 1;
    }
}

}  // namespace

base::Result<Html> qr_code(std::string_view content, std::string_view title) {
    if (content.empty()) return base::Error(base::ErrorCode::Invalid, "qr.empty");
    if (content.size() > kQrBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "qr.too_long").with("max", std::to_string(kQrBytesMax));
    }
    const auto* bytes = reinterpret_cast<const unsigned char*>(content.data());
    const Code code(QRcode_encodeData(static_cast<int>(content.size()), bytes, 0, QR_ECLEVEL_M));
    CHECK(code != nullptr);
    const int side = code->width + 2 * kQuietZone;
    HtmlBuilder svg;
    svg.markup("<svg class=\"qr\" role=\"img\" viewBox=\"0 0 ").integer(side).markup(" ").integer(side);
    svg.markup("\" shape-rendering=\"crispEdges\" aria-label=\"")
        .text(title)
        .markup("\"><title>")
        .text(title);
    svg.markup("</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
    for (int row = 0; row < code->width; ++row) draw_row(svg, *code, row);
    svg.markup("\"/></svg>");
    return svg.finish();
}

}  // namespace text

#pragma once
// QR codes as inline SVG, for receipts, guides and the hall. One path on a white ground, readable in every
// theme.

#include "base/result.h"
#include "text/html.h"

#include <string_view>

namespace text {

constexpr std::size_t kQrBytesMax = 512;

// `title` is what a screen reader says, in the reader's language. Corrects 15 % of damage (level M).
// Invalid: qr.empty; TooLarge: qr.too_long {max}.
base::Result<Html> qr_code(std::string_view content, std::string_view title);

}  // namespace text

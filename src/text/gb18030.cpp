#include "text/gb18030.h"

#include "base/check.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <memory>

namespace text {

namespace {

struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open() {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open("gb18030", &status));
    CHECK(U_SUCCESS(status));
    return converter;
}

}  // namespace

std::optional<std::string> utf8_of_gb18030(std::string_view bytes) {
    const Converter from = open();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::u16string wide(bytes.size() + 1, u'\0');
    const auto length = ucnv_toUChars(from.get(), wide.data(), static_cast<std::int32_t>(wide.size()),
                                      bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    if (U_FAILURE(status)) return {};
    std::string out(static_cast<std::size_t>(length) * 3 + 1, '\0');
    std::int32_t written = 0;
    u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &written, wide.data(), length, &status);
    if (U_FAILURE(status)) return {};
    out.resize(static_cast<std::size_t>(written));
    return out;
}

std::string gb18030_of(std::string_view utf8) {
    const Converter to = open();
    UErrorCode status = U_ZERO_ERROR;
    std::u16string wide(utf8.size() + 1, u'\0');
    std::int32_t length = 0;
    u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &length, utf8.data(),
                  static_cast<std::int32_t>(utf8.size()), &status);
    if (U_FAILURE(status)) return {};
    std::string out(static_cast<std::size_t>(length) * 4 + 1, '\0');
    const auto written = ucnv_fromUChars(to.get(), out.data(), static_cast<std::int32_t>(out.size()),
                                         wide.data(), length, &status);
    if (U_FAILURE(status)) return {};
    out.resize(static_cast<std::size_t>(written));
    return out;
}

}  // namespace text

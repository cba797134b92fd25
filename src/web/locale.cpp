#include "web/locale.h"

namespace web {

std::string_view locale_code(Locale locale) {
    return locale == Locale::English ? "en" : "zh-CN";
}

Locale locale_from(std::string_view code) {
    return code.starts_with("en") ? Locale::English : Locale::Chinese;
}

}  // namespace web

#pragma once
// The two languages of the house and the skin a reader has chosen. Chinese is the text of record.

#include "text/locale.h"

#include <string_view>

namespace web {

using text::Locale;
inline constexpr int kLocales = 2;
std::string_view locale_code(Locale locale);  // zh-CN, en
Locale locale_from(std::string_view code);    // anything but en…: Chinese

enum class Ui { Normal, Elder };
enum class Theme { Light, Dark, Auto };

struct Skin {
    Locale locale = Locale::Chinese;
    Ui ui = Ui::Normal;
    Theme theme = Theme::Light;
    bool operator==(const Skin&) const = default;
};

}  // namespace web

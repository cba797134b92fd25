#pragma once
// GB 18030 (and with it GBK and GB 2312), in which older pages and files of offices are written.

#include <optional>
#include <string>
#include <string_view>

namespace text {

std::optional<std::string> utf8_of_gb18030(std::string_view bytes);  // none: it is not GB 18030
std::string gb18030_of(std::string_view utf8);

}  // namespace text

#pragma once
// One line per thing worth knowing, on standard error. error = we failed somebody, warning = odd but served,
// info = what an operator reads daily. Values are fields; personal data never.

#include <initializer_list>
#include <string_view>
#include <utility>

namespace base {

enum class LogLevel { Error, Warning, Info };
struct LogField {
    std::string_view name;
    std::string_view value;
};

void log(LogLevel level, std::string_view what, std::initializer_list<LogField> fields = {});
void log_only(LogLevel at_least);  // tests and commands raise the floor

}  // namespace base

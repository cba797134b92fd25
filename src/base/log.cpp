#include "base/log.h"

#include "base/bytes.h"

#include <unistd.h>

#include <atomic>
#include <string>

namespace base {

namespace {

std::atomic<LogLevel> floor_level{LogLevel::Info};

std::string_view name_of(LogLevel level) {
    switch (level) {
    case LogLevel::Error: return "error";
    case LogLevel::Warning: return "warning";
    case LogLevel::Info: return "info";
    }
    return "error";
}

// A value can neither end the line nor pretend to be another field.
void append_value(std::string& line, std::string_view value) {
    const bool plain = !value.empty() && value.find_first_of(" \"\\=") == std::string_view::npos;
    if (!plain) line.push_back('"');
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            line.append("\\x").append(to_hex(std::string_view(&c, 1)));
        } else {
            if (c == '"' || c == '\\') line.push_back('\\');
            line.push_back(c);
        }
    }
    if (!plain) line.push_back('"');
}

}  // namespace

void log(LogLevel level, std::string_view what, std::initializer_list<LogField> fields) {
    if (level > floor_level.load(std::memory_order_relaxed)) return;
    std::string line(name_of(level));
    line.append(" what=");
    append_value(line, what);
    for (const auto& field : fields) {
        line.append(" ").append(field.name).append("=");
        append_value(line, field.value);
    }
    line.push_back('\n');
    // One write per line, so that lines of several threads do not mix. A full disk must not stop the program.
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    static_cast<void>(written);
}

void log_only(LogLevel at_least) {
    floor_level.store(at_least, std::memory_order_relaxed);
}

}  // namespace base

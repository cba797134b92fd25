#pragma once
// Settings of a node: a TOML file of [section] and key, read against a table of what is known. An unknown
// name, a value of another kind or out of range is refused with its line; the environment (handed in) wins
// over the file.

#include "base/result.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

enum class ConfigKind { Text, Integer, Flag, List };

// One known setting. `otherwise` is written as in the environment: text, digits, true or false, words with
// commas.
struct ConfigKey {
    std::string_view section;
    std::string_view key;
    ConfigKind kind = ConfigKind::Text;
    std::string_view otherwise = {};
    std::int64_t minimum = 0;  // Integer only
    std::int64_t maximum = 2147483647;
};

class Config {
public:
    // `environment` holds SUNROOM_SECTION_KEY = value; names whose SECTION is no section of the table are not
    // ours. Refuses (Invalid): config.broken, .unknown_section, .unknown_key {name, line, nearest},
    // .wrong_kind {name, line, wanted}, .out_of_range {name, line, min, max}. `line` is 0 when the value
    // comes from the environment.
    static Result<Config> parse(std::string_view toml, std::span<const ConfigKey> known,
                                const std::map<std::string, std::string>& environment = {});

    // These CHECK that the table knows the setting with this kind.
    const std::string& text(std::string_view section, std::string_view key) const;
    std::int64_t integer(std::string_view section, std::string_view key) const;
    bool flag(std::string_view section, std::string_view key) const;
    const std::vector<std::string>& list(std::string_view section, std::string_view key) const;

private:
    struct Setting {
        ConfigKind kind = ConfigKind::Text;
        std::string text;
        std::int64_t integer = 0;  // Flag: 0 or 1
        std::vector<std::string> words;
    };
    friend class ConfigReading;
    const Setting& setting(std::string_view section, std::string_view key, ConfigKind kind) const;
    std::map<std::string, Setting, std::less<>> settings_;  // by "section.key"
};

}  // namespace base

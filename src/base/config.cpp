#include "base/config.h"

#include "base/nearest.h"

#include <toml++/toml.h>

#include <charconv>

namespace base {

namespace {

std::string name_of(std::string_view section, std::string_view key) {
    return std::string(section).append(".").append(key);
}

std::string environment_name_of(std::string_view section, std::string_view key) {
    std::string name = "SUNROOM_" + std::string(section) + "_" + std::string(key);
    for (auto& c : name) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == '.' || c == '-') c = '_';
    }
    return name;
}

std::string_view word_for(ConfigKind kind) {
    switch (kind) {
    case ConfigKind::Text: return "text";
    case ConfigKind::Integer: return "integer";
    case ConfigKind::Flag: return "flag";
    case ConfigKind::List: return "list";
    }
    return "text";
}

Error refuse_unknown(std::string_view text_key, std::string_view name, std::size_t line,
                     std::span<const std::string_view> candidates) {
    return Error(ErrorCode::Invalid, text_key)
        .with("name", name)
        .with("line", std::to_string(line))
        .with("nearest", nearest_word(name, candidates));
}

Error refuse_kind(const ConfigKey& key, std::size_t line) {
    return Error(ErrorCode::Invalid, "config.wrong_kind")
        .with("name", name_of(key.section, key.key))
        .with("line", std::to_string(line))
        .with("wanted", word_for(key.kind));
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto comma = text.find(',');
        auto word = text.substr(0, comma);
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (!word.empty()) words.emplace_back(word);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return words;
}

}  // namespace

// Fills a Config from the three sources, the weakest first.
class ConfigReading {
public:
    explicit ConfigReading(std::span<const ConfigKey> known) : known_(known) {}

    Result<> take_defaults() {
        for (const auto& key : known_) TRY(take_written(key, key.otherwise));
        return Done{};
    }

    Result<> take_file(const toml::table& file) {
        for (const auto& [section, node] : file) {
            const auto line = std::size_t{section.source().begin.line};
            const auto* members = node.as_table();
            if (!has_section(section.str()) || members == nullptr) {
                return refuse_unknown("config.unknown_section", section.str(), line, sections());
            }
            for (const auto& [key, value] : *members) TRY(take_member(section.str(), key, value));
        }
        return Done{};
    }

    Result<> take_environment(const std::map<std::string, std::string>& environment) {
        for (const auto& [name, value] : environment) {
            const ConfigKey* found = nullptr;
            for (const auto& key : known_) {
                if (environment_name_of(key.section, key.key) == name) found = &key;
            }
            if (found != nullptr) {
                TRY(take_written(*found, value));
            } else if (is_ours(name)) {
                return refuse_unknown_variable(name);
            }
        }
        return Done{};
    }

    Config finish() { return std::move(config_); }

private:
    std::vector<std::string_view> sections() const {
        std::vector<std::string_view> names;
        for (const auto& key : known_) names.push_back(key.section);
        return names;
    }
    std::vector<std::string_view> keys_of(std::string_view section) const {
        std::vector<std::string_view> names;
        for (const auto& key : known_) {
            if (key.section == section) names.push_back(key.key);
        }
        return names;
    }
    bool has_section(std::string_view section) const { return !keys_of(section).empty(); }
    bool is_ours(std::string_view name) const {
        for (const auto& key : known_) {
            if (name.starts_with(environment_name_of(key.section, ""))) return true;
        }
        return false;
    }
    Error refuse_unknown_variable(std::string_view name) const {
        std::vector<std::string> names;
        for (const auto& key : known_) names.push_back(environment_name_of(key.section, key.key));
        const std::vector<std::string_view> candidates(names.begin(), names.end());
        return refuse_unknown("config.unknown_key", name, 0, candidates);
    }

    Config::Setting& put(const ConfigKey& key) {
        auto& setting = config_.settings_[name_of(key.section, key.key)];
        setting = {};
        setting.kind = key.kind;
        return setting;
    }

    Result<> put_integer(const ConfigKey& key, std::int64_t number, std::size_t line) {
        if (number < key.minimum || number > key.maximum) {
            return Error(ErrorCode::Invalid, "config.out_of_range")
                .with("name", name_of(key.section, key.key))
                .with("line", std::to_string(line))
                .with("min", std::to_string(key.minimum))
                .with("max", std::to_string(key.maximum));
        }
        put(key).integer = number;
        return Done{};
    }

    // A value written as text: the default or the environment.
    Result<> take_written(const ConfigKey& key, std::string_view value) {
        switch (key.kind) {
        case ConfigKind::Text: put(key).text = value; return Done{};
        case ConfigKind::List: put(key).words = split_words(value); return Done{};
        case ConfigKind::Flag:
            if (value != "true" && value != "false" && !value.empty()) return refuse_kind(key, 0);
            put(key).integer = value == "true" ? 1 : 0;
            return Done{};
        case ConfigKind::Integer: break;
        }
        std::int64_t number = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool whole = read.ec == std::errc{} && read.ptr == value.data() + value.size();
        if (!whole) return refuse_kind(key, 0);
        return put_integer(key, number, 0);
    }

    Result<> take_member(std::string_view section, const toml::key& name, const toml::node& value) {
        const auto line = std::size_t{name.source().begin.line};
        const ConfigKey* found = nullptr;
        for (const auto& key : known_) {
            if (key.section == section && key.key == name.str()) found = &key;
        }
        if (found == nullptr) return refuse_unknown("config.unknown_key", name.str(), line, keys_of(section));
        switch (found->kind) {
        case ConfigKind::Text:
            if (!value.is_string()) return refuse_kind(*found, line);
            put(*found).text = value.as_string()->get();
            return Done{};
        case ConfigKind::Integer:
            if (!value.is_integer()) return refuse_kind(*found, line);
            return put_integer(*found, value.as_integer()->get(), line);
        case ConfigKind::Flag:
            if (!value.is_boolean()) return refuse_kind(*found, line);
            put(*found).integer = value.as_boolean()->get() ? 1 : 0;
            return Done{};
        case ConfigKind::List: return take_list(*found, value, line);
        }
        return Done{};
    }

    Result<> take_list(const ConfigKey& key, const toml::node& value, std::size_t line) {
        const auto* items = value.as_array();
        if (items == nullptr) return refuse_kind(key, line);
        auto& words = put(key).words;
        for (const auto& item : *items) {
            if (!item.is_string()) return refuse_kind(key, line);
            words.push_back(item.as_string()->get());
        }
        return Done{};
    }

    std::span<const ConfigKey> known_;
    Config config_;
};

Result<Config> Config::parse(std::string_view toml, std::span<const ConfigKey> known,
                             const std::map<std::string, std::string>& environment) {
    ConfigReading reading(known);
    const auto defaults = reading.take_defaults();
    CHECK(defaults.ok());
    try {
        TRY(reading.take_file(toml::parse(toml)));
    } catch (const toml::parse_error& broken) {
        return Error(ErrorCode::Invalid, "config.broken", broken.description())
            .with("line", std::to_string(broken.source().begin.line));
    }
    TRY(reading.take_environment(environment));
    return reading.finish();
}

const Config::Setting& Config::setting(std::string_view section, std::string_view key,
                                       ConfigKind kind) const {
    const auto found = settings_.find(name_of(section, key));
    CHECK(found != settings_.end() && found->second.kind == kind);
    return found->second;
}

const std::string& Config::text(std::string_view section, std::string_view key) const {
    return setting(section, key, ConfigKind::Text).text;
}

std::int64_t Config::integer(std::string_view section, std::string_view key) const {
    return setting(section, key, ConfigKind::Integer).integer;
}

bool Config::flag(std::string_view section, std::string_view key) const {
    return setting(section, key, ConfigKind::Flag).integer != 0;
}

const std::vector<std::string>& Config::list(std::string_view section, std::string_view key) const {
    return setting(section, key, ConfigKind::List).words;
}

}  // namespace base

#include "app/settings.h"

#include <cstring>

extern char** environ;

namespace app {

std::span<const base::ConfigKey> known_settings() {
    using base::ConfigKind;
    // data: names of the demonstration county
    // clang-format off
    static constexpr base::ConfigKey kKnown[] = {
        {"county", "region",          ConfigKind::Text,    "999921"},   // 行政区划代码, six digits
        {"county", "name",            ConfigKind::Text,    "清溪县"},
        {"county", "name_en",         ConfigKind::Text,    "Qingxi County"},
        {"county", "hall_body",       ConfigKind::Text,    "029"},      // the body that runs the windows
        // marks every page as fictional, prints sign-in links
        {"county", "demo",            ConfigKind::Flag,    "false"},
        {"site",   "listen",          ConfigKind::Text,    "127.0.0.1:8080"},
        // public address for QR codes; empty: http://<listen>
        {"site",   "address",         ConfigKind::Text,    ""},
        {"site",   "code",            ConfigKind::Text,    ""},         // 网站标识码, 10 characters
        {"site",   "icp",             ConfigKind::Text,    ""},         // ICP备案号
        {"site",   "police_record",   ConfigKind::Text,    ""},         // 公安备案号
        // a proxy speaks TLS: Secure cookies, HSTS
        {"site",   "tls",             ConfigKind::Flag,    "false"},
        // take the caller from X-Forwarded-For
        {"site",   "trust_proxy",     ConfigKind::Flag,    "false"},
        {"site",   "threads",         ConfigKind::Integer, "2", 1, 64},
        {"site",   "access_log",      ConfigKind::Flag,    "true"},
        {"site",   "connections_max", ConfigKind::Integer, "10000", 16, 100000},
        {"site",   "per_address_max", ConfigKind::Integer, "2000", 1, 100000},
        // gm: SM4-CTR + HMAC-SM3; intl: AES-256-GCM
        {"crypto", "profile",         ConfigKind::Text,    "gm"},
    };
    // clang-format on
    return kKnown;
}

std::map<std::string, std::string> environment_settings() {
    std::map<std::string, std::string> found;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const char* equals = std::strchr(*entry, '=');
        if (equals == nullptr || std::strncmp(*entry, "SUNROOM_", 8) != 0) continue;
        found.emplace(std::string(*entry, static_cast<std::size_t>(equals - *entry)), equals + 1);
    }
    return found;
}

}  // namespace app

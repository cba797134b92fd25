// sunroom serve: opens the house, listens, ticks once a second, and leaves gracefully on SIGTERM or SIGINT.

#include "app/demo.h"
#include "app/house.h"
#include "app/tasks.h"
#include "base/log.h"
#include "crypto/token.h"
#include "http/server.h"
#include "identity/sign_in.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ctime>

namespace app {

namespace {

struct Listen {
    std::string address;
    std::uint16_t port = 0;
};
base::Result<Listen> parse_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    Listen listen;
    if (colon == std::string::npos || colon == 0)
        return base::Error(base::ErrorCode::Invalid, "serve.bad_listen").with("listen", text);
    listen.address = text.substr(0, colon);
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, listen.port);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        return base::Error(base::ErrorCode::Invalid, "serve.bad_listen").with("listen", text);
    }
    return listen;
}

http::ServerOptions server_options(const base::Config& config, const Listen& listen) {
    http::ServerOptions options;
    options.address = listen.address;
    options.port = listen.port;
    options.proxy = config.flag("site", "trust_proxy") ? http::Proxy::Trusted : http::Proxy::None;
    options.threads = static_cast<int>(config.integer("site", "threads"));
    options.limits.connections = static_cast<std::size_t>(config.integer("site", "connections_max"));
    options.limits.connections_per_address =
        static_cast<std::size_t>(config.integer("site", "per_address_max"));
    return options;
}

// A link that opens the door once, printed for whoever started the program.
base::Result<> print_link(Node& node, const TaskOptions& options, const std::string& address,
                          identity::PersonId person, const std::string& whose) {
    const auto token =
        TRY(node.registrar().perform<std::string>(identity::office_actor("serve"), [&](identity::Act& act) {
            return identity::make_one_time_token(act, person);
        }));
    options.say(whose + "  " + address + "/enter/" + token);
    return base::Done{};
}

base::Result<std::vector<identity::Official>> officials_of(Node& node) {
    auto reader = TRY(node.registrar().lend());
    auto officials = TRY(identity::list_officials(*reader));
    node.registrar().give_back(std::move(reader));
    return officials;
}

// One-time links for the five demonstration roles; good for a day, each used once.
base::Result<> print_demo_links(Node& node, const TaskOptions& options, const std::string& address) {
    struct Shown {
        std::string_view role, body, text_key;
    };
    static constexpr Shown kRoles[] = {{"window", catalog::kUsualHallBody, "serve.role_window"},
                                       {"handler", "012", "serve.role_handler"},
                                       {"head", "012", "serve.role_head"},
                                       {"supervisor", "", "serve.role_supervisor"}};
    const auto officials = TRY(officials_of(node));
    auto reader = TRY(node.registrar().lend());
    const auto citizen = TRY(identity::find_first_citizen(*reader));
    node.registrar().give_back(std::move(reader));
    if (citizen) {
        TRY(print_link(node, options, address, *citizen, task_text(options.locale, "serve.role_citizen")));
    }
    for (const auto& [role, body, text_key] : kRoles) {
        for (const identity::Official& official : officials) {
            const bool holds = std::any_of(official.roles.begin(), official.roles.end(),
                                           [&, r = role, b = body](const auto& held) {
                                               return held.role == r && (b.empty() || held.body == b);
                                           });
            if (!holds) continue;
            TRY(print_link(node, options, address, official.person,
                           task_text(options.locale, std::string(text_key), {{"name", official.name}})));
            break;
        }
    }
    return base::Done{};
}

// --link zhoumin,yangdandan: whoever runs the machine lets these officials in, once each.
base::Result<> print_asked_links(Node& node, const TaskOptions& options, const std::string& address) {
    const auto officials = TRY(officials_of(node));
    std::string_view rest = options.links;
    while (!rest.empty()) {
        const std::string_view login = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(login.size() + 1, rest.size()));
        const auto found = std::find_if(officials.begin(), officials.end(),
                                        [login](const auto& official) { return official.login == login; });
        if (found == officials.end()) {
            return base::Error(base::ErrorCode::NotFound, "serve.no_such_login")
                .with("login", std::string(login));
        }
        TRY(print_link(
            node, options, address, found->person,
            task_text(options.locale, "serve.official", {{"login", found->login}, {"name", found->name}})));
    }
    return base::Done{};
}

// A fresh county has no password at all: the printed code opens the first door, once.
base::Result<> offer_first_run(House& house, const TaskOptions& options, const std::string& address,
                               base::Entropy& entropy) {
    auto reader = TRY(house.node().registrar().lend());
    const auto officials = TRY(identity::list_officials(*reader));
    house.node().registrar().give_back(std::move(reader));
    if (!officials.empty()) return base::Done{};
    const std::string code = crypto::new_token(entropy);
    house.site().open_first_run(code);
    options.say(
        task_text(options.locale, "serve.first_run", {{"address", address + "/first-run"}, {"code", code}}));
    return base::Done{};
}

// Waits for a signal to leave, ticking once a second. Returns the signal, or 0 when the writer stopped.
int wait_and_tick(House& house, const sigset_t& signals) {
    while (true) {
        timespec second{1, 0};
        const int signal = ::sigtimedwait(&signals, nullptr, &second);
        if (signal > 0) return signal;
        house.tick();
        if (house.node().registrar().writer().stopped()) return 0;
    }
}

// Counts through suspension too, so that a machine that slept has no wrong clock.
std::int64_t seconds_since_boot() {
    timespec since{};
    ::clock_gettime(CLOCK_BOOTTIME, &since);
    return since.tv_sec;
}

base::Result<std::unique_ptr<web::Files>> pages_from(const TaskOptions& options) {
    auto carried = web::embedded_files(web::carried_files());
    if (options.web_dir.empty()) return carried;
    return web::shadowed_files(std::move(carried), options.web_dir);
}

}  // namespace

base::Result<TaskReport> serve(const TaskOptions& options) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread is made
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, not the end
    base::log_only(base::LogLevel::Info);

    const auto files = TRY(pages_from(options));
    const calendar::SystemClock clock;
    const auto entropy = base::system_entropy();
    const auto node = TRY(
        Node::open({options.data, Create::IfAbsent, files.get(), &clock, entropy.get(), seconds_since_boot}));
    const Listen listen =
        TRY(parse_listen(options.listen.empty() ? node->config().text("site", "listen") : options.listen));
    std::string address = node->config().text("site", "address");
    if (address.empty()) address = "http://" + listen.address + ":" + std::to_string(listen.port);
    const auto house = TRY(House::open(*node, address));
    house->follow_by_itself();
    const auto server = TRY(http::Server::open(server_options(node->config(), listen), house->site()));
    if (listen.port == 0) address = "http://" + listen.address + ":" + std::to_string(server->port());
    options.say(task_text(options.locale, "serve.ready", {{"address", address}}));
    if (node->config().flag("county", "demo")) TRY(print_demo_links(*node, options, address));
    TRY(print_asked_links(*node, options, address));
    TRY(offer_first_run(*house, options, address, *entropy));
    const int signal = wait_and_tick(*house, signals);
    server->stop();
    if (signal == 0) return base::Error(base::ErrorCode::Unavailable, "serve.writer_stopped");
    TaskReport report;
    report.lines.push_back(task_text(options.locale, "serve.stopped"));
    report.json = "{}";
    return report;
}

}  // namespace app

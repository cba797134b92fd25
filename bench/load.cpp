// The load client of the benchmarks: one thread, keep-alive, every answer read to its end; prints one JSON
// object.
//   bench_load pages   --port P --connections N --seconds S [--warmup S] --paths FILE [--headers FILE]
//   [--seed N] bench_load stories --port P --connections N --seconds S [--warmup S] --story FILE [--values
//   FILE] [--headers FILE] bench_load stories … --rates 1,15,1 --level-seconds S      stories at these rates,
//   one level after the other
// Exit 0: measured, errors or not; 1: could not measure; 2: the words were not understood.

#include "base/file.h"

#include "errands.h"
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <functional>

namespace {

using bench::now_ns;

constexpr std::int64_t kSecondsMax = 600;
constexpr std::size_t kConnectionsMax = 20'000;
constexpr std::size_t kFileBytesMax = 256u << 20;
constexpr double kRateMax = 100'000;

struct Wanted {
    std::string mode;
    std::map<std::string, std::string> words;
    std::int64_t number(const std::string& name, std::int64_t otherwise) const {
        const auto found = words.find(name);
        if (found == words.end()) return otherwise;
        std::int64_t value = -1;
        const char* end = found->second.data() + found->second.size();
        if (std::from_chars(found->second.data(), end, value).ptr != end) return -1;
        return value;
    }
};

int fail(int code, const std::string& what) {
    const std::string line = "bench_load: " + what + "\n";
    (void)!::write(STDERR_FILENO, line.data(), line.size());
    return code;
}

std::optional<Wanted> read_words(int count, char** words) {
    Wanted wanted;
    if (count < 2 || count % 2 != 0) return std::nullopt;
    wanted.mode = words[1];
    for (int i = 2; i + 1 < count; i += 2) {
        const std::string name = words[i];
        if (!name.starts_with("--")) return std::nullopt;
        wanted.words[name.substr(2)] = words[i + 1];
    }
    const bool within = wanted.number("port", 0) > 0 && wanted.number("port", 0) < 65536 &&
                        wanted.number("connections", 0) > 0 &&
                        wanted.number("connections", 0) <= static_cast<std::int64_t>(kConnectionsMax) &&
                        wanted.number("seconds", 0) > 0 && wanted.number("seconds", 0) <= kSecondsMax &&
                        wanted.number("warmup", 1) >= 0 && wanted.number("warmup", 1) <= kSecondsMax &&
                        wanted.number("level-seconds", 1) > 0 && wanted.number("seed", 1) >= 0;
    if (!within) return std::nullopt;
    return wanted;
}

// The text of a file named by an option; empty when the option is not given.
std::optional<std::string> text_of(const Wanted& wanted, const std::string& option) {
    const auto found = wanted.words.find(option);
    if (found == wanted.words.end()) return std::string();
    auto text = base::read_file(found->second, kFileBytesMax);
    if (!text.ok()) return std::nullopt;
    return std::move(text).value();
}

std::string header_lines(const std::string& text) {
    std::string lines;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') lines += '\r';
        lines += c;
    }
    return lines;
}

std::optional<std::vector<double>> read_rates(const Wanted& wanted) {
    std::vector<double> rates;
    const auto found = wanted.words.find("rates");
    if (found == wanted.words.end()) return rates;
    const char* at = found->second.data();
    const char* end = at + found->second.size();
    while (at != end) {
        double rate = 0;
        const auto read = std::from_chars(at, end, rate);
        if (read.ec != std::errc() || rate <= 0 || rate > kRateMax) return std::nullopt;
        rates.push_back(rate);
        at = read.ptr;
        if (at != end && *at++ != ',') return std::nullopt;
    }
    return rates;
}

void write_fairness(base::JsonWriter& json, std::vector<std::uint64_t> answers) {
    std::ranges::sort(answers);
    json.key("per_connection").open_object();
    json.member("min", static_cast<std::int64_t>(answers.front()));
    json.member("median", static_cast<std::int64_t>(answers[answers.size() / 2]));
    json.member("max", static_cast<std::int64_t>(answers.back())).close_object();
}

template <class Kind>
int measure(const Wanted& wanted, Kind& errand, const std::function<void(std::int64_t now)>& begin) {
    const auto connections = static_cast<std::size_t>(wanted.number("connections", 1));
    bench::Crowd crowd(static_cast<std::uint16_t>(wanted.number("port", 0)), connections, errand);
    std::string why;
    if (!crowd.open(why)) return fail(1, why);
    begin(now_ns());
    if (!crowd.run(why)) return fail(1, why + "; " + errand.faults().first);
    std::string out;
    base::JsonWriter json(out);
    json.open_object()
        .member("mode", wanted.mode)
        .member("connections", static_cast<std::int64_t>(connections));
    errand.write(json);
    json.member("reopened", static_cast<std::int64_t>(crowd.reopened()));
    write_fairness(json, crowd.answers());
    json.close_object();
    out += '\n';
    return ::write(STDOUT_FILENO, out.data(), out.size()) == static_cast<ssize_t>(out.size()) ? 0 : 1;
}

bench::Window window_from(const Wanted& wanted, std::int64_t now) {
    const std::int64_t from = now + wanted.number("warmup", 1) * 1'000'000'000;
    return {from, from + wanted.number("seconds", 1) * 1'000'000'000};
}

int measure_pages(const Wanted& wanted) {
    auto paths = text_of(wanted, "paths");
    const auto headers = text_of(wanted, "headers");
    if (!paths || paths->empty() || !headers) return fail(2, "--paths names a file of addresses");
    bench::Pages pages(std::move(*paths), header_lines(*headers),
                       static_cast<std::uint64_t>(wanted.number("seed", 1)));
    return measure(wanted, pages, [&](std::int64_t now) { pages.begin(window_from(wanted, now)); });
}

int measure_stories(const Wanted& wanted) {
    const auto story = text_of(wanted, "story");
    const auto values = text_of(wanted, "values");
    const auto headers = text_of(wanted, "headers");
    const auto rates = read_rates(wanted);
    if (!story || !values || !headers || !rates)
        return fail(2, "--story, --values, --headers name files; --rates 1,15");
    auto scenes = bench::read_story(*story);
    auto table = bench::read_values(*values);
    if (!scenes || !table) return fail(2, "the story or its values cannot be read");
    bench::Stories stories(std::move(*scenes), std::move(*table), header_lines(*headers),
                           static_cast<std::uint64_t>(wanted.number("seed", 1)));
    stories.prepare(static_cast<std::size_t>(wanted.number("connections", 1)));
    return measure(wanted, stories, [&](std::int64_t now) {
        bench::Window window = window_from(wanted, now);
        const bench::Rates wish{*rates, wanted.number("level-seconds", 1) * 1'000'000'000};
        if (!rates->empty()) {
            window.from = now;
            window.until = now + static_cast<std::int64_t>(rates->size()) * wish.level_ns;
        }
        stories.begin(window, wish);
    });
}

}  // namespace

int main(int count, char** words) {
    const auto wanted = read_words(count, words);
    if (!wanted)
        return fail(2,
                    "pages|stories --port P --connections N --seconds S …; see the head of bench/load.cpp");
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (wanted->mode == "pages") return measure_pages(*wanted);
    if (wanted->mode == "stories") return measure_stories(*wanted);
    return fail(2, "there is no mode " + wanted->mode);
}

#include "errands.h"

#include <algorithm>
#include <string_view>

namespace bench {

namespace {

constexpr std::size_t kFirstFaultBytes = 400;
constexpr std::int64_t kSettleNs =
    30'000'000'000;  // for stories that are on their way when the last level ends

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

void append_request(std::string& out, std::string_view headers, std::string_view body) {
    out += " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    out += headers;
    if (!body.empty()) out += "Content-Type: application/json\r\n";
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    out += body;
}

std::string_view number_in(std::string_view body) {
    constexpr std::string_view kBefore = "\"number\":\"";
    const std::size_t at = body.find(kBefore);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = body.substr(at + kBefore.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace

std::uint64_t Faults::count() const {
    std::uint64_t sum = 0;
    for (const auto& [kind, times] : by_kind) sum += times;
    return sum;
}

void Faults::write(base::JsonWriter& json) const {
    json.member("errors", static_cast<std::int64_t>(count())).key("errors_by_kind").open_object();
    for (const auto& [kind, times] : by_kind) json.member(kind, static_cast<std::int64_t>(times));
    json.close_object().member("first_error", first);
}

void write_times(base::JsonWriter& json, const Times& times) {
    json.member("p50_us", times.permille_us(500)).member("p90_us", times.permille_us(900));
    json.member("p99_us", times.permille_us(990)).member("max_us", times.max_us());
}

// --- pages
// ------------------------------------------------------------------------------------------------------

Pages::Pages(std::string paths, std::string headers, std::uint64_t seed)
    : paths_(std::move(paths)), dice_(seed) {
    for (std::size_t at = 0; at < paths_.size();) {
        const std::size_t end = std::min(paths_.find('\n', at), paths_.size());
        if (end > at) lines_.emplace_back(at, end - at);
        at = end + 1;
    }
    tail_ = " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
}

bool Pages::ask(Caller& caller, std::int64_t) {
    if (lines_.empty()) return false;
    const auto& [begin, length] = lines_[lines_.size() == 1 ? 0 : dice_() % lines_.size()];
    caller.request.assign("GET ").append(paths_, begin, length).append(tail_);
    return true;
}

void Pages::answered(Caller& caller, std::int64_t now) {
    if (!window_.holds(now)) return;
    if (caller.status != 200) {
        ++faults_.by_kind[std::to_string(caller.status)];
        if (faults_.first.empty()) faults_.first = caller.request.substr(0, caller.request.find('\r'));
        return;
    }
    ++caller.answers;
    times_.add(now - caller.began);
    bytes_ += caller.body_bytes;
    smallest_ = std::min(smallest_, caller.body_bytes);
    largest_ = std::max(largest_, caller.body_bytes);
}

void Pages::failed(Caller& caller, const std::string& why) {
    ++faults_.by_kind[why];
    if (faults_.first.empty())
        faults_.first = why + " " + caller.request.substr(0, caller.request.find('\r'));
}

void Pages::write(base::JsonWriter& json) const {
    const double seconds = static_cast<double>(window_.until - window_.from) / 1e9;
    const auto count = times_.count();
    json.member("answers", static_cast<std::int64_t>(count));
    json.member("per_second", static_cast<std::int64_t>(static_cast<double>(count) / seconds));
    write_times(json, times_);
    json.key("body_bytes").open_object().member("min", static_cast<std::int64_t>(count > 0 ? smallest_ : 0));
    json.member("mean", static_cast<std::int64_t>(count > 0 ? bytes_ / count : 0));
    json.member("max", static_cast<std::int64_t>(largest_)).close_object();
    faults_.write(json);
}

// --- stories
// ----------------------------------------------------------------------------------------------------

std::optional<std::vector<Scene>> read_story(const std::string& text) {
    std::vector<Scene> scenes;
    for (const std::string& line : split(text, '\n')) {
        if (line.starts_with("= ")) {
            const auto words = split(std::string_view(line).substr(2), ' ');
            if (words.size() != 2) return std::nullopt;
            scenes.push_back({words[0], words[1], {}, {}});
        } else if (scenes.empty()) {
            if (!line.empty()) return std::nullopt;
        } else if (line.starts_with("? ")) {
            scenes.back().expected.push_back(line.substr(2));
        } else {
            scenes.back().body += line;
        }
    }
    if (scenes.empty()) return std::nullopt;
    return scenes;
}

std::optional<Values> read_values(const std::string& text) {
    Values values;
    for (const std::string& line : split(text, '\n')) {
        if (line.empty()) continue;
        auto cells = split(line, '\t');
        if (values.names.empty()) {
            values.names = std::move(cells);
            continue;
        }
        if (cells.size() != values.names.size()) return std::nullopt;
        values.rows.push_back(std::move(cells));
    }
    return values;
}

Stories::Stories(std::vector<Scene> scenes, Values values, std::string headers, std::uint64_t seed)
    : scenes_(std::move(scenes)),
      values_(std::move(values)),
      headers_(std::move(headers)),
      seed_(seed),
      scene_times_(scenes_.size()) {}

void Stories::begin(const Window& window, const Rates& rates) {
    window_ = window;
    rates_ = rates;
    if (rates_.per_second.empty()) levels_.resize(1);
    schedule();
}

// Evenly spaced within each level.
void Stories::schedule() {
    std::int64_t start = window_.from;
    for (const double rate : rates_.per_second) {
        Level& level = levels_.emplace_back();
        level.per_second = rate;
        level.due = static_cast<std::uint64_t>(rate * static_cast<double>(rates_.level_ns) / 1e9);
        for (std::uint64_t i = 0; i < level.due; ++i) {
            due_.push_back(
                {start + static_cast<std::int64_t>(static_cast<double>(i) * 1e9 / rate), levels_.size() - 1});
        }
        start += rates_.level_ns;
    }
}

std::int64_t Stories::next_start(std::int64_t now) {
    if (rates_.per_second.empty()) return now;
    return started_ < due_.size() ? due_[started_].at : 0;
}

bool Stories::finished(std::int64_t now) const {
    if (rates_.per_second.empty()) return now >= window_.until;
    if (started_ == due_.size() && running_ == 0) return true;
    return now >= window_.until + kSettleNs;
}

bool Stories::begin_story(Told& told, std::int64_t now) {
    if (!rates_.per_second.empty()) {
        if (started_ == due_.size() || due_[started_].at > now) return false;
        told.due = due_[started_].at;
        told.level = due_[started_].level;
        ++started_;
    } else {
        told.due = now;
    }
    told.running = true;
    told.scene = 0;
    told.key = ++stories_begun_;
    told.row = values_.rows.empty() ? 0 : (seed_ + told.key * 7919) % values_.rows.size();
    told.number.clear();
    ++running_;
    return true;
}

std::string_view Stories::word(std::string_view name, const Told& told, std::string& room) const {
    if (name == "number") return told.number;
    if (name == "key") {
        room = std::to_string(seed_) + "-" + std::to_string(told.key) + "-" + std::to_string(told.scene);
        return room;
    }
    for (std::size_t i = 0; i < values_.names.size(); ++i) {
        if (values_.names[i] == name) return values_.rows[told.row][i];
    }
    return {};
}

// A brace that opens a word is followed by a small letter and closed before anything else happens.
void Stories::fill(std::string& out, const std::string& pattern, const Told& told) const {
    std::size_t at = 0;
    std::string room;
    while (at < pattern.size()) {
        const std::size_t open = std::min(pattern.find('{', at), pattern.size());
        out.append(pattern, at, open - at);
        if (open == pattern.size()) return;
        const std::size_t close = pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", open + 1);
        if (close == std::string::npos || close == open + 1 || pattern[close] != '}') {
            out += '{';
            at = open + 1;
            continue;
        }
        out += word(std::string_view(pattern).substr(open + 1, close - open - 1), told, room);
        at = close + 1;
    }
}

bool Stories::ask(Caller& caller, std::int64_t now) {
    Told& told = told_[caller.index];
    if (!told.running && !begin_story(told, now)) return false;
    const Scene& scene = scenes_[told.scene];
    caller.request.assign(scene.method).append(" ");
    fill(caller.request, scene.path, told);
    std::string headers;
    fill(headers, headers_, told);
    std::string body;
    fill(body, scene.body, told);
    append_request(caller.request, headers, body);
    return true;
}

bool Stories::as_expected(const Caller& caller, const Told& told) const {
    if (caller.status < 200 || caller.status > 299) return false;
    return std::ranges::all_of(scenes_[told.scene].expected, [&](const std::string& pattern) {
        std::string wanted;
        fill(wanted, pattern, told);
        return caller.body.find(wanted) != std::string::npos;
    });
}

void Stories::end_story(Told& told, std::int64_t now) {
    told.running = false;
    --running_;
    if (!rates_.per_second.empty() || window_.holds(now)) levels_[told.level].stories.add(now - told.due);
}

void Stories::answered(Caller& caller, std::int64_t now) {
    Told& told = told_[caller.index];
    if (told.number.empty()) told.number = number_in(caller.body);
    if (!as_expected(caller, told)) {
        const bool refused = caller.status < 200 || caller.status > 299;
        if (faults_.first.empty()) {
            faults_.first = caller.request.substr(0, caller.request.find('\r')) + ": " +
                            std::to_string(caller.status) + " " + caller.body.substr(0, kFirstFaultBytes);
        }
        return failed(caller, refused ? std::to_string(caller.status) : "unexpected");
    }
    if (!rates_.per_second.empty() || window_.holds(now)) {
        ++caller.answers;
        scene_times_[told.scene].add(now - caller.began);
        levels_[told.level].requests.add(now - caller.began);
    }
    if (++told.scene == scenes_.size()) end_story(told, now);
}

void Stories::failed(Caller& caller, const std::string& why) {
    Told& told = told_[caller.index];
    ++faults_.by_kind[why];
    ++levels_[told.level].failed;
    if (faults_.first.empty())
        faults_.first = why + " " + caller.request.substr(0, caller.request.find('\r'));
    if (told.running) --running_;
    told.running = false;
}

void Stories::write(base::JsonWriter& json) const {
    const double seconds = static_cast<double>(window_.until - window_.from) / 1e9;
    std::uint64_t stories = 0;
    std::uint64_t requests = 0;
    for (const Level& level : levels_) {
        stories += level.stories.count();
        requests += level.requests.count();
    }
    json.member("stories", static_cast<std::int64_t>(stories))
        .member("answers", static_cast<std::int64_t>(requests));
    json.member("per_second", static_cast<std::int64_t>(static_cast<double>(stories) / seconds));
    json.member("answers_per_second", static_cast<std::int64_t>(static_cast<double>(requests) / seconds));
    json.key("levels").open_list();
    for (const Level& level : levels_) {
        json.open_object().member("per_second", static_cast<std::int64_t>(level.per_second));
        json.member("due", static_cast<std::int64_t>(level.due));
        json.member("done", static_cast<std::int64_t>(level.stories.count()));
        json.member("failed", static_cast<std::int64_t>(level.failed));
        write_times(json, level.stories);
        json.key("requests").open_object();
        write_times(json, level.requests);
        json.close_object().close_object();
    }
    json.close_list().key("scenes").open_list();
    for (std::size_t i = 0; i < scenes_.size(); ++i) {
        json.open_object().member("request", scenes_[i].method + " " + scenes_[i].path);
        json.member("answers", static_cast<std::int64_t>(scene_times_[i].count()));
        write_times(json, scene_times_[i]);
        json.close_object();
    }
    json.close_list();
    faults_.write(json);
}

}  // namespace bench

#include "app/scenario_item.h"

#include <algorithm>
#include <charconv>

namespace app {

using base::Result;
using casework::ScenarioStep;

std::vector<std::string> cut(std::string_view text, char mark) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(mark), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool is_number_of_item(std::string_view key) {
    constexpr std::string_view kNumbers[] = {"legal_days", "promise_days", "handling", "scope", "visits"};
    return std::find(std::begin(kNumbers), std::end(kNumbers), key) != std::end(kNumbers);
}

namespace {

// Everything the braces of a scenario name, so that one item serves the whole of it.
class ItemReader {
public:
    explicit ItemReader(const casework::Scenario& scenario) : scenario_(scenario) {}

    Result<SyntheticItem> read() {
        for (const ScenarioStep& step : scenario_.steps) {
            const bool files = step.kind == ScenarioStep::Kind::File;
            if (files && item_.process.empty()) item_.process = step.target;
            for (const auto& [key, value] : step.values) {
                if (files) TRY(read_filing(step, key, value));
                if (key == "asked" || (key == "materials" && value != "attached"))
                    TRY(read_codes(step, value, item_.materials));
            }
        }
        return std::move(item_);
    }

private:
    base::Error refuse(const ScenarioStep& step, const std::string& what) const {
        return casework::bad_definition({scenario_.file, step.line}, what);
    }
    Result<> read_filing(const ScenarioStep& step, const std::string& key, const std::string& value) {
        if (key == "joint") TRY(read_codes(step, value, item_.joint));
        if (key == "office") {
            if (!base::Code::parse(value).ok()) return refuse(step, "'" + value + "' is no body");
            item_.body = value;
        }
        if (key == "authorised") {
            if (!calendar::Date::parse(value).ok()) return refuse(step, "authorised is no date");
            item_.authorised = value;
        }
        if (!is_number_of_item(key)) return base::Done{};
        const char* end = value.data() + value.size();
        const auto number = std::from_chars(value.data(), end, item_.numbers[key]);
        if (number.ec != std::errc() || number.ptr != end) return refuse(step, key + " is no number");
        return base::Done{};
    }
    Result<> read_codes(const ScenarioStep& step, std::string_view list, std::vector<std::string>& codes) {
        for (std::string& code : cut(list, '+')) {
            if (!base::Code::parse(code).ok()) return refuse(step, "'" + code + "' is no code such as 012");
            if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
        }
        return base::Done{};
    }

    const casework::Scenario& scenario_;
    SyntheticItem item_;
};

}  // namespace

Result<SyntheticItem> item_of(const casework::Scenario& scenario) {
    return ItemReader(scenario).read();
}

}  // namespace app

#include "disclosure/fee.h"

#include "base/json.h"

#include <algorithm>

namespace disclosure {

namespace {

base::Error table_bad(std::string_view place) {
    return {base::ErrorCode::Invalid, "fee.table_bad", place};
}

base::Result<FeeMethod> method_of(const base::Json& json, std::string_view name) {
    const base::Json* found = json.find(name);
    if (found == nullptr) return table_bad(name);
    FeeMethod method;
    for (const base::Json& one : found->list("bands")) {
        const FeeBand band{one.integer_or("to", 0), {one.integer_or("each", -1)}};
        const FeeBand before = method.bands.empty() ? FeeBand{} : method.bands.back();
        if (band.to <= before.to || band.each < before.each) return table_bad(name);
        method.bands.push_back(band);
    }
    method.then = {found->integer_or("then", -1)};
    method.every = found->integer_or("every", 0);
    method.more = {found->integer_or("more", 0)};
    if (method.bands.empty() || method.then < method.bands.back().each || method.every < 0 ||
        method.more.fen < 0 || (method.every == 0) != (method.more.fen == 0))
        return table_bad(name);
    return method;
}

}  // namespace

base::Result<FeeTable> parse_fees(std::string_view text) {
    const base::Json json = TRY(base::parse_json(text, base::JsonComments::Allowed));
    FeeTable table;
    table.status = json.string_or("status");
    table.by_item = TRY(method_of(json, "by_item"));
    table.by_page = TRY(method_of(json, "by_page"));
    return table;
}

base::Result<std::vector<FeeLine>> fee_lines(const FeeMethod& method, std::int64_t units) {
    if (units < 0) return base::Error(base::ErrorCode::Invalid, "fee.negative");
    if (units > kFeeUnitsMax)
        return base::Error(base::ErrorCode::TooLarge, "fee.too_many")
            .with("most", std::to_string(kFeeUnitsMax));
    std::vector<FeeLine> lines;
    std::int64_t from = 1;
    const auto reach = [&](std::int64_t to, base::Money each) {
        const std::int64_t last = std::min(to, units);
        lines.push_back({from, last, each, {(last - from + 1) * each.fen}});
        from = last + 1;
    };
    for (const FeeBand& band : method.bands)
        if (from <= units) reach(band.to, band.each);
    for (base::Money each = method.then; from <= units; each.fen += method.more.fen)
        reach(method.every == 0 ? units : from + method.every - 1, each);
    return lines;
}

base::Result<base::Money> fee_of(const FeeMethod& method, std::int64_t units) {
    base::Money sum;
    for (const FeeLine& line : TRY(fee_lines(method, units))) sum.fen += line.sum.fen;
    return sum;
}

base::Result<base::Money> fee_of_next(const FeeMethod& method, std::int64_t before, std::int64_t more) {
    if (more < 0) return base::Error(base::ErrorCode::Invalid, "fee.negative");
    const base::Money all = TRY(fee_of(method, before + more));
    const base::Money earlier = TRY(fee_of(method, before));
    return base::Money{all.fen - earlier.fen};
}

}  // namespace disclosure

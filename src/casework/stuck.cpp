#include "casework/stuck.h"

#include "casework/case_state.h"
#include "catalog/body.h"
#include "identity/roster.h"

#include <algorithm>
#include <map>

namespace casework {

namespace {

constexpr calendar::Instant kAtOnce{std::int64_t{1} << 50};

// The senior posts of a county over the seats of its bodies, on one day.
class SeniorPosts {
public:
    SeniorPosts(const identity::Reading& reading, const catalog::Catalogue& catalogue, std::string_view hall)
        : reading_(reading), catalogue_(catalogue), hall_(hall), today_(reading.now.date()) {}

    base::Result<std::vector<StuckShare>> shares() {
        for (std::size_t level = 0; level < levels().size(); ++level)
            for (const std::string& body : bodies_of(level)) TRY(add_shares(level, body));
        std::vector<StuckShare> all;
        for (auto& [seat, share] : shares_) all.push_back(std::move(share));
        return all;
    }

private:
    const std::vector<catalog::EscalationLevel>& levels() const { return catalogue_.escalation.levels; }

    // The body of the senior post of that level over a seat.
    std::string_view body_of(std::size_t level, std::string_view seat_body) const {
        switch (levels()[level].of) {
        case catalog::SeniorOf::Body: return seat_body;
        case catalog::SeniorOf::Hall: return hall_;
        case catalog::SeniorOf::Government: return catalog::kGovernmentBody;
        }
        return {};
    }
    // The bodies whose steps come to the reader at that level; "": all.
    std::vector<std::string> bodies_of(std::size_t level) const {
        const catalog::EscalationLevel& rule = levels()[level];
        std::vector<std::string> bodies;
        for (const identity::Grant& grant : reading_.actor.grants) {
            if (grant.role != rule.role || grant.body.empty()) continue;
            if (rule.of != catalog::SeniorOf::Body && grant.body != body_of(level, {})) continue;
            const std::string body = rule.of == catalog::SeniorOf::Body ? grant.body : std::string();
            if (std::find(bodies.begin(), bodies.end(), body) == bodies.end()) bodies.push_back(body);
        }
        return bodies;
    }

    base::Result<bool> filled(const Seat& seat) {
        const auto known = filled_.find(seat);
        if (known != filled_.end()) return known->second;
        const bool is = TRY(is_filled(reading_.db, seat, today_));
        filled_.emplace(seat, is);
        return is;
    }
    // Nobody watches over himself, and an empty senior post watches over nobody.
    base::Result<bool> watches(std::size_t level, const Seat& seat) {
        const std::string body(body_of(level, seat.body));
        const std::string& role = levels()[level].role;
        if (seat.role == role && seat.office == body) return false;
        return filled({body, role, body});
    }

    base::Result<> add_shares(std::size_t level, const std::string& body) {
        for (const Seat& seat : TRY(list_seats(reading_.db, body))) {
            if (seat.role == levels()[level].role && seat.office == body_of(level, seat.body)) continue;
            if (reading_.actor.has_role(seat.role, seat.office)) continue;  // on a desk of his own already
            // Where no senior below watches, what would come to them comes here.
            std::size_t first = level;
            while (first > 0) {
                const bool below = TRY(watches(first - 1, seat));
                if (below) break;
                --first;
            }
            const bool manned = TRY(filled(seat));
            StuckShare share{seat, !manned, levels()[first].working_days, {}};
            if (share.vacant && first == 0) share.working_days = 0;
            share.before = share.working_days == 0 ? kAtOnce : idle_before(seat.body, share.working_days);
            const auto [known, fresh] = shares_.emplace(seat, share);
            if (!fresh && known->second.before < share.before) known->second = share;
        }
        return base::Done{};
    }
    // R1: the day something was moved is day 0. Stuck from the day after the last day of the limit.
    calendar::Instant idle_before(std::string_view body, int working_days) const {
        const auto& days = catalogue_.calendars.of(body);
        if (days == nullptr) return {};
        const Date last = days->latest_start(today_.plus(-1), {working_days, calendar::Unit::WorkingDays});
        return calendar::Instant::start_of(last.plus(1));
    }

    const identity::Reading& reading_;
    const catalog::Catalogue& catalogue_;
    std::string_view hall_;
    Date today_;
    std::map<Seat, bool> filled_;
    std::map<Seat, StuckShare> shares_;
};

}  // namespace

base::Result<bool> is_filled(const store::Reader& db, const Seat& seat, Date today) {
    if (seat.role == kHolderDesk) return identity::is_there(db, holder_of(Code::of(seat.office)), today);
    return identity::is_manned(db, seat.role, seat.office, today);
}

base::Result<std::vector<StuckShare>>
stuck_shares(const identity::Reading& reading, const catalog::Catalogue& catalogue, std::string_view hall) {
    return SeniorPosts(reading, catalogue, hall).shares();
}

}  // namespace casework

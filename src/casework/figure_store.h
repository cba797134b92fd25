#pragma once
// Figures of a day and who did what: counts that overview and board show, each one question with an index or
// a sum over what is kept by day and by due moment.

#include "casework/case_store.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

// What one body received, accepted, decided and delivered on one day through one channel.
struct DayFlow {
    std::string office;
    std::string channel;
    std::int64_t received = 0;
    std::int64_t accepted = 0;
    std::int64_t accepted_same_day = 0;  // received on that day as well
    std::int64_t decided = 0;
    std::int64_t decided_same_day = 0;
    std::int64_t decided_in_promise = 0;  // not after the promised day
    std::int64_t delivered = 0;
};
base::Result<std::vector<DayFlow>> list_day_flows(const store::Reader& db, Date day);

// What is on its way at one body now.
struct OpenCount {
    std::string office;
    std::int64_t open = 0;
    std::int64_t near = 0;  // due until `near_until`, not yet over
    std::int64_t over = 0;
    std::int64_t paused = 0;
};
base::Result<std::vector<OpenCount>> count_open(const store::Reader& db, calendar::Instant now,
                                                calendar::Instant near_until);

// Open matters that were filed under this text of a guide, that run by this text of a process.
base::Result<std::int64_t> count_open_under_guide(const store::Reader& db, const base::Digest& guide);
base::Result<std::int64_t> count_open_under_process(const store::Reader& db, const base::Digest& definition);
// Their numbers, in order.
base::Result<std::vector<std::string>> list_open_under_process(const store::Reader& db,
                                                               const base::Digest& definition, int limit);

// Received by one body from that day on.
base::Result<std::int64_t> count_received(const store::Reader& db, std::string_view office, Date from);

// Open steps by desk, whoever holds them; the desk with most of them first.
struct Waiting {
    std::string role, office;
    std::int64_t steps = 0;
};
base::Result<std::vector<Waiting>> list_waiting(const store::Reader& db);

// Received per hour of a day, [0] from midnight in UTC+8. `office` "" = every body.
base::Result<std::vector<std::int64_t>> count_hours(const store::Reader& db, Date day,
                                                    std::string_view office);

// One step an official did, or one matter taken in.
struct ActLine {
    std::int64_t seq = 0;
    calendar::Instant at;
    std::string number;
    std::string step;
    std::string member;
    std::string outcome;
    std::string role;
    std::string office;
};
struct ActQuestion {
    PersonId person;
    Date from, to;     // both days included
    std::string step;  // "" all
    int offset = 0;
    int limit = 20;
};
base::Result<std::vector<ActLine>> list_acts(const store::Reader& db,
                                             const ActQuestion& question);  // newest first
base::Result<bool> has_acted(const store::Reader& db, PersonId person, std::string_view number);
base::Result<std::int64_t> count_acts(const store::Reader& db, const ActQuestion& question);
base::Result<std::vector<StepCount>> count_act_steps(const store::Reader& db, const ActQuestion& question);

// Numbers of the newest matters of one item.
base::Result<std::vector<std::string>> list_item_matters(const store::Reader& db, std::string_view item,
                                                         int limit);

}  // namespace casework

#include "casework/stuck_pages.h"

#include "text/display.h"

namespace casework {

namespace {

// Who has it: whoever claimed it, else the post.
std::string at_whom(const Teller& teller, const StuckRow& stuck) {
    const std::string post = stuck.row.role == kHolderDesk
                                 ? teller.person_name(holder_of(Code::of(stuck.row.office)))
                                 : teller.role_name(stuck.row.role);
    const std::string name = teller.person_name(stuck.row.claimed_by);
    return name.empty() || name == post ? post : name;
}

base::Result<StuckLine> stuck_line(const Teller& teller, const StuckRow& stuck) {
    const Loaded loaded = TRY(load_row(teller, stuck.row.number));
    StuckLine line;
    line.item = teller.item_name(*loaded.handling.item);
    line.number_shown = grouped_number(stuck.row.number);
    line.url = matter_url(stuck.row.number);
    line.step = loaded.texts->step(teller.locale(), stuck.row.step);
    line.where = teller.text("stuck.at",
                             {{"body", teller.body_name(stuck.seat.body)}, {"who", at_whom(teller, stuck)}});
    const Date since = stuck.idle_from.date();
    line.since = teller.day(since);
    const auto& days = teller.catalogue().calendars.of(stuck.seat.body);
    const int idle = days == nullptr ? 0 : days->elapsed(since, teller.reading().now.date());
    line.idle = teller.text("stuck.idle", {{"n", text::integer(idle)}});
    line.is_vacant = stuck.vacant;
    line.why = stuck.vacant ? teller.text("stuck.why_vacant")
                            : teller.text("stuck.why_idle", {{"n", text::integer(stuck.working_days)}});
    return line;
}

}  // namespace

base::Result<StuckGroup> stuck_group(const Teller& teller, int offset, int limit, std::int64_t& total) {
    StuckGroup group;
    const auto shares =
        TRY(stuck_shares(teller.reading(), teller.catalogue(), teller.pages().practice.hall()));
    total = TRY(count_stuck(teller.reading().db, shares));
    if (total == 0) return group;
    for (const StuckRow& stuck : TRY(list_stuck(teller.reading().db, shares, offset, limit))) {
        StuckLine line = TRY(stuck_line(teller, stuck));
        group.stuck.push_back(std::move(line));
    }
    group.stuck_count = text::integer(total);
    group.stuck_url = "/desk?stuck=1";
    const catalog::Basis& basis = teller.catalogue().escalation.levels.front().basis;
    group.stuck_basis = teller.basis({{basis.law, {}, basis.article, basis.status}});
    return group;
}

}  // namespace casework

#pragma once
// Models of the board's pages, and the Speaker who puts names, days and periods into the reader's words.

#include "casework/page_rows.h"
#include "supervision/board_pages.h"
#include "supervision/watch.h"
#include "web/pager.h"

#include <string>
#include <string_view>
#include <vector>

namespace supervision {

using casework::LampRow;
using casework::Meter;
using casework::OptionRow;

struct LateRow {
    std::string item, number_shown, url, department, step, who, days, cause, reason, reason_by, since, answer;
    Meter meter;
    void fields(auto& visit) {
        visit("item", item), visit("number_shown", number_shown), visit("url", url);
        visit("department", department), visit("step", step), visit("who", who), visit("days", days);
        visit("cause", cause), visit("reason", reason), visit("reason_by", reason_by), visit("since", since);
        visit("answer", answer), visit("", meter);
    }
};

class Speaker {
public:
    Speaker(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);

    std::string text(std::string_view key, const web::TextArgs& args = {}) const;
    web::Locale locale() const { return request_.skin.locale; }
    const catalog::Catalogue& catalogue() const { return *catalogue_; }
    const calendar::WorkCalendar* days() const { return catalogue_->calendar.get(); }
    const identity::Reading& reading() const { return reading_; }
    const BoardPages& pages() const { return pages_; }
    const web::Request& request() const { return request_; }

    std::string_view pick(const std::string& chinese, const std::string& english) const;
    std::string body_name(std::string_view code) const;
    std::string item_name(std::string_view code) const;
    std::string role_name(std::string_view role) const;
    std::string moment(calendar::Instant at) const;
    std::string day(calendar::Date date) const;
    std::string day_fact() const;
    std::string over_words(const Watched& watched) const;  // 3 个工作日
    Meter meter(const Watched& watched) const;
    LateRow row(const Watched& watched) const;

private:
    const BoardPages& pages_;
    const identity::Reading& reading_;
    const web::Request& request_;
    std::shared_ptr<const catalog::Catalogue> catalogue_;  // reason: one snapshot for the whole page
};

// Everything over now, the longest first, at most kOverMax; what lies beyond is counted, not told.
base::Result<std::vector<Watched>> watch_over(const Speaker& speaker, std::string_view office,
                                              Reasons reasons);
inline constexpr int kOverMax = 500;

using Answer = base::Result<http::Response>;
Answer show_board(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);
Answer show_late(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);
Answer export_late(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);
Answer show_leads(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);
Answer submit_lead(const BoardPages& pages, identity::Act& act, const web::Request& request);
Answer show_wall(const BoardPages& pages, const identity::Reading& reading, const web::Request& request);
void add_board_models(web::Site& site);
void add_late_models(web::Site& site);
void add_lead_models(web::Site& site);
void add_wall_models(web::Site& site);

}  // namespace supervision

#pragma once
// Parts that several staff pages share: the models of rows, meters, lamps, pagers, and the Teller, who puts
// dates, names, periods and reasons into the reader's words.

#include "casework/case_pages.h"
#include "casework/letter.h"
#include "casework/page_rows.h"
#include "casework/told.h"
#include "web/pager.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

using web::LinkRow;
using web::make_pager;
using web::page_view;
using web::Pager;
using web::PageView;
using web::with_query;

std::string matter_url(std::string_view number);
std::string step_url(std::string_view number, std::string_view step, std::string_view member);

// Puts what the program knows into the words of one reader. Lives for one page.
class Teller {
public:
    Teller(const CasePages& pages, const identity::Reading& reading, const web::Request& request);

    std::string text(std::string_view key, const web::TextArgs& args = {}) const;
    text::Locale locale() const { return request_.skin.locale; }
    const identity::Reading& reading() const { return reading_; }
    const web::Request& request() const { return request_; }
    const CasePages& pages() const { return pages_; }
    const catalog::Catalogue& catalogue() const { return *catalogue_; }
    const calendar::WorkCalendar* days() const { return catalogue_->calendar.get(); }

    std::string_view pick(const std::string& chinese, const std::string& english) const;
    std::string item_name(const catalog::ServiceItem& item) const {
        return std::string(pick(item.name, item.name_en));
    }
    std::string item_name(std::string_view code) const;
    std::string process_name(std::string_view id) const;
    std::string body_name(std::string_view code) const;
    std::string person_name(PersonId person) const;  // "" for nobody
    std::string role_name(std::string_view role) const;
    std::string doer(const Happening& happening) const;   // name and body, applicant or the clock
    std::string day(Date date) const;                     // with the weekday
    std::string moment(calendar::Instant at) const;       // 11月24日 10:02
    std::string plain_step(std::string_view step) const;  // a step's name where no matter is at hand
    std::string basis(const std::vector<Basis>& list) const;
    std::string span(calendar::Span span) const;  // 20 个工作日

    Meter meter(const ClockReading& reading, const Deadline& rule, std::string_view lamp) const;
    Meter meter(const Told& told) const;  // of a matter; no period: words only
    std::vector<ClockRow> clocks(const MatterFile& file) const;
    std::vector<MaterialRow> materials(const MatterFile& file) const;
    MatterHead head(const MatterFile& file) const;
    // Asked of the roster once for each person and post of a list.
    base::Result<bool> claim_stands(const DeskRow& row) const;
    std::string state(const MatterFile& file) const;  // what it waits for, or how it ended
    LetterWords letter_words(const MatterFile& file) const;

private:
    std::string left_of(const ClockReading& reading, const Deadline& rule) const;
    std::vector<DayRow> days_of(const ClockState& clock, const Deadline& rule,
                                const calendar::WorkCalendar& days) const;

    const CasePages& pages_;
    const identity::Reading& reading_;
    const web::Request& request_;
    std::shared_ptr<const catalog::Catalogue> catalogue_;  // reason: a snapshot for the time of the page
    mutable std::map<std::int64_t, std::string> names_;
    mutable std::map<std::string, bool> stands_;
};

// A matter as a list needs it.
struct Loaded {
    MatterRow matter;
    Handling handling;
    std::shared_ptr<const ProcessTexts> texts;  // reason: kept by Wordings too
    Told told;
};
base::Result<Loaded> load_row(const Teller& teller, std::string_view number);
base::Result<WorkRow> work_row(const Teller& teller, const DeskRow& row);
// A matter that was searched for: its open steps, whoever they lie with.
base::Result<std::optional<WorkRow>> found_row(const Teller& teller, std::string_view number);

}  // namespace casework

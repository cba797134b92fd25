#pragma once
// One matter as its applicant may see it: opened together with its words, and put into rows for the page.
// What stays inside the office (drafts, opinions, who opened what) becomes a neutral line.

#include "casework/clock_ground.h"
#include "casework/deadline.h"
#include "casework/happening.h"
#include "services/services_pages.h"
#include "services/tracker_model_pages.h"

#include <string>
#include <string_view>
#include <vector>

namespace services {

struct MatterView {
    const Rooms& rooms;
    const identity::Reading& reading;
    const web::Request& request;
    casework::MatterFile file;

    text::Locale locale() const { return request.skin.locale; }
    std::string text(std::string_view key, const web::TextArgs& args = {}) const {
        return rooms.site.text(request, key, args);
    }
    std::string pick(const std::string& chinese, const std::string& english) const {
        return locale() == text::Locale::English && !english.empty() ? english : chinese;
    }
    const catalog::ServiceItem& item() const { return *file.handling.item; }
    std::string url() const;
    std::string body_name(std::string_view code) const;
    std::string span_text(const casework::ClockChange& started) const;  // 20 个工作日
    std::string moment(calendar::Instant at) const;                     // 11月17日 20:14
    std::string step_name(std::string_view step) const { return file.texts->step(locale(), step); }
    std::string result_name() const { return file.texts->result(locale(), file.matter.result); }
    // The step that waits for the applicant, if one does.
    const casework::DeskRow* waiting() const;
};

// Refused like prove_applicant.
base::Result<MatterView> open_view(const Rooms& rooms, const identity::Reading& reading,
                                   const web::Request& request);
// The same for an official who has the right to hand out slips.
base::Result<MatterView> open_for_counter(const Rooms& rooms, const identity::Reading& reading,
                                          const web::Request& request);

std::vector<TrackerStage> stages_of(const MatterView& view);
std::vector<TrackerEntry> entries_of(const MatterView& view);
TrackerClock clock_of(const MatterView& view);
// An explanation in the reader's words, run by run.
std::vector<TrackerDay> day_rows(const MatterView& view, const std::vector<calendar::LedgerRow>& runs,
                                 calendar::Unit unit);
// 按012局的工作日历计算：whose calendar a period goes by (time-and-process A2).
std::string calendar_words(const MatterView& view, const casework::ClockCalendar& counted);
std::string lamp_of_matter(const MatterView& view);
std::string headline_of(const MatterView& view);

// The one-time list that is open now: its papers, why each, and what was gathered so far.
base::Result<std::vector<MissingModel>> missing_of(const MatterView& view);
std::vector<std::string> asked_now(const MatterView& view);
// "食品安全法 35" and the address of that article.
std::string basis_text(const MatterView& view, const catalog::Basis& basis);
std::string basis_url(const catalog::Catalogue& catalogue, const catalog::Basis& basis);

}  // namespace services

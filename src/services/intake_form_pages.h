#pragma once
// The counter's one form for one item: how it is shown, and how what was typed and ticked becomes the content
// of an application. Only what the guide lists can be taken in.

#include "services/intake_model_pages.h"
#include "services/services_pages.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace services {

// At which side of the counter a matter begins: for an applicant who stands there, or by an official inside.
enum class Side { Window, Inside };

// An item at the counter, with the draft it was resumed from, if any.
struct Counter {
    Side side = Side::Window;
    casework::Handling handling;
    // Reason for shared_ptr: the shelf may forget a version while the form is being read.
    std::shared_ptr<const AskPages> pages;
    std::optional<Draft> draft;
    const catalog::ServiceItem& item() const { return *handling.item; }
};
base::Result<Counter> open_counter(const Rooms& rooms, const identity::Reading& reading,
                                   const web::Request& request, Side side);
// Whether a process is begun inside, and by this official.
bool may_begin(const identity::Actor& actor, const casework::Handling& handling);

// What a clerk keeps lies in the clerk's own hands, on whatever machine.
Holder clerk_hands(const web::Request& request);

// Scans of the form, sealed before the act.
using Scans = std::vector<Upload>;
base::Result<Scans> seal_scans(const Rooms& rooms, const identity::Reading& reading,
                               const web::Request& request, Side side);

// Everything typed and ticked. Invalid names the paper whose scan is missing; NotFound what the guide does
// not list.
base::Result<DraftContent> read_counter(const Counter& counter, const web::Request& request,
                                        const Scans& scans);

base::Result<base::Done> refuse_faults(const Counter& counter, const web::Request& request,
                                       const DraftContent& content, calendar::Date today);

IntakeItemModel counter_model(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request, const Counter& counter);
std::string promise_text(const Rooms& rooms, const web::Request& request, const catalog::ServiceItem& item);
std::string body_text(const Rooms& rooms, const web::Request& request, std::string_view body);

}  // namespace services

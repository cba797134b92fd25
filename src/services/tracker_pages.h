#pragma once
// The handlers behind the applicant's routes that stand in other files than the table of routes.

#include "services/matter_pages.h"

#include <any>

namespace services {

using Answer = base::Result<http::Response>;

// tracker_pages.cpp
Answer show_tracker(const Rooms& rooms, const identity::Reading& reading, const web::Request& request);
// supplement_pages.cpp
base::Result<std::any> seal_missing(const Rooms& rooms, const identity::Reading& reading,
                                    const web::Request& request);
Answer add_missing(const Rooms& rooms, identity::Act& act, const web::Request& request);
Answer remove_missing(const Rooms& rooms, identity::Act& act, const web::Request& request);
Answer show_missing(const Rooms& rooms, const identity::Reading& reading, const web::Request& request);
Answer hand_in_missing(const Rooms& rooms, identity::Act& act, const web::Request& request);
// notice_pages.cpp
Answer show_notice(const Rooms& rooms, const identity::Reading& reading, const web::Request& request);
Answer show_counter_receipt(const Rooms& rooms, const identity::Reading& reading,
                            const web::Request& request);

// upload_pages.cpp: looks at the bytes and seals them to disk. Before the act, on the slow pool.
base::Result<Upload> seal_file(const Rooms& rooms, const identity::Reading& reading, const http::File& file,
                               std::string_view material);
std::string size_shown(std::int64_t bytes);

}  // namespace services

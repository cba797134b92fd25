#pragma once
// What the pages of drafting share.

#include "disclosure/disclosure_pages.h"
#include "disclosure/document_verbs.h"

#include <vector>

namespace disclosure {

// A document with the edition being worked on, or the last one.
struct Folder {
    DocumentRow document;
    EditionRow latest;
};
// For people of its office and for supervision: Forbidden matter.not_yours.
base::Result<Folder> open_folder(const identity::Reading& reading, const web::Request& request);
// For those who may change it.
base::Result<Folder> open_own(const identity::Reading& reading, const web::Request& request);

// attachment_pages.cpp; `again` shows the document after a refusal.
std::vector<web::Route> attachment_routes(const DisclosureRoom& room, const web::ReadingHandler& again);

}  // namespace disclosure

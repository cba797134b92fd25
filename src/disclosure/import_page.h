#pragma once
// Pages of government sites: the container of the text by the systems offices use, what is known of the
// document from meta tags and label cells, attachments. Inside the importers only.

#include "disclosure/import_text.h"

namespace disclosure {

base::Result<ImportItem> read_page(std::string_view file, std::string_view text);

}  // namespace disclosure

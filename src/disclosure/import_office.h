#pragma once
// Files of office programs as items: docx, OFD, PDF and workbooks, with the red head as fields. Inside the
// importers only; papers reads the files.

#include "disclosure/import_text.h"

namespace disclosure {

base::Result<ImportItem> read_office(Dialect dialect, std::string_view file, std::string_view bytes);

}  // namespace disclosure

#pragma once
// The annual report as a word-processor file (docx): the form's headings and tables with their merged cells,
// nothing that asks for a network or runs. The bytes depend on the report alone.

#include "disclosure/annual.h"

#include <string>
#include <utility>
#include <vector>

namespace disclosure {

std::string annual_docx(const AnnualForm& form, const AnnualReport& report);

// Entries as they are, without compression; names are ASCII.
std::string stored_zip(const std::vector<std::pair<std::string, std::string>>& entries);
std::uint32_t crc32_of(std::string_view bytes);

}  // namespace disclosure

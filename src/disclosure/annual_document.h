#pragma once
// The annual report as a document that machines read: JSON with the id of its form, what was checked and what
// was not. The bytes that are closed are the bytes that are published; their digest stands in the journal.

#include "disclosure/annual_check.h"

#include <string>

namespace disclosure {

inline constexpr std::size_t kReportBytesMax = 512u << 10;
inline constexpr std::size_t kSectionCharactersMax = 20'000;

std::string annual_json(const AnnualForm& form, std::string_view office, const AnnualReport& report,
                        const AnnualVerdict& verdict);
// Corrupt annual.document_bad when it is none.
base::Result<AnnualReport> read_annual_json(std::string_view json);

// What a clerk typed: six sections, and the cells of table two that no record holds (by name, as typed).
struct TypedReport {
    std::array<std::string, kSections> sections;
    std::array<std::string, kPublishedCells> published;  // empty: not typed, 0
};
std::string typed_json(const TypedReport& typed);
base::Result<TypedReport> read_typed_json(std::string_view json);

}  // namespace disclosure

#pragma once
// Reading an annual report that was made elsewhere, from its web page: tables are found by the labels of
// their rows and columns after merged cells are spread out, sections by the form's headings. Nothing is
// guessed: a figure that is not there stays blank, and AR-06 marks it.

#include "disclosure/annual_check.h"

namespace disclosure {

struct BroughtIn {
    AnnualReport report;
    bool has_requests = false, has_remedies = false, has_published = false;  // the tables that were found
    bool all_zero = false;      // nothing happened, or nothing was filled in
    bool as_last_year = false;  // the same figures as last year's: perhaps a copy
};
// Cleans the markup first. Invalid annual.no_table when it holds no table three.
base::Result<BroughtIn> read_annual_page(const AnnualForm& form, std::string_view unit, int year,
                                         std::string_view markup);
void compare_years(BroughtIn& brought, const AnnualTables* previous);

// A label as it is compared: without blanks, brackets, quotation marks and numbering; 其它 as 其他.
std::string plain_label(std::string_view label);

}  // namespace disclosure

#pragma once
// The text layer of a PDF, by `pdftotext` of poppler as a child process with limits on time, memory and
// output. Where it is not installed the answer says so; nothing of a PDF is ever read inside this program.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace papers {

// Paragraphs in reading order. Invalid: papers.not_a_pdf, papers.no_text (a scan, or broken); Unavailable:
// papers.no_pdf_reader; TooLarge: papers.too_large.
base::Result<std::vector<std::string>> read_pdf(std::string_view bytes);

}  // namespace papers

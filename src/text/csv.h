#pragma once
// CSV (RFC 4180) for spreadsheets: UTF-8, commas, CRLF. A value that a spreadsheet would run as a formula is
// made text.

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace text {

constexpr std::string_view kCsvMark =
    "\xef\xbb\xbf";  // first bytes of a file, so that Excel and WPS read UTF-8

// One row and its line end. Values that begin with = + - @, a tab or a line end get a leading apostrophe,
// unless they are plain numbers (-12.50) or a single sign; their full-width forms likewise.
void append_csv_row(std::string& out, std::span<const std::string_view> values);
void append_csv_row(std::string& out, std::initializer_list<std::string_view> values);

}  // namespace text

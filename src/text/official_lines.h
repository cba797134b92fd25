#pragma once
// The numbering of official documents (GB/T 9704: 一、 （一） 1. （1）; of laws: 第一章 第一节 第一条) as it
// opens a line. It tells what a line is; it never renumbers.

#include <string_view>

namespace text {

std::string_view without_blanks_around(std::string_view line);  // also U+3000 and no-break spaces

// All views borrow from the line. A short line is all lead; of a line that runs on, lead is its first
// sentence.
struct OfficialLine {
    enum class Kind { Part, Section, Plain };  // 一、 第一章; （一） 第一节; all else
    Kind kind = Kind::Plain;
    std::string_view lead;  // Plain: only the 第一条 of an article
    std::string_view rest;
};
OfficialLine official_line_of(std::string_view line);

// 1. 2． 3、 and, with number -1, - or •. Empty rest: no line of a list.
struct ListLine {
    int number = -1;
    std::string_view rest;
};
ListLine list_line_of(std::string_view line);

}  // namespace text

#pragma once
// The styles and the automatic numbering of a .docx: what level a style has as a heading, and what Word would
// print before a numbered paragraph. Inside `papers` only.

#include "papers/xml.h"

#include <array>

namespace papers {

inline constexpr std::size_t kLevels = 9;

struct NumberLevel {
    std::string format;  // decimal, chineseCounting, bullet …
    std::string text;    // %1、 （%2） …
    int start = 1;
};

struct StyleForm {
    int outline = -1;  // 0 is the first level of headings
    bool title = false;
    bool contents = false;  // lines of a table of contents
    std::string number;     // w:numId, empty: none
    int level = 0;
};

class Styles {
public:
    static Styles read(const Package& package, const std::string& part);
    StyleForm of(const std::string& style) const;

private:
    std::map<std::string, StyleForm> forms_;
    std::map<std::string, std::string> based_on_;
};

// Counts while the document is read, in its order.
class Numbering {
public:
    static Numbering read(const Package& package, const std::string& part);
    struct Label {
        std::string text;    // 一、 or 1. ; empty: nothing is printed
        std::string format;  // of its level
        int number = 0;
    };
    Label next(const std::string& number, int level);

private:
    std::map<std::string, std::array<NumberLevel, kLevels>> abstract_;
    std::map<std::string, std::string> lists_;  // w:numId → abstract
    std::map<std::string, std::array<int, kLevels>> counted_;
};

std::string counted_as(int number, std::string_view format);

}  // namespace papers

#pragma once
// A cleaned text between being read and being written: blocks of runs, which can hold nothing that is not
// allowed. Inside `text` only: clean_html.cpp makes them, html_blocks.cpp brings them into their one form and
// writes them.

#include "text/clean_html.h"

#include <string>
#include <string_view>
#include <vector>

namespace text::blocks {

enum Mark : unsigned { kStrong = 1, kEm = 2, kSup = 4, kSub = 8 };

struct Run {
    enum class Kind { Text, Break, Image };
    Kind kind = Kind::Text;
    std::string text;  // of an image: what it shows, for who cannot see it
    unsigned marks = 0;
    std::string link;
    std::string digest;  // of an image
    bool same_form(const Run& other) const { return marks == other.marks && link == other.link; }
};
using Line = std::vector<Run>;

struct Item;
struct List {
    bool ordered = false;
    int start = 1;
    std::vector<Item> items;
};
struct Item {
    Line line;
    std::vector<List> inner;
};

enum class Scope { None, Row, Column, RowGroup, ColumnGroup };
struct Cell {
    Line line;
    bool head = false;
    Scope scope = Scope::None;
    int columns = 1;
    int rows = 1;
};
using Row = std::vector<Cell>;
struct Table {
    Line caption;
    std::vector<Row> head;
    std::vector<Row> body;
};

struct Block {
    enum class Kind { Heading2, Heading3, Heading4, Paragraph, Quote, Figure, List, Table };
    Kind kind = Kind::Paragraph;
    Line line;                // of a figure: its caption
    std::vector<Line> lines;  // of a quotation
    Run image;
    List list;
    Table table;
};

// A line end in the source between two wide characters is no blank; breaks and blanks at the ends go; two
// breaks are one.
Line tidy(const Line& raw);
// What was written as one paragraph and is several: two breaks, or a break and an indented line.
std::vector<Line> paragraphs(const Line& raw);
void drop_marks(Line& line, unsigned marks);
bool has_image(const Line& line);
void tidy(Table& table);

// `image_path` stands before a picture's digest.
Html write_html(const std::vector<Block>& all, std::string_view image_path);
std::string write_plain(const std::vector<Block>& all);

}  // namespace text::blocks

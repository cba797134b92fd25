#pragma once
// A compiled page in one language: a flat list of steps over a flat array of slots. Made by template.cpp, run
// here.

#include "web/template.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace web {

struct Step {
    enum class Op : std::uint8_t {
        Literal,      // append data/size
        Escaped,      // append slot, escaped
        Raw,          // append slot: Html only
        Url,          // append slot, percent-encoded
        Link,         // append slot as an address: escaped, and # for javascript: and its kind
        JumpIfEmpty,  // to target when slot is empty
        JumpIfZero,   // the same for numbers
        Jump,         // to target
        Each,    // rows of slot: steps up to target; then on at `after`, or at target when there are none
        Choose,  // variant by the value of slot; then on at target
    };
    Op op = Op::Literal;
    std::uint32_t slot = 0;
    std::uint32_t target = 0;
    std::uint32_t after = 0;
    std::uint32_t table = 0;   // of Each: rows; of Choose: choices
    std::uint32_t offset = 0;  // of Literal, in Program::literals
    std::uint32_t size = 0;
};

struct Program {
    struct Rows {
        const Shape* shape = nullptr;
        std::uint32_t base = 0;  // where a row's slots begin
    };
    struct Variant {
        std::string value;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    std::vector<Step> steps;
    std::string literals;
    std::vector<Rows> rows;
    std::vector<std::vector<Variant>> choices;
    std::uint32_t slots = 0;
    std::uint32_t frame_slots = 0;
    std::vector<std::string> frame_names;  // fields of the frame that the page shows, sorted
};

void run_program(const Program& program, Slot* slots, Digits& digits, std::string& out);

}  // namespace web

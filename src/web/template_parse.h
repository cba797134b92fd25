#pragma once
// Reads the text of one template into nodes. Knows the marks of the language, no names and no texts.

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace web {

inline constexpr std::size_t kTemplateBytesMax = 256 * 1024;
inline constexpr std::size_t kTemplateDepthMax = 16;  // blocks within blocks, parts within parts

struct Node {
    enum class Kind { Literal, Value, Url, If, Each, Part, Text, Asset };
    Kind kind = Kind::Literal;
    std::string word;  // the literal itself, the name, the key, the part
    int line = 1;
    std::vector<Node> body;  // of If and Each
    std::vector<Node> otherwise;
};

// Invalid with detail "line: what is wrong".
base::Result<std::vector<Node>> parse_template(std::string_view source);

}  // namespace web

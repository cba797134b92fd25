#include "web/template_parse.h"

#include <algorithm>

namespace web {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

bool blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// Indentation is for whoever writes the template; a browser needs the line end only, and not even that in
// front.
std::string without_indentation(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\n') {
            out += text[i];
            continue;
        }
        while (i + 1 < text.size() && blank(text[i + 1])) ++i;
        out += '\n';
    }
    return out;
}

class TemplateParser {
public:
    explicit TemplateParser(std::string_view source)
        : source_(source), keep_space_(source.find("<pre") != std::string_view::npos) {}

    Result<std::vector<Node>> parse() {
        auto nodes = TRY(parse_until({}));
        if (at_ < source_.size()) return fault("{{" + ended_by_ + "}} closes nothing");
        return nodes;
    }

private:
    Error fault(const std::string& what) const {
        return Error(ErrorCode::Invalid, "web.template_broken", std::to_string(line_) + ": " + what);
    }
    Result<std::vector<Node>> parse_until(std::string_view block);
    Result<Node> parse_mark(std::string_view mark);
    Result<Node> parse_block(Node node, std::string_view block);
    void add_literal(std::vector<Node>& nodes, std::string_view text) {
        if (text.empty()) return;
        nodes.push_back({Node::Kind::Literal,
                         keep_space_ ? std::string(text) : without_indentation(text),
                         line_,
                         {},
                         {}});
        line_ += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }

    std::string_view source_;
    bool keep_space_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::size_t depth_ = 0;
    std::string ended_by_;  // the mark that ended parse_until: else, /if, /each
};

// Up to the mark that ends `block` ("" at the top: the end of the file).
Result<std::vector<Node>> TemplateParser::parse_until(std::string_view block) {
    std::vector<Node> nodes;
    while (at_ < source_.size()) {
        const std::size_t open = std::min(source_.find("{{", at_), source_.size());
        add_literal(nodes, source_.substr(at_, open - at_));
        at_ = open;
        if (open == source_.size()) break;
        const std::size_t close = source_.find("}}", open);
        if (close == std::string_view::npos) return fault("{{ without }}");
        const std::string_view mark = trimmed(source_.substr(open + 2, close - open - 2));
        if (mark == "else" || mark.starts_with('/')) {
            ended_by_ = mark;
            if (block.empty()) return nodes;  // parse() sees that something is left
            at_ = close + 2;
            return nodes;
        }
        at_ = close + 2;
        if (mark.starts_with('!')) {
            line_ += static_cast<int>(std::count(mark.begin(), mark.end(), '\n'));
            continue;
        }
        nodes.push_back(TRY(parse_mark(mark)));
    }
    if (!block.empty()) return fault("{{#" + std::string(block) + "}} is not closed");
    return nodes;
}

Result<Node> TemplateParser::parse_mark(std::string_view mark) {
    const std::size_t space = std::min(mark.find_first_of(" \t\n"), mark.size());
    const std::string_view word = mark.substr(0, space);
    const std::string_view rest = trimmed(mark.substr(space));
    const auto node = [&](Node::Kind kind, std::string_view name) {
        return Node{kind, std::string(name), line_, {}, {}};
    };
    if (rest.find_first_of(" \t\n") != std::string_view::npos)
        return fault("{{" + std::string(mark) + "}} has too many words");
    if (rest.empty()) {
        if (word.empty() || word.starts_with('#') || word == ">")
            return fault("{{" + std::string(mark) + "}} names nothing");
        if (word.starts_with('>')) return node(Node::Kind::Part, word.substr(1));
        return node(Node::Kind::Value, word);
    }
    if (word == "u") return node(Node::Kind::Url, rest);
    if (word == "t") return node(Node::Kind::Text, rest);
    if (word == "asset") return node(Node::Kind::Asset, rest);
    if (word == ">") return node(Node::Kind::Part, rest);
    if (word == "#if") return parse_block(node(Node::Kind::If, rest), "if");
    if (word == "#each") return parse_block(node(Node::Kind::Each, rest), "each");
    return fault("{{" + std::string(mark) + "}}: the language knows t, u, asset, >, #if and #each");
}

Result<Node> TemplateParser::parse_block(Node node, std::string_view block) {
    if (++depth_ > kTemplateDepthMax) return fault("blocks too deep");
    node.body = TRY(parse_until(block));
    if (ended_by_ == "else") node.otherwise = TRY(parse_until(block));
    if (ended_by_ != "/" + std::string(block))
        return fault("{{" + ended_by_ + "}} where {{/" + std::string(block) + "}} of line " +
                     std::to_string(node.line) + " is due");
    --depth_;
    return node;
}

}  // namespace

Result<std::vector<Node>> parse_template(std::string_view source) {
    if (source.size() > kTemplateBytesMax)
        return Error(ErrorCode::TooLarge, "web.template_broken", "1: too long");
    return TemplateParser(source).parse();
}

}  // namespace web

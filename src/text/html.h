#pragma once
// Html is markup that may reach a page as it is. It is made only here, by HtmlBuilder from literals and
// escaped values, and by templates; nothing turns a std::string into Html without escaping.

#include <cstdint>
#include <string>
#include <string_view>

namespace text {

class Html {
public:
    Html() = default;
    std::string_view view() const { return markup_; }
    bool empty() const { return markup_.empty(); }

private:
    friend class HtmlBuilder;
    explicit Html(std::string markup) : markup_(std::move(markup)) {}
    std::string markup_;
};

// Escapes & < > " ' : safe between tags and inside quoted attributes; not in scripts, styles or URLs'
// schemes.
void append_escaped(std::string& out, std::string_view value);
Html escaped(std::string_view value);

// Percent-encodes everything but unreserved characters (RFC 3986): for one value in a query or path.
void append_url_encoded(std::string& out, std::string_view value);

// A piece of markup written in the source. Only a literal becomes one: the compiler refuses anything else.
class Markup {
public:
    consteval Markup(const char* literal) : literal_(literal) {}  // NOLINT(google-explicit-constructor)
    const char* literal() const { return literal_; }

private:
    const char* literal_;
};

// Puts markup together: b.markup("<td>").text(name).markup("</td>").
class HtmlBuilder {
public:
    HtmlBuilder& markup(Markup piece) {
        out_.append(piece.literal());
        return *this;
    }
    HtmlBuilder& text(std::string_view value) {
        append_escaped(out_, value);
        return *this;
    }
    HtmlBuilder& integer(std::int64_t value) {
        out_.append(std::to_string(value));
        return *this;
    }
    HtmlBuilder& html(const Html& piece) {
        out_.append(piece.view());
        return *this;
    }
    Html finish() { return Html(std::move(out_)); }  // the builder is spent

private:
    std::string out_;
};

}  // namespace text

#include "http/form.h"

#include "text/utf8.h"

#include <algorithm>

namespace http {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr std::size_t kFileNameMax = 200;
constexpr std::size_t kBoundaryMax = 70;  // RFC 2046 5.1.1

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

Error broken(std::string_view detail) {
    return Error(ErrorCode::Invalid, "http.form", detail);
}

// name="…" of a header line; quotes inside are sent as %22 by browsers and as \" by some libraries.
std::string parameter(std::string_view line, std::string_view name) {
    const std::string wanted = std::string(name) + "=";
    std::size_t at = 0;
    while ((at = line.find(wanted, at)) != std::string_view::npos) {
        const char before = at == 0 ? ';' : line[at - 1];
        if (before == ';' || before == ' ' || before == '\t') break;
        at += wanted.size();
    }
    if (at == std::string_view::npos) return {};
    std::string_view rest = line.substr(at + wanted.size());
    if (rest.empty() || rest[0] != '"') return std::string(rest.substr(0, rest.find_first_of("; \t")));
    std::string value;
    for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"') ++i;
        value += rest[i];
    }
    return value;
}

std::string plain_file_name(std::string_view claimed) {
    const std::size_t slash = claimed.find_last_of("/\\");
    if (slash != std::string_view::npos) claimed.remove_prefix(slash + 1);
    std::string name;
    for (const char c : claimed) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) name += c;
    }
    std::size_t end = std::min(name.size(), kFileNameMax);
    while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
    return name;
}

struct PartHead {
    std::string field;
    std::string file_name;
    std::string content_type;
    bool is_file = false;
};

Result<PartHead> read_part_head(std::string_view head) {
    if (!text::is_utf8(head)) return broken("part header is not UTF-8");
    PartHead part;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return broken("part header without a colon");
        const std::string name = lower(line.substr(0, colon));
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
        if (name == "content-disposition") {
            part.field = parameter(value, "name");
            part.is_file = value.find("filename=") != std::string_view::npos;
            part.file_name = plain_file_name(parameter(value, "filename"));
        } else if (name == "content-type") {
            part.content_type = lower(value.substr(0, value.find(';')));
        }
    }
    if (part.field.empty()) return broken("part without a name");
    return part;
}

Result<> keep_part(PartHead part, std::string_view bytes, Form& form) {
    if (part.is_file) {
        if (part.file_name.empty() && bytes.empty()) return base::Done{};  // an input left empty
        if (bytes.size() > kUploadFileMax)
            return Error(ErrorCode::TooLarge, "http.file_too_large")
                .with("max", std::to_string(kUploadFileMax >> 20))
                .at(part.field);
        form.files.push_back(
            {std::move(part.field), std::move(part.file_name), std::move(part.content_type), bytes});
        return base::Done{};
    }
    if (!text::is_utf8(bytes) || bytes.find('\0') != std::string_view::npos)
        return broken("field is not UTF-8");
    form.fields.add(std::move(part.field), std::string(bytes));
    return base::Done{};
}

}  // namespace

const File* Form::file(std::string_view field) const {
    for (const File& file : files) {
        if (file.field == field) return &file;
    }
    return nullptr;
}

Result<Form> parse_multipart(std::string_view body, std::string_view content_type) {
    const std::string boundary = parameter(content_type, "boundary");
    if (boundary.empty() || boundary.size() > kBoundaryMax) return broken("no boundary");
    const std::string first = "--" + boundary;
    const std::string between = "\r\n" + first;
    if (body.substr(0, first.size()) != first) return broken("does not begin with the boundary");
    Form form;
    std::size_t at = first.size();
    for (std::size_t parts = 0;; ++parts) {
        if (body.substr(at, 2) == "--") return form;
        if (body.substr(at, 2) != "\r\n") return broken("boundary without a line end");
        if (parts == kPartsMax)
            return Error(ErrorCode::TooLarge, "http.too_many_parts").with("max", std::to_string(kPartsMax));
        at += 2;
        const std::size_t head_end = body.substr(at, kPartHeaderBytesMax).find("\r\n\r\n");
        if (head_end == std::string_view::npos) return broken("part header does not end");
        auto part = TRY(read_part_head(body.substr(at, head_end)));
        at += head_end + 4;
        const std::size_t end = body.find(between, at);
        if (end == std::string_view::npos) return broken("last boundary is missing");
        TRY(keep_part(std::move(part), body.substr(at, end - at), form));
        at = end + between.size();
    }
}

Result<Form> parse_form(const Request& request) {
    if (request.body.empty()) return Form{};
    const std::string_view type = request.header("content-type");
    const std::string kind = lower(type.substr(0, type.find(';')));
    if (kind == "multipart/form-data") return parse_multipart(request.body, type);
    Form form;
    if (kind == "application/x-www-form-urlencoded") form.fields = TRY(parse_urlencoded(request.body));
    return form;  // JSON and the rest are read by whoever expects them
}

}  // namespace http

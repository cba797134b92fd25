#include "crypto/digest.h"
#include "disclosure/import_item.h"
#include "disclosure/import_office.h"
#include "disclosure/import_page.h"
#include "text/gb18030.h"
#include "text/utf8.h"

#include <algorithm>

namespace disclosure {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kLookBytes = 4'000;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

// A line <字段>= near the beginning.
bool looks_tagged(std::string_view text) {
    const std::string_view head = text.substr(0, kLookBytes);
    for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
        const bool at_line = at == 0 || head[at - 1] == '\n';
        const std::size_t end = head.find(">=", at);
        if (at_line && end != std::string_view::npos && end - at < 24 &&
            static_cast<unsigned char>(head[at + 1]) >= 0x80)
            return true;
    }
    return false;
}

bool looks_like_html(std::string_view text) {
    const std::string head = lower(text.substr(0, kLookBytes));
    for (const std::string_view mark : {"<!doctype html", "<html", "<body", "<div", "<meta"}) {
        if (head.find(mark) != std::string::npos) return true;
    }
    return false;
}

bool is_office(Dialect dialect) {
    return dialect == Dialect::Docx || dialect == Dialect::Ofd || dialect == Dialect::Pdf ||
           dialect == Dialect::Workbook;
}

base::Result<std::string> decoded(std::string_view bytes) {
    if (bytes.size() > kImportTextBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "import.too_large")
            .with("max", std::to_string(kImportTextBytesMax >> 20));
    }
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    if (text::is_utf8(bytes)) return std::string(bytes);
    if (auto read = text::utf8_of_gb18030(bytes)) return std::move(*read);
    return base::Error(base::ErrorCode::Invalid, "import.not_text");
}

}  // namespace

std::optional<Dialect> dialect_by_look(std::string_view file, std::string_view bytes) {
    const std::string name = lower(file);
    if (bytes.starts_with("PK")) {
        if (name.ends_with(".docx") || name.ends_with(".docm")) return Dialect::Docx;
        if (name.ends_with(".xlsx") || name.ends_with(".xlsm")) return Dialect::Workbook;
        return name.ends_with(".ofd") ? std::optional(Dialect::Ofd) : std::nullopt;
    }
    if (bytes.starts_with("%PDF-")) return Dialect::Pdf;
    if (name.ends_with(".md")) return Dialect::Law;
    if (looks_tagged(bytes)) return Dialect::Tagged;
    if (looks_like_html(bytes)) return Dialect::Page;
    if (name.ends_with(".txt") || name.find('.') == std::string::npos) return Dialect::Mirror;
    return {};
}

base::Result<ImportItem> read_import(std::string_view file, std::string_view bytes) {
    if (bytes.size() > kImportBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "import.too_large")
            .with("max", std::to_string(kImportBytesMax >> 20));
    }
    if (bytes.starts_with("\xd0\xcf\x11\xe0"))
        return base::Error(base::ErrorCode::Invalid, "papers.old_format");
    std::string text;
    std::optional<Dialect> dialect = dialect_by_look(file, bytes);
    const bool is_text = dialect && !is_office(*dialect);
    if (is_text) {
        text = TRY(decoded(bytes));
        dialect = dialect_by_look(file, text);
    }
    if (!dialect) return base::Error(base::ErrorCode::Invalid, "import.unknown_kind");
    base::Result<ImportItem> read = base::Error(base::ErrorCode::Invalid, "import.unknown_kind");
    if (is_office(*dialect)) read = read_office(*dialect, file, bytes);
    if (*dialect == Dialect::Page) read = read_page(file, text);
    if (*dialect == Dialect::Tagged) read = read_tagged(file, text);
    if (*dialect == Dialect::Mirror) read = read_mirror(file, text);
    ImportItem item = TRY(std::move(read));
    item.bytes = bytes.size();
    item.raw = crypto::sha256(bytes);
    if (!item.date && item.date_text.size() == 10) {
        const auto date = calendar::Date::parse(item.date_text);
        if (date.ok()) item.date = date.value();
    }
    return item;
}

}  // namespace disclosure

#include "papers/picture.h"

#include "papers/limits.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace papers {

namespace {

constexpr std::string_view kPngMagic("\x89PNG\r\n\x1a\n", 8);

base::Error broken() {
    return base::Error(base::ErrorCode::Invalid, "papers.picture_broken");
}

std::size_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// Chunks that carry pixels, their transparency and how colours are meant; all others only tell stories.
bool stays_in_png(std::string_view name) {
    constexpr std::array<std::string_view, 12> kKept = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                                        "cHRM", "sRGB", "iCCP", "pHYs", "bKGD", "sBIT"};
    return std::find(kKept.begin(), kKept.end(), name) != kKept.end();
}

base::Result<Picture> clean_png(std::string_view bytes) {
    Picture out{"image/png", std::string(kPngMagic), 0, 0, false};
    std::size_t at = kPngMagic.size();
    bool ended = false;
    while (!ended && at + 12 <= bytes.size()) {
        const std::size_t length = big_endian(bytes, at, 4);
        if (length > bytes.size() - at - 12) return broken();
        const std::string_view name = bytes.substr(at + 4, 4);
        if (name == "IHDR" && length >= 8) {
            out.width = big_endian(bytes, at + 8, 4);
            out.height = big_endian(bytes, at + 12, 4);
        }
        if (stays_in_png(name))
            out.bytes.append(bytes.substr(at, length + 12));
        else
            out.stripped = true;
        ended = name == "IEND";
        at += length + 12;
    }
    if (!ended || out.width == 0) return broken();
    if (at < bytes.size()) out.stripped = true;
    return out;
}

// Of the application segments only the form of the file (APP0), the colour profile (APP2) and the colour
// order (APP14) stay: places, cameras and thumbnails are in the others.
bool stays_in_jpeg(unsigned marker, std::string_view segment) {
    if (marker == 0xfe) return false;
    if (marker < 0xe0 || marker > 0xef) return true;
    if (marker == 0xe0) return segment.starts_with("JFIF");
    return marker == 0xee || (marker == 0xe2 && segment.starts_with("ICC_PROFILE"));
}

// From the head of a scan to the next mark that is neither a stuffed byte nor a restart; npos: the file ends
// first.
std::size_t end_of_scan(std::string_view bytes, std::size_t at) {
    for (at = bytes.find('\xff', at); at != std::string_view::npos && at + 1 < bytes.size();
         at = bytes.find('\xff', at + 1)) {
        const unsigned next = static_cast<unsigned char>(bytes[at + 1]);
        if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) return at;
    }
    return std::string_view::npos;
}

base::Result<Picture> clean_jpeg(std::string_view bytes) {
    Picture out{"image/jpeg", std::string(bytes.substr(0, 2)), 0, 0, false};
    std::size_t at = 2;
    while (at + 2 <= bytes.size()) {
        const unsigned marker = static_cast<unsigned char>(bytes[at + 1]);
        if (static_cast<unsigned char>(bytes[at]) != 0xff) return broken();
        if (marker == 0xd9) {
            // What hangs behind the end (a second picture, a message) goes.
            out.bytes.append("\xff\xd9");
            out.stripped = out.stripped || at + 2 < bytes.size();
            if (out.width == 0) return broken();
            return out;
        }
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (at + 4 > bytes.size()) return broken();
        const std::size_t length = big_endian(bytes, at + 2, 2);
        if (length < 2 || length > bytes.size() - at - 2) return broken();
        const std::string_view segment = bytes.substr(at + 4, length - 2);
        const bool frame =
            marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame && segment.size() >= 5) {
            out.height = big_endian(segment, 1, 2);
            out.width = big_endian(segment, 3, 2);
        }
        std::size_t end = at + length + 2;
        if (marker == 0xda) end = end_of_scan(bytes, end);
        if (end == std::string_view::npos) return broken();
        if (stays_in_jpeg(marker, segment))
            out.bytes.append(bytes.substr(at, end - at));
        else
            out.stripped = true;
        at = end;
    }
    return broken();
}

// Blocks of at most 255 bytes up to an empty one; npos when they run out of the file.
std::size_t end_of_blocks(std::string_view bytes, std::size_t at) {
    while (at < bytes.size()) {
        const std::size_t size = static_cast<unsigned char>(bytes[at]);
        at += size + 1;
        if (size == 0) return at <= bytes.size() ? at : std::string_view::npos;
    }
    return std::string_view::npos;
}

base::Result<Picture> clean_gif(std::string_view bytes) {
    Picture out{"image/gif", {}, 0, 0, false};
    if (bytes.size() < 13) return broken();
    const auto little = [bytes](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) |
               static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 1])) << 8;
    };
    const auto palette = [](unsigned flags) -> std::size_t {
        return flags & 0x80u ? 3u << ((flags & 7u) + 1) : 0;
    };
    out.width = little(6);
    out.height = little(8);
    std::size_t at = 13 + palette(static_cast<unsigned char>(bytes[10]));
    if (at > bytes.size()) return broken();
    out.bytes = bytes.substr(0, at);
    while (at < bytes.size()) {
        const std::size_t from = at;
        bool stays = true;
        if (bytes[at] == ';') {
            out.bytes.push_back(';');
            return out;
        }
        if (bytes[at] == ',' && at + 11 <= bytes.size()) {
            at = end_of_blocks(bytes, at + 11 + palette(static_cast<unsigned char>(bytes[at + 9])));
        } else if (bytes[at] == '!' && at + 2 <= bytes.size()) {
            // Of the extensions only how a frame is shown (F9) stays.
            stays = static_cast<unsigned char>(bytes[at + 1]) == 0xf9;
            at = end_of_blocks(bytes, at + 2);
        } else {
            return broken();
        }
        if (at == std::string_view::npos) return broken();
        if (stays)
            out.bytes.append(bytes.substr(from, at - from));
        else
            out.stripped = true;
    }
    return broken();
}

base::Result<Picture> clean_by_magic(std::string_view bytes) {
    if (bytes.starts_with(kPngMagic)) return clean_png(bytes);
    if (bytes.starts_with("\xff\xd8\xff")) return clean_jpeg(bytes);
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return clean_gif(bytes);
    return base::Error(base::ErrorCode::Invalid, "papers.picture_type");
}

}  // namespace

base::Result<Picture> clean_picture(std::string_view bytes) {
    const auto too_large = base::Error(base::ErrorCode::TooLarge, "papers.picture_too_large")
                               .with("max", std::to_string(kPictureBytesMax >> 20));
    if (bytes.size() > kPictureBytesMax) return too_large;
    Picture picture = TRY(clean_by_magic(bytes));
    if (picture.height == 0) return broken();
    if (picture.width > kPixelsMax / picture.height) return too_large;
    return picture;
}

}  // namespace papers

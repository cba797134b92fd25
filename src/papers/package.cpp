#include "papers/package.h"

#include "base/check.h"
#include "papers/limits.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace papers {

namespace {

constexpr std::uint32_t kLocal = 0x04034b50;
constexpr std::uint32_t kCentral = 0x02014b50;
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kCommentBytesMax = 65'535;
constexpr std::size_t kRatioCountsFrom = 1u << 20;
constexpr unsigned kStored = 0;
constexpr unsigned kDeflated = 8;
constexpr unsigned kEncryptedFlag = 1;
constexpr int kLevel = 6;

base::Error broken(std::string_view why) {
    return base::Error(base::ErrorCode::Invalid, "papers.broken", why);
}

// Little-endian numbers; the caller has checked that they are inside.
unsigned u16(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) |
           static_cast<unsigned>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}
std::uint32_t u32(std::string_view bytes, std::size_t at) {
    return u16(bytes, at) | u16(bytes, at + 2) << 16;
}

void put(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xffu));
}

std::size_t find_end(std::string_view bytes) {
    const std::size_t last = bytes.size() - kEndBytes;
    const std::size_t first = last > kCommentBytesMax ? last - kCommentBytesMax : 0;
    for (std::size_t at = last + 1; at-- > first;) {
        if (u32(bytes, at) == kEnd && at + kEndBytes + u16(bytes, at + 20) <= bytes.size()) return at;
    }
    return std::string_view::npos;
}

// A name as it is looked up; empty: one that leaves the container.
std::string part_name(std::string_view raw) {
    std::string name(raw);
    std::replace(name.begin(), name.end(), '\\', '/');
    const bool leaves = name.starts_with('/') || name.starts_with("../") ||
                        name.find("/../") != std::string::npos || name.find('\0') != std::string::npos;
    return leaves ? std::string() : name;
}

base::Result<> check_magic(std::string_view bytes) {
    if (bytes.size() > kPackedBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_large")
            .with("max", std::to_string(kPackedBytesMax >> 20));
    }
    if (bytes.starts_with("\xd0\xcf\x11\xe0"))
        return base::Error(base::ErrorCode::Invalid, "papers.old_format");
    if (!bytes.starts_with("PK") || bytes.size() < kEndBytes)
        return base::Error(base::ErrorCode::Invalid, "papers.not_a_package");
    return base::Done{};
}

struct Decompressor {
    void operator()(libdeflate_decompressor* tool) const { libdeflate_free_decompressor(tool); }
};
struct Compressor {
    void operator()(libdeflate_compressor* tool) const { libdeflate_free_compressor(tool); }
};

}  // namespace

base::Result<Package> Package::open(std::string_view bytes) {
    TRY(check_magic(bytes));
    const std::size_t end = find_end(bytes);
    if (end == std::string_view::npos) return broken("no directory: half a file");
    const std::size_t count = u16(bytes, end + 10);
    if (u16(bytes, end + 4) != 0 || u16(bytes, end + 8) != count) return broken("parts of a set");
    if (count > kEntriesMax) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_many_entries")
            .with("max", std::to_string(kEntriesMax));
    }
    Package package;
    package.bytes_ = bytes;
    std::size_t packed = 0;
    std::size_t unpacked = 0;
    std::size_t at = u32(bytes, end + 16);
    for (std::size_t i = 0; i < count; ++i) {
        if (at + kCentralBytes > end || u32(bytes, at) != kCentral) return broken("directory");
        if (u16(bytes, at + 8) & kEncryptedFlag)
            return base::Error(base::ErrorCode::Invalid, "papers.encrypted");
        const unsigned method = u16(bytes, at + 10);
        const std::size_t name_bytes = u16(bytes, at + 28);
        const std::size_t size = kCentralBytes + name_bytes + u16(bytes, at + 30) + u16(bytes, at + 32);
        if (at + size > end) return broken("directory");
        const Entry entry{u32(bytes, at + 42), u32(bytes, at + 20), u32(bytes, at + 24), u32(bytes, at + 16),
                          method == kDeflated};
        const std::string name = part_name(bytes.substr(at + kCentralBytes, name_bytes));
        if (name.empty() || (method != kStored && method != kDeflated)) return broken("entry");
        if (!package.entries_.emplace(name, entry).second) return broken("two parts of one name");
        packed += entry.packed;
        unpacked += entry.unpacked;
        at += size;
    }
    // Entries that share bytes, or unfold without measure: made to hurt, not to be read.
    const bool folded = unpacked > kRatioCountsFrom && unpacked / kRatioMax > packed;
    if (packed > bytes.size() || unpacked > kUnpackedBytesMax || folded)
        return base::Error(base::ErrorCode::TooLarge, "papers.bomb");
    return package;
}

bool Package::has_ending(std::string_view ending) const {
    return std::any_of(entries_.begin(), entries_.end(), [ending](const auto& entry) {
        std::string name = entry.first;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return name.ends_with(ending);
    });
}

base::Result<std::string> Package::read(std::string_view name, std::size_t bytes_max) const {
    const auto found = entries_.find(name);
    if (found == entries_.end())
        return base::Error(base::ErrorCode::Invalid, "papers.no_part", name).with("part", name);
    const Entry& entry = found->second;
    if (entry.unpacked > bytes_max) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_large", name)
            .with("max", std::to_string(bytes_max >> 20));
    }
    if (entry.at + kLocalBytes > bytes_.size() || u32(bytes_, entry.at) != kLocal)
        return broken("local header");
    const std::size_t from = entry.at + kLocalBytes + u16(bytes_, entry.at + 26) + u16(bytes_, entry.at + 28);
    if (from > bytes_.size() || entry.packed > bytes_.size() - from) return broken("half a part");
    const std::string_view packed = bytes_.substr(from, entry.packed);
    std::string out;
    if (entry.deflated) {
        out.resize(entry.unpacked);
        const std::unique_ptr<libdeflate_decompressor, Decompressor> tool(libdeflate_alloc_decompressor());
        // The size is the directory's word: more or less than that is refused by a null count.
        const auto result = libdeflate_deflate_decompress(tool.get(), packed.data(), packed.size(),
                                                          out.data(), out.size(), nullptr);
        if (result != LIBDEFLATE_SUCCESS) return broken("part does not unfold");
    } else {
        if (entry.packed != entry.unpacked) return broken("stored part");
        out = packed;
    }
    if (libdeflate_crc32(0, out.data(), out.size()) != entry.crc) return broken("checksum");
    return out;
}

void PackageWriter::add(std::string_view name, std::string_view bytes) {
    CHECK(bytes.size() < kUnpackedBytesMax && entries_ < kEntriesMax);
    const std::unique_ptr<libdeflate_compressor, Compressor> tool(libdeflate_alloc_compressor(kLevel));
    std::string packed(libdeflate_deflate_compress_bound(tool.get(), bytes.size()), '\0');
    packed.resize(
        libdeflate_deflate_compress(tool.get(), bytes.data(), bytes.size(), packed.data(), packed.size()));
    const bool deflated = packed.size() < bytes.size();
    const std::string_view body = deflated ? std::string_view(packed) : bytes;
    std::string head;  // what both headers say
    put(head, 20, 2), put(head, 0x800, 2), put(head, deflated ? kDeflated : kStored, 2);
    put(head, 0, 2), put(head, 0x21, 2);  // 1980-01-01: the time of writing is nobody's business
    put(head, libdeflate_crc32(0, bytes.data(), bytes.size()), 4);
    put(head, static_cast<std::uint32_t>(body.size()), 4),
        put(head, static_cast<std::uint32_t>(bytes.size()), 4);
    put(head, static_cast<std::uint32_t>(name.size()), 2), put(head, 0, 2);
    put(directory_, kCentral, 4), put(directory_, 20, 2);
    directory_.append(head);
    put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, 0, 4);
    put(directory_, static_cast<std::uint32_t>(out_.size()), 4);
    directory_.append(name);
    put(out_, kLocal, 4);
    out_.append(head).append(name).append(body);
    ++entries_;
}

std::string PackageWriter::finish() {
    const auto at = static_cast<std::uint32_t>(out_.size());
    const auto size = static_cast<std::uint32_t>(directory_.size());
    const auto count = static_cast<std::uint32_t>(entries_);
    out_.append(directory_);
    put(out_, kEnd, 4), put(out_, 0, 4), put(out_, count, 2), put(out_, count, 2);
    put(out_, size, 4), put(out_, at, 4), put(out_, 0, 2);
    return std::move(out_);
}

}  // namespace papers

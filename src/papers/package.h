#pragma once
// The container of office files: a ZIP read from its directory, against limits on entries, sizes, ratio and
// overlap. Containers inside containers are never opened. It borrows the bytes it was opened on.

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace papers {

class Package {
public:
    // Invalid: papers.not_a_package, papers.old_format (doc, wps, xls, or one with a password),
    // papers.broken, papers.encrypted; TooLarge: papers.too_large, papers.too_many_entries, papers.bomb.
    static base::Result<Package> open(std::string_view bytes);

    bool has(std::string_view name) const { return entries_.find(name) != entries_.end(); }
    bool has_ending(std::string_view ending) const;  // small letters
    base::Result<std::string> read(std::string_view name,
                                   std::size_t bytes_max) const;  // papers.no_part {part}

private:
    struct Entry {
        std::size_t at = 0;  // of the local header
        std::size_t packed = 0;
        std::size_t unpacked = 0;
        std::uint32_t crc = 0;
        bool deflated = false;
    };
    std::string_view bytes_;
    std::map<std::string, Entry, std::less<>> entries_;
};

// Writes such a container; names in the order they are added. The same parts give the same bytes.
class PackageWriter {
public:
    void add(std::string_view name, std::string_view bytes);
    std::string finish();

private:
    std::string out_;
    std::string directory_;
    std::size_t entries_ = 0;
};

}  // namespace papers

#pragma once
// Files as a careful program reads and writes them: bounded reads, atomic and synced writes.

#include "base/result.h"

#include <string>
#include <string_view>

namespace base {

Result<std::string> read_file(const std::string& path, std::size_t bytes_max = 64u << 20);
// Temp file, write, fsync, rename, fsync of the folder. `mode` as for open(2).
Result<> write_file_synced(const std::string& path, std::string_view bytes, unsigned mode = 0644);
Result<> sync_file(const std::string& path);  // returns after the disk has all that was written to it

}  // namespace base

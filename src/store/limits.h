#pragma once
// Limits of the store.

#include <cstddef>

namespace store {

inline constexpr int kBusyTimeoutMs = 5000;
inline constexpr int kWalPagesMax = 8192;  // 32 MB: the writer truncates the WAL above it
// A sealed row, e.g. a draft with its 解读; larger things are files.
inline constexpr std::size_t kSealedItemBytesMax = 1u << 20;
inline constexpr std::size_t kFileBytesMax = 20u << 20;  // one uploaded file
inline constexpr std::size_t kShelfBytesMax = 4u << 20;  // one definition text or law

}  // namespace store

#pragma once
// Limits of the ledger.

#include <cstddef>

namespace ledger {

inline constexpr int kEventsPerActMax = 64;
inline constexpr std::size_t kDocumentBytesMax = 65536;
inline constexpr std::size_t kLeafBytesMax = 1024;
inline constexpr std::size_t kPublicBytesMax = 512;
inline constexpr std::size_t kQueueMax = 1024;      // acts waiting; one more is answered Unavailable at once
inline constexpr std::size_t kGroupMax = 256;       // acts in one commit
inline constexpr int kClockAheadSecondsMax = 3600;  // beyond the time that really passed
inline constexpr int kClockBackSecondsMax = 120;    // behind the last entry; less is held
inline constexpr int kGroupMsMax = 50;              // work in one commit

}  // namespace ledger

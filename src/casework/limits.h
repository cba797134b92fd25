#pragma once
// Every limit of the process engine in one place (time-and-process C3). A definition or request over a limit
// is refused by name; none is cut silently.

#include <cstddef>

namespace casework {

inline constexpr std::size_t kStepsMax = 64;  // steps of one process
inline constexpr std::size_t kDeadlinesMax = 16;
inline constexpr std::size_t kOutcomesMax =
    32;  // of one step; the reply leaves of a disclosure request are 21
inline constexpr std::size_t kFactsMax = 32;
inline constexpr std::size_t kOptionsMax = 40;  // of a choice; a reply leaf is one of 21
inline constexpr std::size_t kGuardsMax = 32;
inline constexpr std::size_t kGatesMax = 32;
inline constexpr std::size_t kMembersMax = 24;    // instances of one step: bodies, or holders of a post
inline constexpr std::size_t kMaterialsMax = 40;  // handed in with one act
inline constexpr std::size_t kEvidenceMax = 24;
inline constexpr int kRoundsMax = 99;  // reopenings of one step
inline constexpr int kExpressionDepthMax = 8;
inline constexpr std::size_t kExpressionLengthMax = 600;  // characters
inline constexpr std::size_t kExpressionCodesMax = 120;
inline constexpr int kSettleRoundsMax = 16;  // auto steps opening auto steps
inline constexpr std::size_t kProcessBytesMax = 256u << 10;
inline constexpr std::size_t kSeatsMax = 4096;       // roles of bodies at which steps lie open
inline constexpr int kListMax = 200;                 // rows of one list
inline constexpr std::size_t kStateBytesMax = 4096;  // of one matter's folded state as stored; 400 is usual
inline constexpr std::size_t kMattersKeptMax =
    200'000;  // in memory while the tables are rebuilt, about 1 KB each

}  // namespace casework

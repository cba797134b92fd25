#pragma once
// Limits of identity.

#include <cstddef>

namespace identity {

inline constexpr int kOfficialsMax = 5000;
inline constexpr std::size_t kLoginCharactersMax = 40;
inline constexpr std::size_t kPasswordCharactersMax = 128;
inline constexpr int kOneTimeTokenHoursMax = 24;
inline constexpr int kActAnswerHoursMax = 24;

}  // namespace identity

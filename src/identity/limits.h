#pragma once
// Limits of identity.

#include <cstddef>

namespace identity {

inline constexpr int kOfficialsMax = 5000;
inline constexpr int kSeatsMax = 60000;  // posts held: officials times roles
inline constexpr std::size_t kLoginCharactersMax = 40;
inline constexpr std::size_t kPasswordCharactersMax = 128;
inline constexpr std::size_t kRolesPerPersonMax = 12;
inline constexpr int kDelegationDaysMax = 180;
inline constexpr int kDelegationsShown = 20;
inline constexpr int kSessionsShown = 20;
inline constexpr int kActAnswerHoursMax = 24;

}  // namespace identity

#pragma once
// Limits of services.

#include <cstddef>

namespace services {

inline constexpr std::size_t kRadiosMax = 12;  // more options stand in a list to open
inline constexpr int kDraftDays = 30;
inline constexpr int kDraftsPerSweep = 200;
inline constexpr int kFilesErasedAtOnce = 500;
inline constexpr std::size_t kDraftBytesMax = 48u << 10;  // everything typed into one application
inline constexpr std::size_t kUploadsPerMaterialMax = 6;
inline constexpr std::size_t kUploadsMax = 30;
inline constexpr std::size_t kUploadBytesMax = 20u << 20;  // one file
inline constexpr int kDraftsPerPersonShown = 20;
inline constexpr int kTrackerGrantMinutes = 30;
inline constexpr std::size_t kOpinionCharactersMax = 500;  // of a rating
inline constexpr int kRateDays = 90;

// A number and its code, of a matter or a draft: tries at once.
inline constexpr int kTriesPerAddress = 10;  // and then as many a minute
inline constexpr int kTriesPerNumber = 10;   // and then one a minute, whoever asks

}  // namespace services

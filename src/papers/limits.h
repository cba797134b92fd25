#pragma once
// The limits of files from outside. A file beyond one is refused whole; nothing is read half.

#include <cstddef>

namespace papers {

inline constexpr std::size_t kPackedBytesMax = 50u << 20;
inline constexpr std::size_t kUnpackedBytesMax = 500u << 20;
inline constexpr std::size_t kRatioMax = 200;  // unpacked to packed, of a whole package above 1 MiB
inline constexpr std::size_t kEntriesMax = 10'000;
inline constexpr std::size_t kPartBytesMax = 64u << 20;  // of one part that is read as XML
inline constexpr std::size_t kXmlDepthMax = 200;
inline constexpr std::size_t kParagraphsMax = 50'000;
inline constexpr std::size_t kCellsMax = 400'000;  // of a workbook
inline constexpr std::size_t kPicturesMax = 500;
inline constexpr std::size_t kPictureBytesMax = 20u << 20;
inline constexpr std::size_t kPixelsMax = 40'000'000;
inline constexpr std::size_t kPdfTextBytesMax = 32u << 20;

}  // namespace papers

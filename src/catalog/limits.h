#pragma once
// Limits of the catalogue. A definition over one of them is refused, and the finding names it.

#include <cstddef>

namespace catalog {

inline constexpr std::size_t kMaterialsMax = 40;
inline constexpr std::size_t kQuestionsMax = 60;
inline constexpr std::size_t kScenariosMax = 20;
inline constexpr std::size_t kJointBodiesMax = 12;
inline constexpr std::size_t kTrialsKeptMax = 64;  // what trials of processes found
inline constexpr int kDefinitionsMax = 20000;
inline constexpr std::size_t kDefinitionBytesMax = 512u << 10;
inline constexpr std::size_t kLawBytesMax = 4u << 20;
inline constexpr int kSearchHitsMax = 200;
inline constexpr std::size_t kQueryCharactersMax = 60;
inline constexpr std::size_t kPassageQueryBytesMax = 600;  // of UTF-8; what is longer is cut
inline constexpr std::size_t kClausesMax = 12;             // words of a query; further ones are not looked at
inline constexpr std::size_t kPassageHitsMax = 50;         // a page of passages
inline constexpr std::size_t kPassagesWeighed = 2000;      // the newest that fit are ranked, and all titles
inline constexpr std::size_t kPassagePlacesMax = 2u << 20;  // postings read for a question of many words

}  // namespace catalog

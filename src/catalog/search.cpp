#include "catalog/search.h"
namespace catalog {
struct SearchIndex::Tables {};
SearchIndex::SearchIndex() = default;
SearchIndex::~SearchIndex() = default;
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
SearchIndex SearchIndex::of(const SearchSource&) { return {}; }
}

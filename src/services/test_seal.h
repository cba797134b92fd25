#pragma once
// The seal on papers of a trial county: a ring, a plain star and the words that it is for testing. It is
// drawn, never a picture of a real seal or emblem; a county that has its own electronic seals replaces it.

#include "text/html.h"

#include <string_view>

namespace services {

struct SealWords {
    std::string_view organ;    // along the ring
    std::string_view purpose;  // below the star: 测试专用章
    std::string_view label;    // for screen readers
};
text::Html test_seal(const SealWords& words);

}  // namespace services

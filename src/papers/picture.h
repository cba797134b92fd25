#pragma once
// Pictures on their way to the public: told by their first bytes, measured, and freed of all that is not
// picture: EXIF with its places and cameras, comments, times, names of programs. Pixels are not touched.

#include "base/result.h"

#include <string>
#include <string_view>

namespace papers {

struct Picture {
    std::string_view type;  // image/png, image/jpeg, image/gif
    std::string bytes;
    std::size_t width = 0;
    std::size_t height = 0;
    bool stripped = false;  // something was taken out
};

// Invalid: papers.picture_type, papers.picture_broken; TooLarge: papers.picture_too_large.
base::Result<Picture> clean_picture(std::string_view bytes);

}  // namespace papers

#pragma once
// What single characters are: hidden ones that text may not keep, blanks, wide forms. For code that reads
// text character by character (utf8.h).

namespace text {

char32_t half_width(char32_t character);  // full-width digits and letters to ASCII; all else as it is
// Controls (also tab and line ends), and marks that change the direction or cannot be seen.
bool is_hidden(char32_t character);
bool is_blank(char32_t character);  // space, no-break space, U+3000

}  // namespace text

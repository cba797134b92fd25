#pragma once
// Forms as browsers send them: urlencoded, or multipart with files. Files borrow from the body of the
// request.

#include "http/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace http {

// A file of a form. Name and type are what the sender claims; whoever keeps the file looks inside.
struct File {
    std::string field;
    std::string name;          // last segment only, no control characters, ≤ 200 bytes
    std::string content_type;  // as claimed, lower case
    std::string_view bytes;    // borrows from Request::body
};

struct Form {
    Fields fields;
    std::vector<File> files;  // empty file inputs are left out

    std::string_view value(std::string_view name) const { return fields.value(name); }
    const File* file(std::string_view field) const;  // the first, or null
};

// By the request's Content-Type; an empty form when there is no body. Invalid or TooLarge otherwise.
base::Result<Form> parse_form(const Request& request);
base::Result<Form> parse_multipart(std::string_view body, std::string_view content_type);

}  // namespace http

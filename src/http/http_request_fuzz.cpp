// Anything that arrives as a header, a target or a form: no crash, no CHECK, and what is accepted stays
// accepted.
#include "base/check.h"
#include "http/form.h"
#include "http/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const int fault = http::fault_of_head(input);
    CHECK(fault == 0 || (fault >= 400 && fault < 600));
    http::Request request;
    if (http::read_target(input, request).ok()) {
        CHECK(request.path.starts_with('/'));
        CHECK(request.path.find("/../") == std::string::npos);
    }
    request.headers.add("cookie", std::string(input));
    static_cast<void>(request.cookie("s"));
    const auto form = http::parse_multipart(input, "multipart/form-data; boundary=B");
    if (form.ok()) {
        CHECK(form.value().fields.size() + form.value().files.size() <= http::kPartsMax);
        for (const auto& file : form.value().files) CHECK(file.name.find('/') == std::string::npos);
    }
    static_cast<void>(http::accepts(input, "gzip"));
    return 0;
}

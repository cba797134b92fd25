#pragma once
// CHECK states what must hold if the program is right. A failed CHECK is a bug: it throws, the act rolls
// back, the caller gets a 500 and operators an alert. It stays on in release. No input, however hostile, may
// reach a CHECK.

#include <stdexcept>

namespace base {

// A bug found by CHECK. Caught only by the writer, the request boundary and main.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void fail_check(const char* condition, const char* file, int line);

}  // namespace base

#define CHECK(condition)                                                                                     \
    ((condition) ? static_cast<void>(0) : ::base::fail_check(#condition, __FILE__, __LINE__))

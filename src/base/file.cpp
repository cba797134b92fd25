#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace base {

namespace {

// Owns a descriptor for the length of one function.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

Error refusal(ErrorCode code, std::string_view key, const std::string& path) {
    return Error(code, key, path + ": " + std::strerror(errno)).with("path", path);
}

Result<> write_all(int descriptor, std::string_view bytes, const std::string& path) {
    while (!bytes.empty()) {
        const ssize_t written = write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return refusal(ErrorCode::Unavailable, "file.not_written", path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
}

Result<> write_synced(const std::string& path, std::string_view bytes, unsigned mode) {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.number() < 0) return refusal(ErrorCode::Unavailable, "file.not_written", path);
    TRY(write_all(file.number(), bytes, path));
    if (fsync(file.number()) != 0) return refusal(ErrorCode::Unavailable, "file.not_written", path);
    return Done{};
}

Result<> sync_folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
    if (folder.empty()) folder = "/";
    const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0 || fsync(opened.number()) != 0) {
        return refusal(ErrorCode::Unavailable, "file.not_written", folder);
    }
    return Done{};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) {
        const bool missing = errno == ENOENT || errno == ENOTDIR;
        if (missing) return refusal(ErrorCode::NotFound, "file.missing", path);
        return refusal(ErrorCode::Unavailable, "file.unreadable", path);
    }
    struct stat facts {};
    if (fstat(file.number(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 &&
        static_cast<std::size_t>(facts.st_size) > bytes_max) {
        return Error(ErrorCode::TooLarge, "file.too_large", path)
            .with("path", path)
            .with("max", std::to_string(bytes_max));
    }
    std::string bytes;
    // Room for one byte more than was announced, so that the end is seen without growing.
    std::size_t room = static_cast<std::size_t>(facts.st_size) + 1;
    for (;;) {
        const std::size_t filled = bytes.size();
        bytes.resize(filled + room);
        const ssize_t got = read(file.number(), bytes.data() + filled, room);
        bytes.resize(filled + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return refusal(ErrorCode::Unavailable, "file.unreadable", path);
        if (got == 0) return bytes;
        if (bytes.size() > bytes_max) {
            return Error(ErrorCode::TooLarge, "file.too_large", path)
                .with("path", path)
                .with("max", std::to_string(bytes_max));
        }
        room = 64u << 10;
    }
}

Result<> write_file_synced(const std::string& path, std::string_view bytes, unsigned mode) {
    static std::atomic<unsigned> serial{0};
    const std::string temporary =
        path + ".part-" + std::to_string(getpid()) + "-" + std::to_string(serial.fetch_add(1));
    auto written = write_synced(temporary, bytes, mode);
    if (!written.ok()) {
        unlink(temporary.c_str());
        return written;
    }
    if (std::rename(temporary.c_str(), path.c_str()) != 0) {
        auto error = refusal(ErrorCode::Unavailable, "file.not_written", path);
        unlink(temporary.c_str());
        return error;
    }
    return sync_folder_of(path);
}

Result<> sync_file(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (file.number() < 0 || fsync(file.number()) != 0) {
        return refusal(ErrorCode::Unavailable, "file.not_written", path);
    }
    return sync_folder_of(path);
}

}  // namespace base

// What the disk can do: 4 KiB written and synced (fdatasync), one after the other, over bytes that are there
// and at the end of a growing file. The baseline of every durable act.
//   bench_raw_sync FOLDER SECONDS        prints {"overwrite":{"per_second","p50_us","p99_us"},"append":{…}}

#include "base/json.h"

#include "times.h"
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace {

constexpr std::size_t kBlock = 4096;
constexpr int kBlocks = 4096;  // 16 MiB, written before the clock starts
constexpr int kWritesMax = 2'000'000;

[[noreturn]] void fail(const std::string& what) {
    const std::string line = "bench_raw_sync: " + what + ": " + std::strerror(errno) + "\n";
    (void)!::write(STDERR_FILENO, line.data(), line.size());
    std::_Exit(1);
}

struct Measured {
    bench::Times times;
    std::int64_t took_ns = 0;
};

enum class Place { Overwrite, Append };
Measured measure(const std::string& path, int seconds, Place place) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) fail(path);
    std::string block(kBlock, 'x');
    for (int i = 0; place == Place::Overwrite && i < kBlocks; ++i) {
        if (::write(fd, block.data(), kBlock) != static_cast<ssize_t>(kBlock)) fail(path);
    }
    if (::fsync(fd) != 0) fail(path);
    Measured measured;
    const std::int64_t start = bench::now_ns();
    std::int64_t before = start;
    for (int i = 0; i < kWritesMax && before - start < seconds * 1'000'000'000LL; ++i) {
        block[static_cast<std::size_t>(i) % kBlock] ^= 1;
        const off_t at =
            static_cast<off_t>(place == Place::Overwrite ? i % kBlocks : i) * static_cast<off_t>(kBlock);
        if (::pwrite(fd, block.data(), kBlock, at) != static_cast<ssize_t>(kBlock)) fail(path);
        if (::fdatasync(fd) != 0) fail(path);
        const std::int64_t after = bench::now_ns();
        measured.times.add(after - before);
        before = after;
    }
    measured.took_ns = before - start;
    ::close(fd);
    ::unlink(path.c_str());
    return measured;
}

void write_measured(base::JsonWriter& json, std::string_view name, const Measured& measured) {
    const double seconds = static_cast<double>(measured.took_ns) / 1e9;
    json.key(name).open_object();
    json.member("per_second",
                static_cast<std::int64_t>(static_cast<double>(measured.times.count()) / seconds));
    json.member("p50_us", measured.times.permille_us(500)).member("p99_us", measured.times.permille_us(990));
    json.close_object();
}

}  // namespace

int main(int count, char** words) {
    const int seconds = count == 3 ? std::atoi(words[2]) : 0;
    if (seconds < 1 || seconds > 60) {
        errno = EINVAL;
        fail("FOLDER SECONDS (1 to 60)");
    }
    const std::string folder = words[1];
    const Measured overwrite = measure(folder + "/raw_overwrite.tmp", seconds, Place::Overwrite);
    const Measured append = measure(folder + "/raw_append.tmp", seconds, Place::Append);
    std::string out;
    base::JsonWriter json(out);
    json.open_object();
    write_measured(json, "overwrite", overwrite);
    write_measured(json, "append", append);
    json.close_object();
    out += '\n';
    return ::write(STDOUT_FILENO, out.data(), out.size()) == static_cast<ssize_t>(out.size()) ? 0 : 1;
}

#include "papers/pdf.h"

#include "papers/limits.h"
#include "papers/ofd.h"
#include "text/utf8.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace papers {

namespace {

constexpr const char* kReader = "/usr/bin/pdftotext";
constexpr int kSecondsMax = 30;
constexpr rlim_t kMemoryMax = 1u << 30;
constexpr int kReadBytes = 64 << 10;

// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    int number() const { return number_; }
    bool open() const { return number_ >= 0; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

private:
    int number_;
};

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::lseek(file, 0, SEEK_SET) == 0;
}

// Only what may be called between fork and exec.
[[noreturn]] void become_reader(int input, int output) {
    const rlimit time{kSecondsMax, kSecondsMax};
    const rlimit memory{kMemoryMax, kMemoryMax};
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CPU, &time);
    ::setrlimit(RLIMIT_AS, &memory);
    ::setrlimit(RLIMIT_FSIZE, &none);
    ::setrlimit(RLIMIT_CORE, &none);
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    const int nothing = ::open("/dev/null", O_WRONLY);
    ::dup2(nothing, STDERR_FILENO);
    ::execl(kReader, kReader, "-q", "-enc", "UTF-8", "-nopgbrk", "-", "-", static_cast<char*>(nullptr));
    ::_exit(127);
}

// What the child says, until it ends, says too much or takes too long.
std::string listen(int output) {
    std::string out;
    std::string buffer(kReadBytes, '\0');
    while (out.size() <= kPdfTextBytesMax) {
        pollfd waiting{output, POLLIN, 0};
        if (::poll(&waiting, 1, kSecondsMax * 1000) <= 0) break;
        const auto got = ::read(output, buffer.data(), buffer.size());
        if (got <= 0) break;
        out.append(buffer, 0, static_cast<std::size_t>(got));
    }
    return out;
}

base::Result<std::string> text_layer(std::string_view bytes) {
    Descriptor input(::memfd_create("pdf", MFD_CLOEXEC));
    int ends[2] = {-1, -1};
    if (!input.open() || !write_all(input.number(), bytes) || ::pipe2(ends, O_CLOEXEC) != 0)
        return base::Error(base::ErrorCode::Unavailable, "papers.no_pdf_reader");
    const Descriptor from_child(ends[0]);
    Descriptor to_parent(ends[1]);
    const pid_t child = ::fork();
    if (child < 0) return base::Error(base::ErrorCode::Unavailable, "papers.no_pdf_reader");
    if (child == 0) become_reader(input.number(), to_parent.number());
    to_parent.close();
    std::string out = listen(from_child.number());
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (out.size() > kPdfTextBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_large")
            .with("max", std::to_string(kPdfTextBytesMax >> 20));
    }
    return out;
}

std::vector<PageLine> lines_of(std::string_view text) {
    std::vector<PageLine> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        PageLine line;
        line.text = text.substr(from, end - from);
        line.reach = static_cast<double>(text::character_count(line.text));
        lines.push_back(std::move(line));
        from = end + 1;
    }
    return lines;
}

}  // namespace

base::Result<std::vector<std::string>> read_pdf(std::string_view bytes) {
    if (!bytes.starts_with("%PDF-")) return base::Error(base::ErrorCode::Invalid, "papers.not_a_pdf");
    if (bytes.size() > kPackedBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_large")
            .with("max", std::to_string(kPackedBytesMax >> 20));
    }
    if (::access(kReader, X_OK) != 0)
        return base::Error(base::ErrorCode::Unavailable, "papers.no_pdf_reader");
    const std::string text = TRY(text_layer(bytes));
    if (!text::is_utf8(text)) return base::Error(base::ErrorCode::Invalid, "papers.no_text");
    std::vector<std::string> paragraphs = paragraphs_of(lines_of(text));
    if (paragraphs.empty()) return base::Error(base::ErrorCode::Invalid, "papers.no_text");
    return paragraphs;
}

}  // namespace papers

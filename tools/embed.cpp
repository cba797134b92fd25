// usage: sunroom_embed ROOT LIST SPRITE OUT
// Packs the files named in LIST (absolute paths below ROOT, one a line) and the icon SPRITE into OUT.bin and
// OUT.cpp, the table web::carried_files(). Assets get content-hash names and are compressed by brotli 11 and
// gzip 12.
#include <brotli/encode.h>
#include <libdeflate.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Carried {
    std::string path;
    std::string bytes;
    std::string brotli;
    std::string gzip;
    std::string hashed_name;
};

[[noreturn]] void stop(const std::string& what) {
    std::fprintf(stderr, "sunroom_embed: %s\n", what.c_str());
    std::exit(1);
}

std::string read_whole(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) stop("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string hashed_name(const std::string& name, const std::string& bytes) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    std::string mark;
    for (int i = 0; i < 5; ++i) {
        mark += "0123456789abcdef"[digest[i] >> 4];
        mark += "0123456789abcdef"[digest[i] & 15];
    }
    const std::size_t dot = std::min(name.rfind('.'), name.size());
    return name.substr(0, dot) + "." + mark + name.substr(dot);
}

std::string by_brotli(const std::string& bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_TEXT, bytes.size(), in,
                               &size, reinterpret_cast<std::uint8_t*>(out.data())))
        stop("brotli failed");
    out.resize(size);
    return out;
}

std::string by_gzip(const std::string& bytes) {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(12);
    std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

constexpr std::string_view kAssets = "web/assets/";

void prepare_asset(Carried& file) {
    if (!file.path.starts_with(kAssets)) return;
    file.hashed_name = hashed_name(file.path.substr(kAssets.size()), file.bytes);
    if (file.path.ends_with(".png") || file.path.ends_with(".jpg") || file.path.ends_with(".webp")) return;
    file.brotli = by_brotli(file.bytes);
    file.gzip = by_gzip(file.bytes);
    if (file.brotli.size() >= file.bytes.size()) file.brotli.clear();
    if (file.gzip.size() >= file.bytes.size()) file.gzip.clear();
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

// A view into the packed bytes; an empty one when there are none.
std::string view_of(std::string& packed, const std::string& bytes) {
    if (bytes.empty()) return "{}";
    const std::string view =
        "{kBytes + " + std::to_string(packed.size()) + ", " + std::to_string(bytes.size()) + "}";
    packed += bytes;
    return view;
}

void write_whole(const std::string& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out) stop("cannot write " + path);
}

std::vector<Carried> collect(const std::string& root, const std::string& list, const std::string& sprite) {
    std::vector<Carried> files;
    std::ifstream in(list);
    for (std::string line; std::getline(in, line);) {
        if (line.empty()) continue;
        if (!line.starts_with(root + "/")) stop(line + " is not below " + root);
        files.push_back({line.substr(root.size() + 1), read_whole(line), {}, {}, {}});
    }
    files.push_back({std::string(kAssets) + "icons.svg", read_whole(sprite), {}, {}, {}});
    std::sort(files.begin(), files.end(), [](const Carried& a, const Carried& b) { return a.path < b.path; });
    const auto twice = std::adjacent_find(
        files.begin(), files.end(), [](const Carried& a, const Carried& b) { return a.path == b.path; });
    if (twice != files.end()) stop(twice->path + " stands there twice");
    return files;
}

}  // namespace

int main(int count, char** words) {
    if (count != 5) {
        std::fprintf(stderr, "usage: sunroom_embed ROOT LIST SPRITE OUT\n");
        return 2;
    }
    const std::string out = words[4];
    std::vector<Carried> files = collect(words[1], words[2], words[3]);
    std::string packed;
    std::string rows;
    for (Carried& file : files) {
        prepare_asset(file);
        rows += "    {" + quoted(file.path) + ", " + view_of(packed, file.bytes) + ", web::content_type_of(" +
                quoted(file.path) + "), " + view_of(packed, file.brotli) + ", " + view_of(packed, file.gzip) +
                ", " + (file.hashed_name.empty() ? std::string("{}") : quoted(file.hashed_name)) + "},\n";
    }
    write_whole(out + ".bin", packed);
    write_whole(
        out + ".cpp",
        "// Written by tools/embed.cpp.\n#include \"web/files.h\"\n\n"
        "__asm__(\".pushsection .rodata\\n.global sunroom_carried\\n"
        ".balign 16\\nsunroom_carried:\\n.incbin \\\"" +
            out +
            ".bin\\\"\\n.byte 0\\n.popsection\\n\");\n"
            "extern \"C\" const char sunroom_carried[];\n\nnamespace {\n\n"
            "const char* const kBytes = sunroom_carried;\nconst web::File kFiles[] = {\n" +
            rows +
            "};\n\n}  // namespace\n\nstd::span<const web::File> web::carried_files() { return kFiles; }\n");
    std::printf("%zu files, %zu bytes\n", files.size(), packed.size());
    return 0;
}

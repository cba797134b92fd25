// Plays every file of a fuzz corpus once, without a fuzzer: what was found once stays mended, everywhere.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

int main(int count, char** words) {
    int played = 0;
    for (int i = 1; i < count; ++i) {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(words[i], none)) {
            std::ifstream file(entry.path(), std::ios::binary);
            std::ostringstream bytes;
            bytes << file.rdbuf();
            const std::string text = bytes.str();
            std::fprintf(stderr, "%s\n", entry.path().c_str());  // the last one named is the one that failed
            LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(text.data()), text.size());
            ++played;
        }
    }
    std::printf("%d files played\n", played);
    return played > 0 ? 0 : 1;
}

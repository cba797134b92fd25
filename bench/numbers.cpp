// The numbers of all matters of a data folder, one a line, so that a load client may ask for any of them.
//   bench_numbers DATA

#include <sqlite3.h>
#include <unistd.h>

#include <string>

namespace {

int fail(const std::string& what) {
    const std::string line = "bench_numbers: " + what + "\n";
    (void)!::write(STDERR_FILENO, line.data(), line.size());
    return 1;
}

bool put(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data() + at, text.size() - at);
        if (written <= 0) return false;
        at += static_cast<std::size_t>(written);
    }
    return true;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2) return fail("DATA");
    sqlite3* db = nullptr;
    sqlite3_stmt* rows = nullptr;
    const std::string path = std::string(words[1]) + "/sunroom.db";
    if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT number FROM matter", -1, &rows, nullptr) != SQLITE_OK) {
        return fail(path + ": " + sqlite3_errmsg(db));
    }
    std::string out;
    while (sqlite3_step(rows) == SQLITE_ROW) {
        out.append(reinterpret_cast<const char*>(sqlite3_column_text(rows, 0))) += '\n';
        if (out.size() < (1u << 16)) continue;
        if (!put(out)) return 1;
        out.clear();
    }
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return put(out) ? 0 : 1;
}

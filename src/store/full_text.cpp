#include "store/full_text.h"

#include "store/connection.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace store {

namespace {

constexpr int kColumnsMax = 16;
constexpr int kPlacesMax = 64;  // of a phrase in one row; more do not bring it nearer

// What FTS5 makes once per table: it only has to know how to cut.
struct Cutter {
    Cut cut = nullptr;
};

int make_cutter(void* context, const char**, int, Fts5Tokenizer** out) {
    *out = static_cast<Fts5Tokenizer*>(context);
    return SQLITE_OK;
}
void forget_cutter(Fts5Tokenizer*) {}

using TakeToken = int (*)(void*, int, const char*, int, int, int);

struct Handing {
    void* context;
    TakeToken take;
    int code = SQLITE_OK;
};

bool hand_on(void* whose, std::string_view term, std::uint32_t begin, std::uint32_t end) {
    auto* handing = static_cast<Handing*>(whose);
    handing->code = handing->take(handing->context, 0, term.data(), static_cast<int>(term.size()),
                                  static_cast<int>(begin), static_cast<int>(end));
    return handing->code == SQLITE_OK;
}

// Terms that are cut already, with blanks between.
void split_at_blanks(std::string_view text, Handing& handing) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at && !hand_on(&handing, text.substr(at, end - at), static_cast<std::uint32_t>(at),
                                 static_cast<std::uint32_t>(end))) {
            return;
        }
        at = end + 1;
    }
}

int cut_text(Fts5Tokenizer* cutter, void* context, int flags, const char* bytes, int size, TakeToken take) {
    Handing handing{context, take};
    const std::string_view text(bytes, static_cast<std::size_t>(std::max(size, 0)));
    if ((flags & FTS5_TOKENIZE_QUERY) != 0)
        split_at_blanks(text, handing);
    else
        reinterpret_cast<Cutter*>(cutter)->cut(text, &hand_on, &handing);
    return handing.code;
}

// How often each phrase stands in the row, column by column: often counts less and less, as in BM25. All rows
// asked about hold all phrases, so how rare a phrase is decides nothing, and no list has to be read whole for
// it. How long the text is, the caller knows.
struct Closeness {
    const Fts5ExtensionApi* api;
    Fts5Context* fts;
    std::array<double, kColumnsMax> weights{};

    double of_phrase(int phrase) const {
        std::array<int, kColumnsMax> times{};
        Fts5PhraseIter at{};
        int column = 0, offset = 0;
        if (api->xPhraseFirst(fts, phrase, &at, &column, &offset) != SQLITE_OK) return 0;
        for (int seen = 0; column >= 0 && seen < kPlacesMax; ++seen) {
            ++times[static_cast<std::size_t>(std::min(column, kColumnsMax - 1))];
            api->xPhraseNext(fts, &at, &column, &offset);
        }
        double sum = 0;
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (times[i] > 0) sum += weights[i] * times[i] * 2.2 / (times[i] + 1.2);
        }
        return sum;
    }
};

void closeness(const Fts5ExtensionApi* api, Fts5Context* fts, sqlite3_context* answer, int count,
               sqlite3_value** values) {
    Closeness of{api, fts};
    for (int i = 0; i < std::min(count, kColumnsMax); ++i)
        of.weights[static_cast<std::size_t>(i)] = sqlite3_value_double(values[i]);
    double sum = 0;
    for (int phrase = 0; phrase < api->xPhraseCount(fts); ++phrase) sum += of.of_phrase(phrase);
    sqlite3_result_double(answer, sum);
}

base::Result<fts5_api*> full_text_of(sqlite3* db) {
    fts5_api* api = nullptr;
    sqlite3_stmt* ask = nullptr;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &ask, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(ask, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(ask);
        code = sqlite3_finalize(ask);
    }
    if (code != SQLITE_OK || api == nullptr) return refusal(code, "fts5", db);
    return api;
}

base::Result<> teach(Connection& connection, Cut cut) {
    fts5_api* api = TRY(full_text_of(connection.db));
    auto cutter = std::make_unique<Cutter>();
    cutter->cut = cut;
    fts5_tokenizer how{&make_cutter, &forget_cutter, &cut_text};
    // The connection owns the cutter and drops it when it closes.
    int code = api->xCreateTokenizer(api, "terms", cutter.release(), &how,
                                     [](void* kept) { std::unique_ptr<Cutter>(static_cast<Cutter*>(kept)); });
    if (code == SQLITE_OK) code = api->xCreateFunction(api, "closeness", nullptr, &closeness, nullptr);
    if (code != SQLITE_OK) return refusal(code, "fts5", connection.db);
    return base::Done{};
}

}  // namespace

base::Result<FullTextReader> FullTextReader::open(const std::string& path, Cut cut) {
    configure_library_once();
    auto connection = TRY(open_connection(path, SQLITE_OPEN_READONLY));
    TRY(prepare_to_read(*connection));
    TRY(connection->run("PRAGMA cache_size=-4096"));
    TRY(teach(*connection, cut));
    return FullTextReader(std::move(connection));
}

base::Result<FullTextTx> FullTextTx::open(const std::string& path, Cut cut, Sync sync) {
    configure_library_once();
    auto connection = TRY(open_connection(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    if (sync == Sync::Never) {
        TRY(connection->run("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536"));
    } else {
        TRY(prepare_to_write(*connection));
        TRY(connection->run("PRAGMA synchronous=NORMAL"));
    }
    TRY(teach(*connection, cut));
    return FullTextTx(std::move(connection));
}

}  // namespace store

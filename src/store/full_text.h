#pragma once
// A database file with a full-text table whose texts are cut into terms by the caller's rules. In SQL:
// USING fts5(…, tokenize='terms'), and closeness(table, weight of each column…) for ranking. A query is made
// of terms already cut, with a blank between two: "信息 息公 公开".

#include "store/database.h"

#include <cstdint>

namespace store {

// Hands the terms of a text to the sink, in order, with the bytes where they stand; false: no more.
using CutSink = bool (*)(void* whose, std::string_view term, std::uint32_t begin, std::uint32_t end);
using Cut = void (*)(std::string_view text, CutSink sink, void* whose);

class FullTextReader : public Reader {
public:
    using Reader::Reader;
    static base::Result<FullTextReader> open(const std::string& path, Cut cut);
};

class FullTextTx : public Tx {
public:
    using Tx::Tx;
    // EachCommit: read by others meanwhile; a power cut may take the last commits, never more. Never: a file
    // that nobody reads yet and that is thrown away when its filling breaks off.
    static base::Result<FullTextTx> open(const std::string& path, Cut cut, Sync sync = Sync::EachCommit);
};

}  // namespace store

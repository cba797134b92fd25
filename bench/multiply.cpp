// bench_multiply SOURCE TARGET ENTRIES: a journal of at least ENTRIES entries from that of a demonstration.
// Each act on a matter is done again and again at its own moment, each time on another matter with a number
// of its own; every entry has its leaf, and the tables are rebuilt at the next start. Copies share the sealed
// items of the matter they were taken from. Run it from the root of the repository.

#include "base/file.h"
#include "base/log.h"
#include "casework/case_events.h"
#include "catalog/definition.h"
#include "crypto/digest.h"
#include "identity/person.h"
#include "ledger/leaf.h"
#include "ledger/merkle.h"
#include "services/rating.h"
#include "services/result_events.h"
#include "supervision/lead.h"
#include "text/identifiers.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kNumberDigits = 23;
constexpr std::int64_t kEntriesPerCommit = 200'000;

// A stretch of a document that differs from copy to copy.
struct Stretch {
    enum class What { Number, Sequence, Serial, Result, Act };
    std::size_t begin = 0, size = 0;
    What what = What::Number;
};

struct Original {
    std::string act, kind, subject, document;
    std::int64_t position = 0, at = 0, version = 1;
    std::vector<Stretch> stretches;  // in order
    bool is_matter() const { return subject.starts_with("matter/"); }
};

struct Subject {
    std::string leaf_key;
    std::vector<std::string> previous;  // shard/index of the last leaf, by copy
};

class Multiplying {
public:
    explicit Multiplying(store::Tx target) : target_(std::move(target)) {}

    base::Result<> read(const store::Reader& source);
    base::Result<std::int64_t> write(std::int64_t entries_wanted);

private:
    base::Result<> read_keys(const store::Reader& source);
    base::Result<> make_tables();
    base::Result<> write_act(std::size_t from, std::size_t to, std::int64_t copy);
    base::Result<> write_entry(const Original& original, std::int64_t copy);
    base::Result<> write_leaf(const Original& original, std::string_view document, std::int64_t copy);
    base::Result<> save_tree();
    std::string document_of(const Original& original, std::int64_t copy) const;
    std::string number_of(std::string_view number, std::int64_t copy) const;
    std::string act_of(std::string_view act, std::int64_t copy) const;

    store::Tx target_;
    std::vector<Original> originals_;
    std::map<std::string, Subject, std::less<>> subjects_;
    std::map<std::string, ledger::EventRow, std::less<>> events_;
    std::string node_;
    std::int64_t copies_ = 1;
    std::int64_t seq_ = 0, in_this_commit_ = 0;
    std::string shard_;
    ledger::MerkleTree tree_;
};

base::JsonPiece piece_of(const std::string& document, std::vector<base::JsonNode>& nodes) {
    CHECK(base::read_canonical(document, nodes));
    return {document.data(), nodes.data()};
}

void find_stretches(Original& original) {
    std::vector<base::JsonNode> nodes;
    const std::string& document = original.document;
    const base::JsonPiece whole = piece_of(document, nodes);
    const auto note = [&](base::JsonPiece piece, Stretch::What what) {
        if (!piece.present()) return;
        const auto begin = static_cast<std::size_t>(piece.written().data() - document.data());
        original.stretches.push_back({begin, piece.written().size(), what});
    };
    note(whole.find("seq"), Stretch::What::Sequence);
    note(whole.find("act"), Stretch::What::Act);
    const base::JsonPiece fields = whole.find("fields");
    const bool issued = original.kind == services::ResultIssued::kKind.name;
    if (issued || original.kind == casework::Received::kKind.name)
        note(fields.find("n"), Stretch::What::Serial);
    if (issued) note(fields.find("result"), Stretch::What::Result);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_hex = [&](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
    for (std::size_t at = 0; at < document.size(); ++at) {
        std::size_t end = at;
        while (end < document.size() && is_hex(document[end])) ++end;
        const std::string_view run(document.data() + at, end - at);
        if (run.size() == kNumberDigits && std::all_of(run.begin(), run.end(), is_digit))
            original.stretches.push_back({at, kNumberDigits, Stretch::What::Number});
        at = end;
    }
    std::sort(original.stretches.begin(), original.stretches.end(),
              [](const Stretch& one, const Stretch& other) { return one.begin < other.begin; });
}

base::Result<> Multiplying::read(const store::Reader& source) {
    auto rows =
        TRY(source.query("SELECT act, act_pos, at, kind, ver, subject, doc FROM journal ORDER BY seq"));
    while (TRY(rows.next())) {
        Original& original = originals_.emplace_back();
        original.act = rows.blob(0);
        original.position = rows.integer(1);
        original.at = rows.integer(2);
        original.kind = rows.text(3);
        original.version = rows.integer(4);
        original.subject = rows.text(5);
        original.document = rows.blob(6);
        find_stretches(original);
    }
    CHECK(!originals_.empty());
    std::vector<base::JsonNode> nodes;
    node_ = piece_of(originals_.front().document, nodes).find("node").string();
    for (auto rows_of_events :
         {identity::identity_events(), catalog::catalog_events(), casework::casework_events(),
          services::services_events(), supervision::supervision_events()})
        for (ledger::EventRow& row : rows_of_events) events_.emplace(row.kind.name, std::move(row));
    return read_keys(source);
}

base::Result<> Multiplying::read_keys(const store::Reader& source) {
    auto rows = TRY(source.query("SELECT subject, key FROM leaf_key"));
    while (TRY(rows.next())) subjects_[std::string(rows.text(0))].leaf_key = rows.blob(1);
    return base::Done{};
}

base::Result<> Multiplying::make_tables() {
    for (const char* table : {"journal", "leaf", "leaf_key", "log_state", "projection"})
        TRY(target_.run_script(std::string("DROP TABLE ") + table));
    const std::string sql = TRY(base::read_file("migrations/0001_journal.sql"));
    TRY(target_.run_script(store::sqlite_ddl(sql)));
    return target_.run_script("DROP INDEX journal_subject");
}

// The day's serial makes room for the copies: the third of ten copies of the second matter is the thirteenth.
std::string Multiplying::number_of(std::string_view number, std::int64_t copy) const {
    text::CaseNumber::Parts parts = text::CaseNumber::parse(number).value().parts();
    parts.sequence = static_cast<int>((parts.sequence - 1) * copies_ + copy + 1);
    return text::CaseNumber::compose(parts).value().text();
}

std::string Multiplying::act_of(std::string_view act, std::int64_t copy) const {
    std::string other(act);
    for (std::size_t i = 0; i < 4; ++i)
        other[i] = static_cast<char>(other[i] ^ static_cast<char>(copy >> (8 * i)));
    return other;
}

std::string Multiplying::document_of(const Original& original, std::int64_t copy) const {
    std::string out;
    out.reserve(original.document.size() + 16);
    std::size_t done = 0;
    const std::string_view document = original.document;
    for (const Stretch& stretch : original.stretches) {
        out.append(document.substr(done, stretch.begin - done));
        const std::string_view was = document.substr(stretch.begin, stretch.size);
        const auto serial = [&](std::string_view digits) {
            std::int64_t number = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), number);
            return (number - 1) * copies_ + copy + 1;
        };
        switch (stretch.what) {
        case Stretch::What::Number: out += number_of(was, copy); break;
        case Stretch::What::Sequence: out += std::to_string(seq_); break;
        case Stretch::What::Serial: out += std::to_string(serial(was)); break;
        case Stretch::What::Act: out += base::to_hex(act_of(original.act, copy)); break;
        case Stretch::What::Result: {
            const std::size_t dash = was.rfind('-') + 1;
            std::string digits = std::to_string(serial(was.substr(dash)));
            if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
            out.append(was.substr(0, dash)).append(digits);
        }
        }
        done = stretch.begin + stretch.size;
    }
    return out.append(document.substr(done));
}

base::Result<> Multiplying::save_tree() {
    if (shard_.empty()) return base::Done{};
    return target_.execute("INSERT INTO log_state(shard, size, frontier) VALUES(?, ?, ?)", shard_,
                           tree_.size(), store::Blob{tree_.frontier()});
}

base::Result<> Multiplying::write_leaf(const Original& original, std::string_view document,
                                       std::int64_t copy) {
    Subject& subject = subjects_.find(original.subject)->second;
    const auto at = calendar::Instant::of_seconds(original.at);
    const std::string year = std::to_string(at.date().year());
    if (year != shard_) {
        TRY(save_tree());
        shard_ = year;
        tree_ = {};
    }
    const std::string name =
        original.is_matter() ? "matter/" + number_of(original.subject.substr(7), copy) : original.subject;
    const std::string key = copy == 0
                                ? subject.leaf_key
                                : std::string(crypto::sha256(subject.leaf_key + std::to_string(copy)).view());
    if (subject.previous.size() <= static_cast<std::size_t>(copy))
        subject.previous.resize(static_cast<std::size_t>(copy) + 1);
    std::string& previous = subject.previous[static_cast<std::size_t>(copy)];
    if (previous.empty())
        TRY(target_.execute("INSERT INTO leaf_key(subject, key) VALUES(?, ?)", name, store::Blob{key}));
    const std::string kept(document);
    std::vector<base::JsonNode> nodes;
    const base::JsonPiece whole = piece_of(kept, nodes);
    const std::string org(whole.find("actor").find("org").string());
    const ledger::EventRow& row = events_.find(original.kind)->second;
    ledger::LeafFacts facts;
    facts.at = at.text();
    facts.commitment = ledger::commitment(ledger::leaf_salt(key, node_, seq_), document);
    facts.token = ledger::matter_token(key, name);
    facts.kind = std::string(row.public_kind) + "/" + std::to_string(original.version);
    facts.org = org.empty() ? node_ : node_ + "-" + org;
    facts.previous = previous;
    facts.public_fields = TRY(ledger::public_part(row, whole.find("fields").written()));
    const std::string leaf = ledger::leaf_text(facts);
    const base::Digest hash = ledger::leaf_hash(leaf);
    previous = shard_ + "/" + std::to_string(tree_.size());
    TRY(target_.execute("INSERT INTO leaf(shard, idx, seq, bytes, hash) VALUES(?, ?, ?, ?, ?)", shard_,
                        tree_.size(), seq_, store::Blob{leaf}, hash));
    tree_.append(hash);
    return base::Done{};
}

base::Result<> Multiplying::write_entry(const Original& original, std::int64_t copy) {
    ++seq_;
    const std::string document = document_of(original, copy);
    const std::string subject =
        original.is_matter() ? "matter/" + number_of(original.subject.substr(7), copy) : original.subject;
    constexpr std::string_view sql =
        "INSERT INTO journal(seq, act, act_pos, at, kind, ver, subject, doc) VALUES(?, ?, ?, ?, ?, ?, ?, ?)";
    const std::string act = act_of(original.act, copy);
    TRY(target_.execute(sql, seq_, store::Blob{act}, original.position, original.at, original.kind,
                        original.version, subject, store::Blob{document}));
    TRY(write_leaf(original, document, copy));
    if (++in_this_commit_ < kEntriesPerCommit) return base::Done{};
    in_this_commit_ = 0;
    TRY(target_.commit());
    base::log(base::LogLevel::Info, "multiply", {{"entries", std::to_string(seq_)}});
    return target_.begin();
}

base::Result<> Multiplying::write_act(std::size_t from, std::size_t to, std::int64_t copy) {
    for (std::size_t i = from; i < to; ++i)
        if (copy == 0 || originals_[i].is_matter()) TRY(write_entry(originals_[i], copy));
    return base::Done{};
}

base::Result<std::int64_t> Multiplying::write(std::int64_t entries_wanted) {
    const std::int64_t of_matters = std::count_if(originals_.begin(), originals_.end(),
                                                  [](const Original& one) { return one.is_matter(); });
    CHECK(of_matters > 0);
    const std::int64_t more =
        std::max<std::int64_t>(0, entries_wanted - static_cast<std::int64_t>(originals_.size()));
    copies_ = 1 + (more + of_matters - 1) / of_matters;
    TRY(make_tables());
    TRY(target_.expect(store::Load::Tables));
    TRY(target_.begin());
    for (std::size_t from = 0, to = 0; from < originals_.size(); from = to) {
        while (to < originals_.size() && originals_[to].act == originals_[from].act) ++to;
        const bool is_of_matters = std::any_of(originals_.begin() + static_cast<std::ptrdiff_t>(from),
                                               originals_.begin() + static_cast<std::ptrdiff_t>(to),
                                               [](const Original& one) { return one.is_matter(); });
        for (std::int64_t copy = 0; copy < (is_of_matters ? copies_ : 1); ++copy)
            TRY(write_act(from, to, copy));
    }
    TRY(save_tree());
    TRY(target_.run_script("CREATE INDEX journal_subject ON journal(subject, seq)"));
    TRY(target_.commit());
    return seq_;
}

base::Result<std::int64_t> multiply(const std::string& from, const std::string& to, std::int64_t entries) {
    const auto source = TRY(store::Reader::open(from));
    TRY(source.copy_to(to));
    Multiplying work(TRY(store::Tx::open(to, store::Sync::Never)));
    TRY(work.read(source));
    return work.write(entries);
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) return 2;
    const auto entries = multiply(words[1], words[2], std::strtoll(words[3], nullptr, 10));
    if (!entries.ok()) {
        base::log(base::LogLevel::Error, "multiply",
                  {{"why", entries.error().text_key() + " " + entries.error().detail()}});
        return 1;
    }
    base::log(base::LogLevel::Info, "multiplied", {{"entries", std::to_string(entries.value())}});
    return 0;
}

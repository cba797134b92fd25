#pragma once
// A passage: one piece of public text that the search finds, with the address it leads to. Rooms say through
// x_passages() which entries of the journal change what is public, and which passages follow from one of
// them; the index (passage_index.h) follows the journal and asks. Only what any visitor may read becomes a
// passage.

#include "calendar/instant.h"
#include "catalog/catalogue.h"
#include "ledger/event.h"
#include "store/vault.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Which tab of the search shows it. Service: what can be asked for. Document: documents, laws,
// interpretations as texts. Question: one question with its answer.
enum class PassageKind : std::uint8_t { Service, Document, Question };
std::string_view passage_word(PassageKind kind);  // service document question

enum class Validity : std::uint8_t { None, NotYet, InForce, PartlyEnded, Ended };
std::string_view validity_word(Validity validity);  // empty, not_yet, in_force, partly_ended, ended

inline constexpr std::string_view kRankGenre = "rank-";

// Texts are plain, UTF-8, of any length; all of `body` is indexed.
struct Passage {
    PassageKind kind = PassageKind::Document;
    std::string id;                       // stable: law/<title>#20, doc/2026-00017, doc/2026-00017/file/1
    std::string url;                      // of the page, with its anchor
    std::string title, title_en;          // of the document; of a question, the question
    std::string number = {};              // 文号, as printed
    std::vector<std::string> names = {};  // what else it is called; who asks for one exactly sees it first
    std::string body, body_en = {};
    std::string office = {};  // code of the body that answers for it
    std::string genre = {};   // code, shown as the text genre.<code>; of a law kRankGenre and its rank
    std::string topic = {};   // theme id
    Validity validity = Validity::None;
    calendar::Date date = {};  // of publication; day 0: none
};

// What one entry changes. Removing what is not there and putting what is the same cost nothing.
struct PassageChange {
    std::vector<Passage> put;          // replaces the passage with this id
    std::vector<std::string> removed;  // ids; "doc/2026-00017/" with the slash takes all that begin so
};

// What a source may look at: the books as they are now, which is at or after the entry asked about.
struct PassageGround {
    const store::Reader& db;
    const store::Vault& vault;
    const Catalogue& catalogue;
};

// A row of the socket x_passages(). `change` answers from the present state of the entry's subject, not from
// the entry alone: then it does not matter that a later entry was already seen, and a withdrawn document is
// gone however often the journal is read again. It must not let through what only officials may read.
struct PassageSource {
    std::string_view name;                // law
    int version = 1;                      // raise it when other passages follow from the same entries: the
                                          // index is then built anew
    std::vector<std::string_view> kinds;  // of entries that it reads
    base::Result<PassageChange> (*change)(const PassageGround& ground, const ledger::Entry& entry);
    // What a day alone changes (a guide comes into force, a document ends): asked once after midnight and
    // after a start. Null: nothing.
    base::Result<PassageChange> (*each_day)(const PassageGround& ground) = nullptr;
};

// The laws taken into the register, article by article, and the guides of the items in force.
std::vector<PassageSource> catalog_passages();

}  // namespace catalog

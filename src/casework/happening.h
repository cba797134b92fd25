#pragma once
// What happened to a matter, entry by entry, read back from the journal with the types of this module; and
// the file of a matter: row, pinned versions, words and happenings, opened together by whoever may read it.

#include "casework/case_store.h"
#include "casework/case_verbs.h"
#include "casework/process_texts.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace casework {

struct Happening {
    std::int64_t seq = 0;
    calendar::Instant at;
    std::string kind;  // casework.accepted, identity.sealed_read …
    PersonId person;
    std::string org, role, via;
    std::string shard;  // where its leaf stands
    std::int64_t index = 0;
    base::Digest leaf_hash;
    Turn turn;                // empty step: the event did no step
    std::vector<Code> asked;  // of a supplement notice
    std::vector<HandedIn> materials;
    std::vector<Evidence> evidence;  // of an extension
    ClockChange clock;               // of an extension or a new calendar
    Code channel;                    // of filing and delivery
    Code child;                      // number of a matter that began out of this one
    std::int64_t corrects = 0;       // seq of the entry that this one corrects
    bool begun_by_itself = false;    // by an effect; else it is a part
    Date until;                      // of a special procedure
    bool deemed = false;
    VaultRef sealed;  // what was opened, or a reason that was sealed
    bool is(std::string_view event) const { return kind == event; }
    const Evidence* find_evidence(std::string_view slot) const;  // of the turn or the extension
};
// The entry that corrects this one; null: it stands.
const Happening* corrected_by(const std::vector<Happening>& happenings, const Happening& one);
// Oldest first, at most kHappeningsMax.
base::Result<std::vector<Happening>> list_happenings(const store::Reader& db, std::string_view number);
inline constexpr int kHappeningsMax = 400;

struct MatterFile {
    MatterRow matter;
    Handling handling;
    std::shared_ptr<const ProcessTexts> texts;  // reason: kept by Wordings too, for other pages
    std::vector<Happening> happenings;
    std::vector<DeskRow> open;  // steps on somebody's desk
};
// What the readings of casework lean on; all of it outlives them.
struct Bench {
    const Practice& practice;
    const Wordings& wordings;
};
// For whoever has proved to be the applicant, by account or by number and code; the caller has made sure.
base::Result<MatterFile> read_file(const identity::Reading& reading, const Bench& bench,
                                   std::string_view number);
// Forbidden matter.not_yours unless the actor may read the whole matter.
base::Result<MatterFile> open_file(const identity::Reading& reading, const Bench& bench,
                                   std::string_view number);

// Everything handed in, in order; a paper's number is its place in this list, from 1.
struct Handed {
    std::int64_t entry = 0;  // of the journal
    HandedIn paper;
    calendar::Instant at;
};
std::vector<Handed> handed_in(const std::vector<Happening>& happenings);

// What the applicant wrote: {kind, name, number, phone, address, agent_name …}.
struct ApplicantDetails {
    std::string kind, name, number, phone, address, agent_name, agent_number, delivery;
};
base::Result<ApplicantDetails> applicant_of(const identity::Reading& reading, const MatterRow& matter);
// Questions and answers by question id.
base::Result<std::vector<std::pair<std::string, std::string>>> answers_of(const identity::Reading& reading,
                                                                          const MatterRow& matter);

// The applicant's details were opened by this person not longer ago than kRevealMinutes, with a reason.
const Happening* revealed_by(const MatterFile& file, PersonId person, calendar::Instant now);
inline constexpr int kRevealMinutes = 30;
// Records that an official opened a sealed item of the matter, and why. The right is checked here.
struct SealedOpening {
    std::string number;
    VaultRef item;
    std::string reason;  // empty: the matter is on the person's own desk
};
base::Result<> record_opening(identity::Act& act, const Bench& bench, const SealedOpening& opening);

}  // namespace casework

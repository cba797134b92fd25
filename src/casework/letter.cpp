#include "casework/letter.h"

#include "base/json.h"
#include "text/display.h"

#include <algorithm>

namespace casework {

namespace {

constexpr std::string_view kOpen = "\xe2\x80\x93";  // shown where a date is not known

// decision is written as decision_granted or decision_refused, by the result.
std::string letter_key(const ProcessTexts& texts, std::string_view kind, const Code& result) {
    const std::string own = "letter." + std::string(kind) + "_" + result.text();
    const std::string plain = "letter." + std::string(kind);
    return !result.empty() && texts.find(text::Locale::Chinese, own + ".title") != nullptr ? own : plain;
}

std::string word_of(const Filling& words, std::string_view code) {
    for (const auto& [key, word] : words) {
        if (key == code) return word;
    }
    return std::string(code);
}

// What one event says, already in words where they were typed.
struct Said {
    const Turn* turn = nullptr;
    ClockChange extended;
    std::vector<TypedEvidence> typed;
    std::vector<std::string> asked;
    Date until;
    calendar::Instant at;
};

std::string typed_text(const Said& said, std::string_view slot) {
    for (const TypedEvidence& one : said.typed) {
        if (one.slot == slot) return one.text;
    }
    return {};
}

Date due_of(const MatterFile& file, const Said& said, std::string_view kind) {
    const auto fits = [&](const ClockChange& change) {
        return change.kind.text() == kind && change.clock.text() != "intake" &&
               change.clock.text() != "delivery";
    };
    for (const ClockChange& change : said.turn->clocks) {
        if (fits(change) && change.change.text() == "started") return change.due;
    }
    return kind == "C" ? file.matter.promise_due : file.matter.legal_due;
}

std::string date_or_open(Date date, text::Locale locale) {
    return date.days == 0 ? std::string(kOpen) : text::date(date, locale);
}

std::string_view name_in(text::Locale locale, const std::string& chinese, const std::string& english) {
    return locale == text::Locale::English && !english.empty() ? english : chinese;
}

std::string materials_text(const MatterFile& file, const LetterWords& words, const Said& said) {
    const bool english = words.locale == text::Locale::English;
    const std::vector<Missing> rows = read_missing(typed_text(said, "one_time_list"));
    std::string out;
    int number = 0;
    for (const std::string& code : said.asked) {
        const catalog::Material* material = file.handling.item->find_material(code);
        if (number > 0) out += english ? "; " : "\xef\xbc\x9b";
        out += std::to_string(++number) + ". ";
        out += material == nullptr ? code
                                   : std::string(name_in(words.locale, material->name, material->name_en));
        for (const Missing& row : rows) {
            if (row.material != code) continue;
            const std::string colon = english ? ": " : "\xef\xbc\x9a";
            if (!row.why.empty()) out += colon + word_of(words.whys, row.why);
            if (!row.say.empty())
                out += (row.why.empty() ? colon : english ? ", " : "\xef\xbc\x8c") + row.say;
        }
    }
    for (const Missing& row : rows) {
        if (row.material.empty() && !row.say.empty())
            out += (out.empty() ? "" : english ? "; " : "\xef\xbc\x9b") + row.say;
    }
    return out;
}

std::string opened_step(const MatterFile& file, const Said& said, text::Locale locale) {
    if (said.turn->opened.empty()) return {};
    return file.texts->step(locale, said.turn->opened.front().step.text());
}

Filling facts_of(const MatterFile& file, const LetterWords& words, const Said& said) {
    const catalog::ServiceItem& item = *file.handling.item;
    const bool english = words.locale == text::Locale::English;
    const std::string remedy = typed_text(said, "remedy");
    Filling facts{{"applicant", words.applicant},
                  {"office", words.office},
                  {"query_code", words.query_code},
                  {"number", file.matter.number},
                  {"item", std::string(name_in(words.locale, item.name, item.name_en))},
                  {"received", text::date(file.matter.filed.date(), words.locale)},
                  {"date", text::date(said.at.date(), words.locale)},
                  {"legal_due", date_or_open(due_of(file, said, "F"), words.locale)},
                  {"promise_due", date_or_open(due_of(file, said, "C"), words.locale)},
                  {"due", date_or_open(said.extended.due, words.locale)},
                  {"until", date_or_open(said.until, words.locale)},
                  {"validity", english ? item.validity_en : item.validity},
                  {"materials", materials_text(file, words, said)},
                  {"reasons", typed_text(said, "reasons")},
                  {"competent_body", typed_text(said, "competent_body")},
                  {"step", opened_step(file, said, words.locale)},
                  {"remedy", remedy.empty() ? file.texts->text(words.locale, "letter.remedy.1") : remedy}};
    for (const TypedEvidence& one : said.typed) facts.emplace_back(one.slot, one.text);
    return facts;
}

Letter compose(const MatterFile& file, const LetterWords& words, std::string_view kind, const Said& said) {
    Letter letter;
    letter.kind = kind;
    letter.number = file.matter.number;
    letter.at = said.at;
    const std::string key = letter_key(*file.texts, kind, said.turn->result);
    const Filling facts = facts_of(file, words, said);
    letter.title = file.texts->text(words.locale, key + ".title");
    for (int i = 1; file.texts->find(words.locale, key + "." + std::to_string(i)) != nullptr; ++i) {
        letter.paragraphs.push_back(file.texts->text(words.locale, key + "." + std::to_string(i), facts));
    }
    return letter;
}

base::Result<Said> said_of(const identity::Reading& reading, const Happening& one) {
    Said said;
    said.turn = &one.turn;
    said.extended = one.clock;
    said.until = one.until;
    said.at = one.at;
    for (const Code& material : one.asked) said.asked.push_back(material.text());
    for (const std::vector<Evidence>* list : {&one.turn.evidence, &one.evidence}) {
        for (const Evidence& evidence : *list) {
            auto opened = reading.unseal(evidence.item);
            // What was erased stays out of the letter; everything else of it still stands.
            if (!opened.ok() && opened.error().code() != base::ErrorCode::NotFound)
                return opened.take_error();
            if (opened.ok()) said.typed.push_back({evidence.slot.text(), std::move(opened).value()});
        }
    }
    return said;
}

std::vector<std::string> kinds_of(const Happening& one) {
    std::vector<std::string> kinds;
    for (const Code& letter : one.turn.letters) {
        if (letter.text() != "remedy") kinds.push_back(letter.text());  // it stands inside the others
    }
    if (one.is(Extended::kKind.name)) kinds.emplace_back("notice");
    return kinds;
}

}  // namespace

std::vector<LetterLine> list_letters(const std::vector<Happening>& happenings, const ProcessTexts& texts) {
    std::vector<LetterLine> found;
    for (const Happening& one : happenings) {
        for (const std::string& kind : kinds_of(one)) {
            found.push_back({kind, letter_key(texts, kind, one.turn.result) + ".title", one.seq, one.at});
        }
    }
    return found;
}

std::string write_missing(const std::vector<Missing>& list) {
    std::string out;
    base::JsonWriter json(out);
    json.open_list();
    for (const Missing& row : list) {
        json.open_object()
            .member("material", row.material)
            .member("why", row.why)
            .member("say", row.say)
            .close_object();
    }
    json.close_list();
    return out;
}

std::vector<Missing> read_missing(std::string_view text) {
    std::vector<Missing> rows;
    if (text.empty()) return rows;
    const auto json = base::parse_json(text);
    if (!json.ok() || !json.value().is_list()) return {{{}, {}, std::string(text)}};
    for (const base::Json& one : json.value().items) {
        rows.push_back({std::string(one.string_or("material")), std::string(one.string_or("why")),
                        std::string(one.string_or("say"))});
    }
    return rows;
}

base::Result<Letter> write_letter(const identity::Reading& reading, const MatterFile& file,
                                  const LetterWords& words, std::string_view kind, std::int64_t entry) {
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend(); ++one) {
        if (entry != 0 && one->seq != entry) continue;
        const std::vector<std::string> kinds = kinds_of(*one);
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
        const Said said = TRY(said_of(reading, *one));
        Letter letter = compose(file, words, kind, said);
        letter.entry = one->seq;
        return letter;
    }
    return base::Error(base::ErrorCode::NotFound, "letter.none");
}

std::vector<Letter> draft_letters(const MatterFile& file, const LetterWords& words, const LetterDraft& draft,
                                  calendar::Instant now) {
    Said said;
    said.turn = &draft.turn;
    said.typed = draft.typed;
    said.asked = draft.asked;
    said.until = draft.until;
    said.at = now;
    std::vector<Letter> letters;
    for (const Code& kind : draft.turn.letters) {
        if (kind.text() != "remedy") letters.push_back(compose(file, words, kind.text(), said));
    }
    return letters;
}

}  // namespace casework

// Letters of a matter on paper: what casework wrote, with seal, code for the phone and the address that
// proves it; and the 收件回执 that everybody gets at once.

#include "casework/letter.h"
#include "services/applicant_pages.h"
#include "services/test_seal.h"
#include "services/tracker_pages.h"
#include "text/display.h"
#include "text/qr.h"

#include <algorithm>
#include <charconv>

namespace services {

namespace {

using base::Result;

text::Html seal_of(const MatterView& view, const std::string& organ) {
    const std::string purpose = view.text("licence.seal");
    const std::string label = view.text("licence.seal_label", {{"organ", organ}, {"purpose", purpose}});
    return test_seal({organ, purpose, label});
}

Result<std::string> applicant_name(const MatterView& view) {
    auto known = casework::applicant_of(view.reading, view.file.matter);
    if (known.ok()) return known.value().name;
    if (known.error().code() != base::ErrorCode::NotFound) return known.take_error();
    return std::string("**");  // erased
}

Result<NoticeModel> blank_notice(const MatterView& view, std::string_view kind) {
    NoticeModel model;
    model.back_url = view.url();
    model.organ = view.body_name(view.file.matter.office);
    model.addressee = TRY(applicant_name(view));
    model.number_shown = number_shown(view.file.matter.number);
    model.seal = seal_of(view, model.organ);
    model.page_url = view.rooms.address + view.url() + "/letters/" + std::string(kind);
    model.page_qr = TRY(text::qr_code(model.page_url, view.text("done.qr")));
    return model;
}

// The page prints the addressee, the body and the day in places of their own.
void take_paragraphs(NoticeModel& model, const casework::Letter& letter) {
    for (std::size_t i = 0; i + 1 < letter.paragraphs.size(); ++i) {
        std::string_view words = letter.paragraphs[i];
        if (words.starts_with(model.addressee)) {
            words.remove_prefix(model.addressee.size());
            for (const std::string_view colon : {"\xef\xbc\x9a", ": ", ":"}) {
                if (words.starts_with(colon)) words.remove_prefix(colon.size());
            }
        }
        model.paragraphs.push_back({std::string(words), {}});
    }
}

casework::LetterWords words_for(const MatterView& view, const NoticeModel& model) {
    casework::LetterWords words;
    words.locale = view.locale();
    words.applicant = model.addressee;
    words.office = model.organ;
    words.query_code = code_shown(casework::inquiry_code(view.reading, view.file.matter.number));
    for (const char* why : {"missing", "unclear", "expired", "mismatch", "unsigned"}) {
        words.whys.emplace_back(why, view.text("why." + std::string(why)));
    }
    return words;
}

std::string form_text(const MatterView& view, const casework::HandedIn& paper) {
    return view.text("receipt.form." + paper.form.text());
}

// By when there will be a word, as it was counted when the matter came in.
void add_next(const MatterView& view, NoticeModel& model) {
    for (const casework::Happening& one : view.file.happenings) {
        if (!one.is(casework::Received::kKind.name)) continue;
        for (const casework::ClockChange& change : one.turn.clocks) {
            const std::string due = text::date(change.due, view.locale());
            // 许可法 32(4): in time, or it counts as accepted from the day of receipt.
            if (change.silence.text() == "deem")
                model.closing.push_back({view.text("receipt.next", {{"due", due}}), {}});
            else if (change.kind.text() != "S" && change.silence.empty())
                model.closing.push_back(
                    {view.text("receipt.next_clock",
                               {{"clock", view.file.texts->clock(view.locale(), change.clock.text())},
                                {"span", view.span_text(change)},
                                {"due", due}}),
                     {}});
        }
    }
}

// 收件回执: that the application came in, with what, and by when there will be an answer.
Result<NoticeModel> receipt_of(const MatterView& view) {
    NoticeModel model = TRY(blank_notice(view, "receipt"));
    const casework::MatterRow& matter = view.file.matter;
    model.heading = view.text("receipt.title");
    model.document_number = model.number_shown;
    model.date = text::date(matter.filed.date(), view.locale());
    model.code = code_shown(casework::inquiry_code(view.reading, matter.number));
    model.page_url = view.rooms.address + code_url(matter.number);
    model.page_qr = TRY(text::qr_code(model.page_url, view.text("done.qr")));
    model.paragraphs.push_back(
        {view.text("receipt.text", {{"received", text::date_time(matter.filed, view.locale())},
                                    {"item", name_of(view.item(), view.locale())}}),
         {}});
    for (const casework::Handed& handed : casework::handed_in(view.file.happenings)) {
        const catalog::Material* material = view.item().find_material(handed.paper.material.text());
        const std::string name =
            material == nullptr ? handed.paper.material.text() : view.pick(material->name, material->name_en);
        model.items.push_back({name, form_text(view, handed.paper)});
    }
    add_next(view, model);
    return model;
}

// B4: the dates that a slip promises, each with its days, as they were counted when it was issued: a new
// calendar or a pause tells its own story on the page of the matter.
void add_ledgers(const MatterView& view, const casework::Happening& issued, NoticeModel& model) {
    const casework::Process& process = *view.file.handling.process;
    for (const casework::ClockChange& change : issued.turn.clocks) {
        const auto slot = static_cast<std::size_t>(change.slot);
        if (change.change.text() != "started" || slot >= process.deadlines.size()) continue;
        const casework::Deadline& rule = process.deadlines[slot];
        if (rule.kind == casework::DeadlineClass::Stage) continue;
        casework::CaseState began;
        casework::apply(began, change);
        const auto counted = casework::calendar_of(view.file.handling.pinned(), view.file.matter.state, slot);
        const auto runs = casework::explain(began.clock(slot), rule, counted.days);
        if (runs.empty() || runs.back().last != change.due) continue;
        model.ledgers.push_back({view.file.texts->clock(view.locale(), rule.name),
                                 text::long_date(change.due, view.locale()), calendar_words(view, counted),
                                 change.unit.text(), day_rows(view, runs, began.clock(slot).unit)});
    }
}

Result<NoticeModel> letter_of(const MatterView& view, std::string_view kind) {
    NoticeModel model = TRY(blank_notice(view, kind));
    std::int64_t entry = 0;
    const std::string_view asked = view.request.query("entry");
    std::from_chars(asked.data(), asked.data() + asked.size(), entry);
    const casework::LetterWords words = words_for(view, model);
    const casework::Letter letter = TRY(casework::write_letter(view.reading, view.file, words, kind, entry));
    model.heading = letter.title;
    model.document_number = view.text("notice.entry", {{"entry", std::to_string(letter.entry)}});
    model.date = text::date(letter.at.date(), view.locale());
    take_paragraphs(model, letter);
    for (const casework::Happening& one : view.file.happenings)
        if (one.seq == letter.entry && one.is(casework::Accepted::kKind.name)) add_ledgers(view, one, model);
    return model;
}

}  // namespace

Answer show_notice(const Rooms& rooms, const identity::Reading& reading, const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, reading, request));
    const std::string_view kind = request.param("kind");
    NoticeModel model;
    if (kind == "receipt")
        model = TRY(receipt_of(view));
    else
        model = TRY(letter_of(view, kind));
    model.head_name = model.heading;
    return rooms.site.page(request, "services/notice", model, model.heading);
}

Answer show_counter_receipt(const Rooms& rooms, const identity::Reading& reading,
                            const web::Request& request) {
    const MatterView view = TRY(open_for_counter(rooms, reading, request));
    NoticeModel model = TRY(receipt_of(view));
    model.head_name = model.heading;
    model.back_url = "/desk/intake/done/" + view.file.matter.number;
    return rooms.site.page(request, "services/notice", model, model.heading);
}

}  // namespace services

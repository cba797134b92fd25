// The papers of a matter: files as they were handed in, each opening of which is recorded, and letters as
// they were issued.

#include "casework/form_pages.h"
#include "casework/handler_pages.h"
#include "casework/material_file.h"
#include "identity/person_events.h"

#include <charconv>

namespace casework {

namespace {

struct FileModel {
    MatterHead head;
    std::string file, material, action_url;
    void fields(auto& visit) {
        visit("", head), visit("file", file), visit("material", material), visit("action_url", action_url);
    }
};
struct LetterModel {
    MatterHead head;
    std::string letter, issued, reveal_url, reveal_error;
    bool is_masked = false;
    std::vector<SheetRow> sheets;
    void fields(auto& visit) {
        visit("", head), visit("letter", letter), visit("issued", issued), visit("reveal_url", reveal_url);
        visit("reveal_error", reveal_error), visit("is_masked", is_masked), visit("sheets", sheets);
    }
};

base::Result<Handed> find_paper(const std::vector<Happening>& happenings, std::string_view typed) {
    std::size_t number = 0;
    const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    const std::vector<Handed> handed = handed_in(happenings);
    if (read.ec != std::errc() || number == 0 || number > handed.size() ||
        handed[number - 1].paper.file.empty()) {
        return base::Error(base::ErrorCode::NotFound, "matter.no_such_file");
    }
    return handed[number - 1];
}

bool opened_by(const MatterFile& file, const VaultRef& item, const identity::Reading& reading) {
    const calendar::Instant since = reading.now.plus_seconds(-60 * kRevealMinutes);
    for (auto one = file.happenings.rbegin(); one != file.happenings.rend() && one->at >= since; ++one) {
        if (!one->is(identity::SealedRead::kKind.name) || one->person != reading.actor.person) continue;
        if (one->sealed.item == item.item) return true;
    }
    return false;
}

std::string file_url(std::string_view number, std::string_view n) {
    return matter_url(number) + "/files/" + std::string(n);
}

}  // namespace

// The bytes for whoever opened the paper just now; everybody else is asked to open it first, which is
// recorded.
Answer show_file(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const std::string_view number = request.param("number");
    const MatterFile file = TRY(open_file(reading, pages.bench(), number));
    const Handed handed = TRY(find_paper(file.happenings, request.param("n")));
    const std::string record = TRY(reading.unseal(handed.paper.file));
    const MaterialFile paper = TRY(MaterialFile::from_json(record));
    if (!paper.has_bytes()) return base::Error(base::ErrorCode::NotFound, "matter.no_such_file");
    if (opened_by(file, handed.paper.file, reading)) {
        std::string bytes = TRY(paper.read(reading.office.vault));
        return http::download(paper.type, paper.name, std::move(bytes));
    }
    const Teller teller(pages, reading, request);
    FileModel model;
    model.head = teller.head(file);
    model.file = paper.name;
    const catalog::Material* material = file.handling.item->find_material(handed.paper.material.text());
    model.material = material == nullptr ? handed.paper.material.text()
                                         : std::string(teller.pick(material->name, material->name_en));
    model.action_url = file_url(number, request.param("n"));
    return pages.site.page(request, "casework/file", model, teller.text("file.h1"));
}

Answer open_paper(const CasePages& pages, identity::Act& act, const web::Request& request) {
    const std::string number(request.param("number"));
    const auto happenings = TRY(list_happenings(act.db, number));
    const Handed handed = TRY(find_paper(happenings, request.param("n")));
    TRY(record_opening(act, pages.bench(), {number, handed.paper.file, {}}));
    return http::see_other(file_url(number, request.param("n")));
}

Answer show_letter(const CasePages& pages, const identity::Reading& reading, const web::Request& request) {
    const Teller teller(pages, reading, request);
    const MatterFile file = TRY(open_file(reading, pages.bench(), request.param("number")));
    std::int64_t entry = 0;
    const std::string_view typed = request.query("entry");
    std::from_chars(typed.data(), typed.data() + typed.size(), entry);
    const Letter letter =
        TRY(write_letter(reading, file, teller.letter_words(file), request.param("kind"), entry));
    LetterModel model;
    model.head = teller.head(file);
    model.letter = letter.title;
    model.issued = teller.moment(letter.at);
    model.is_masked = revealed_by(file, reading.actor.person, reading.now) == nullptr;
    model.reveal_url = model.head.matter_url + "/reveal";
    model.sheets.push_back(sheet_of(letter));
    return pages.site.page(request, "casework/letter", model, letter.title);
}

void add_paper_pages(web::Site& site) {
    site.add<FileModel>("casework/file");
    site.add<LetterModel>("casework/letter");
}

}  // namespace casework

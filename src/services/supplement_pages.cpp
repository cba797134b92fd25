// 补正: the one-time list as slots. Files are gathered one by one and handed in together; the clock starts
// with that act.

#include "casework/letter.h"
#include "casework/material_file.h"
#include "services/applicant_pages.h"
#include "services/limits.h"
#include "services/tracker_pages.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

const casework::Happening* list_of(const MatterView& view) {
    for (auto one = view.file.happenings.rbegin(); one != view.file.happenings.rend(); ++one) {
        if (one->is(casework::SupplementRequested::kKind.name)) return &*one;
    }
    return nullptr;
}

Result<std::vector<casework::Missing>> reasons_of(const MatterView& view, const casework::Happening& list) {
    const casework::Evidence* said = list.find_evidence("one_time_list");
    if (said == nullptr) return std::vector<casework::Missing>();
    const auto text = view.reading.unseal(said->item);
    if (!text.ok()) return std::vector<casework::Missing>();  // erased: the names of the papers still stand
    return casework::read_missing(text.value());
}

std::string reason_text(const MatterView& view, const casework::Missing& row) {
    if (row.why.empty()) return row.say;
    const std::string why = view.text("why." + row.why);
    return row.say.empty() ? why : view.text("tracker.why_said", {{"why", why}, {"say", row.say}});
}

// The matter is proved to be the applicant's, waits for papers, and this is one of them.
Result<std::string> paper_asked(const MatterView& view) {
    const std::vector<std::string> asked = asked_now(view);
    if (asked.empty()) return base::Error(base::ErrorCode::Conflict, "supplement.not_open");
    const std::string wanted(view.request.param("material"));
    // 许可法 32(4): told once; nothing beyond the list is asked for, nothing beyond it is taken.
    if (std::find(asked.begin(), asked.end(), wanted) == asked.end()) {
        return base::Error(base::ErrorCode::NotFound, "upload.not_in_guide");
    }
    return wanted;
}

std::string back_to(const MatterView& view, std::string_view material) {
    return view.url() + "#m-" + std::string(material);
}

Result<std::size_t> place_of(const DraftContent& papers, const web::Request& request) {
    const std::string_view index = request.param("n");
    int wanted = index.size() == 1 && index[0] >= '0' && index[0] <= '9' ? index[0] - '0' : -1;
    for (std::size_t i = 0; i < papers.uploads.size(); ++i) {
        if (papers.uploads[i].material != request.param("material")) continue;
        if (wanted-- == 0) return i;
    }
    return base::Error(base::ErrorCode::NotFound, "upload.no_file");
}

}  // namespace

std::vector<std::string> asked_now(const MatterView& view) {
    std::vector<std::string> asked;
    const casework::Happening* list = view.waiting() == nullptr ? nullptr : list_of(view);
    if (list == nullptr) return asked;
    for (const base::Code& material : list->asked) asked.push_back(material.text());
    return asked;
}

Result<std::vector<MissingModel>> missing_of(const MatterView& view) {
    std::vector<MissingModel> models;
    const std::vector<std::string> asked = asked_now(view);
    if (asked.empty()) return models;
    const std::vector<casework::Missing> reasons = TRY(reasons_of(view, *list_of(view)));
    const DraftContent papers = TRY(gathered_papers(view.reading, view.file.matter.number));
    for (const std::string& code : asked) {
        const catalog::Material* material = view.item().find_material(code);
        if (material == nullptr) continue;
        MissingModel& slot = models.emplace_back();
        slot.id = code;
        slot.name = view.pick(material->name, material->name_en);
        for (const casework::Missing& row : reasons) {
            if (row.material == code || row.material.empty()) slot.reason = reason_text(view, row);
        }
        slot.basis = basis_text(view, material->basis);
        slot.basis_url = basis_url(*view.rooms.practice.keeper().current(), material->basis);
        const std::string at = view.url() + "/supplement/" + code;
        int index = 0;
        for (const Upload* upload : papers.uploads_for(code)) {
            const std::string url = at + "/" + std::to_string(index++);
            slot.files.push_back({upload->name, size_shown(upload->size), url, url + "/remove"});
        }
        slot.is_ready = !slot.files.empty();
        if (slot.files.size() < kUploadsPerMaterialMax) slot.add_url = at;
        if (view.request.refused != nullptr && view.request.refused->field() == code) {
            slot.error = view.rooms.site.texts().error_text(*view.request.refused, view.locale());
        }
    }
    return models;
}

Result<std::any> seal_missing(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, reading, request));
    const std::string material = TRY(paper_asked(view));
    const DraftContent papers = TRY(gathered_papers(reading, view.file.matter.number));
    if (papers.uploads_for(material).size() >= kUploadsPerMaterialMax ||
        papers.uploads.size() >= kUploadsMax) {
        return base::Error(base::ErrorCode::Conflict, "upload.too_many")
            .with("max", std::to_string(kUploadsPerMaterialMax))
            .at(material);
    }
    const http::File* file = request.form.file("file");
    if (file == nullptr) return base::Error(base::ErrorCode::Invalid, "upload.no_file").at(material);
    Upload upload = TRY(seal_file(rooms, reading, *file, material));
    return std::any(std::move(upload));
}

Answer add_missing(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, act, request));
    const std::string material = TRY(paper_asked(view));
    DraftContent papers = TRY(gathered_papers(act, view.file.matter.number));
    papers.uploads.push_back(request.prepared_as<Upload>());
    TRY(gather_papers(act, view.file.matter.number, papers));
    return http::see_other(back_to(view, material));
}

Answer remove_missing(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, act, request));
    DraftContent papers = TRY(gathered_papers(act, view.file.matter.number));
    const std::size_t place = TRY(place_of(papers, request));
    papers.uploads.erase(papers.uploads.begin() + static_cast<std::ptrdiff_t>(place));
    TRY(gather_papers(act, view.file.matter.number, papers));
    return http::see_other(back_to(view, request.param("material")));
}

Answer show_missing(const Rooms& rooms, const identity::Reading& reading, const web::Request& request) {
    const casework::MatterRow matter = TRY(matter_of_applicant(reading, request));
    const DraftContent papers = TRY(gathered_papers(reading, matter.number));
    const std::size_t place = TRY(place_of(papers, request));
    const Upload& upload = papers.uploads[place];
    std::string bytes = TRY(rooms.vault.read_file(upload.file, upload.salt));
    return http::download(upload.type, upload.name, std::move(bytes));
}

Answer hand_in_missing(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const MatterView view = TRY(open_view(rooms, act, request));
    const std::string& number = view.file.matter.number;
    const std::vector<std::string> asked = asked_now(view);
    if (asked.empty()) return base::Error(base::ErrorCode::Conflict, "supplement.not_open");
    const DraftContent papers = TRY(gathered_papers(act, number));
    for (const std::string& material : asked) {
        if (papers.uploads_for(material).empty()) {
            return base::Error(base::ErrorCode::Invalid, "supplement.paper_missing").at(material);
        }
    }
    web::FormReader form(request.form);
    const std::string reply = form.lines("reply", {web::Need::Optional, 500, 0});
    if (!form.fits()) return form.refusal();
    casework::StepChoice choice;
    choice.step = view.waiting()->step;
    choice.outcome = "filed";
    choice.evidence.push_back({"reply", reply});
    for (const Upload& upload : papers.uploads) choice.materials.push_back(material_of(upload));
    TRY(casework::do_step(act, rooms.practice, number, casework::Standing::Applicant, choice));
    TRY(papers_handed_in(act, number));
    return http::see_other(view.url());
}

}  // namespace services

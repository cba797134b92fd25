// Papers of an application: one slot a material, several files a slot, removable, or promised for later where
// the guide allows it. Files are sealed to disk before the act (prepare); the act only notes them in the
// draft.

#include "casework/material_file.h"
#include "services/apply_model_pages.h"
#include "services/limits.h"
#include "services/services_pages.h"
#include "services/tracker_pages.h"
#include "text/display.h"

#include <algorithm>

namespace services {

std::string size_shown(std::int64_t bytes) {
    if (bytes < 1024 * 1024) return std::to_string(std::max<std::int64_t>(1, bytes / 1024)) + " KB";
    const std::int64_t tenths = bytes * 10 / (1024 * 1024);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

base::Result<Upload> seal_file(const Rooms& rooms, const identity::Reading& reading, const http::File& file,
                               std::string_view material) {
    if (file.bytes.empty()) return base::Error(base::ErrorCode::Invalid, "upload.no_file").at(material);
    if (file.bytes.size() > kUploadBytesMax) {
        return base::Error(base::ErrorCode::TooLarge, "upload.too_large").with("max", "20").at(material);
    }
    auto kind = casework::kind_of_upload(file.bytes);
    if (!kind.ok()) return base::Error(base::ErrorCode::Invalid, "upload.unknown_kind").at(material);
    const auto stored = TRY(rooms.vault.store_file(file.bytes, reading.office.entropy.bytes(32)));
    Upload upload;
    upload.material = material;
    upload.name = file.name;
    upload.type = kind.value();
    upload.size = stored.size;
    upload.file = stored.name;
    upload.content = stored.content;
    upload.salt = stored.salt;
    return upload;
}

namespace {

using base::Result;
using http::Response;

std::string slot_url(const Draft& draft, const std::string& material) {
    return "/apply/draft/" + draft.draft + "/materials/" + material;
}

struct PaperDesk {
    casework::Handling handling;
    Draft draft;
};
Result<PaperDesk> open_papers(const Rooms& rooms, const identity::Reading& reading,
                              const web::Request& request) {
    PaperDesk papers;
    papers.draft = TRY(find_draft(reading, holder_of(request), request.param("draft")));
    if (!papers.draft.filed.empty()) {
        return base::Error(base::ErrorCode::Conflict, "draft.filed_before")
            .with("number", papers.draft.filed);
    }
    papers.handling = TRY(rooms.practice.for_guide(papers.draft.item));
    return papers;
}

// services.md 5: an upload slot exists only for what the guide lists.
Result<const catalog::Material*> material_of(const PaperDesk& papers, const web::Request& request) {
    const catalog::Material* material = papers.handling.item->find_material(request.param("material"));
    if (material == nullptr) return base::Error(base::ErrorCode::NotFound, "upload.not_in_guide");
    return material;
}

UploadSlot slot_of(const Rooms& rooms, const web::Request& request, const PaperDesk& papers,
                   const catalog::Material& material) {
    const bool in_english = request.skin.locale == web::Locale::English;
    UploadSlot slot;
    slot.id = material.id;
    slot.name = in_english ? material.name_en : material.name;
    slot.note = in_english ? material.note_en : material.note;
    slot.add_url = slot_url(papers.draft, material.id);
    slot.is_optional = material.need == "optional";
    slot.is_reused = material.source == "government" && material.need == "necessary";
    if (slot.is_reused) slot.reused_from = material.issuer;
    slot.is_deferred = papers.draft.content.is_deferred(material.id);
    slot.defer_days = "5";
    if (material.need == "deferrable") slot.defer_url = slot.add_url + "/defer";
    int index = 0;
    for (const Upload* upload : papers.draft.content.uploads_for(material.id)) {
        const std::string at = slot.add_url + "/" + std::to_string(index++);
        slot.files.push_back({upload->name, size_shown(upload->size), at, at + "/remove"});
    }
    slot.is_ready = !slot.files.empty() || slot.is_reused;
    slot.can_add = !slot.is_deferred && slot.files.size() < kUploadsPerMaterialMax;
    const bool this_slot = request.route.pattern.find("{material}") != std::string::npos &&
                           request.param("material") == material.id;
    if (request.refused != nullptr && (this_slot || request.refused->field() == material.id)) {
        slot.error = rooms.site.texts().error_text(*request.refused, request.skin.locale);
    }
    return slot;
}

Result<Response> show_materials(const Rooms& rooms, const identity::Reading& reading,
                                const web::Request& request) {
    const PaperDesk papers = TRY(open_papers(rooms, reading, request));
    const auto pages = TRY(rooms.asks.pages(rooms.practice, papers.handling));
    UploadsModel model;
    DraftFrame& frame = model.draft;
    frame.head_name = name_of(*papers.handling.item, request.skin.locale);
    frame.minutes_left = "2";
    frame.kept_until = text::short_date(papers.draft.updated.date().plus(kDraftDays), request.skin.locale);
    frame.draft_number = papers.draft.draft;
    frame.draft_code = code_shown(draft_code(reading, papers.draft.draft));
    frame.draft_url = "/apply/draft/" + papers.draft.draft + "/check";
    frame.previous_url =
        "/apply/draft/" + papers.draft.draft + "/" + (pages->empty() ? "check" : pages->back().id);
    for (const char* key : {"stage.applicant", "stage.questions", "stage.materials", "stage.check"}) {
        const std::string_view word(key);
        const bool now = word == "stage.materials";
        frame.stages.push_back({rooms.site.text(request, key),
                                now                     ? "now"
                                : word == "stage.check" ? "todo"
                                                        : "done",
                                now});
    }
    frame.errors = rooms.site.errors(request);
    for (web::FormError& error : frame.errors) {
        if (papers.handling.item->find_material(error.field) != nullptr)
            error.field = "m-" + error.field;
        else if (request.route.pattern.find("{material}") != std::string::npos)
            error.field = "m-" + std::string(request.param("material"));
    }
    for (const catalog::Material* material :
         papers.handling.item->materials_for(papers.draft.content.scenario)) {
        model.materials.push_back(slot_of(rooms, request, papers, *material));
    }
    return rooms.site.page(request, "services/apply_materials", model,
                           rooms.site.text(request, "upload.title"));
}

// "Continue": every necessary paper is there or promised.
Result<Response> continue_materials(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const PaperDesk papers = TRY(open_papers(rooms, act, request));
    const AskPages none;
    const auto faults =
        faults_of({none, *papers.handling.item, Papers::Uploaded, act.now.date()}, papers.draft.content);
    for (const Fault& fault : faults) {
        if (fault.page != "materials") continue;
        base::Error missing(base::ErrorCode::Invalid, fault.text_key);
        for (const auto& [name, value] : fault.args) missing.with(name, value);
        return std::move(missing).at(fault.field);
    }
    return http::see_other("/apply/draft/" + papers.draft.draft + "/check");
}

// On the pool, before the act: look at the bytes, seal them to disk.
Result<std::any> seal_upload(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request) {
    const PaperDesk papers = TRY(open_papers(rooms, reading, request));
    const catalog::Material* material = TRY(material_of(papers, request));
    if (papers.draft.content.uploads_for(material->id).size() >= kUploadsPerMaterialMax ||
        papers.draft.content.uploads.size() >= kUploadsMax) {
        return base::Error(base::ErrorCode::Conflict, "upload.too_many")
            .with("max", std::to_string(kUploadsPerMaterialMax))
            .at(material->id);
    }
    const http::File* file = request.form.file("file");
    if (file == nullptr) return base::Error(base::ErrorCode::Invalid, "upload.no_file").at(material->id);
    Upload upload = TRY(seal_file(rooms, reading, *file, material->id));
    return std::any(std::move(upload));
}

Result<Response> add_upload(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    PaperDesk papers = TRY(open_papers(rooms, act, request));
    papers.draft.content.uploads.push_back(request.prepared_as<Upload>());
    TRY(save_draft(act, holder_of(request), papers.draft));
    return http::see_other("/apply/draft/" + papers.draft.draft + "/materials#m-" +
                           std::string(request.param("material")));
}

Result<std::size_t> place_of_upload(const PaperDesk& papers, const web::Request& request) {
    const std::string index(request.param("n"));
    int wanted = index.size() == 1 && index[0] >= '0' && index[0] <= '9' ? index[0] - '0' : -1;
    for (std::size_t i = 0; i < papers.draft.content.uploads.size(); ++i) {
        if (papers.draft.content.uploads[i].material != request.param("material")) continue;
        if (wanted-- == 0) return i;
    }
    return base::Error(base::ErrorCode::NotFound, "upload.no_file");
}

Result<Response> remove_upload(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    PaperDesk papers = TRY(open_papers(rooms, act, request));
    const std::size_t place = TRY(place_of_upload(papers, request));
    papers.draft.content.uploads.erase(papers.draft.content.uploads.begin() +
                                       static_cast<std::ptrdiff_t>(place));
    TRY(save_draft(act, holder_of(request), papers.draft));
    return http::see_other("/apply/draft/" + papers.draft.draft + "/materials#m-" +
                           std::string(request.param("material")));
}

Result<Response> show_upload(const Rooms& rooms, const identity::Reading& reading,
                             const web::Request& request) {
    const PaperDesk papers = TRY(open_papers(rooms, reading, request));
    const std::size_t place = TRY(place_of_upload(papers, request));
    const Upload& upload = papers.draft.content.uploads[place];
    std::string bytes = TRY(rooms.vault.read_file(upload.file, upload.salt));
    return http::download(upload.type, upload.name, std::move(bytes));
}

// 容缺后补: only for materials that the guide marks so.
Result<Response> defer_material(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    PaperDesk papers = TRY(open_papers(rooms, act, request));
    const catalog::Material* material = TRY(material_of(papers, request));
    if (material->need != "deferrable")
        return base::Error(base::ErrorCode::Conflict, "upload.not_deferrable").at(material->id);
    auto& deferred = papers.draft.content.deferred;
    const auto found = std::find(deferred.begin(), deferred.end(), material->id);
    if (found == deferred.end())
        deferred.push_back(material->id);
    else
        deferred.erase(found);
    TRY(save_draft(act, holder_of(request), papers.draft));
    return http::see_other("/apply/draft/" + papers.draft.draft + "/materials#m-" + material->id);
}

}  // namespace

std::vector<web::Route> upload_routes(const Rooms& rooms) {
    const auto reads = [rooms](auto handler) {
        return [rooms, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(rooms, reading, request);
        };
    };
    const auto acts = [rooms](auto handler) {
        return [rooms, handler](identity::Act& act, const web::Request& request) {
            return handler(rooms, act, request);
        };
    };
    const std::string slot = "/apply/draft/{draft}/materials/{material}";
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/apply/draft/{draft}/materials", {}, "Papers of an application", reads(show_materials))
            .in("services"));
    routes.push_back(web::post("/apply/draft/{draft}/materials", {}, "Goes on when the papers are complete",
                               acts(continue_materials))
                         .or_show(reads(show_materials))
                         .every_time()
                         .in("services"));
    routes.push_back(web::post(slot, {}, "Adds a file", acts(add_upload))
                         .first(reads(seal_upload))
                         .with_uploads()
                         .or_show(reads(show_materials))
                         .every_time()
                         .in("services"));
    routes.push_back(web::get(slot + "/{n}", {}, "A file of the draft", reads(show_upload)).in("services"));
    routes.push_back(web::post(slot + "/{n}/remove", {}, "Removes a file", acts(remove_upload))
                         .or_show(reads(show_materials))
                         .every_time()
                         .in("services"));
    routes.push_back(web::post(slot + "/defer", {}, "Promises a paper for later", acts(defer_material))
                         .or_show(reads(show_materials))
                         .every_time()
                         .in("services"));
    return routes;
}

}  // namespace services

// Files of a draft: attachments, and the Word or WPS file whose text becomes the document's. Bytes are looked
// into and sealed before the act; a file that is refused leaves nothing behind in the draft.

#include "casework/material_file.h"
#include "disclosure/document_model_pages.h"
#include "papers/docx.h"
#include "text/personal_data.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using http::Response;

constexpr std::size_t kHitsKept = 20;

// What a form brought, sealed on the disk already.
struct Brought {
    std::vector<AttachedFile> files;
    papers::DocxText word;
};

Result<AttachedFile> seal(const DisclosureRoom& room, const identity::Reading& reading,
                          std::string_view bytes, AttachedFile file) {
    const auto stored = TRY(room.vault.store_file(bytes, reading.office.entropy.bytes(32)));
    file.size = static_cast<std::int64_t>(bytes.size());
    file.content = stored.content;
    file.stored = stored.name;
    file.salt = stored.salt;
    return file;
}

void scan(std::string_view text, AttachedFile& file) {
    for (const text::PersonalHit& hit : text::find_personal_data(text, kHitsKept)) {
        file.found.emplace_back(text::personal_kind_word(hit.kind));
        file.found.push_back(text::mask_hit(hit.kind, text.substr(hit.from, hit.size)));
    }
}

Result<const http::File*> file_of(const web::Request& request) {
    const http::File* file = request.form.file("file");
    if (file == nullptr || file->bytes.empty()) return Error(ErrorCode::Invalid, "upload.no_file").at("file");
    if (file->bytes.size() > kFileBytesMax)
        return Error(ErrorCode::TooLarge, "upload.too_large").with("max", "10").at("file");
    return file;
}

// 公开条例 15: text inside an attachment is read as closely as the document's own.
Result<std::any> take_attachment(const DisclosureRoom& room, const identity::Reading& reading,
                                 const web::Request& request) {
    const http::File* file = TRY(file_of(request));
    auto kind = casework::kind_of_upload(file->bytes);
    if (!kind.ok()) return Error(ErrorCode::Invalid, "upload.unknown_kind").at("file");
    AttachedFile wanted;
    wanted.name = file->name;
    wanted.type = kind.value();
    std::string bytes(file->bytes);
    if (wanted.type == "image/jpeg" || wanted.type == "image/png") {
        auto picture = papers::clean_picture(bytes);
        if (!picture.ok()) return picture.take_error().at("file");
        bytes = std::move(picture.value().bytes);
    } else if (auto word = papers::read_docx(bytes); word.ok()) {
        scan(word.value().content.plain, wanted);
    } else if (wanted.type != "application/pdf" && word.error().text_key() != "papers.no_part") {
        return word.take_error().at("file");
    }
    Brought brought;
    AttachedFile sealed = TRY(seal(room, reading, bytes, std::move(wanted)));
    brought.files.push_back(std::move(sealed));
    return std::any(std::move(brought));
}

Result<std::any> take_word(const DisclosureRoom& room, const identity::Reading& reading,
                           const web::Request& request) {
    const http::File* file = TRY(file_of(request));
    auto word = papers::read_docx(file->bytes);
    if (!word.ok()) return word.take_error().at("file");
    Brought brought;
    brought.word = std::move(word.value());
    int number = 0;
    for (const papers::DocxPicture& picture : brought.word.pictures) {
        AttachedFile wanted;
        wanted.use = kPicture;
        wanted.name = std::to_string(++number);
        wanted.type = picture.picture.type;
        AttachedFile sealed = TRY(seal(room, reading, picture.picture.bytes, std::move(wanted)));
        brought.files.push_back(std::move(sealed));
    }
    AttachedFile original;
    original.use = kOriginal;
    original.name = file->name;
    original.type = TRY(casework::kind_of_upload(file->bytes));
    AttachedFile kept = TRY(seal(room, reading, file->bytes, std::move(original)));
    brought.files.push_back(std::move(kept));
    return std::any(std::move(brought));
}

Result<Response> revise(const DisclosureRoom& room, identity::Act& act, const Folder& folder,
                        const Draft& draft) {
    TRY(revise_document(act, room.practice, folder.document.document, draft));
    return http::see_other("/documents/" + folder.document.document);
}

Result<Response> attach(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    Draft draft = TRY(open_draft(act, folder.latest));
    for (const AttachedFile& file : request.prepared_as<Brought>().files) draft.files.push_back(file);
    return revise(room, act, folder, draft);
}

// The text of the file takes the place of the draft's; what its head says fills what is still empty.
Result<Response> take_text(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    const Brought& brought = request.prepared_as<Brought>();
    Draft draft = TRY(open_draft(act, folder.latest));
    std::erase_if(draft.files, [](const AttachedFile& file) { return file.use != kAttached; });
    for (const AttachedFile& file : brought.files) draft.files.push_back(file);
    draft.body = brought.word.content.source;
    const papers::RedHead& head = brought.word.head;
    if (!head.title.empty() && head.title.size() <= 3 * kTitleMax) draft.title = head.title;
    if (draft.number.empty() && is_document_number(head.document_number)) draft.number = head.document_number;
    if (draft.formed.days == 0 && head.formed_on) draft.formed = *head.formed_on;
    if (!head.attribute.empty()) draft.attribute = head.attribute;
    return revise(room, act, folder, draft);
}

Result<Response> remove(const DisclosureRoom& room, identity::Act& act, const web::Request& request) {
    const Folder folder = TRY(open_own(act, request));
    Draft draft = TRY(open_draft(act, folder.latest));
    const std::string_view asked = request.param("k");
    for (std::size_t i = 0; i < draft.files.size(); ++i) {
        if (std::to_string(i + 1) != asked) continue;
        draft.files.erase(draft.files.begin() + static_cast<std::ptrdiff_t>(i));
        return revise(room, act, folder, draft);
    }
    return Error(ErrorCode::NotFound, "document.no_such_file");
}

Answer give_draft_file(const DisclosureRoom& room, const identity::Reading& reading,
                       const web::Request& request) {
    const Folder folder = TRY(open_folder(reading, request));
    const Draft draft = TRY(open_draft(reading, folder.latest));
    for (const AttachedFile& file : draft.files) {
        if (file.content.hex() != request.param("digest")) continue;
        std::string bytes = TRY(room.vault.read_file(file.stored, file.salt));
        if (file.use == kPicture) {
            Response response;
            response.body = std::move(bytes);
            response.set("Content-Type", file.type);
            return response;
        }
        return http::download(file.type, file.name, std::move(bytes));
    }
    return Error(ErrorCode::NotFound, "document.no_such_file");
}

}  // namespace

std::vector<web::Route> attachment_routes(const DisclosureRoom& room, const web::ReadingHandler& again) {
    const web::Guarded drafters{identity::Door::Staff, "disclosure.draft"};
    const auto acts = [&room](auto handler) {
        return [&room, handler](identity::Act& act, const web::Request& request) {
            return handler(room, act, request);
        };
    };
    const auto first = [&room](auto step) {
        return [&room, step](const identity::Reading& reading, const web::Request& request) {
            return step(room, reading, request);
        };
    };
    const std::string files = "/documents/{document}/files";
    std::vector<web::Route> routes;
    routes.push_back(web::post(files, drafters, "Attaches a file to a draft", acts(attach))
                         .first(first(take_attachment))
                         .with_uploads()
                         .or_show(again)
                         .every_time()
                         .in("documents"));
    routes.push_back(
        web::post("/documents/{document}/word", drafters, "Takes the text of a Word file", acts(take_text))
            .first(first(take_word))
            .with_uploads()
            .or_show(again)
            .every_time()
            .in("documents"));
    routes.push_back(web::post(files + "/{k}/remove", drafters, "Takes a file off a draft", acts(remove))
                         .or_show(again)
                         .every_time()
                         .in("documents"));
    routes.push_back(web::get("/documents/{document}/kept/{digest}", {identity::Door::Staff, {}},
                              "A file or picture of a draft",
                              [&room](const identity::Reading& reading, const web::Request& request) {
                                  return give_draft_file(room, reading, request);
                              })
                         .slowly()
                         .in("documents"));
    return routes;
}

}  // namespace disclosure

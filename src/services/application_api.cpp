// POST /api/applications: one application in one request, with the same checks as the pages. What can be
// refused is refused on the pool; the writer only seals and records.

#include "base/json.h"
#include "casework/material_file.h"
#include "services/limits.h"
#include "services/services_pages.h"

namespace services {

namespace {

using base::Error;
using base::ErrorCode;
using base::Json;
using base::Result;
using http::Response;

constexpr std::size_t kRequestBytesMax = 512u << 10;

struct Wanted {
    std::string item;
    casework::NewCase application;
};

// Answers arrive as text, numbers or truths; all are read like what a person types.
std::string typed_text(const Json& value) {
    switch (value.kind) {
    case Json::Kind::Bool: return value.truth ? "yes" : "no";
    case Json::Kind::Integer: return std::to_string(value.integer);
    case Json::Kind::String:
    case Json::Kind::Number: return value.text;
    default: return {};
    }
}

Result<Upload> read_paper(const Json& json) {
    Upload upload;
    upload.material = json.string_or("material");
    if (upload.material.empty()) return Error(ErrorCode::Invalid, "api.material_missing").at("materials");
    if (json.is_true("paper")) {
        upload.paper = "original";
        upload.copies = 1;
        return upload;
    }
    upload.name = json.string_or("name");
    const std::string_view content = json.string_or("content");
    // Base64 of the most a record may carry; larger papers are uploaded page by page.
    if (content.size() > (casework::kInlineBytesMax + 2) / 3 * 4) {
        return Error(ErrorCode::TooLarge, "api.paper_too_large").with("max", "8").at(upload.material);
    }
    auto bytes = base::from_base64(content);
    if (!bytes.ok() || bytes.value().empty())
        return Error(ErrorCode::Invalid, "upload.no_file").at(upload.material);
    auto kind = casework::kind_of_upload(bytes.value());
    if (!kind.ok()) return Error(ErrorCode::Invalid, "upload.unknown_kind").at(upload.material);
    upload.bytes = std::move(bytes).value();
    upload.type = std::move(kind).value();
    upload.size = static_cast<std::int64_t>(upload.bytes.size());
    return upload;
}

Result<base::Done> read_papers(const Json& body, const catalog::ServiceItem& item, DraftContent& content) {
    for (const Json& one : body.list("materials")) {
        Upload upload = TRY(read_paper(one));
        // services.md 5: a slot exists only for what the guide lists.
        if (item.find_material(upload.material) == nullptr) {
            return Error(ErrorCode::Invalid, "upload.not_in_guide").at(upload.material);
        }
        if (content.uploads.size() >= kUploadsMax ||
            content.uploads_for(upload.material).size() >= kUploadsPerMaterialMax) {
            return Error(ErrorCode::Invalid, "upload.too_many")
                .with("max", std::to_string(kUploadsPerMaterialMax))
                .at(upload.material);
        }
        content.uploads.push_back(std::move(upload));
    }
    for (const Json& one : body.list("deferred")) {
        const catalog::Material* material = item.find_material(one.text);
        if (material == nullptr || material->need != "deferrable") {
            return Error(ErrorCode::Invalid, "upload.not_deferrable").at(one.text);
        }
        content.deferred.push_back(one.text);
    }
    return base::Done{};
}

Result<std::any> read_application(const Rooms& rooms, const identity::Reading& reading,
                                  const web::Request& request) {
    auto parsed = base::parse_json(request.http.body, base::JsonComments::Refused, kRequestBytesMax);
    if (!parsed.ok() || !parsed.value().is_object()) return Error(ErrorCode::Invalid, "api.not_json");
    const Json& body = parsed.value();
    Wanted wanted;
    wanted.item = body.string_or("item");
    const casework::Handling handling = TRY(rooms.practice.for_guide(wanted.item));
    DraftContent content;
    content.scenario = body.string_or("scenario");
    if (content.scenario.empty() && handling.item->scenarios.size() == 1) {
        content.scenario = handling.item->scenarios.front().code;
    }
    if (const Json* answers = body.find("answers")) {
        for (const auto& [field, value] : answers->members) content.answers[field] = typed_text(value);
    }
    TRY(read_papers(body, *handling.item, content));
    const Arrival arrival{"api", request.actor.is_citizen ? request.actor.person : identity::PersonId()};
    const Asked asked{rooms.practice, rooms.asks, wanted.item, reading.now.date()};
    wanted.application = TRY(complete_application(asked, std::move(content), arrival));
    return std::any(std::move(wanted));
}

Result<Response> file_application_now(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const Wanted& wanted = request.prepared_as<Wanted>();
    const casework::Filed filed =
        TRY(casework::file_case(act, rooms.practice, wanted.item, wanted.application));
    std::string out;
    base::JsonWriter(out)
        .open_object()
        .member("number", filed.number)
        .member("code", filed.code)
        .close_object();
    Response response = http::json(201, std::move(out));
    response.set("Location", "/matters/" + filed.number);
    return response;
}

}  // namespace

std::vector<web::Route> application_api(const Rooms& rooms) {
    const web::PrepareStep read = [rooms](const identity::Reading& reading, const web::Request& request) {
        return read_application(rooms, reading, request);
    };
    const web::ActHandler file = [rooms](identity::Act& act, const web::Request& request) {
        return file_application_now(rooms, act, request);
    };
    web::Route route =
        web::post("/api/applications", {}, "Files one application given as JSON", file).first(read);
    route.body_max = kRequestBytesMax;
    route.lane = http::Lane::Quick;  // nothing here waits for a disk or hashes a password
    route.nav = "services";
    std::vector<web::Route> routes;
    routes.push_back(std::move(route));
    return routes;
}

}  // namespace services

// /duties/sheets: a standard catalogue as another office filled it in, compared item by item with the one in
// force. Nothing is changed here; what was read is given back as the file of a definition.

#include "disclosure/duty_model_pages.h"
#include "disclosure/sheet.h"
#include "text/display.h"
#include "web/form.h"

#include <algorithm>

namespace disclosure {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kSheetBytesMax = 4u << 20;

struct CatalogueOption {
    std::string value, label;
    bool is_selected = false;
    void fields(auto& visit) {
        visit("value", value), visit("label", label), visit("is_selected", is_selected);
    }
};
struct ChangeRow {
    std::string name, state, fields_changed;
    void fields(auto& visit) {
        visit("name", name), visit("state", state), visit("fields_changed", fields_changed);
    }
};
struct SheetsModel {
    std::string q, same, data;
    bool is_read = false;
    std::vector<web::FormError> errors;
    std::vector<CatalogueOption> catalogues;
    std::vector<ChangeRow> changes;
    void fields(auto& visit) {
        visit("q", q), visit("same", same), visit("data", data), visit("is_read", is_read);
        visit("errors", errors), visit("catalogues", catalogues), visit("changes", changes);
    }
};

SheetsModel empty_model(const DisclosureRoom& room, const web::Request& request, std::string_view chosen) {
    SheetsModel model;
    for (const DutyCatalogue& catalogue : room.duties.catalogues)
        model.catalogues.push_back(
            {catalogue.id, pick(request, catalogue.domain, catalogue.domain_en), catalogue.id == chosen});
    return model;
}

Answer shown(const DisclosureRoom& room, const web::Request& request, const SheetsModel& model) {
    return room.site.page(request, "disclosure/sheets", model, room.site.text(request, "sheets.h1"));
}

Answer show_sheets(const DisclosureRoom& room, const identity::Reading&, const web::Request& request) {
    return shown(room, request, empty_model(room, request, {}));
}

// What of an item is not as before, in the words of the form.
std::string changed_fields(const DisclosureRoom& room, const web::Request& request, const CatalogItem& before,
                           const CatalogItem& after) {
    const std::pair<const char*, bool> parts[] = {
        {"duty.elements", before.elements != after.elements},
        {"duty.basis", before.grounds != after.grounds},
        {"duty.when", before.when != after.when},
        {"duty.who", before.units != after.units || before.for_all != after.for_all ||
                         before.for_some != after.for_some || before.offered != after.offered ||
                         before.asked != after.asked || before.county != after.county ||
                         before.township != after.township || before.village != after.village},
        {"duty.channels", before.channels != after.channels}};
    std::string words;
    for (const auto& [key, is_changed] : parts) {
        if (!is_changed) continue;
        if (!words.empty()) words += room.site.text(request, "duty.mark");
        words += room.site.text(request, key);
    }
    return words;
}

const CatalogItem* same_item(const DutyCatalogue& catalogue, const CatalogItem& item) {
    const auto found =
        std::find_if(catalogue.items.begin(), catalogue.items.end(), [&](const CatalogItem& one) {
            return one.group == item.group && one.name == item.name;
        });
    return found == catalogue.items.end() ? nullptr : &*found;
}

void compare(const DisclosureRoom& room, const web::Request& request, const DutyCatalogue& before,
             const DutyCatalogue& after, SheetsModel& model) {
    std::int64_t same = 0;
    for (const CatalogItem& item : after.items) {
        const CatalogItem* old = same_item(before, item);
        const std::string name = item.group + " / " + item.name;
        if (old == nullptr) {
            model.changes.push_back({name, "added", {}});
            continue;
        }
        std::string fields = changed_fields(room, request, *old, item);
        if (fields.empty())
            ++same;
        else
            model.changes.push_back({name, "changed", std::move(fields)});
    }
    for (const CatalogItem& item : before.items)
        if (same_item(after, item) == nullptr)
            model.changes.push_back({item.group + " / " + item.name, "gone", {}});
    model.same = text::integer(same);
}

Result<DutyCatalogue> read_upload(const DisclosureRoom& room, const web::Request& request,
                                  const DutyCatalogue& before) {
    web::FormReader form(request.form);
    const http::File* file = form.file("file");
    if (file == nullptr) return Error(ErrorCode::Invalid, "sheets.no_file").at("file");
    if (file->bytes.size() > kSheetBytesMax)
        return Error(ErrorCode::TooLarge, "sheets.too_large").with("max", "4").at("file");
    const SheetGrid grid = TRY(read_workbook(file->bytes));
    return read_sheet(grid, unit_names(room.practice.keeper().current()->bodies), before);
}

Answer compare_sheet(const DisclosureRoom& room, const identity::Reading&, const web::Request& request) {
    web::FormReader form(request.form);
    const std::string chosen = form.text("catalogue", {web::Need::Optional, 60, 0});
    SheetsModel model = empty_model(room, request, chosen);
    const DutyCatalogue* before = room.duties.find(chosen);
    const auto read = before == nullptr
                          ? Result<DutyCatalogue>(Error(ErrorCode::Invalid, "duty.no_such_catalogue"))
                          : read_upload(room, request, *before);
    if (!read.ok()) {
        const std::string field = before == nullptr ? "catalogue" : "file";
        model.errors.push_back(
            {field, room.site.text(request, read.error().text_key(), read.error().args())});
        return shown(room, request, model);
    }
    model.is_read = true;
    model.data = duty_catalogue_json(read.value());
    compare(room, request, *before, read.value(), model);
    return shown(room, request, model);
}

}  // namespace

void add_duty_sheet_pages(web::Site& site) {
    site.add<SheetsModel>("disclosure/sheets");
}

std::vector<web::Route> duty_sheet_routes(const DisclosureRoom& room) {
    const auto reads = [&room](auto handler) {
        return [&room, handler](const identity::Reading& reading, const web::Request& request) {
            return handler(room, reading, request);
        };
    };
    const web::Guarded staff{identity::Door::Staff, {}};
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/duties/sheets", staff, "The form to compare a catalogue workbook", reads(show_sheets))
            .in("duties"));
    routes.push_back(web::ask("/duties/sheets", staff, "Compares a catalogue workbook with the one in force",
                              reads(compare_sheet))
                         .with_uploads()
                         .in("duties"));
    return routes;
}

}  // namespace disclosure

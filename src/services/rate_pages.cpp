// 好差评 on paper and screen: one matter, one rating, by its applicant, five faces and no default.

#include "services/applicant_pages.h"
#include "services/limits.h"
#include "services/rating.h"
#include "services/services_pages.h"
#include "text/utf8.h"

#include <algorithm>

namespace services {

namespace {

using base::Result;
using http::Response;

struct Face {
    std::string_view code, icon;
};
constexpr Face kFaces[] = {
    {"5", "mood-happy"}, {"4", "mood-smile"}, {"3", "mood-empty"}, {"2", "mood-sad"}, {"1", "mood-angry"}};
constexpr std::string_view kTags[] = {"fast", "kind", "clear", "slow", "rude", "papers", "trips", "unclear"};

struct LevelModel {
    std::string code, icon;
    bool is_selected = false;
    void fields(auto& visit) { visit("code", code), visit("icon", icon), visit("is_selected", is_selected); }
};
struct TagModel {
    std::string code;
    bool is_selected = false;
    void fields(auto& visit) { visit("code", code), visit("is_selected", is_selected); }
};
struct RateModel {
    std::string head_name, item, number_shown, level_error, text, track_url;
    bool is_done = false, is_bad = false;
    std::vector<web::FormError> errors;
    std::vector<LevelModel> levels;
    std::vector<TagModel> tags;
    void fields(auto& visit) {
        visit("head_name", head_name), visit("item", item), visit("number_shown", number_shown);
        visit("level_error", level_error), visit("text", text), visit("track_url", track_url);
        visit("is_done", is_done), visit("is_bad", is_bad), visit("errors", errors), visit("levels", levels);
        visit("tags", tags);
    }
};

std::vector<std::string> ticked_tags(const web::Request& request) {
    const auto typed = request.form.fields.all("tag");
    std::vector<std::string> tags;
    for (const std::string_view tag : kTags) {
        if (std::find(typed.begin(), typed.end(), tag) != typed.end()) tags.emplace_back(tag);
    }
    return tags;
}

Result<Response> show_rate(const Rooms& rooms, const identity::Reading& reading,
                           const web::Request& request) {
    const casework::MatterRow matter = TRY(matter_of_applicant(reading, request));
    const casework::Handling handling = TRY(rooms.practice.for_matter(reading.db, matter));
    RateModel model;
    model.head_name = rooms.site.text(request, "rate.head");
    model.item = name_of(*handling.item, request.skin.locale);
    model.number_shown = number_shown(matter.number);
    model.track_url = matter_url_of(matter.number);
    model.errors = rooms.site.errors(request);
    model.level_error = web::error_of(model.errors, "level");
    model.text = request.typed("text");
    const auto before = TRY(find_rating(reading.db, matter.number));
    model.is_done = before.has_value();
    model.is_bad = before && before->level <= kLevelBad;
    for (const Face& face : kFaces) {
        model.levels.push_back(
            {std::string(face.code), std::string(face.icon), request.typed("level") == face.code});
    }
    const auto ticked = ticked_tags(request);
    for (const std::string_view tag : kTags) {
        model.tags.push_back(
            {std::string(tag), std::find(ticked.begin(), ticked.end(), tag) != ticked.end()});
    }
    return rooms.site.page(request, "services/rate", model,
                           rooms.site.text(request, model.is_done ? "rate.thanks" : "rate.title"));
}

Result<Response> give_rating(const Rooms& rooms, identity::Act& act, const web::Request& request) {
    const casework::MatterRow matter = TRY(matter_of_applicant(act, request));
    NewRating rating;
    const std::string_view level = request.field("level");
    rating.level = level.size() == 1 && level[0] >= '1' && level[0] <= '5' ? level[0] - '0' : 0;
    rating.tags = ticked_tags(request);
    rating.words = request.field("text");
    if (text::character_count(rating.words) > kOpinionCharactersMax) {
        return base::Error(base::ErrorCode::Invalid, "text.too_long")
            .with("max", std::to_string(kOpinionCharactersMax))
            .at("text");
    }
    TRY(rate(act, rooms.practice, matter.number, rating));
    return http::see_other(matter_url_of(matter.number) + "/rate");
}

}  // namespace

void add_rate_pages(web::Site& site) {
    site.add<RateModel>("services/rate");
}

std::vector<web::Route> rate_routes(const Rooms& rooms) {
    const auto show = or_ask_code([rooms](const identity::Reading& reading, const web::Request& request) {
        return show_rate(rooms, reading, request);
    });
    const auto give = [rooms](identity::Act& act, const web::Request& request) {
        return give_rating(rooms, act, request);
    };
    std::vector<web::Route> routes;
    routes.push_back(
        web::get("/matters/{number}/rate", {}, "Asks the applicant how the matter was handled", show)
            .in("services"));
    routes.push_back(web::post("/matters/{number}/rate", {}, "Records the applicant's rating", give)
                         .or_show(show)
                         .in("services"));
    return routes;
}

}  // namespace services

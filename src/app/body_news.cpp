#include "app/body_news.h"

#include "app/node.h"
#include "casework/figure_store.h"
#include "services/result.h"
#include "supervision/board_store.h"
#include "text/display.h"

namespace app {

namespace {

constexpr int kGrantsShown = 6;

using catalog::BodyNews;

base::Result<> add_grants(const store::Reader& db, const catalog::Catalogue& catalogue, web::Locale locale,
                          std::string_view body, BodyNews& news) {
    services::ResultQuestion question;
    question.office = body;
    question.limit = kGrantsShown;
    for (const services::ResultLine& line : TRY(services::list_published(db, question))) {
        const catalog::ServiceItem* item = catalogue.find_item(line.item);
        std::string name = line.item;
        if (item != nullptr)
            name = locale == web::Locale::English && !item->name_en.empty() ? item->name_en : item->name;
        news.grants.push_back({std::move(name), line.holder, text::date(line.decided, locale),
                               line.decided.iso(), "/results/" + line.result});
    }
    return base::Done{};
}

// Whole days: what was decided today counts, in time as the promise says.
base::Result<> add_figures(const identity::Reading& reading, std::string_view body, BodyNews& news) {
    const calendar::Date today = reading.now.date();
    const calendar::Date first = calendar::Date::of(today.year(), 1, 1);
    news.received = text::integer(TRY(casework::count_received(reading.db, body, first)));
    std::int64_t decided = 0, late = 0;
    for (const supervision::BodyRecord& row : TRY(supervision::count_decided(reading.db, first, today))) {
        if (row.office != body) continue;
        decided = row.decided;
        late = row.promise_late;
    }
    news.decided = text::integer(decided);
    if (decided > 0) {
        news.ontime_pct = text::percent_of(decided - late, decided);
        news.ontime_pct.pop_back();  // the page writes the sign
    }
    supervision::OpenQuestion open;
    open.due_to = reading.now.seconds();
    open.office = body;
    news.late_now = text::integer(TRY(supervision::count_open_due(reading.db, open)));
    return base::Done{};
}

}  // namespace

std::function<base::Result<BodyNews>(const identity::Reading&, web::Locale, std::string_view)>
body_news(Node& node) {
    return [&node](const identity::Reading& reading, web::Locale locale,
                   std::string_view body) -> base::Result<BodyNews> {
        BodyNews news;
        TRY(add_grants(reading.db, *node.catalogue().current(), locale, body, news));
        // A body without items of its own has no figures to show.
        if (!node.catalogue().current()->items_of_body(body).empty()) TRY(add_figures(reading, body, news));
        return news;
    };
}

}  // namespace app

#include "disclosure/duty_store.h"

namespace disclosure {

namespace {

constexpr int kCountsMax = 20000;  // items × bodies

base::Result<> project_sorted(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<DutySorted>();
    TRY(tx.execute("DELETE FROM duty_edition WHERE document = ?", event.document));
    TRY(tx.execute("DELETE FROM duty_sorted WHERE document = ?", event.document));
    constexpr std::string_view sorted = R"sql(
        INSERT INTO duty_sorted(document, edition, published, by_person) VALUES(?, ?, ?, ?))sql";
    TRY(tx.execute(sorted, event.document, event.edition, event.published.seconds(),
                   event.by_person ? 1 : 0));
    constexpr std::string_view place = R"sql(
        INSERT INTO duty_edition(item, office, document, edition, published) VALUES(?, ?, ?, ?, ?))sql";
    for (const DutyPlace& one : event.places)
        TRY(tx.execute(place, one.item, one.office, event.document, event.edition,
                       event.published.seconds()));
    return base::Done{};
}

}  // namespace

base::Result<> project_duty(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<DutySorted>()) return project_sorted(tx, entry);
    // What is no longer public answers nothing.
    const auto event = entry.read<EditionTakenDown>();
    return tx.execute("DELETE FROM duty_edition WHERE document = ? AND edition = ?", event.document,
                      event.edition);
}

base::Result<std::vector<DutyCount>> list_duty_counts(const store::Reader& db, std::string_view catalogue) {
    // Items of a catalogue begin with its id and a stroke; ~ is behind every character of a code.
    const std::string from = catalogue.empty() ? std::string() : std::string(catalogue) + "/";
    const std::string to = from + "~";
    constexpr std::string_view sql = R"sql(
        SELECT item, office, count(*), max(published) FROM duty_edition
        WHERE item >= ? AND item < ? GROUP BY item, office ORDER BY item, office LIMIT ?)sql";
    auto rows = TRY(db.query(sql, from, to, kCountsMax));
    std::vector<DutyCount> counts;
    while (TRY(rows.next()))
        counts.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2),
                          calendar::Instant::of_seconds(rows.integer(3))});
    return counts;
}

base::Result<std::vector<PublishedLine>> list_duty_editions(const store::Reader& db, std::string_view item,
                                                            int limit) {
    constexpr std::string_view sql = R"sql(
        SELECT d.document, e.edition, e.office, e.genre, e.manifest, e.formed, e.valid_to, e.published
        FROM duty_edition d JOIN edition e ON e.document = d.document AND e.edition = d.edition
        WHERE d.item = ? AND e.state = 'published' GROUP BY d.document
        ORDER BY d.published DESC, d.document DESC LIMIT ?)sql";
    auto rows = TRY(db.query(sql, item, limit));
    std::vector<PublishedLine> lines;
    while (TRY(rows.next())) {
        PublishedLine line;
        line.document = rows.text(0);
        line.edition = static_cast<int>(rows.integer(1));
        line.office = rows.text(2);
        line.genre = rows.text(3);
        line.manifest = rows.digest(4);
        line.formed = {static_cast<std::int32_t>(rows.integer(5))};
        line.valid_to = {static_cast<std::int32_t>(rows.integer(6))};
        line.published = calendar::Instant::of_seconds(rows.integer(7));
        lines.push_back(std::move(line));
    }
    return lines;
}

base::Result<std::vector<DutyPlace>> list_duty_places(const store::Reader& db, std::string_view document) {
    constexpr std::string_view sql = R"sql(
        SELECT item, office FROM duty_edition WHERE document = ? ORDER BY item, office LIMIT 400)sql";
    auto rows = TRY(db.query(sql, document));
    std::vector<DutyPlace> places;
    while (TRY(rows.next())) places.push_back({base::Code::of(rows.text(0)), base::Code::of(rows.text(1))});
    return places;
}

base::Result<std::vector<UnsortedEdition>> list_unsorted(const store::Reader& db, int limit) {
    // Time does not run backwards along the journal: what is older than the newest that was sorted was
    // sorted.
    constexpr std::string_view sql = R"sql(
        SELECT e.document, e.edition, e.published FROM edition e
        LEFT JOIN duty_sorted s ON s.document = e.document AND s.edition = e.edition
        WHERE e.scope = 'public' AND e.state = 'published' AND s.document IS NULL
            AND e.published >= coalesce((SELECT max(published) FROM duty_sorted), 0)
        ORDER BY e.published, e.document LIMIT ?)sql";
    auto rows = TRY(db.query(sql, limit));
    std::vector<UnsortedEdition> found;
    while (TRY(rows.next()))
        found.push_back({std::string(rows.text(0)), static_cast<int>(rows.integer(1)),
                         calendar::Instant::of_seconds(rows.integer(2))});
    return found;
}

}  // namespace disclosure

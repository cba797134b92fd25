#include "disclosure/document_store.h"

#include <charconv>

namespace disclosure {

namespace {

std::int64_t year_of(std::string_view document) {
    std::int64_t year = 0;
    const std::size_t from = document.find('-') + 1;
    std::from_chars(document.data() + from, document.data() + from + 4, year);
    return year;
}

std::optional<base::Digest> digest_or_null(const base::Digest& digest) {
    return digest == base::Digest{} ? std::optional<base::Digest>() : digest;
}

base::Result<> project_drafted(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<DocumentDrafted>();
    if (event.edition == 1) {
        constexpr std::string_view sql = R"sql(
            INSERT INTO document(document, office, year, serial, genre, interprets, latest, live, attribute,
                article, row_shelf, look_again, first_published)
            VALUES(?, ?, ?, ?, ?, ?, 1, 0, '', '', NULL, 0, 0))sql";
        TRY(tx.execute(sql, event.document, event.office, year_of(event.document.text()), event.n,
                       event.genre, event.interprets));
    } else {
        TRY(tx.execute("UPDATE document SET latest = ? WHERE document = ?", event.edition, event.document));
    }
    constexpr std::string_view sql = R"sql(
        INSERT INTO edition(document, edition, office, number, genre, state, content, content_digest,
            manifest, formed, drafter, drafted, published, ended, why, explanation, proposed_by, proposed,
            topic, scope, maker, valid_to)
        VALUES(?, ?, ?, ?, ?, 'draft', ?, ?, NULL, 0, ?, ?, 0, 0, '', NULL, 0, 0, '', '', '', 0))sql";
    return tx.execute(sql, event.document, event.edition, event.office, event.number, event.genre,
                      event.content.item, event.content.digest, entry.person, entry.at.seconds());
}

base::Result<> project_revised(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<DocumentRevised>();
    constexpr std::string_view sql = R"sql(
        UPDATE edition SET state = 'draft', content = ?, content_digest = ?, genre = ?, manifest = NULL
        WHERE document = ? AND edition = ?)sql";
    TRY(tx.execute(sql, event.content.item, event.content.digest, event.genre, event.document,
                   event.edition));
    return tx.execute("UPDATE document SET genre = ? WHERE document = ? AND live = 0", event.genre,
                      event.document);
}

base::Result<> project_published(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<EditionPublished>();
    constexpr std::string_view edition = R"sql(
        UPDATE edition SET state = 'published', manifest = ?, formed = ?, published = ?, topic = ?,
            scope = ?, valid_to = ?, genre = ?, maker = ?
        WHERE document = ? AND edition = ?)sql";
    TRY(tx.execute(edition, event.manifest, event.formed.days, entry.at.seconds(), event.topic, event.scope,
                   event.valid_to.days, event.genre, event.office, event.document, event.edition));
    constexpr std::string_view document = R"sql(
        UPDATE document SET live = ?, genre = ?, interprets = ?, row_shelf = NULL, look_again = 0,
            first_published = CASE WHEN first_published = 0 THEN ? ELSE first_published END
        WHERE document = ?)sql";
    TRY(tx.execute(document, event.edition, event.genre, event.interprets, entry.at.seconds(),
                   event.document));
    TRY(tx.execute("DELETE FROM edition_column WHERE document = ?", event.document));
    for (const base::Code& column : event.columns) {
        TRY(tx.execute(
            "INSERT INTO edition_column(column_id, published, document, edition) VALUES(?, ?, ?, ?)", column,
            entry.at.seconds(), event.document, event.edition));
    }
    return base::Done{};
}

base::Result<> project_registered(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<DocumentRegistered>();
    TRY(tx.execute("UPDATE edition SET state = 'registered' WHERE document = ? AND edition = ?",
                   event.document, event.edition));
    constexpr std::string_view sql = R"sql(
        UPDATE document SET attribute = ?, article = ?, row_shelf = ?, look_again = ? WHERE document = ?)sql";
    return tx.execute(sql, event.attribute, event.article, digest_or_null(event.row), event.look_again.days,
                      event.document);
}

base::Result<> project_taken_down(store::Tx& tx, const ledger::Entry& entry) {
    const auto event = entry.read<EditionTakenDown>();
    constexpr std::string_view sql = R"sql(
        UPDATE edition SET state = 'withdrawn', ended = ?, why = ?, explanation = ?
        WHERE document = ? AND edition = ?)sql";
    TRY(tx.execute(sql, entry.at.seconds(), event.why, digest_or_null(event.explanation), event.document,
                   event.edition));
    TRY(tx.execute("UPDATE document SET live = 0 WHERE document = ?", event.document));
    return tx.execute("DELETE FROM edition_column WHERE document = ?", event.document);
}

}  // namespace

base::Result<> project_document(store::Tx& tx, const ledger::Entry& entry) {
    if (entry.is<DocumentDrafted>()) return project_drafted(tx, entry);
    if (entry.is<DocumentRevised>()) return project_revised(tx, entry);
    if (entry.is<EditionPublished>()) return project_published(tx, entry);
    if (entry.is<DocumentRegistered>()) return project_registered(tx, entry);
    if (entry.is<EditionTakenDown>()) return project_taken_down(tx, entry);
    if (entry.is<EditionSubmitted>()) {
        const auto event = entry.read<EditionSubmitted>();
        TRY(tx.execute("UPDATE document SET attribute = ?, article = ? WHERE document = ?", event.attribute,
                       event.article, event.document));
        constexpr std::string_view sql = R"sql(
            UPDATE edition SET state = 'submitted', manifest = ?, formed = ?
            WHERE document = ? AND edition = ?)sql";
        return tx.execute(sql, event.manifest, event.formed.days, event.document, event.edition);
    }
    if (entry.is<EditionSuperseded>()) {
        const auto event = entry.read<EditionSuperseded>();
        return tx.execute(
            "UPDATE edition SET state = 'superseded', ended = ? WHERE document = ? AND edition = ?",
            entry.at.seconds(), event.document, event.edition);
    }
    const auto event = entry.read<WithdrawalProposed>();
    constexpr std::string_view sql = R"sql(
        UPDATE edition SET proposed_by = ?, proposed = ?, why = ? WHERE document = ? AND edition = ?)sql";
    return tx.execute(sql, entry.person, entry.at.seconds(), event.why, event.document, event.edition);
}

namespace {

constexpr std::string_view kDocumentSql = R"sql(
    SELECT document, office, genre, interprets, latest, live, attribute, article, row_shelf, look_again,
        first_published
    FROM document )sql";
constexpr std::string_view kEditionSql = R"sql(
    SELECT document, edition, office, number, genre, state, content, content_digest, manifest, formed,
        drafter, drafted, published, ended, why, explanation, proposed_by, topic, scope, valid_to, maker
    FROM edition )sql";

DocumentRow read_document(const store::Rows& rows) {
    DocumentRow row;
    row.document = rows.text(0);
    row.office = rows.text(1);
    row.genre = rows.text(2);
    row.interprets = rows.text(3);
    row.latest = static_cast<int>(rows.integer(4));
    row.live = static_cast<int>(rows.integer(5));
    row.attribute = rows.text(6);
    row.article = rows.text(7);
    if (!rows.null(8)) row.row = rows.digest(8);
    row.look_again.days = static_cast<std::int32_t>(rows.integer(9));
    row.first_published = calendar::Instant::of_seconds(rows.integer(10));
    return row;
}

EditionRow read_edition(const store::Rows& rows) {
    EditionRow row;
    row.document = rows.text(0);
    row.edition = static_cast<int>(rows.integer(1));
    row.office = rows.text(2);
    row.number = rows.text(3);
    row.genre = rows.text(4);
    row.state = rows.text(5);
    row.content.item = rows.integer(6);
    if (!rows.null(7)) row.content.digest = rows.digest(7);
    if (!rows.null(8)) row.manifest = rows.digest(8);
    row.formed.days = static_cast<std::int32_t>(rows.integer(9));
    row.drafter = PersonId(rows.integer(10));
    row.drafted = calendar::Instant::of_seconds(rows.integer(11));
    row.published = calendar::Instant::of_seconds(rows.integer(12));
    row.ended = calendar::Instant::of_seconds(rows.integer(13));
    row.why = rows.text(14);
    if (!rows.null(15)) row.explanation = rows.digest(15);
    row.proposed_by = PersonId(rows.integer(16));
    row.topic = rows.text(17);
    row.scope = rows.text(18);
    row.valid_to.days = static_cast<std::int32_t>(rows.integer(19));
    row.maker = rows.text(20);
    return row;
}

template <class Row, class Read, class... Args>
base::Result<std::vector<Row>> read_all(const store::Reader& db, const std::string& sql, Read read,
                                        const Args&... args) {
    auto rows = TRY(db.query(sql, args...));
    std::vector<Row> found;
    while (TRY(rows.next())) found.push_back(read(rows));
    return found;
}

template <class Row>
std::optional<Row> first_of(std::vector<Row> rows) {
    return rows.empty() ? std::optional<Row>() : std::optional<Row>(std::move(rows.front()));
}

}  // namespace

base::Result<std::optional<DocumentRow>> find_document(const store::Reader& db, std::string_view document) {
    const std::string sql = std::string(kDocumentSql) + "WHERE document = ?";
    return first_of(TRY(read_all<DocumentRow>(db, sql, read_document, document)));
}

base::Result<std::optional<EditionRow>> find_edition(const store::Reader& db, std::string_view document,
                                                     int edition) {
    const std::string sql = std::string(kEditionSql) + "WHERE document = ? AND edition = ?";
    return first_of(TRY(read_all<EditionRow>(db, sql, read_edition, document, edition)));
}

base::Result<std::optional<EditionRow>> find_edition_of(const store::Reader& db, std::string_view number) {
    // The interpretation published with a policy has the same matter; the policy was drafted first.
    const std::string sql = std::string(kEditionSql) + R"sql(
        WHERE number = ? AND document = (SELECT min(document) FROM edition WHERE number = ?)
        ORDER BY edition DESC LIMIT 1)sql";
    return first_of(TRY(read_all<EditionRow>(db, sql, read_edition, number, number)));
}

base::Result<std::vector<EditionRow>> list_editions(const store::Reader& db, std::string_view document) {
    const std::string sql = std::string(kEditionSql) + "WHERE document = ? ORDER BY edition DESC LIMIT 200";
    return read_all<EditionRow>(db, sql, read_edition, document);
}

base::Result<std::vector<EditionRow>> list_open_editions(const store::Reader& db, std::string_view office,
                                                         int limit) {
    const std::string sql = std::string(kEditionSql) + R"sql(
        WHERE office = ? AND state IN ('draft', 'submitted') ORDER BY drafted DESC LIMIT ?)sql";
    return read_all<EditionRow>(db, sql, read_edition, office, limit);
}

base::Result<std::int64_t> last_document_serial(const store::Reader& db, std::string_view office, int year) {
    constexpr std::string_view sql =
        "SELECT serial FROM document WHERE office = ? AND year = ? ORDER BY serial DESC LIMIT 1";
    auto rows = TRY(db.query(sql, office, year));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

namespace {

PublishedLine read_line(const store::Rows& rows) {
    PublishedLine line;
    line.document = rows.text(0);
    line.edition = static_cast<int>(rows.integer(1));
    line.office = rows.text(2);
    line.genre = rows.text(3);
    line.manifest = rows.digest(4);
    line.formed.days = static_cast<std::int32_t>(rows.integer(5));
    line.published = calendar::Instant::of_seconds(rows.integer(6));
    line.valid_to.days = static_cast<std::int32_t>(rows.integer(7));
    return line;
}

constexpr std::string_view kLineColumns =
    "SELECT e.document, e.edition, e.maker, e.genre, e.manifest, e.formed, e.published, e.valid_to";

}  // namespace

namespace {

// One index answers each: the column's, the body's, or that of all.
enum class Way { Column, Office, All };
Way way_of(const PublishedQuestion& question) {
    return !question.column.empty() ? Way::Column : !question.office.empty() ? Way::Office : Way::All;
}

constexpr std::string_view kFromColumn = R"sql(
    FROM edition_column c JOIN edition e ON e.document = c.document AND e.edition = c.edition
    WHERE c.column_id = ? AND e.scope = ? AND (? = '' OR e.maker = ?) AND (? = '' OR e.genre = ?))sql";
constexpr std::string_view kFromOffice = R"sql(
    FROM edition e
    WHERE e.state = 'published' AND e.maker = ? AND e.scope = ? AND (? = '' OR e.maker = ?)
        AND (? = '' OR e.genre = ?))sql";
constexpr std::string_view kFromAll = R"sql(
    FROM edition e
    WHERE e.state = 'published' AND (? = '' OR 1 = 1) AND e.scope = ? AND (? = '' OR e.maker = ?)
        AND (? = '' OR e.genre = ?))sql";

std::string_view from_of(Way way) {
    return way == Way::Column ? kFromColumn : way == Way::Office ? kFromOffice : kFromAll;
}

std::string_view first_of(const PublishedQuestion& question) {
    return way_of(question) == Way::Column ? question.column : question.office;
}

}  // namespace

base::Result<std::vector<PublishedLine>> list_published(const store::Reader& db,
                                                        const PublishedQuestion& question) {
    const Way way = way_of(question);
    std::string sql(kLineColumns);
    sql.append(from_of(way));
    sql.append(way == Way::Column ? " ORDER BY c.published DESC, c.document DESC LIMIT ? OFFSET ?"
                                  : " ORDER BY e.published DESC, e.document DESC LIMIT ? OFFSET ?");
    return read_all<PublishedLine>(db, sql, read_line, first_of(question), question.scope, question.office,
                                   question.office, question.genre, question.genre, question.limit,
                                   question.offset);
}

base::Result<std::int64_t> count_published(const store::Reader& db, const PublishedQuestion& question) {
    std::string sql("SELECT count(*)");
    sql.append(from_of(way_of(question)));
    auto rows = TRY(db.query(sql, first_of(question), question.scope, question.office, question.office,
                             question.genre, question.genre));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::vector<PublishedLine>> list_interpretations(const store::Reader& db,
                                                              std::string_view document) {
    const std::string sql = std::string(kLineColumns) + R"sql(
        FROM document d JOIN edition e ON e.document = d.document AND e.edition = d.live
        WHERE d.interprets = ? AND d.live > 0 ORDER BY d.first_published LIMIT 50)sql";
    return read_all<PublishedLine>(db, sql, read_line, document);
}

base::Result<std::vector<std::string>> list_columns_of(const store::Reader& db, std::string_view document) {
    return read_all<std::string>(
        db, "SELECT column_id FROM edition_column WHERE document = ? ORDER BY column_id",
        [](const store::Rows& rows) { return std::string(rows.text(0)); }, document);
}

base::Result<std::vector<EditionRow>> list_ending(const store::Reader& db, calendar::Date day) {
    const std::string sql = std::string(kEditionSql) +
                            "WHERE valid_to = ? AND state = 'published' AND scope = 'public' LIMIT 1000";
    return read_all<EditionRow>(db, sql, read_edition, day.days);
}

base::Result<std::vector<ColumnState>> list_column_states(const store::Reader& db) {
    return read_all<ColumnState>(
        db, "SELECT column_id, count(*), max(published) FROM edition_column GROUP BY column_id",
        [](const store::Rows& rows) {
            return ColumnState{std::string(rows.text(0)), rows.integer(1),
                               calendar::Instant::of_seconds(rows.integer(2))};
        });
}

base::Result<std::vector<DocumentRow>> list_registered(const store::Reader& db, int offset, int limit) {
    const std::string sql =
        std::string(kDocumentSql) + "WHERE look_again > 0 ORDER BY look_again, document LIMIT ? OFFSET ?";
    return read_all<DocumentRow>(db, sql, read_document, limit, offset);
}

base::Result<std::int64_t> count_registered(const store::Reader& db) {
    auto rows = TRY(db.query("SELECT count(*) FROM document WHERE look_again > 0"));
    return TRY(rows.next()) ? rows.integer(0) : 0;
}

base::Result<std::vector<EditionRow>> list_taken_down(const store::Reader& db, int offset, int limit) {
    const std::string sql =
        std::string(kEditionSql) + "WHERE state = 'withdrawn' ORDER BY ended DESC, document LIMIT ? OFFSET ?";
    return read_all<EditionRow>(db, sql, read_edition, limit, offset);
}

}  // namespace disclosure

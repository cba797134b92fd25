-- Annual reports and how far each has come: the fold of disclosure.report_* events. `text` is the document in force on
-- the open shelf, as its errata leave it; first_text the one that was closed.
CREATE TABLE report(
    office TEXT NOT NULL, year {int} NOT NULL, state TEXT NOT NULL, typed {int} NOT NULL, document {int} NOT NULL,
    reason {int} NOT NULL, text {blob} NOT NULL, first_text {blob} NOT NULL, origin TEXT NOT NULL,
    written_by {int} NOT NULL, handed_in_by {int} NOT NULL, handed_in_day {int} NOT NULL, closed_by {int} NOT NULL,
    closed_day {int} NOT NULL, published_day {int} NOT NULL, errata {int} NOT NULL, PRIMARY KEY(office, year)) {strict};
CREATE INDEX report_year ON report(year, office);
CREATE TABLE report_erratum(
    seq {int} PRIMARY KEY, office TEXT NOT NULL, year {int} NOT NULL, day {int} NOT NULL, text {blob} NOT NULL,
    reason {blob} NOT NULL, cells TEXT NOT NULL) {strict};
CREATE INDEX report_erratum_of ON report_erratum(office, year, seq);

-- Imported texts of laws, one row an edition: the fold of catalog.law_imported. Title and text are on the open shelf.
CREATE TABLE law_text(
    title {blob} NOT NULL, edition {int} NOT NULL, text {blob} NOT NULL, card {blob} NOT NULL, articles {int} NOT NULL,
    rank TEXT NOT NULL, seq {int} NOT NULL, PRIMARY KEY(title, edition, text)) {strict};
CREATE INDEX law_text_by_seq ON law_text(seq);

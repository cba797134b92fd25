-- Texts taken in from outside, one row a file: the fold of disclosure.import_*. Words: in the vault.
CREATE TABLE import_item(
    file {blob} PRIMARY KEY, dialect TEXT NOT NULL, state TEXT NOT NULL, content {int} NOT NULL,
    content_digest {blob} NOT NULL, bytes {int} NOT NULL, marks {int} NOT NULL, lost {int} NOT NULL,
    confidence {int} NOT NULL, staged {int} NOT NULL, seq {int} NOT NULL, ended {int} NOT NULL,
    ended_by {int} NOT NULL, document TEXT NOT NULL, reason {int} NOT NULL, reason_digest {blob}) {strict};
CREATE INDEX import_item_by_state ON import_item(state, seq);

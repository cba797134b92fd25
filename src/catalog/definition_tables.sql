-- Definitions by kind, id and version: the fold of catalog.definition_* events. Texts are on the open shelf.
-- state: prepared (waits for another person), returned, active. Which active version rules today follows from effective.
CREATE TABLE definition(
    kind TEXT NOT NULL, id TEXT NOT NULL, version {int} NOT NULL, state TEXT NOT NULL, text {blob} NOT NULL,
    prepared_by {int} NOT NULL, prepared_at {int} NOT NULL, why {int} NOT NULL, decided_by {int} NOT NULL,
    decided_at {int} NOT NULL, reason {int} NOT NULL, effective {int} NOT NULL, seq {int} NOT NULL,
    PRIMARY KEY(kind, id, version)) {strict};
CREATE INDEX definition_by_id ON definition(id, version);
CREATE INDEX definition_by_state ON definition(state, kind, seq);
CREATE INDEX definition_by_text ON definition(text);
CREATE INDEX definition_by_seq ON definition(seq);

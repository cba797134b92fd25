-- module: ledger
-- The journal, its leaves and the keys of their salts. No row of journal or leaf is ever updated or deleted.
CREATE TABLE journal(
    seq {int} PRIMARY KEY, act {blob} NOT NULL, act_pos {int} NOT NULL, at {int} NOT NULL, kind TEXT NOT NULL,
    ver {int} NOT NULL, subject TEXT NOT NULL, doc {blob}) {strict};
CREATE INDEX journal_subject ON journal(subject, seq);
CREATE TABLE leaf(
    shard TEXT NOT NULL, idx {int} NOT NULL, seq {int} NOT NULL UNIQUE, bytes {blob} NOT NULL, hash {blob} NOT NULL,
    PRIMARY KEY(shard, idx)) {strict};
CREATE TABLE leaf_key(subject TEXT PRIMARY KEY, key {blob} NOT NULL) {strict};
CREATE TABLE log_state(shard TEXT PRIMARY KEY, size {int} NOT NULL, frontier {blob} NOT NULL) {strict};
CREATE TABLE projection(name TEXT PRIMARY KEY, digest {blob} NOT NULL) {strict};
CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal rows never change'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal rows never change'); END;
CREATE TRIGGER leaf_is_never_updated BEFORE UPDATE ON leaf BEGIN SELECT RAISE(ABORT, 'leaves never change'); END;
CREATE TRIGGER leaf_is_never_deleted BEFORE DELETE ON leaf BEGIN SELECT RAISE(ABORT, 'leaves never change'); END;

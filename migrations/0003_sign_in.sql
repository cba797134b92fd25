-- module: identity
-- Scratch: sign-ins, passwords' hashes, one-time tokens, used form tokens. No legal meaning; may be emptied (all but password).
CREATE TABLE password(
    login {blob} PRIMARY KEY, person {int} NOT NULL UNIQUE, staff {int} NOT NULL, hash TEXT NOT NULL,
    failures {int} NOT NULL, locked_until {int} NOT NULL) {strict};
CREATE TABLE session(
    token {blob} PRIMARY KEY, person {int} NOT NULL, staff {int} NOT NULL, started {int} NOT NULL,
    seen {int} NOT NULL) {strict};
CREATE INDEX session_seen ON session(seen);
CREATE TABLE one_time_token(token {blob} PRIMARY KEY, person {int} NOT NULL, made {int} NOT NULL) {strict};
CREATE TABLE act_key(key {blob} PRIMARY KEY, answer TEXT NOT NULL, at {int} NOT NULL) {strict};
CREATE INDEX act_key_at ON act_key(at);

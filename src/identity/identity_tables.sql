-- People and what they may do: the fold of identity.* events. Names are not here: officials' stand on the open shelf,
-- citizens' in the vault.
CREATE TABLE person(
    person {int} PRIMARY KEY, staff {int} NOT NULL, person_key TEXT NOT NULL, body TEXT NOT NULL, card {blob},
    sealed {int} NOT NULL, backup TEXT NOT NULL, absent {int} NOT NULL) {strict};
CREATE INDEX person_by_key ON person(person_key);
CREATE TABLE person_role(person {int} NOT NULL, role TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(person, role, body)) {strict};

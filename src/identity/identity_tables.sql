-- People and what they may do: the fold of identity.* events. Names are not here: officials' stand on the open shelf,
-- citizens' in the vault.
CREATE TABLE person(
    person {int} PRIMARY KEY, staff {int} NOT NULL, person_key TEXT NOT NULL, body TEXT NOT NULL, card {blob},
    sealed {int} NOT NULL, backup TEXT NOT NULL, absent {int} NOT NULL,
    password_set {int} NOT NULL, link_made {int} NOT NULL) {strict};
CREATE INDEX person_by_key ON person(person_key);
CREATE INDEX person_officials ON person(person) WHERE staff = 1;
CREATE INDEX person_absent ON person(backup) WHERE absent = 1;
CREATE TABLE person_role(person {int} NOT NULL, role TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(person, role, body)) {strict};
CREATE INDEX person_role_post ON person_role(role, body, person);
CREATE TABLE delegation(
    person {int} NOT NULL, n {int} NOT NULL, deputy {int} NOT NULL, from_day {int} NOT NULL, until_day {int} NOT NULL,
    reason {int} NOT NULL, ended {int} NOT NULL, PRIMARY KEY(person, n)) {strict};
CREATE INDEX delegation_deputy ON delegation(deputy, until_day) WHERE ended = 0;
CREATE INDEX delegation_until ON delegation(until_day) WHERE ended = 0;

-- Matters (办件) and the steps that lie open on somebody's desk: the fold of casework.* events. A desk is a question to
-- matter_step, never a second list; closed steps leave it, so a million ended matters do not slow an open one.
-- matter_act: what each official did, for one's own record. matter.state has form 3 (case_state.cpp).
CREATE TABLE matter(
    number TEXT PRIMARY KEY, process TEXT NOT NULL, definition {blob} NOT NULL, item TEXT NOT NULL, guide {blob} NOT NULL,
    office TEXT NOT NULL, channel TEXT NOT NULL, applicant_kind TEXT NOT NULL, person {int} NOT NULL,
    applicant {int} NOT NULL, answers {int} NOT NULL, scenario TEXT NOT NULL, delivery TEXT NOT NULL, serial {int} NOT NULL,
    filed {int} NOT NULL, filed_day {int} NOT NULL, accepted {int} NOT NULL, accepted_day {int} NOT NULL,
    decided {int} NOT NULL, decided_day {int} NOT NULL, delivered {int} NOT NULL, ended {int} NOT NULL,
    result TEXT NOT NULL, due_at {int} NOT NULL, paused {int} NOT NULL, promise_due {int} NOT NULL, legal_due {int} NOT NULL,
    promise_late {int} NOT NULL, legal_late {int} NOT NULL, silent_at {int} NOT NULL, parent TEXT NOT NULL,
    parent_slot {int} NOT NULL, parent_round {int} NOT NULL, parent_cause TEXT NOT NULL, parent_member TEXT NOT NULL,
    state {blob} NOT NULL) {strict};
CREATE INDEX matter_serial ON matter(office, filed_day, serial);
CREATE INDEX matter_filed_item ON matter(filed_day, item);
CREATE INDEX matter_pace ON matter(decided_day, accepted_day, item);
CREATE INDEX matter_late ON matter(decided_day, number, office, legal_late) WHERE decided_day > 0 AND (promise_late = 1 OR legal_late = 1);
CREATE INDEX matter_item ON matter(item, filed);
CREATE INDEX matter_person ON matter(person, filed) WHERE person > 0;
CREATE INDEX matter_open_due ON matter(due_at, number, office, paused) WHERE ended = 0;
CREATE INDEX matter_paused ON matter(due_at, number, office) WHERE ended = 0 AND paused = 1;
CREATE INDEX matter_silent ON matter(silent_at, number) WHERE silent_at > 0;
CREATE INDEX matter_parent ON matter(parent) WHERE parent <> '';
CREATE INDEX matter_open_guide ON matter(guide) WHERE ended = 0;
CREATE INDEX matter_open_definition ON matter(definition) WHERE ended = 0;
CREATE TABLE matter_step(
    number TEXT NOT NULL, slot {int} NOT NULL, member TEXT NOT NULL, step TEXT NOT NULL, round {int} NOT NULL,
    role TEXT NOT NULL, office TEXT NOT NULL, claimed_by {int} NOT NULL, since {int} NOT NULL, due_at {int} NOT NULL,
    paused {int} NOT NULL, item TEXT NOT NULL, applicant {int} NOT NULL, body TEXT NOT NULL, moved {int} NOT NULL,
    idle_from {int} NOT NULL, PRIMARY KEY(number, slot, member)) {strict};
-- Holds all that a desk counts, so that counting a thousand steps looks up none of them.
CREATE INDEX matter_step_desk ON matter_step(office, role, due_at, number, paused, step);
-- Idle from the moment it was opened or claimed last (moved), or until which pauses and waiting periods keep it: what
-- is stuck is a range of it (body: of the post, also of a vote, whose office is its holder).
CREATE INDEX matter_step_idle ON matter_step(body, role, office, idle_from, number);
-- matter_day: what happened on a day at a body through a channel; matter_due: open matters of a body by the moment they
-- are due. Counted as it is recorded, so that a board adds up days and moments and no matters.
CREATE TABLE matter_day(
    day {int} NOT NULL, office TEXT NOT NULL, channel TEXT NOT NULL, received {int} NOT NULL, accepted {int} NOT NULL,
    accepted_same_day {int} NOT NULL, decided {int} NOT NULL, decided_same_day {int} NOT NULL, decided_late {int} NOT NULL,
    decided_legal_late {int} NOT NULL, delivered {int} NOT NULL, PRIMARY KEY(day, office, channel)) {strict};
CREATE TABLE matter_due(
    office TEXT NOT NULL, due_at {int} NOT NULL, paused {int} NOT NULL, matters {int} NOT NULL,
    PRIMARY KEY(office, due_at, paused)) {strict};
CREATE TABLE matter_act(
    seq {int} PRIMARY KEY, person {int} NOT NULL, at {int} NOT NULL, day {int} NOT NULL, number TEXT NOT NULL,
    step TEXT NOT NULL, member TEXT NOT NULL, outcome TEXT NOT NULL, role TEXT NOT NULL, office TEXT NOT NULL) {strict};
-- matter_breach: attempts to ask for what the guide does not list, refused (services.md 5).
CREATE TABLE matter_breach(
    seq {int} PRIMARY KEY, number TEXT NOT NULL, step TEXT NOT NULL, person {int} NOT NULL, office TEXT NOT NULL,
    day {int} NOT NULL) {strict};
CREATE INDEX matter_breach_day ON matter_breach(day, office);
CREATE INDEX matter_act_person ON matter_act(person, day, step);
CREATE INDEX matter_act_number ON matter_act(number, person);

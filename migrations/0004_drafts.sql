-- module: services
-- Scratch: applications not yet handed in. What was typed is sealed; a draft ends by being filed or after 30 days.
CREATE TABLE draft(
    draft TEXT PRIMARY KEY, item TEXT NOT NULL, guide {blob} NOT NULL, person {int} NOT NULL, browser {blob} NOT NULL,
    salt {blob} NOT NULL, sealed {blob} NOT NULL, updated {int} NOT NULL, filed TEXT NOT NULL) {strict};
CREATE INDEX draft_person ON draft(person, updated);
CREATE INDEX draft_updated ON draft(updated);

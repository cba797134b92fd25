-- Leads of supervision (线索): the fold of supervision.* events.
CREATE TABLE lead(
    lead TEXT PRIMARY KEY, year {int} NOT NULL, serial {int} NOT NULL, number TEXT NOT NULL, item TEXT NOT NULL,
    office TEXT NOT NULL, cause TEXT NOT NULL, opened {int} NOT NULL, closed {int} NOT NULL, how TEXT NOT NULL,
    reason {int} NOT NULL, closed_by {int} NOT NULL) {strict};
CREATE INDEX lead_serial ON lead(year, serial);
CREATE INDEX lead_number ON lead(number);
CREATE INDEX lead_open ON lead(opened, lead) WHERE closed = 0;
CREATE INDEX lead_closed ON lead(closed, lead) WHERE closed > 0;

-- Requests for information (依申请公开) and what became of the answers: the fold of casework.* events of the process
-- disclosure-request, and of disclosure.remedy_* events. received_day 0: not received in law yet (公开条例 31), or
-- entered by mistake; answered_day 0: open. evidence: ",link,remedy,": what was on file when it was answered.
CREATE TABLE request(
    number TEXT PRIMARY KEY, office TEXT NOT NULL, item TEXT NOT NULL, state TEXT NOT NULL, way TEXT NOT NULL,
    kind TEXT NOT NULL, filed_day {int} NOT NULL, received_day {int} NOT NULL, due_day {int} NOT NULL,
    due_at {int} NOT NULL, paused {int} NOT NULL, late {int} NOT NULL, extended {int} NOT NULL,
    corrections {int} NOT NULL, fee_notices {int} NOT NULL, evidence TEXT NOT NULL, leaf TEXT NOT NULL,
    outcome TEXT NOT NULL, answered_day {int} NOT NULL, answered {int} NOT NULL, applicant {int} NOT NULL,
    answers {int} NOT NULL) {strict};
CREATE INDEX request_received ON request(office, received_day, kind, answered_day);
CREATE INDEX request_answered ON request(office, answered_day, leaf, kind, received_day);
CREATE INDEX request_open ON request(due_at, number) WHERE answered_day = 0;
CREATE INDEX request_newest ON request(answered_day, number) WHERE answered_day > 0;
CREATE TABLE remedy(
    remedy TEXT PRIMARY KEY, year {int} NOT NULL, serial {int} NOT NULL, request TEXT NOT NULL, office TEXT NOT NULL,
    kind TEXT NOT NULL, filed_day {int} NOT NULL, result TEXT NOT NULL, result_day {int} NOT NULL,
    leaf TEXT NOT NULL, note {int} NOT NULL, recorded_by {int} NOT NULL) {strict};
CREATE INDEX remedy_serial ON remedy(year, serial);
CREATE INDEX remedy_filed ON remedy(office, filed_day, result_day, kind, result);
CREATE INDEX remedy_result ON remedy(office, result_day, kind, result);
CREATE INDEX remedy_request ON remedy(request);

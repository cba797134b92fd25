-- Ratings and results: the fold of services.* events.
CREATE TABLE rating(
    number TEXT PRIMARY KEY, item TEXT NOT NULL, office TEXT NOT NULL, level {int} NOT NULL, source TEXT NOT NULL,
    at {int} NOT NULL, at_day {int} NOT NULL, words {int} NOT NULL) {strict};
CREATE INDEX rating_day ON rating(at_day, level);
CREATE TABLE result(
    result TEXT PRIMARY KEY, number TEXT NOT NULL, item TEXT NOT NULL, office TEXT NOT NULL, year {int} NOT NULL,
    serial {int} NOT NULL, decided_day {int} NOT NULL, holder {int} NOT NULL, published {int} NOT NULL) {strict};
CREATE INDEX result_number ON result(number);
CREATE INDEX result_serial ON result(office, year, serial);
CREATE INDEX result_published ON result(decided_day, result) WHERE published = 1;

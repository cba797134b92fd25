-- What answers which item of the catalogues: the fold of disclosure.duty_sorted and of editions taken down.
CREATE TABLE duty_sorted(
    document TEXT PRIMARY KEY, edition {int} NOT NULL, published {int} NOT NULL, by_person {int} NOT NULL) {strict};
CREATE INDEX duty_sorted_newest ON duty_sorted(published);
CREATE TABLE duty_edition(
    item TEXT NOT NULL, office TEXT NOT NULL, document TEXT NOT NULL, edition {int} NOT NULL,
    published {int} NOT NULL, PRIMARY KEY(item, office, document)) {strict};
CREATE INDEX duty_edition_newest ON duty_edition(item, published, document);
CREATE INDEX duty_edition_document ON duty_edition(document);

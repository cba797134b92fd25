-- Documents and their editions: the fold of disclosure.* events.
CREATE TABLE document(
    document TEXT PRIMARY KEY, office TEXT NOT NULL, year {int} NOT NULL, serial {int} NOT NULL,
    genre TEXT NOT NULL, interprets TEXT NOT NULL, latest {int} NOT NULL, live {int} NOT NULL,
    attribute TEXT NOT NULL, article TEXT NOT NULL, row_shelf {blob}, look_again {int} NOT NULL,
    first_published {int} NOT NULL) {strict};
CREATE INDEX document_serial ON document(office, year, serial);
CREATE INDEX document_interprets ON document(interprets, first_published) WHERE interprets <> '';
CREATE INDEX document_closed ON document(look_again, document) WHERE look_again > 0;
CREATE TABLE edition(
    document TEXT NOT NULL, edition {int} NOT NULL, office TEXT NOT NULL, number TEXT NOT NULL,
    genre TEXT NOT NULL, state TEXT NOT NULL, content {int} NOT NULL, content_digest {blob},
    manifest {blob}, formed {int} NOT NULL, drafter {int} NOT NULL, drafted {int} NOT NULL,
    published {int} NOT NULL, ended {int} NOT NULL, why TEXT NOT NULL, explanation {blob},
    proposed_by {int} NOT NULL, proposed {int} NOT NULL, topic TEXT NOT NULL, scope TEXT NOT NULL,
    maker TEXT NOT NULL,
    valid_to {int} NOT NULL, PRIMARY KEY(document, edition)) {strict};
CREATE INDEX edition_number ON edition(number, document, edition);
CREATE INDEX edition_open ON edition(office, drafted) WHERE state IN ('draft', 'submitted');
CREATE INDEX edition_live ON edition(scope, published, document) WHERE state = 'published';
CREATE INDEX edition_live_maker ON edition(maker, published, document) WHERE state = 'published';
CREATE INDEX edition_live_genre ON edition(genre, published, document) WHERE state = 'published';
CREATE INDEX edition_ends ON edition(valid_to) WHERE valid_to > 0;
CREATE INDEX edition_gone ON edition(ended, document) WHERE state = 'withdrawn';
CREATE TABLE edition_column(
    column_id TEXT NOT NULL, published {int} NOT NULL, document TEXT NOT NULL, edition {int} NOT NULL,
    PRIMARY KEY(column_id, published, document)) {strict};
CREATE INDEX edition_column_document ON edition_column(document);

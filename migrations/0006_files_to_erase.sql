-- module: services
-- Scratch: sealed files of drafts that were dropped, ran out or lost a paper. Erased from disk after the act that names them.
CREATE TABLE file_to_erase(file {blob} PRIMARY KEY, since {int} NOT NULL) {strict};

-- module: store
-- The vault: sealed items with their own salt, keyed digests to find them by, and the open shelf of public texts.
CREATE TABLE vault_item(
    item {int} PRIMARY KEY, owner TEXT NOT NULL, salt {blob} NOT NULL, sealed {blob} NOT NULL,
    caption TEXT NOT NULL) {strict};
CREATE INDEX vault_item_owner ON vault_item(owner);
CREATE TABLE vault_index(term {blob} NOT NULL, item {int} NOT NULL, PRIMARY KEY(term, item)) {strict};
CREATE INDEX vault_index_item ON vault_index(item);
CREATE TABLE shelf(digest {blob} PRIMARY KEY, bytes {blob} NOT NULL) {strict};

-- The operator's files that were served last: one row, so that a start on a
-- broken edit has something good to serve.
CREATE TABLE content (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  packed BLOB NOT NULL
) STRICT;

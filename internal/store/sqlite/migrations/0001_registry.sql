-- The chain of records, oldest first. No address, agent, path or account.
CREATE TABLE records (
  sequence INTEGER PRIMARY KEY,
  time     TEXT NOT NULL, -- RFC 3339 in UTC
  decision TEXT NOT NULL,
  choice   TEXT NOT NULL, -- purpose=true purpose=false, sorted
  scope    TEXT NOT NULL,
  text     TEXT NOT NULL,
  language TEXT NOT NULL,
  portal   TEXT NOT NULL,
  gpc      INTEGER NOT NULL CHECK (gpc IN (0, 1)),
  receipt  TEXT NOT NULL,
  ends     TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
) STRICT;
CREATE INDEX records_receipt ON records (receipt) WHERE receipt <> '';
CREATE INDEX records_ends ON records (ends) WHERE ends <> '';

-- The newest link of the chain: one row, which outlives the record it names.
CREATE TABLE head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL,
  hash     TEXT NOT NULL
) STRICT;
INSERT INTO head (one, sequence, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The last record that a purge of that day removed.
CREATE TABLE checkpoints (
  day      TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  hash     TEXT NOT NULL
) STRICT;

-- What visitors were shown, compressed with gzip.
CREATE TABLE styles (
  hash TEXT PRIMARY KEY,
  css  BLOB NOT NULL
) STRICT;
CREATE TABLE texts (
  hash         TEXT PRIMARY KEY,
  html         BLOB NOT NULL,
  style        TEXT NOT NULL REFERENCES styles (hash),
  language     TEXT NOT NULL,
  surface      TEXT NOT NULL,
  scope        TEXT NOT NULL,
  first_served TEXT NOT NULL
) STRICT;
CREATE TABLE scopes (
  hash  TEXT PRIMARY KEY,
  lines TEXT NOT NULL
) STRICT;

-- Equal decisions of a day, counted; an empty decision counts banners shown.
CREATE TABLE totals (
  day      TEXT NOT NULL,
  decision TEXT NOT NULL,
  choice   TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (day, decision, choice, language, text)
) STRICT;

-- What was in force under a name, from when on.
CREATE TABLE history (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  value  TEXT NOT NULL,
  since  TEXT NOT NULL
) STRICT;

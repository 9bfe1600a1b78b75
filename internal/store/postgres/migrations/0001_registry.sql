-- The chain of records, oldest first. No address, agent, path or account.
CREATE TABLE records (
  sequence BIGINT PRIMARY KEY,
  time     TEXT COLLATE "C" NOT NULL, -- RFC 3339 in UTC
  decision TEXT NOT NULL,
  choice   TEXT NOT NULL, -- purpose=true purpose=false, sorted
  scope    TEXT NOT NULL,
  text     TEXT NOT NULL,
  language TEXT NOT NULL,
  portal   TEXT NOT NULL,
  gpc      BOOLEAN NOT NULL,
  receipt  TEXT NOT NULL,
  ends     TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL
);
CREATE INDEX records_receipt ON records (receipt) WHERE receipt <> '';
CREATE INDEX records_ends ON records (ends) WHERE ends <> '';

-- The newest link of the chain: one row, which outlives the record it names.
CREATE TABLE head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash     TEXT NOT NULL
);
INSERT INTO head (one, sequence, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- The last record that a purge of that day removed.
CREATE TABLE checkpoints (
  day      TEXT COLLATE "C" PRIMARY KEY,
  sequence BIGINT NOT NULL,
  hash     TEXT NOT NULL
);

-- What visitors were shown, compressed with gzip.
CREATE TABLE styles (
  hash TEXT PRIMARY KEY,
  css  BYTEA NOT NULL
);
CREATE TABLE texts (
  hash         TEXT COLLATE "C" PRIMARY KEY,
  html         BYTEA NOT NULL,
  style        TEXT NOT NULL REFERENCES styles (hash),
  language     TEXT NOT NULL,
  surface      TEXT NOT NULL,
  scope        TEXT NOT NULL,
  first_served TEXT COLLATE "C" NOT NULL
);
CREATE TABLE scopes (
  hash  TEXT COLLATE "C" PRIMARY KEY,
  lines TEXT NOT NULL
);

-- Equal decisions of a day, counted; an empty decision counts banners shown.
CREATE TABLE totals (
  day      TEXT COLLATE "C" NOT NULL,
  decision TEXT COLLATE "C" NOT NULL,
  choice   TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL,
  text     TEXT COLLATE "C" NOT NULL,
  count    BIGINT NOT NULL,
  PRIMARY KEY (day, decision, choice, language, text)
);

-- What was in force under a name, from when on.
CREATE TABLE history (
  number BIGINT PRIMARY KEY,
  name   TEXT COLLATE "C" NOT NULL,
  value  TEXT NOT NULL,
  since  TEXT NOT NULL
);

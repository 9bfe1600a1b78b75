-- The time up to which a purge may go without being confirmed: one row, so that a
-- wrong clock removes little.
CREATE TABLE horizon (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  time TEXT NOT NULL -- RFC 3339 in UTC
) STRICT;

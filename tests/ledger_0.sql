-- The ledger as it was before its schema had a number: what migrations begin with.

CREATE TABLE IF NOT EXISTS run (      -- one execution of a spider
  run        TEXT PRIMARY KEY,        -- its start in UTC, 20261122T020000Z; also the name of its WARC files
  spider     TEXT NOT NULL,
  started    TEXT NOT NULL,
  finished   TEXT,                    -- time of the last exchange; empty while running or when killed
  outcome    TEXT                     -- finished, interrupted
) STRICT;

CREATE TABLE IF NOT EXISTS ask (      -- a request that is to be made, or was
  ask        TEXT PRIMARY KEY,        -- first 32 hex digits of SHA-256 over method, canonical URL and body
  method     TEXT NOT NULL,
  url        TEXT NOT NULL,
  body       TEXT NOT NULL DEFAULT '',
  purpose    TEXT NOT NULL CHECK (purpose IN ('listing', 'document', 'attachment')),
  parent     TEXT,                    -- the ask whose answer named this one
  state      TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed')),
  run        TEXT,                    -- the run that leased or ended it
  attempts   INTEGER NOT NULL DEFAULT 0,
  etag          TEXT,
  last_modified TEXT
) STRICT;

CREATE TABLE IF NOT EXISTS listed (   -- a row of a column's listing (栏目列表)
  column_id  TEXT NOT NULL,
  ask        TEXT NOT NULL,           -- the document the row leads to
  title      TEXT NOT NULL,
  row_date   TEXT,                    -- as the listing dates it, YYYY-MM-DD
  first_seen TEXT NOT NULL,
  PRIMARY KEY (column_id, ask)
) STRICT;

CREATE TABLE IF NOT EXISTS fetch (    -- one attempt at an ask, answered or not
  run        TEXT NOT NULL,
  ask        TEXT NOT NULL,
  attempt    INTEGER NOT NULL,
  url        TEXT NOT NULL,
  time       TEXT NOT NULL,
  status     INTEGER,                 -- empty when nothing answered
  outcome    TEXT NOT NULL CHECK (outcome IN ('ok', 'blocked', 'unreachable', 'gone', 'nonsense', 'error')),
  kind       TEXT NOT NULL DEFAULT '',-- robots, robots_unavailable, waf_403, http_404, timeout, refused, dns, not_a_listing …
  evidence   TEXT NOT NULL DEFAULT '',-- one line that shows why
  media_type TEXT,                    -- from the bytes, not from the header
  charset    TEXT,                    -- with which the text was decoded; empty for binary files
  sha256     TEXT,                    -- of the body after Content-Encoding
  size       INTEGER,
  warc_file  TEXT,                    -- beside the ledger, under warc/
  warc_offset INTEGER,
  PRIMARY KEY (run, ask, attempt)
) STRICT;

CREATE TABLE IF NOT EXISTS document ( -- bytes that may hold a report
  sha256     TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,           -- text/html, application/pdf …
  size       INTEGER NOT NULL,
  warc_file  TEXT NOT NULL,
  warc_offset INTEGER NOT NULL,
  first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS sighting ( -- a document at an address, reached through a column
  sha256     TEXT NOT NULL,
  column_id  TEXT NOT NULL,
  url        TEXT NOT NULL,
  page_url   TEXT,                    -- of an attachment: the page that links it
  title      TEXT NOT NULL,           -- what the listing's row says
  row_date   TEXT,
  first_seen TEXT NOT NULL,
  PRIMARY KEY (sha256, column_id, url)
) STRICT;

CREATE TABLE IF NOT EXISTS visit (    -- how a run found a column
  run        TEXT NOT NULL,
  column_id  TEXT NOT NULL,
  time       TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('ok', 'blocked', 'unreachable', 'gone', 'nonsense', 'error')),
  kind       TEXT NOT NULL DEFAULT '',
  evidence   TEXT NOT NULL DEFAULT '',
  complete   INTEGER NOT NULL CHECK (complete IN (0, 1)), -- every page of the listing was read
  pages      INTEGER NOT NULL,
  rows       INTEGER NOT NULL,
  total      INTEGER,                 -- rows the portal says there are
  PRIMARY KEY (run, column_id)
) STRICT;

CREATE INDEX IF NOT EXISTS ask_parent ON ask (parent);
CREATE INDEX IF NOT EXISTS fetch_ask ON fetch (ask);
CREATE INDEX IF NOT EXISTS listed_ask ON listed (ask);
CREATE INDEX IF NOT EXISTS visit_column ON visit (column_id, run);

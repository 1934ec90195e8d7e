-- The ledger of the crawl (SQLite, WAL): what was asked, when, with what outcome, and where
-- every document was sighted. Keys are natural, times are those of the archived response,
-- so replaying an archive writes the same rows again: in every table, in whatever order the hosts
-- were served. Whoever adds a table keeps to that, and raises `ledger.SCHEMA` with a step in
-- `migrations.py`.
-- Times are UTC, 2026-11-22T02:00:00.123456Z.

CREATE TABLE IF NOT EXISTS run (      -- one execution of a spider
  run        TEXT PRIMARY KEY,        -- its start in UTC, 20261122T020000Z; also the name of its WARC files
  spider     TEXT NOT NULL,           -- reports, discover, probe
  started    TEXT NOT NULL,
  finished   TEXT,                    -- time of the last exchange; empty while running or when killed
  outcome    TEXT,                    -- finished, interrupted
  vantage    TEXT NOT NULL DEFAULT '' -- from where it asked, as whoever ran it names the place
) STRICT;

CREATE TABLE IF NOT EXISTS ask (      -- a request that is to be made, or was
  ask        TEXT PRIMARY KEY,        -- first 32 hex digits of SHA-256 over method, canonical URL and body
  method     TEXT NOT NULL,
  url        TEXT NOT NULL,
  body       TEXT NOT NULL DEFAULT '',
  -- menu: a page whose menus are followed (discover); probe: a page that tells how a host is (probe)
  purpose    TEXT NOT NULL CHECK (purpose IN ('listing', 'document', 'attachment', 'menu', 'probe')),
  parent     TEXT,                    -- the ask whose answer named this one
  root       TEXT NOT NULL,           -- the ask the chain of parents begins with: a column's first page
  state      TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed')),
  run        TEXT,                    -- the run that leased or ended it
  kind       TEXT NOT NULL DEFAULT '',-- fetch.kind of the last attempt
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
  sha256     TEXT,                    -- of the body after Content-Encoding; empty for a 304
  size       INTEGER,
  warc_file  TEXT,                    -- beside the ledger, under warc/
  warc_offset INTEGER,                -- of a response or revisit; archive.read_body gives the body of both
  charset_header TEXT,                -- what Content-Type claims; `charset` is what reads the bytes
  charset_meta   TEXT,                -- what the page's <meta> claims
  tls_verified   INTEGER,             -- 1, or 0 where the registry says tls: lax; empty without TLS
  offsite        INTEGER NOT NULL DEFAULT 0, -- 1 when another host than the column's answered
  PRIMARY KEY (run, ask, attempt)
) STRICT;

CREATE TABLE IF NOT EXISTS contact (  -- how often a run asked a host, robots.txt and redirects too
  run        TEXT NOT NULL,
  host       TEXT NOT NULL,
  day        TEXT NOT NULL,           -- in China, YYYY-MM-DD
  requests   INTEGER NOT NULL,
  PRIMARY KEY (run, host, day)
) STRICT;

CREATE TABLE IF NOT EXISTS document ( -- bytes that may hold a report
  sha256     TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,           -- text/html, application/pdf …
  size       INTEGER NOT NULL,
  warc_file  TEXT NOT NULL,
  warc_offset INTEGER NOT NULL,
  first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS look (     -- what a page shows of itself; a file (PDF, Word, picture) has no row
  sha256     TEXT PRIMARY KEY,
  title      TEXT NOT NULL,           -- of the report, as printed; empty where nothing is titled as one
  organ      TEXT NOT NULL,           -- whose it says it is
  year       INTEGER,                 -- the only year its title names
  chapters   INTEGER NOT NULL,        -- sections of the fixed outline whose headings it prints
  files      INTEGER NOT NULL         -- attachments it offers
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS attached ( -- a file that a document's page offers
  page       TEXT NOT NULL,           -- the ask of the page
  ask        TEXT NOT NULL,           -- that of the file
  name       TEXT NOT NULL,           -- what the link calls it
  PRIMARY KEY (page, ask)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS version (  -- a document as it stood at an address; another body there is another version
  ask        TEXT NOT NULL,
  sha256     TEXT NOT NULL,           -- its document, which stays
  number     INTEGER NOT NULL,        -- 1 for the first body that was seen there, 2 for the next …
  first_seen TEXT NOT NULL,
  last_seen  TEXT NOT NULL,           -- by the same body or by a 304; the greatest of an ask stands there now
  differs_from TEXT,                  -- the sha256 that stood there before; empty for the first version
  PRIMARY KEY (ask, sha256)
) STRICT, WITHOUT ROWID;

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
  fresh      INTEGER NOT NULL DEFAULT 0,  -- rows that this run saw first
  dated      INTEGER NOT NULL DEFAULT 0,  -- rows with a date
  reports    INTEGER NOT NULL DEFAULT 0,  -- rows titled as reports of a year
  newest     INTEGER,                 -- the last year they name
  platform   TEXT NOT NULL DEFAULT '',-- the adapter that read it
  PRIMARY KEY (run, column_id)
) STRICT;

CREATE TABLE IF NOT EXISTS payload (  -- where a body lies in the archive, as received, so that it is stored once
  digest     TEXT PRIMARY KEY,        -- as WARC-Payload-Digest has it: before Content-Encoding is undone
  url        TEXT NOT NULL,
  time       TEXT NOT NULL,
  warc_file  TEXT NOT NULL,           -- of the first `response` that has it; never of a `revisit`
  warc_offset INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS proposal ( -- a column that discovery found (spider discover), for a person to confirm
  run        TEXT NOT NULL,
  host       TEXT NOT NULL,
  unit_id    INTEGER NOT NULL,
  url        TEXT NOT NULL,
  platform   TEXT NOT NULL DEFAULT '',-- name of the adapter; empty when none is sure
  label      TEXT NOT NULL,           -- what the menu calls it: 政府信息公开年报
  steps      INTEGER NOT NULL,        -- from the home page
  requests   INTEGER NOT NULL,        -- the run had made to the host when it found it
  evidence   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, host, unit_id, url)
) STRICT;

CREATE TABLE IF NOT EXISTS alarm (    -- what a run found amiss, from the rows of this ledger alone
  run        TEXT NOT NULL,
  alarm      TEXT NOT NULL,           -- rows_fell, total_disagrees, newest_missing, every_row_new …
  subject    TEXT NOT NULL,           -- a column_id, a host or a platform
  evidence   TEXT NOT NULL DEFAULT '',
  since      TEXT NOT NULL,           -- the time from which it has been so without a break
  PRIMARY KEY (run, alarm, subject)
) STRICT;

CREATE INDEX IF NOT EXISTS ask_attached ON ask (parent) WHERE purpose = 'attachment';
CREATE INDEX IF NOT EXISTS ask_unread ON ask (root, run) -- visits.py asks in these very words
  WHERE purpose = 'listing' AND (state <> 'done' OR kind = 'more_pages');
CREATE INDEX IF NOT EXISTS fetch_ask ON fetch (ask);
CREATE INDEX IF NOT EXISTS listed_ask ON listed (ask);
CREATE INDEX IF NOT EXISTS version_document ON version (sha256);
CREATE INDEX IF NOT EXISTS visit_column ON visit (column_id, run);

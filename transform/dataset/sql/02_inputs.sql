-- What a build finds in the ledger, a line a table: rows, and the XOR of their digests, in which no
-- order shows. Another visit that finds a column as it was, another request with the same outcome and
-- another day on which a version still stood say nothing new: of visits and requests those count whose
-- outcome is not that of the one before (of columns read to their end, in the same year of duty:
-- coverage.sql asks for the first after a report was due), of a version whether it is the newest of its
-- address, and of the newest request what was due by then.
CREATE OR REPLACE TEMP MACRO due_since(time) AS year(time) - CASE WHEN time::DATE >= make_date(year(time), 3, 31) THEN 0 ELSE 1 END;

WITH found AS (
  SELECT column_id, time, outcome, kind, evidence, complete, CASE WHEN outcome = 'ok' AND complete = 1 THEN due_since(time) END AS whole_since
  FROM ledger.visit
  QUALIFY lag((outcome, kind, complete, whole_since)) OVER (PARTITION BY column_id ORDER BY time, run)
    IS DISTINCT FROM (outcome, kind, complete, whole_since)
), answered AS (
  SELECT ask, time, outcome, kind, evidence FROM ledger.fetch
  QUALIFY lag((outcome, kind)) OVER (PARTITION BY ask ORDER BY time, run, attempt) IS DISTINCT FROM (outcome, kind)
), stood AS (
  SELECT ask, sha256, number, first_seen, last_seen = max(last_seen) OVER (PARTITION BY ask) AS stands FROM ledger.version
), newest AS (
  SELECT year(max(time)) AS year, due_since(max(time)) AS due FROM (SELECT time FROM ledger.fetch UNION ALL SELECT time FROM ledger.visit)
)
SELECT 'ask' AS "table", count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.ask t
UNION ALL SELECT 'attached', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.attached t
UNION ALL SELECT 'document', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.document t
UNION ALL SELECT 'fetch', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM answered t
UNION ALL SELECT 'listed', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.listed t
UNION ALL SELECT 'look', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.look t
UNION ALL SELECT 'newest', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM newest t
UNION ALL SELECT 'sighting', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM ledger.sighting t
UNION ALL SELECT 'version', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM stood t
UNION ALL SELECT 'visit', count(*), bit_xor(md5_number(to_json(t)::VARCHAR)) FROM found t
ORDER BY "table";

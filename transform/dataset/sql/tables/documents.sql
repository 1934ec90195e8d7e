-- A file as it was harvested, and every place where it was sighted.
SELECT document.sha256, media_type, size, warc_file AS archive_file, warc_offset AS archive_offset, first_seen,
  coalesce(sightings, []) AS sightings, coalesce(record.verdict, 'not_read') AS verdict,
  CASE WHEN record.sha256 IS NULL THEN 'the document has not been extracted yet' ELSE coalesce(record.reason, '') END AS reason
FROM ledger.document LEFT JOIN record USING (sha256) LEFT JOIN (
  SELECT sha256, list(struct_pack(column_id, url, page_url, title, row_date, first_seen) ORDER BY column_id, url) AS sightings
  FROM ledger.sighting GROUP BY sha256
) USING (sha256)
ORDER BY sha256;

-- Documents of the release before that are no longer held, once they are more than the threshold.
WITH lost AS (
  SELECT b.sha256, b.media_type, b.archive_file, b.archive_offset
  FROM before.documents b ANTI JOIN now.documents n USING (sha256)
)
FROM lost
WHERE (SELECT count(*) FROM lost) > getvariable('threshold') * (SELECT count(*) FROM before.documents)
ORDER BY ALL;

CREATE OR REPLACE VIEW not_read AS
SELECT sha256, media_type, verdict, reason, archive_file, archive_offset, sightings[1].title AS title, sightings[1].url AS url
FROM documents WHERE verdict <> 'read';

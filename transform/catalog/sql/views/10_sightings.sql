CREATE OR REPLACE VIEW sightings AS
SELECT sha256, unnest(sightings, recursive := true) FROM documents;

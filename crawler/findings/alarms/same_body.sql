-- One body under many addresses of a host: a page that stands for all that is asked.
SELECT host, addresses || ' addresses answer with the body ' || sha256
FROM (
  SELECT substr(url, instr(url, '://') + 3, instr(substr(url, instr(url, '://') + 3) || '/', '/') - 1) AS host,
    substr(sha256, 1, 16) AS sha256, count(DISTINCT url) AS addresses
  FROM fetch WHERE run = :run AND outcome = 'ok' AND sha256 IS NOT NULL GROUP BY 1, 2
) WHERE addresses >= 3 GROUP BY host HAVING addresses = max(addresses)

"""The crawler: from the registry of columns (栏目) to an archive and a ledger.

Receives `data/reference` (units, portals, columns) and what the portals answer. Gives
`DATA/raw/warc/*.warc.gz`, where every exchange lies as it was received, and
`DATA/raw/ledger.sqlite` (schema in `ledger.sql`), which says what was asked, with what outcome,
and where every document was sighted. Refuses to contact a host that is neither under gov.cn nor
in the registry, to fetch what robots.txt forbids, and to go on after a challenge.
"""

"""An invented country on loopback, as large as it is asked to be, that keeps the truth.

`found(seed, hosts)` gives a `Nation`: organs that are renamed and merged, portals on every
platform, what they publish, and what ails them. The same arguments give the same nation. It knows
for every organ and year what a polite and perfect crawl can say (`truth.coverage`), and which
bytes are whose report of which year (`truth.documents`).

    nation = found(seed=1, hosts=60)
    nation.write_registry(folder)
    with nation.serve() as sample:
        … crawl with nation.resolve(sample) …

The parts: `names` and `organs` invent who reports, `addresses` says where, `reports` what is
published, `papers` makes files, `ills` says what goes wrong, `registry` writes the registry,
`later` lets time pass.
"""

from tests.portal.nation.world import Nation, found

__all__ = ["Nation", "found"]

"""Held-out portals: sites for discovery, pages for the detection of platforms.

`sites(set)` gives whole portals that answer in memory (`site.Site`), `pages(set)` single pages with
the platform they are of. They were written from the survey of real portals alone, without a look at
the walk, the adapters, their tables of labels or their saved pages, and are measured by
`python -m tests.bench.held_discovery` and `python -m tests.bench.held_detection`. Set 1 was measured before
anything was mended by it; set 2 was written after that and is what the figures are quoted from.
Nothing may be mended for one of these templates; a general cause may.
"""

from __future__ import annotations

from tests.portal.heldout.build import sites
from tests.portal.heldout.marks import pages
from tests.portal.heldout.site import Site

__all__ = ["Site", "pages", "sites"]

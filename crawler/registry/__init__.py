"""The registry (data/reference): which organ (机关) publishes its reports in which column (栏目).

`tables` are the files, `loading` what a crawl needs of them, `check` names every inconsistency.
`areas` and `grow` carry facts over from a table of division codes, `organs` makes proposals of
organs that the crawl met, `names` is what both know of names. `docs/registry.md` says what the
files mean.
"""

from crawler.registry.loading import Column, Portal, Registry, Unit, load

__all__ = ["Column", "Portal", "Registry", "Unit", "load"]

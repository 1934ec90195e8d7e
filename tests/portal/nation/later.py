"""Time passes in an invented country: what was there is corrected, replaced, withdrawn, added to.

Receives a nation; gives the nation of another day, on the same hosts with the same ills, and what
changed. The registry stays as it is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from tests.portal import outlines
from tests.portal.country import File, Report
from tests.portal.nation import papers, truth
from tests.portal.nation.world import Nation


@dataclass(frozen=True)
class Changes:
    """What became of a nation."""

    nation: Nation
    corrected: Mapping[str, tuple[str, str]]
    """Address → SHA-256 of what stood there and of what stands there now."""
    added: tuple[str, ...]
    """Addresses of new reports."""
    withdrawn: tuple[str, ...]
    """Addresses that are listed no more, and gone."""


def later(nation: Nation, seed: int = 1, share: float = 0.05) -> Changes:
    """Let a share of the reports change: page by page, file by file."""
    rng = random.Random(f"later {seed}")
    had = {one.url for one in truth.documents(nation)}
    particular = {host for host, e in nation.effects.items() if e.documents or e.hidden}
    reports: list[Report] = []
    corrected: list[str] = []
    withdrawn: list[str] = []
    new: list[Report] = []
    for report in nation.country.reports:
        now, fate = report, rng.random()
        if urlsplit(report.url).netloc in particular:
            pass  # what ails the host is tied to the rows it had
        elif fate < share and report.outline in outlines.WHOLE:
            now = replace(report, edition=report.edition + 1)
            corrected.append(report.url)
        elif fate < share and report.files and report.outline == "none":
            files = tuple(_reprinted(file, report) for file in report.files)
            now = replace(report, files=files)
            corrected += [file.url for file in files]
        elif fate > 1 - share / 5 and report.url in had and not report.files:
            withdrawn.append(report.url)
            continue
        elif fate > 1 - share / 2 and report.outline in outlines.WHOLE:
            new.append(again(report))
        reports.append(now)
    country = replace(nation.country, reports=(*reports, *new))
    after = replace(nation, country=country, before=nation)
    have = {one.url: one.sha256 for one in truth.documents(after)}
    changed = {
        url: (truth.digest(nation, url), have[url]) for url in corrected if url in had & have.keys()
    }
    added = tuple(report.url for report in new if report.url in have)
    return Changes(after, changed, added, tuple(withdrawn))


def _reprinted(file: File, report: Report) -> File:
    """The same address, another file."""
    make, _ = papers.KINDS[_ending(file)]
    return replace(file, make=partial(make, f"{report.unit_id} {report.year} again {file.name}"))


def _ending(file: File) -> str:
    return next(end for end, (_, media) in papers.KINDS.items() if media == file.media)


def again(report: Report) -> Report:
    """The report once more, corrected, at an address and in a row of its own."""
    found = re.search(r"[0-9a-f]{7,}(?=\.\w+$)", report.url)
    url = f"{report.url}9"
    if found:
        number = (int(found[0][-7:], 16) + 5 * 10**6) % 10**7
        url = f"{report.url[: found.end() - 7]}{number:07}{report.url[found.end() :]}"
    return replace(
        report,
        url=url,
        edition=report.edition + 1,
        title=f"{report.title}（更正）",
        published=_next(report),
    )


def _next(report: Report) -> str:
    """A day after all others."""
    return f"{report.published[:5]}12-31"

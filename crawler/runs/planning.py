"""From what a person asked for, the registry and the ledger to the plan of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import ConfigError
from crawler.ledger.ledger import Ledger
from crawler.manners import hours
from crawler.manners.downloader import FLOOR
from crawler.manners.outcomes import Verdict
from crawler.manners.resolver import Pins, declared, endpoint
from crawler.registry import Column, Registry
from crawler.runs.plan import Home, Plan, PlannedColumn
from crawler.runs.session import user_agent
from crawler.settings import GONGKAI_DUE_DAYS
from crawler.store.archive import Place
from crawler.store.writer import FILE_SIZE

BUDGET = 2000
"""Requests a host may be sent on a day of China: a county's reports of all years fit into one,
and at the shortest delay it is a quarter of what a night has room for."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for."""

    data: Path
    registry: Path
    resolve: Sequence[str] = ()
    every: bool = False
    """Read every column, due or not."""
    columns: Sequence[str] = ()
    """Read these columns and no others, due or not."""
    recheck: bool = False
    """Ask for every document again, conditionally."""
    contact: str = ""
    loopback_delay: float = 0.02
    """Seconds between requests to a pinned host."""
    timeout: float = 60
    """Seconds to wait for an answer."""
    any_hour: bool = False
    """Ask by day too."""
    budget: int | None = None
    """Requests a host may be sent on a day; None for `BUDGET`, on loopback for no limit."""
    vantage: str = ""
    """The place from which this machine asks."""
    spider: str = "reports"
    portals: Sequence[str] = ()
    """Of a run that looks around: the hosts."""
    unit: int | None = None
    """Of a discovery: whose column is sought; None for the organ whose site it is."""
    warc_size: int = FILE_SIZE
    """Bytes after which a file of the archive is closed."""


def plan(  # noqa: PLR0913  # a plan stands on all of these
    options: Options,
    rows: Registry,
    pins: Pins,
    ledger: Ledger,
    *,
    started: str,
    kept: Mapping[str, Place],
) -> Plan:
    """Decide what a run that starts now is to do; raises ConfigError for a column it cannot read.

    Portals that exist on loopback only are left out when nothing is pinned; once anything is, all
    others are. A column that no person has confirmed is a proposal and left out too.
    """

    def reachable(column: Column) -> bool:
        if pins:
            return endpoint(column.url) in pins
        return rows.portals[column.host].status != "sample"

    columns = {c.column_id: c for c in rows.columns.values() if c.confirmed and reachable(c)}
    for wanted in options.columns:
        if wanted not in rows.columns:
            raise ConfigError(f"--column {wanted!r}: no such column_id in {options.registry}")
        if wanted not in columns:
            raise ConfigError(f"--column {wanted!r}: it is not confirmed, or its host not pinned")
    homes = tuple(_homes(options, rows, pins))
    if homes:
        due = []
    elif options.columns:
        due = list(options.columns)
    else:
        fresh = set() if options.every else ledger.visited(started, GONGKAI_DUE_DAYS)
        left_alone = set() if options.every else set(resting(ledger, started))
        due = [
            c.column_id
            for c in columns.values()
            if c.column_id not in fresh and c.host not in left_alone
        ]
    return Plan(
        run=run_of(started),
        started=started,
        columns=tuple(
            PlannedColumn(
                c.column_id,
                c.url,
                rows.platform(c.host),
                c.unit_id,
                rows.units[c.unit_id].parent_id,
            )
            for c in columns.values()
        ),
        due=tuple(due),
        only=bool(options.columns),
        cautious=not (options.every or options.columns),
        hosts=tuple(sorted(rows.portals)),
        pinned=tuple(sorted(f"{host}:{port}" for host, port in pins)),
        user_agent=user_agent(options.contact),
        kept=kept,
        spider=options.spider,
        homes=homes,
        recheck=options.recheck,
        vantage=options.vantage,
        delay=options.loopback_delay if pins else FLOOR,
        nights=not (pins or options.any_hour),
        budget=(0 if pins else BUDGET) if options.budget is None else options.budget,
        spent=ledger.spent(hours.day(started), run_of(started)),
        optout=tuple(sorted(rows.optout)),
        lax=tuple(sorted(p.host for p in rows.portals.values() if p.tls == "lax")),
        addresses=declared(options.resolve),
    )


def _homes(options: Options, rows: Registry, pins: Pins) -> Iterator[Home]:
    """Give the portals to look at; raises ConfigError for one that the registry does not have."""
    for host in options.portals if options.spider != "reports" else ():
        portal = rows.portals.get(host)
        if portal is None:
            raise ConfigError(f"{host!r}: no such host in portals.csv; add its row there")
        ports = [port for name, port in pins if name == host]
        if pins and not ports:
            raise ConfigError(f"{host!r}: it is not pinned, and others are")
        unit = rows.units.get(options.unit or portal.unit_id or 0)
        if unit is None and options.spider == "discover":
            raise ConfigError(f"{host!r}: whose column is sought? give --unit with its number")
        scheme = portal.scheme or ("https" if 443 in ports else "http")
        columns = tuple(c.url for c in rows.columns.values() if c.host == host)
        names = (unit.name, *unit.aliases, *unit.names_before) if unit else ()
        also = columns if options.spider == "probe" else ()
        yield Home(f"{scheme}://{host}/", unit.unit_id if unit else 0, names, also)


def resting(ledger: Ledger, started: str) -> dict[str, tuple[str, Verdict]]:
    """Give the hosts that are left alone because they answered with a challenge not long ago."""
    return {
        endpoint(url)[0]: (started, Verdict("blocked", "challenge_cooldown", f"{url}, challenged"))
        for url in ledger.challenged(started)
    }


def run_of(started: str) -> str:
    """Name the run that starts at a time: its second."""
    return started[:19].replace("-", "").replace(":", "") + "Z"

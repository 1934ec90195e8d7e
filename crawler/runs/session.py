"""A session: one run of the spider, live or played from the archive, and what it stands on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock, Timeout

from crawler.errors import LockedError
from crawler.ledger.facts import Fetch
from crawler.ledger.ledger import Ledger
from crawler.manners.allowance import Manners
from crawler.manners.outcomes import Verdict
from crawler.runs.plan import Plan
from crawler.store import archive
from crawler.store.tape import Player, Recorder, Reel
from crawler.store.writer import FILE_SIZE, Writer

logger = logging.getLogger(__name__)


@dataclass
class Session:
    """What the spider, its scheduler and its middlewares share during a run."""

    plan: Plan
    ledger: Ledger
    reel: Reel
    writer: Writer | None
    """Where the end of a live run is written; None when a run is played."""
    end: str | None = None
    """Of a played run: how it ended; None when it was killed."""
    heard: Callable[[Fetch], None] = lambda fetch: None  # noqa: ARG005
    """Told of every attempt once it is in the ledger."""
    stopped: dict[str, tuple[str, Verdict]] = field(default_factory=dict)
    """Hosts that are left alone for the rest of the run: since when, and why."""
    notes: dict[str, str] = field(default_factory=dict)
    """By host: what is worth a line of evidence although nothing failed."""
    manners: Manners = field(init=False)
    """What the run may still ask of whom."""
    outcome: str = ""
    cut_short: bool = False
    """Whether a person ended this session, as opposed to one that is played."""
    error: BaseException | None = None
    """What ended the run early: a disk that is full, a damaged archive."""

    def __post_init__(self) -> None:
        self.manners = Manners(self.plan, self.stopped)

    @property
    def replaying(self) -> bool:
        """Say whether the run is played."""
        return self.writer is None

    def stop(self, host: str, since: str, verdict: Verdict) -> None:
        """Leave a host alone for the rest of the run; of several reasons the earliest counts."""
        if host not in self.stopped or since < self.stopped[host][0]:
            self.stopped[host] = (since, verdict)

    def note(self, host: str, line: str) -> None:
        """Add a line of evidence for what is recorded of a host in this run."""
        if line not in self.notes.get(host, ""):
            self.notes[host] = "; ".join(filter(None, (self.notes.get(host), line)))

    def columns_of(self, root: str) -> tuple[str, ...]:
        """Give the columns whose listing begins with an ask."""
        return self.plan.columns_of.get(root, ())

    def wants(self, key: str) -> bool:
        """Say whether an ask that was left in the queue belongs to this run."""
        if not self.plan.only:
            return True
        root = self.ledger.root(key)
        return any(root == ask.key for ask in self.plan.roots)

    def close(self, outcome: str) -> None:
        """End the run: in the archive first, then in the ledger with the columns it missed."""
        self.outcome = outcome
        self.ledger.contacted(self.plan.run, self.manners.sent)
        if self.writer:
            self.writer.facts(archive.END, self.plan.run, {"outcome": outcome})
            self.writer.close()
        elif self.end is None:
            self.ledger.flush()
            return  # a killed run has no end
        else:
            self.outcome = self.end
        self.ledger.finish(self.plan.run, self.outcome, self._missed(), self.plan.columns)

    def _missed(self) -> Iterator[tuple[str, str, Verdict]]:
        if self.outcome != "finished":
            return  # it was not the portal's doing
        due = set(self.plan.due)
        for column in self.plan.columns:
            host = column.url.partition("://")[2].partition("/")[0].partition(":")[0]
            if column.column_id in due and host in self.stopped:
                yield column.column_id, *self.stopped[host]


def live(
    raw: Path,
    plan: Plan,
    ledger: Ledger,
    made_with: Mapping[str, str] = MappingProxyType({}),
    warc_size: int = FILE_SIZE,
) -> Session:
    """Begin a run: the plan is in the archive before the run is in the ledger.

    `made_with` goes into every `warcinfo`: fingerprints of the settings and of the registry.
    """
    info = {
        "software": f"gongkai/{metadata.version('gongkai')}",
        "format": "WARC File Format 1.1",
        "http-header-user-agent": plan.user_agent,
        "robots": "obey",
        "description": "reports on government information disclosure, as the portals answered; "
        "header names are in normal case, chunking is undone, reason phrases are not kept",
        "vantage": plan.vantage,
        **made_with,
    }
    writer = Writer(raw, plan.run, info, size=warc_size)
    writer.facts(archive.PLAN, plan.run, plan.facts())
    ledger.begin(plan.run, plan.started, plan.roots, plan.spider, plan.vantage)
    return Session(plan, ledger, Recorder(raw, writer, plan.kept, ledger), writer)


def played(raw: Path, run: str, ledger: Ledger) -> Session | None:
    """Prepare to play a run; None when it was killed before it had a plan, and so did nothing."""
    player = Player(raw, run, ledger.remember)
    plan = player.plan
    if plan is None:
        return None
    ledger.begin(run, plan.started, plan.roots, plan.spider, plan.vantage)
    session = Session(plan, ledger, player, None, player.end)
    session.manners.sent.update(player.sent)
    return session


def user_agent(contact: str) -> str:
    """Give the name the crawler goes by."""
    version = metadata.version("gongkai")
    return f"Gongkai/{version} (+{contact})" if contact else f"Gongkai/{version}"


@contextmanager
def lock(raw: Path) -> Iterator[None]:
    """Hold the folder for this process; raises LockedError when another one has it."""
    raw.mkdir(parents=True, exist_ok=True)
    held = FileLock(raw / ".lock")
    try:
        held.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(f"{raw}: another crawl or replay is at work; wait for it") from error
    try:
        yield
    finally:
        held.release()

"""The command line of the crawler. Exit statuses are in the help; errors are one line each."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from crawler.audit import audit
from crawler.crawl import crawl
from crawler.errors import CrawlError
from crawler.findings import command as findings
from crawler.planning import BUDGET, Options
from crawler.progress import Progress
from crawler.registry import command as registry
from crawler.replay import replay
from crawler.writer import FILE_SIZE

_STATUSES = """
exit status:
  0   the crawl ran, even if some portals refused; the replay was equal; the registry is in order
  1   `alarms`: the last run found something amiss
  2   the command was not understood
  65  data was refused: rows of the registry, a damaged archive, a replay that differs, a request
      that should not have been made
  69  no column at all could be read, or the folder could not be written
  75  another crawl or replay is at work on the same DATA, or it is day in China
  78  an option, a folder or the contact is missing or not usable
"""
SHOWN = 20
"""Differences of a replay that are printed."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; gives the exit status."""
    options = _parser().parse_args(arguments)
    err = Console(stderr=True)
    try:
        result: int = options.command(options, err)
    except CrawlError as error:
        _say(err, f"crawler: {error}")
        return error.status
    except (OSError, sqlite3.Error) as error:
        _say(err, f"crawler: {error}; free the disk or name another folder with --data")
        return 69
    return result


def _crawl(options: argparse.Namespace, err: Console) -> int:
    summary = crawl(
        Options(
            data=options.data,
            registry=options.registry,
            resolve=[*os.environ.get("GONGKAI_RESOLVE", "").split(), *options.resolve],
            every=options.all,
            columns=options.column,
            recheck=options.recheck,
            contact=(options.contact or os.environ.get("GONGKAI_CONTACT", "")).strip(),
            loopback_delay=options.loopback_delay,
            timeout=options.timeout,
            any_hour=options.any_hour,
            budget=options.budget,
            vantage=(options.vantage or os.environ.get("GONGKAI_VANTAGE", "")).strip(),
            warc_size=options.warc_size,
        ),
        Progress(err),
    )
    for host, other in summary.moved:
        _say(err, f"moved: {host} now answers at {other}; look at both, and correct the registry")
    _say(
        err,
        f"crawl {summary.run} {summary.outcome}: {summary.read} of {summary.due} due columns read,"
        f" {summary.requests} answers, {summary.documents} new documents"
        + (f", {summary.alarms} alarms" if summary.alarms else ""),
    )
    nothing = summary.due and not summary.read and not summary.fresh
    return 69 if nothing and summary.outcome == "finished" else 0


def _replay(options: argparse.Namespace, err: Console) -> int:
    run = options.named or options.run
    if options.into:
        runs, differences = replay(options.data, options.into, run)
    else:
        with tempfile.TemporaryDirectory(prefix="gongkai-replay-") as folder:
            runs, differences = replay(options.data, Path(folder), run)
    for difference in differences[:SHOWN]:
        row = "|".join("" if value is None else str(value) for value in difference.row)
        print(f"{difference.table}: only in {difference.side}: {row}")
    _say(err, f"replay: {runs} runs, {len(differences)} differing rows")
    return 65 if differences else 0


def _audit(options: argparse.Namespace, err: Console) -> int:
    found = audit(options.data, options.run)
    for name, number in found.counts():
        print(f"{name}: {number}")
    for violation in found.violations[:SHOWN]:
        print(f"violation {violation.kind}: {violation.run} {violation.url}: {violation.evidence}")
    _say(err, f"audit: {found.requests} requests, {len(found.violations)} violations")
    return 65 if found.violations else 0


def _say(console: Console, line: str) -> None:
    console.print(escape(line), highlight=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m crawler",
        description="Harvest annual reports on government information disclosure, politely.",
        epilog=_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data", type=Path, default=Path("data"), help="folder that holds raw/ (default: data)"
    )

    crawling = commands.add_parser(
        "crawl", parents=[data], help="read the columns that are due and fetch their reports"
    )
    crawling.add_argument(
        "--registry",
        type=Path,
        default=Path("data/reference"),
        metavar="DIR",
        help="folder with units.csv, portals.csv and columns.csv",
    )
    crawling.add_argument("--all", action="store_true", help="read every column, due or not")
    crawling.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="ID",
        help="read this column only (repeatable)",
    )
    crawling.add_argument(
        "--recheck",
        action="store_true",
        help="ask for every document of these columns again, not only for those fetched over"
        " thirty days ago; what did not change costs a portal a 304",
    )
    crawling.add_argument(
        "--contact",
        metavar="WHOM",
        help="mail address or page for portals' administrators, part of the user agent"
        " (or GONGKAI_CONTACT); needed unless every host is pinned",
    )
    crawling.add_argument(
        "--resolve",
        action="append",
        default=[],
        metavar="HOST:PORT=127.0.0.1:PORT",
        help="reach a host at a loopback address; then no other host is contacted (repeatable;"
        " or GONGKAI_RESOLVE, separated by blanks)",
    )
    crawling.add_argument(
        "--loopback-delay",
        type=float,
        default=0.02,
        metavar="SECONDS",
        help="between requests to a pinned host (default: 0.02); all others get 3 or more",
    )
    crawling.add_argument(
        "--timeout",
        type=float,
        default=60,
        metavar="SECONDS",
        help="to wait for an answer (default: 60)",
    )
    crawling.add_argument(
        "--any-hour",
        action="store_true",
        help="ask by day too; else from 22:00 to 07:00 in China only (pinned hosts: always)",
    )
    crawling.add_argument(
        "--budget",
        type=int,
        metavar="REQUESTS",
        help="that one host is sent on a day of China at most; 0 sets no limit"
        f" (default: {BUDGET}, for pinned hosts none)",
    )
    crawling.add_argument(
        "--vantage",
        metavar="NAME",
        help="place and network from which this machine asks, for the archive (or GONGKAI_VANTAGE)",
    )
    crawling.add_argument(
        "--warc-size",
        type=int,
        default=FILE_SIZE,
        metavar="BYTES",
        help="after which a new file of the archive is begun (default: 1 GB)",
    )
    crawling.set_defaults(command=_crawl)

    replaying = commands.add_parser(
        "replay", parents=[data], help="repeat runs from the archive and compare every row"
    )
    which = replaying.add_mutually_exclusive_group()
    which.add_argument(
        "run", nargs="?", default="", help="replay up to this run, and compare its rows"
    )
    which.add_argument("--run", dest="named", default="", metavar="RUN", help="the same")
    replaying.add_argument(
        "--into", type=Path, metavar="DIR", help="keep the result here, as a folder like DATA"
    )
    replaying.set_defaults(command=_replay)

    auditing = commands.add_parser(
        "audit", parents=[data], help="recompute from the archive alone whether it was polite"
    )
    auditing.add_argument("--run", default="", help="audit this run only")
    auditing.set_defaults(command=_audit)

    findings.add(commands)
    registry.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""The command line of the crawler. Exit statuses are in the help; errors are one line each."""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from crawler.errors import CrawlError
from crawler.findings import command as findings
from crawler.manners.audit import audit
from crawler.registry import command as registry
from crawler.runs import looking, options
from crawler.runs.crawl import crawl
from crawler.runs.progress import Progress
from crawler.runs.replay import replay
from crawler.words import data as data_option
from crawler.words import say

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
    words = _parser().parse_args(arguments)
    err = Console(stderr=True)
    try:
        result: int = words.command(words, err)
    except CrawlError as error:
        say(err, f"crawler: {error}")
        return error.status
    except (OSError, sqlite3.Error) as error:
        say(err, f"crawler: {error}; free the disk or name another folder with --data")
        return 69
    return result


def _crawl(words: argparse.Namespace, err: Console) -> int:
    summary = crawl(
        options.chosen(words, every=words.all, columns=words.column, recheck=words.recheck),
        Progress(err),
    )
    for host, other in summary.moved:
        say(err, f"moved: {host} now answers at {other}; look at both, and correct the registry")
    say(
        err,
        f"crawl {summary.run} {summary.outcome}: {summary.read} of {summary.due} due columns read,"
        f" {summary.requests} answers, {summary.documents} new documents"
        + (f", {summary.alarms} alarms" if summary.alarms else ""),
    )
    nothing = summary.due and not summary.read and not summary.fresh
    return 69 if nothing and summary.outcome == "finished" else 0


def _discover(words: argparse.Namespace, err: Console) -> int:
    asked = options.chosen(words, spider="discover", portals=words.host, unit=words.unit)
    summary = crawl(asked, Progress(err))
    found = looking.proposals(words.data / "raw", summary.run)
    for row, evidence in found:
        print(row)
        say(err, f"  {evidence}")
    say(
        err,
        f"discover {summary.run} {summary.outcome}: {len(found)} columns proposed on"
        f" {len(words.host)} portals, {summary.requests} answers; look at each, put the date into"
        " `confirmed`, and add the row to columns.csv",
    )
    return 0 if found else 69


def _probe(words: argparse.Namespace, err: Console) -> int:
    summary = crawl(options.chosen(words, spider="probe", portals=words.host), Progress(err))
    answers = looking.answers(words.data / "raw", summary.run)
    for line in answers:
        print(line)
    say(err, f"probe {summary.run} {summary.outcome}: {len(answers)} addresses")
    return 0


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
    say(err, f"replay: {runs} runs, {len(differences)} differing rows")
    return 65 if differences else 0


def _audit(options: argparse.Namespace, err: Console) -> int:
    found = audit(options.data, options.run)
    for name, number in found.counts():
        print(f"{name}: {number}")
    for violation in found.violations[:SHOWN]:
        print(f"violation {violation.kind}: {violation.run} {violation.url}: {violation.evidence}")
    say(err, f"audit: {found.requests} requests, {len(found.violations)} violations")
    return 65 if found.violations else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m crawler",
        description="Harvest annual reports on government information disclosure, politely.",
        epilog=_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    data = data_option()

    asking = options.asking()
    crawling = commands.add_parser(
        "crawl",
        parents=[data, asking],
        help="read the columns that are due and fetch their reports",
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
    crawling.set_defaults(command=_crawl)

    walking = commands.add_parser(
        "discover",
        parents=[data, asking],
        help="walk the menus of portals to the column of annual reports; print it for columns.csv",
    )
    walking.add_argument("host", nargs="+", help="of portals.csv")
    walking.add_argument(
        "--unit", type=int, metavar="ID", help="whose column is sought (default: the site's organ)"
    )
    walking.set_defaults(command=_discover)

    probing = commands.add_parser(
        "probe",
        parents=[data, asking],
        help="ask portals for robots.txt, home page, columns and an impossible address; print"
        " how they answered",
    )
    probing.add_argument("host", nargs="+", help="of portals.csv")
    probing.set_defaults(command=_probe)

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

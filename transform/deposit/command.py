"""`python -m transform publish`."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version as version_of
from pathlib import Path

from filelock import FileLock, Timeout

from transform import words
from transform.deposit import deposit
from transform.deposit.book import Book, Deposit
from transform.deposit.deposit import Package
from transform.deposit.errors import NotPermittedError, ReleaseRefusedError, TryAgainError
from transform.deposit.folder import Release, opened
from transform.deposit.metadata import record_metadata
from transform.deposit.metadata import refusals as metadata_refusals
from transform.deposit.on_paper import Paper
from transform.deposit.package import packed
from transform.deposit.package import refusals as file_refusals
from transform.deposit.wire import SANDBOX, ZENODO, Http, Patience, server_address
from transform.deposit.zenodo import IDENTIFIER, Zenodo

_TOKEN = "ZENODO_TOKEN"  # noqa: S105 - the name of the variable


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser(
        "publish",
        help="deposit a release to Zenodo, as a draft",
        description="Deposit DATA/releases/VERSION to Zenodo as a draft for a person to look at. "
        f"The token is taken from {_TOKEN}.",
    )
    words.data(parser)
    parser.add_argument("--version", metavar="VERSION", help="as in 2026.11.22 (latest)")
    parser.add_argument(
        "--publish",
        action="store_true",
        help="publish the draft, for good, after the version was typed on a terminal",
    )
    parser.add_argument("--dry-run", action="store_true", help="send nothing; print what would be")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--sandbox",
        dest="server",
        action="store_const",
        const=SANDBOX,
        help=f"deposit to {SANDBOX}, whose records are thrown away",
    )
    where.add_argument("--server", type=_server, metavar="URL", help=f"another server ({ZENODO})")
    parser.add_argument(
        "--continues",
        type=_record,
        metavar="RECORD",
        help="published record that this is the next version of",
    )
    parser.add_argument(
        "--deposits", type=Path, metavar="FILE", help="(DATA/releases/deposits.json)"
    )
    parser.add_argument("--tries", type=_tries, default=6, help="of a request that fails (6)")
    parser.add_argument("--pause", type=_pause, default=2, help="seconds before the second try (2)")
    parser.set_defaults(run=_publish, server=ZENODO)


def _publish(options: argparse.Namespace) -> None:
    try:
        _deposit(options)
    except KeyboardInterrupt:
        raise TryAgainError("interrupted; run the command again, it goes on from there") from None


def _deposit(options: argparse.Namespace) -> None:
    with _held(options.data / "releases") as scratch, words.progress() as say:
        token = None if options.dry_run else _token()
        if options.publish and not options.dry_run:
            _person()
        path = options.deposits or options.data / "releases" / "deposits.json"
        book = Book(path, writes=not options.dry_run)
        say("reading the release")
        release = opened(options.data, options.version)
        package = _package(release, scratch, say)
        if token is None:
            _dry_run(options, package, book, say)
            return
        agent = f"gongkai/{version_of('gongkai')}"
        patience = Patience(options.tries, options.pause)
        zenodo = Zenodo(Http(options.server, token, agent, patience, say))
        record, entry = deposit.draft(package, zenodo, book, say, continues=options.continues)
    print(f"draft of {package.version}: {entry.address}\n{_files(package)}")
    if not options.publish:
        print("look at it there; then run the command again with --publish")
        return
    _ask(entry)
    with _held(options.data / "releases"), words.progress() as say:
        done = deposit.publish(package, zenodo, book, say, record)
    print(f"published {done.version}: {done.doi}, {done.address}; all versions: {done.concept_doi}")


def _package(release: Release, scratch: Path, say: words.Say) -> Package:
    """Pack a release; refuse, with everything found, what Zenodo would refuse."""
    say("packing the release")
    items = packed(release, scratch / f"gongkai-{release.version}.zip")
    faults = [*metadata_refusals(release.zenodo, release.version), *file_refusals(items)]
    if faults:
        raise ReleaseRefusedError(f"{release.folder}: Zenodo would refuse it: {'; '.join(faults)}")
    return Package(release.version, record_metadata(release.zenodo, release.version), items)


def _dry_run(options: argparse.Namespace, package: Package, book: Book, say: words.Say) -> None:
    """Go the whole way on paper; print the requests, and the metadata as it would be sent."""
    paper = Paper(options.server)
    zenodo = Zenodo(paper)
    found, _ = deposit.draft(package, zenodo, book, say, continues=options.continues)
    before = len(paper.lines)
    deposit.publish(package, zenodo, book, say, found)
    print(f"nothing is sent; to {options.server} would go")
    print(*(f"  {line}" for line in paper.lines[:before]), sep="\n")
    print(f"and with --publish, once {package.version} was typed on a terminal,")
    print(*(f"  {line}" for line in paper.lines[before:]), sep="\n")
    print(json.dumps(package.metadata, ensure_ascii=False, indent=2))


@contextmanager
def _held(releases: Path) -> Iterator[Path]:
    """Hold the lock of deposits; give an empty folder to pack in, which is gone afterwards."""
    if not releases.is_dir():
        raise ReleaseRefusedError(f"{releases}: there is no release; make one first")
    lock = FileLock(releases / ".deposit.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise TryAgainError(f"{releases}: another deposit is at work; try again later") from None
    scratch = releases / ".deposit"
    try:
        shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
        scratch.mkdir()
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        lock.release()


def _token() -> str:
    token = os.environ.get(_TOKEN, "").strip()
    if not token:
        raise NotPermittedError(
            f"{_TOKEN} is not set; make a token with deposit:write and deposit:actions "
            "on the site, under Applications (docs/depositing.md)"
        )
    return token


def _person() -> None:
    if not sys.stdin.isatty():
        raise NotPermittedError(
            "--publish needs a person at a terminal; without it a draft is made, "
            "which can be published on the site as well"
        )


def _ask(entry: Deposit) -> None:
    """Have a person type the version; refuse anything else."""
    print(f"What is published on {entry.server} stays there for ever.")
    try:
        typed = input(f"Look at the draft, then type {entry.version} to publish it: ")
    except (EOFError, KeyboardInterrupt):
        typed = ""
        print()
    if typed.strip() != entry.version:
        raise NotPermittedError(f"{entry.version} was not typed; the draft stays as it is")


def _files(package: Package) -> str:
    return "\n".join(
        f"  {item.name}  {item.size:,} bytes  md5:{item.md5}" for item in package.items
    )


def _server(text: str) -> str:
    try:
        return server_address(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _record(text: str) -> str:
    if not IDENTIFIER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no identifier of a record, as in 1234567")
    return text


def _tries(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of tries, 1 to 20")
    return int(text)


def _pause(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds, as in 2 or 0.5")
    return float(text)

"""Names every inconsistency of a registry, one line each with its file and line.

Receives a folder and the adapters that exist; gives faults in the order of files and lines, none
when all is well. `check_units` has the checks of organs, this module those of portals, columns and
hosts that want to be left alone. A crawl refuses only what it cannot use (`loading`); here is also
what would rot, mislead or fall to the floor in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler.registry.book import SITE_CODE, Book, Fault, is_date
from crawler.registry.check_units import check_units
from crawler.registry.loading import Portal, column_faults, column_of, portal_of, unit_of
from crawler.registry.tables import Row

STATUSES = ("unverified", "answers", "blocked", "unreachable", "moved", "gone", "sample")
"""What is known of a portal; `docs/registry.md` says what each means."""


def check(folder: Path, platforms: frozenset[str]) -> list[Fault]:
    """Give every inconsistency of the registry in `folder`; `platforms` are the adapters.

    Raises ConfigError when the folder holds no registry.
    """
    book = Book(folder)
    book.units = book.read("units", unit_of)
    book.by_id = {unit.unit_id: unit for _, unit in book.units}
    book.portals = book.read("portals", portal_of)
    book.columns = book.read("columns", column_of)
    check_units(book)
    _portals(book, platforms)
    _columns(book)
    _optout(book)
    return sorted(set(book.faults))


def _portals(book: Book, platforms: frozenset[str]) -> None:
    real = {portal.status for _, portal in book.portals} != {"sample"}
    seen: dict[str, int] = {}
    for row, portal in book.portals:
        if portal.host in seen:
            book.fault(row, f"host {portal.host} stands in line {seen[portal.host]} too")
        seen.setdefault(portal.host, row.line)
        if portal.unit_id is None:
            book.fault(row, "unit_id is empty; whose site is it?")
        elif portal.unit_id not in book.by_id:
            book.fault(row, f"unit_id {portal.unit_id} is in no units.csv")
        if portal.platform not in {"", *platforms} and portal.status != "unverified":
            book.fault(row, f"platform {portal.platform!r} has no adapter")
        if real and (portal.status == "sample" or portal.host.endswith(".test")):
            book.fault(row, f"host {portal.host} is a sample; it belongs in data/reference/sample")
        for fault in _portal_faults(row, portal):
            book.fault(row, fault)


def _portal_faults(row: Row, portal: Portal) -> Iterator[str]:
    """Say what is wrong with a portal's row, whatever the others say."""
    if not _is_host(portal.host):
        yield f"host {portal.host!r} is no host name: no scheme, port or path"
    if portal.status not in STATUSES:
        yield f"status {portal.status!r} is none of {', '.join(STATUSES)}"
    if portal.scheme not in {"", "http", "https"}:
        yield f"scheme {portal.scheme!r} is neither http nor https"
    if portal.tls not in {"", "lax"}:
        yield f"tls {portal.tls!r} is neither empty nor lax"
    if bool(portal.tls) != bool(portal.tls_reason):
        yield "tls lax and its reason go together"
    if row.get("site_code") and not SITE_CODE.fullmatch(row.get("site_code")):
        yield f"site_code {row.get('site_code')!r} is not ten digits, nor bm and eight"
    if not row.get("evidence"):
        yield "evidence is empty; what says that the host is this organ's?"
    if not is_date(row.get("date")):
        yield f"date {row.get('date')!r} is no day as YYYY-MM-DD"


def _columns(book: Book) -> None:
    hosts = {portal.host for _, portal in book.portals}
    ids: dict[str, int] = {}
    addresses: dict[tuple[str, int], int] = {}
    for row, column in book.columns:
        if column.column_id in ids:
            book.fault(
                row, f"column_id {column.column_id} stands in line {ids[column.column_id]} too"
            )
        ids.setdefault(column.column_id, row.line)
        address = (urlsplit(column.url)._replace(scheme="").geturl(), column.unit_id)
        if address in addresses:
            book.fault(row, f"the same address and unit stand in line {addresses[address]} too")
        addresses.setdefault(address, row.line)
        for fault in column_faults(column):
            book.fault(row, fault)
        if column.host not in hosts:
            book.fault(row, f"host {column.host} is in no portals.csv")
        if column.unit_id not in book.by_id:
            book.fault(row, f"unit_id {column.unit_id} is in no units.csv")
        if column.confirmed and not is_date(column.confirmed):
            book.fault(row, f"confirmed {column.confirmed!r} is no day as YYYY-MM-DD")


def _optout(book: Book) -> None:
    seen: dict[str, int] = {}
    for row in book.rows("optout"):
        host = row.get("host")
        if not _is_host(host):
            book.fault(row, f"host {host!r} is no host name: no scheme, port or path")
        if host in seen:
            book.fault(row, f"host {host} stands in line {seen[host]} too")
        seen.setdefault(host, row.line)
        if not is_date(row.get("date")):
            book.fault(row, f"date {row.get('date')!r} is no day as YYYY-MM-DD")
        if not row.get("evidence"):
            book.fault(row, "evidence is empty; who asked, and how?")


def _is_host(host: str) -> bool:
    return urlsplit(f"//{host}").hostname == host and "." in host and not re.search(r"[\s:/]", host)

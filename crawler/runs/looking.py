"""What a run that looked around found, as rows that a person carries over into the registry."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import urlsplit

from crawler.findings import engine
from crawler.registry.loading import year_folder


def proposals(raw: Path, run: str) -> list[tuple[str, str]]:
    """Give the columns that a discovery proposes: a row of columns.csv and its evidence."""
    with engine.opened(raw) as db:
        rows = db.execute(
            "SELECT host, unit_id, url, platform, steps, requests, evidence FROM proposal"
            " WHERE run = ? ORDER BY host, unit_id, rowid",
            (run,),
        ).fetchall()
    out = []
    for host, unit, url, platform, steps, requests, evidence in rows:
        name = f"{host.removeprefix('www.').partition('.')[0]}-{unit}"
        line = _csv(name, urlsplit(url).hostname or host, unit, url, "")
        told = f"platform {platform or 'unknown'}, {steps} steps, {requests} requests"
        if year_folder(urlsplit(url).path):
            told += "; the folder of one year: give the one above"
        out.append((line, f"{evidence}; {told}"))
    return out


def answers(raw: Path, run: str) -> list[str]:
    """Give how each address that a probe asked for was answered: address, outcome, evidence."""
    with engine.opened(raw) as db:
        rows = db.execute(
            "SELECT url, outcome, kind, evidence FROM fetch WHERE run = ? ORDER BY url", (run,)
        ).fetchall()
    said = (
        (url, f"{outcome}:{kind}" if kind else outcome, why) for url, outcome, kind, why in rows
    )
    return [_csv(*values) for values in said]


def _csv(*values: object) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()

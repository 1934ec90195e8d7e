"""The options of every command that asks portals, and what they come to."""

from __future__ import annotations

import argparse
import os
from typing import Any

from crawler import words
from crawler.runs.planning import BUDGET, Options
from crawler.store.writer import FILE_SIZE


def asking() -> argparse.ArgumentParser:
    """Give the parser of these options, as a parent of the commands'."""
    parser = argparse.ArgumentParser(add_help=False, parents=[words.registry()])
    parser.add_argument(
        "--contact",
        metavar="WHOM",
        help="mail address or page for portals' administrators, part of the user agent"
        " (or GONGKAI_CONTACT); needed unless every host is pinned",
    )
    parser.add_argument(
        "--resolve",
        action="append",
        default=[],
        metavar="HOST:PORT=127.0.0.1:PORT",
        help="reach a host at a loopback address; then no other host is contacted (repeatable;"
        " or GONGKAI_RESOLVE, separated by blanks)",
    )
    parser.add_argument(
        "--loopback-delay",
        type=float,
        default=0.02,
        metavar="SECONDS",
        help="between requests to a pinned host (default: 0.02); all others get 3 or more",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=60,
        metavar="SECONDS",
        help="to wait for an answer (default: 60)",
    )
    parser.add_argument(
        "--any-hour",
        action="store_true",
        help="ask by day too; else from 22:00 to 07:00 in China only (pinned hosts: always)",
    )
    parser.add_argument(
        "--budget",
        type=int,
        metavar="REQUESTS",
        help="that one host is sent on a day of China at most; 0 sets no limit"
        f" (default: {BUDGET}, for pinned hosts none)",
    )
    parser.add_argument(
        "--vantage",
        metavar="NAME",
        help="place and network from which this machine asks, for the archive (or GONGKAI_VANTAGE)",
    )
    parser.add_argument(
        "--warc-size",
        type=int,
        default=FILE_SIZE,
        metavar="BYTES",
        help="after which a new file of the archive is begun (default: 1 GB)",
    )
    return parser


def chosen(options: argparse.Namespace, **more: Any) -> Options:
    """Give what a person chose; `more` are the command's own."""
    return Options(
        data=options.data,
        registry=options.registry,
        resolve=[*os.environ.get("GONGKAI_RESOLVE", "").split(), *options.resolve],
        contact=(options.contact or os.environ.get("GONGKAI_CONTACT", "")).strip(),
        loopback_delay=options.loopback_delay,
        timeout=options.timeout,
        any_hour=options.any_hour,
        budget=options.budget,
        vantage=(options.vantage or os.environ.get("GONGKAI_VANTAGE", "")).strip(),
        warc_size=options.warc_size,
        **more,
    )

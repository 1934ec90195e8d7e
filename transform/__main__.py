"""The command line: `build | check | diff | show | where | codebook | release | publish`.

Exit status: 0 done, published, released, or `unchanged`; 2 usage; 65 an input or the dataset is
missing, damaged or contradicts another, a version is taken, a gate stopped a release, or a deposit
was refused: nothing was published; 69 memory or disk ran out, or the server of a deposit cannot be
reached or takes no more; 70 a fault of this program; 75 another build or release is at work, or
that server broke off: run it again; 77 no token, or no person.
"""

from __future__ import annotations

import argparse
import sys

from transform.catalog import command as catalog
from transform.checks import command as checks
from transform.dataset import command as dataset
from transform.deposit import command as deposit
from transform.diff import command as diff
from transform.errors import ResourcesExhaustedError, TransformError
from transform.release import command as release
from transform.show import command as show

_COMMANDS = (dataset, checks, diff, show, catalog, release, deposit)
"""Rooms with a command, in the order of the help. Each has `add`, and sets `run`, which may give an
exit status."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; give its exit status."""
    options = _parser().parse_args(argv)
    try:
        status: int | None = options.run(options)
    except TransformError as refused:
        print(f"transform: {refused}", file=sys.stderr)
        return refused.status
    except OSError as problem:
        print(f"transform: {problem}; make room or give leave, and try again", file=sys.stderr)
        return ResourcesExhaustedError.status
    return status or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m transform",
        description="Make the dataset, and look at it.",
        epilog=(__doc__ or "").partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for room in _COMMANDS:
        room.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""The sample portals from a shell.

    python -m tests.portal run -- COMMAND…   start them, run COMMAND with GONGKAI_RESOLVE set,
                                             stop them, leave with COMMAND's status
    python -m tests.portal serve             serve until interrupted; print where the hosts are

Exit status: that of COMMAND (128 + N when signal N ended it), 127 when there is no such command,
126 when it cannot be run, 2 for wrong usage; `serve` ends with 0.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from tests.portal import serve


def main(arguments: list[str] | None = None) -> int:
    """Read the command line; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.portal", description="Sample portals on loopback."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="run|serve")
    run = actions.add_parser("run", help="run a command while the portals are up")
    run.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND…")
    actions.add_parser("serve", help="serve until interrupted; print where the hosts are")
    options = parser.parse_args(arguments)
    if options.action == "serve":
        return _serve()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        run.error("no command; write `python -m tests.portal run -- COMMAND…`")
    return _run(command)


def _run(command: list[str]) -> int:
    with serve() as sample:
        environment = {**os.environ, "GONGKAI_RESOLVE": " ".join(sample.resolve)}
        try:
            child = subprocess.Popen(command, env=environment)
        except OSError as error:
            sys.stderr.write(f"tests.portal: {command[0]}: {error.strerror}\n")
            return 127 if isinstance(error, FileNotFoundError) else 126

        def forward(number: int, frame: FrameType | None) -> None:
            child.send_signal(number)

        # a terminal sends SIGINT to the child as well; SIGTERM comes to us alone
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, forward)
        status = child.wait()
    return status if status >= 0 else 128 - status


def _serve() -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with serve() as sample:
        print(*sample.resolve, sep="\n", flush=True)
        stopped.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

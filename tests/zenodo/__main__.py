"""The recorded Zenodo from a shell.

    python -m tests.zenodo run -- COMMAND…   start it, run COMMAND, stop it; leave as COMMAND left
    python -m tests.zenodo serve             serve until interrupted; print address and token

`run` sets ZENODO_TOKEN to the token of its account, and replaces `{server}` in COMMAND by its
address and `{scratch}` by a folder that is gone afterwards.

Exit status: that of COMMAND (128 + N when signal N ended it), 127 when there is no such command,
126 when it cannot be run, 2 for wrong usage; `serve` ends with 0.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading

from tests.zenodo import TOKEN, Server


def main(arguments: list[str] | None = None) -> int:
    """Read the command line; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.zenodo", description="A Zenodo of recorded exchanges, on loopback."
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="run|serve")
    run = actions.add_parser("run", help="run a command while it is up")
    run.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND…")
    actions.add_parser("serve", help="serve until interrupted; print the address and the token")
    options = parser.parse_args(arguments)
    if options.action == "serve":
        return _serve()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        run.error("no command; write `python -m tests.zenodo run -- COMMAND…`")
    return _run(command)


def _run(command: list[str]) -> int:
    with Server() as server, tempfile.TemporaryDirectory(prefix="zenodo-") as scratch:
        given = {"{server}": server.address, "{scratch}": scratch}
        for placeholder, value in given.items():
            command = [word.replace(placeholder, value) for word in command]
        try:
            child = subprocess.Popen(command, env={**os.environ, "ZENODO_TOKEN": TOKEN})
        except OSError as error:
            sys.stderr.write(f"tests.zenodo: {command[0]}: {error.strerror}\n")
            return 127 if isinstance(error, FileNotFoundError) else 126
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to the child as well
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        status = child.wait()
    return status if status >= 0 else 128 - status


def _serve() -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Server() as server:
        print(f"--server {server.address}\nZENODO_TOKEN={TOKEN}", flush=True)
        stopped.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Word 97, WPS and RTF files → `Layout`, by way of LibreOffice, which writes them as DOCX.

Receives bytes. Gives what `extract.readers.word` makes of the conversion; the record names this
reader, `office`. Refuses what LibreOffice cannot open, and everything where there is no
LibreOffice, saying what to install.

The conversion is a child process of its own: a profile and a folder that are made for it and
removed, no macros, no links followed, a limit on time, processor and memory, killed with whatever
it started.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from extract.errors import MissingPartError, UnreadableError
from extract.grid import Layout
from extract.readers import word

SECONDS = 20.0
"""Wall time of a conversion; 2 to 3 s are usual, a busy machine takes thrice as long. It ends
before the worker's own limit does, which would leave the child behind."""

MEMORY = 3_000_000_000
"""Address space of the child, in bytes, where the worker may give it so much."""

MISSING = (
    "a Word 97, WPS or RTF file is read by way of LibreOffice, which is not here: install it so "
    "that soffice is on the PATH (Debian: apt-get install --no-install-recommends "
    "libreoffice-writer-nogui)"
)


def read(data: bytes) -> Layout:
    """Read a document that LibreOffice opens.

    Raises:
        UnreadableError: no LibreOffice, or it cannot open the document, or takes too long.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        raise MissingPartError(MISSING)
    return replace(word.read(as_docx(data, soffice)), reader="office")


def as_docx(data: bytes, soffice: str, seconds: float = SECONDS) -> bytes:
    """Convert a document to DOCX with the LibreOffice at `soffice`.

    Raises:
        UnreadableError: it cannot be converted, or not within `seconds`.
    """
    # The folder is removed even where a killed child still holds files in it.
    with tempfile.TemporaryDirectory(prefix="gongkai-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "in").write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        _run(
            [
                soffice,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
                str(folder / "in"),
            ],
            folder,
            seconds,
        )
        out = folder / "out" / "in.docx"
        if not out.is_file():
            raise UnreadableError("LibreOffice cannot open the file: damaged, or locked")
        return out.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(  # noqa: S603 - the command is ours, the document a file beside
        command,
        cwd=folder,
        env=environment,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        _limit(child, seconds)
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"LibreOffice took more than {seconds:g} s over the file") from None
    finally:
        _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the child's whole session: the script that was started, and the office it started."""
    with suppress(ProcessLookupError):  # all of it has ended
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _limit(child: subprocess.Popen[bytes], seconds: float) -> None:
    """Limit a child and what it will start: its memory, and its processor should we be killed."""
    wanted = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: int(2 * seconds)}
    with suppress(ProcessLookupError):
        for limit, most in wanted.items():
            _, hard = resource.prlimit(child.pid, limit)
            soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(child.pid, limit, (soft, hard))


_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macros, no links: what a document asks to fetch goes to a port that nothing answers."""


def _profile() -> str:
    """Give the settings of the child's profile."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>"
    )

"""Readers in worker processes: a hostile file costs a worker, not the run.

Each worker has a limit on memory; each document a limit on time. A worker that dies or runs out
is replaced, its document gets the verdict, the others go on. Records come back in the order of
the sources.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.errors import ArchiveError
from crawler.store.archive import read_body
from extract import limits
from extract.records import Record


class ReaderFailedError(Exception):
    """A reader threw what it should have told as a `DocumentError`; the text names it."""


TOO_SLOW = "reading took more than the time a document is given"

MEMORY = 1_500_000_000
"""Address space of a worker, in bytes. An ordinary report needs a seventh of it."""

SPARE = limits.SCAN_SECONDS
"""Beyond its own alarm, what a document may take before its worker is ended from outside."""

AHEAD = 4
"""Documents scheduled ahead for each worker: enough to keep it busy, few enough to hold."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A document in a file."""

    path: Path

    def read(self) -> bytes:
        """Give its bytes.

        Raises:
            OSError: it cannot be read.
        """
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """A document in the crawler's archive, with the SHA-256 the ledger knows it by."""

    raw: Path
    warc_file: str
    warc_offset: int
    sha256: str

    def read(self) -> bytes:
        """Give its bytes.

        Raises:
            ArchiveError: the archive does not hold them at that place.
        """
        return read_body(self.raw, self.warc_file, self.warc_offset)


Source = FileSource | ArchiveSource


def records(
    sources: Iterable[Source],
    workers: int,
    seconds: float = limits.SECONDS,
    memory: int = MEMORY,
) -> Iterator[tuple[Source, Record]]:
    """Read every source; give each with its record, in order. Never raises for a document."""
    waiting: deque[tuple[Source, ProcessFuture[Record]]] = deque()

    def settled(source: Source, future: ProcessFuture[Record]) -> tuple[Source, Record]:
        try:
            return source, _result(source, future)
        except MemoryError:
            return source, _alone(source, seconds, memory)

    with pool(workers, memory) as running:
        try:
            for source in sources:
                future = running.schedule(
                    read_source, args=[source, seconds], timeout=seconds + SPARE
                )
                waiting.append((source, future))
                if len(waiting) > workers * AHEAD:
                    yield settled(*waiting.popleft())
            while waiting:
                yield settled(*waiting.popleft())
        except BaseException:
            running.stop()  # type: ignore[no-untyped-call]
            raise


def pool(workers: int, memory: int) -> ProcessPool:
    """Give a pool of workers, each with so many bytes of address space."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["extract.read"])
    return ProcessPool(max_workers=workers, context=context, initializer=_limit, initargs=[memory])


def _alone(source: Source, seconds: float, memory: int) -> Record:
    """Read once more in a new process: the one before may have been short of memory already."""
    with pool(1, memory) as running:
        future = running.schedule(read_source, args=[source, seconds], timeout=seconds + SPARE)
        try:
            return _result(source, future)
        except MemoryError:
            return _refused(source, f"reading needs more than {memory / 1e6:.0f} MB of memory")


def tune() -> None:
    """Let the garbage collector run rarely: a reading makes many small values and no cycles.

    Worth a tenth to a fifth of a reader's time.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _limit(memory: int) -> None:
    tune()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_source(source: Source, seconds: float) -> Record:
    """Read one source, in a worker.

    Raises:
        ArchiveError, OSError: the source does not give its bytes.
        MemoryError: the document, or a library for it, needs more than the worker may have.
        ReaderFailedError: a reader threw what it should not.
    """
    from extract.read import read  # noqa: PLC0415 - only workers load the readers

    data = source.read()
    limits.begin(seconds)
    try:
        return read(data)
    except (MemoryError, ImportError) as error:
        # A library that cannot be mapped is memory too: what a document before left of it.
        raise MemoryError from error
    except Exception as error:  # noqa: BLE001
        # Whatever a library throws, as plain text: not every exception can leave its process.
        raise ReaderFailedError(f"the reader failed: {type(error).__name__}: {error}") from None
    finally:
        limits.end()


def _result(source: Source, future: ProcessFuture[Record]) -> Record:
    """Give the record, or the reason why there is none; raises MemoryError alone."""
    try:
        return future.result()
    except FutureTimeoutError:
        reason = TOO_SLOW
    except ProcessExpired as error:
        reason = f"the reader died ({_how(error.exitcode)}): the file is damaged or hostile"
        if error.exitcode == -signal.SIGALRM:
            reason = TOO_SLOW
    except (ReaderFailedError, ArchiveError) as error:
        reason = str(error)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
    return _refused(source, reason)


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit status {exitcode}"


def _refused(source: Source, reason: str) -> Record:
    from extract.read import refused  # noqa: PLC0415 - only where something went wrong

    if isinstance(source, ArchiveSource):
        return refused(source.sha256, reason)
    try:
        return refused(hashlib.sha256(source.read()).hexdigest(), reason)
    except OSError:
        return refused("", reason)

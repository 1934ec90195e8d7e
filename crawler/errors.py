"""The errors a command of this package ends with; each carries its exit status."""

from __future__ import annotations


class CrawlError(Exception):
    """Base of every error a person is to read; `status` is the exit status of the command."""

    status = 65


class ConfigError(CrawlError):
    """An option, environment variable or folder is not usable. Raised before anything is asked."""

    status = 78


class RegistryError(CrawlError):
    """A row of the registry is not usable. Raised by `registry.load`; names file and line."""

    status = 65


class ArchiveError(CrawlError):
    """A record of the archive is missing or damaged. Raised by `archive.read_record`."""

    status = 65


class DiskError(CrawlError):
    """The disk refuses what is to be archived. Raised by `writer.Writer`; the next run recovers."""

    status = 69


class LedgerError(CrawlError):
    """The ledger is missing or damaged. Raised by `findings.engine.load_ledger`."""

    status = 65


class LockedError(CrawlError):
    """Another crawl or replay works on the same folder. Raised by `session.lock`."""

    status = 75


class DaytimeError(CrawlError):
    """It is day in China, and portals are asked by night. Raised by `crawl`."""

    status = 75


class NetworkForbiddenError(CrawlError):
    """Something reached for a socket during a replay. Raised by `replay.forbid_sockets`."""

    status = 65

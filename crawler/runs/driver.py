"""The driver: runs sessions one after the other in one Scrapy process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.runs.session import Session

Step = Callable[[], Session | None]
"""Prepares a session when its turn comes; None when there is nothing to do."""


def settings(**overrides: Any) -> Settings:
    """Give the project's settings with some of this command's own."""
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    made.setdict(overrides, priority="cmdline")
    return made


def drive(steps: Iterable[Step], made: Settings) -> list[Session]:
    """Run each step's session to its end; gives the sessions that ran.

    SIGINT or SIGTERM ends the running session after the requests in flight, and the rest is not
    begun. Raises what ended a session early.
    """
    process = AsyncCrawlerProcess(made)
    from twisted.internet import reactor  # noqa: PLC0415  # the process above installs it
    from twisted.internet.defer import Deferred  # noqa: PLC0415

    loop: Any = reactor
    sessions: list[Session] = []
    errors: list[BaseException] = []

    async def work() -> None:
        try:
            for step in steps:
                session = step()
                if session is None:
                    continue
                sessions.append(session)
                await Deferred.fromFuture(process.crawl(session.plan.spider, session=session))
                if session.error or session.cut_short:
                    break
        except Exception as error:  # noqa: BLE001  # raised again below, outside the reactor
            errors.append(error)
        finally:
            if loop.running:
                loop.callWhenRunning(loop.callLater, 0, _stop, loop)

    loop.callWhenRunning(lambda: Deferred.fromCoroutine(work()))
    process.start(stop_after_crawl=False)
    errors += [session.error for session in sessions if session.error]
    if errors:
        raise errors[0]
    return sessions


def _stop(reactor: Any) -> None:
    if reactor.running:
        reactor.stop()

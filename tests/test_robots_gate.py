"""The gate: nothing leaves for an address that robots.txt forbids, however many ask at once.

The crawl runs in its own process, since Twisted's reactor cannot be started twice in one; the
portal is a tiny server on loopback that counts what reaches it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crawler.manners.downloader import JITTER, mean_delay
from crawler.manners.robots import Rules, read

MANY = 50

CRAWL = """
import sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess
from crawler.runs.driver import settings

class Flood(scrapy.Spider):
    name = "flood"
    async def start(self):
        for number in range(int(sys.argv[3])):
            yield scrapy.Request(f"http://portal.test/{sys.argv[2]}/{number}", callback=self.parse,
                                 errback=lambda failure: print(failure.value.verdict.kind))
    def parse(self, response):
        print("answered", response.status)

made = settings(
    GONGKAI_RESOLVE=[f"portal.test:80=127.0.0.1:{sys.argv[1]}"], GONGKAI_LOOPBACK_DELAY=0.0,
    SCHEDULER="scrapy.core.scheduler.Scheduler", SPIDER_MODULES=[],
    DOWNLOADER_MIDDLEWARES={"crawler.manners.robots.RobotsGate": 100,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None})
process = AsyncCrawlerProcess(made)
process.crawl(Flood)
process.start()
"""


class Portal(BaseHTTPRequestHandler):
    robots: tuple[int, bytes] = (200, b"")
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        moved = self.path.startswith("/moved/")
        status, body = self.robots if self.path == "/robots.txt" else (200, b"a page")
        self.send_response(302 if moved else status)
        if moved:
            self.send_header("Location", self.path.replace("/moved/", "/forbidden/"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def portal(status: int, robots: bytes) -> Iterator[tuple[int, list[str]]]:
    seen: list[str] = []
    handler = type("Handler", (Portal,), {"robots": (status, robots), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1], seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def flood(port: int, path: str) -> list[str]:
    """Ask for many addresses at once; gives what came of each."""
    command = [sys.executable, "-c", CRAWL, str(port), path, str(MANY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split("\n")[:-1]


FORBIDDING = b"User-agent: *\nDisallow: /forbidden/\n"


def test_no_request_to_a_forbidden_path_is_sent() -> None:
    with portal(200, FORBIDDING) as (port, seen):
        assert flood(port, "forbidden") == ["robots"] * MANY
    assert seen == ["/robots.txt"]


def test_nothing_is_sent_while_robots_txt_answers_503() -> None:
    with portal(503, b"") as (port, seen):
        assert flood(port, "open") == ["robots_unavailable"] * MANY
    assert seen == ["/robots.txt"]


def test_a_redirect_to_a_forbidden_path_is_not_followed() -> None:
    with portal(200, FORBIDDING) as (port, seen):
        assert flood(port, "moved") == ["robots"] * MANY
    assert not [path for path in seen if path.startswith("/forbidden/")]
    assert len(seen) == MANY + 1


def test_what_is_allowed_is_asked_for() -> None:
    with portal(200, FORBIDDING) as (port, seen):
        assert flood(port, "open") == ["answered 200"] * MANY
    assert len(seen) == MANY + 1


def test_an_absent_robots_txt_forbids_nothing() -> None:
    assert read(404, {}, b"<html>404</html>").check("http://portal.test/a") is None


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_robots_txt_that_fails_forbids_everything(status: int) -> None:
    verdict = read(status, {}, b"").check("http://portal.test/a")
    assert verdict is not None
    assert (verdict.kind, verdict.stop) == ("robots_unavailable", True)


def test_a_web_page_served_as_robots_txt_is_known_for_what_it_is() -> None:
    rules = read(200, {}, "<html><body>您访问的页面不存在</body></html>".encode() + b" " * 5000)
    assert rules == Rules("html")
    assert rules.check("http://portal.test/a") is None


def test_a_challenge_in_the_place_of_robots_txt_stops_the_host() -> None:
    verdict = read(412, {}, b"<script>$_ts={}</script>").check("http://portal.test/a")
    assert verdict is not None
    assert (verdict.kind, verdict.stop) == ("challenge_412", True)


def test_a_refusal_names_the_rule() -> None:
    rules = read(200, {}, b"User-agent: *\nDisallow: /a/\nDisallow: /a/b/ # ours\nCrawl-delay: 7\n")
    verdict = rules.check("http://portal.test/a/b/c.html")
    assert verdict is not None
    assert verdict.evidence == "robots.txt: Disallow: /a/b/"
    assert rules.crawl_delay == 7


@pytest.mark.parametrize(
    ("configured", "asked", "shortest"), [(0, 0, 3), (-1, 0, 3), (5, 0, 5), (0, 10, 10), (0, 1, 3)]
)
def test_no_setting_makes_the_shortest_delay_less_than_three_seconds(
    configured: float, asked: float, shortest: float
) -> None:
    assert mean_delay(configured, asked) * (1 - JITTER) == pytest.approx(shortest)

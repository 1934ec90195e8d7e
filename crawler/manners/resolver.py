"""Pins: names that lead to a loopback address, for portals that are served on this machine.

`--resolve www.wangchuan.test:80=127.0.0.1:40123` makes `http://www.wangchuan.test/…` reach port
40123 of 127.0.0.1, while address, Host header and ledger stay as on the real network. Refuses
every address that is not loopback. Once any name is pinned, no other name resolves.

Hosts on one address share one pace. Pinned hosts all lie on loopback, so each has its own, unless
pins end in `@203.0.113.7`, the address they are declared to share.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy.resolver import CachingThreadedResolver, HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from crawler.errors import ConfigError

Pins = Mapping[tuple[str, int], tuple[str, int]]
"""From (host, port) as the URL says to (loopback address, port)."""

_PIN = re.compile(
    r"(?P<host>[^:=\s]+):(?P<port>\d+)=\[?(?P<to>[^=\s]+?)\]?:(?P<to_port>\d+)(?:@(?P<at>[^@\s]+))?"
)


def parse_pins(words: Iterable[str]) -> Pins:
    """Read pins as `HOST:PORT=127.0.0.1:PORT`; raises ConfigError for any other address."""
    pins = {}
    for word in words:
        match = _PIN.fullmatch(word)
        if not match:
            raise ConfigError(f"--resolve {word!r}: write it as HOST:PORT=127.0.0.1:PORT")
        try:
            address = ipaddress.ip_address(match["to"])
        except ValueError as error:
            raise ConfigError(f"--resolve {word!r}: {match['to']!r} is no IP address") from error
        if not address.is_loopback:
            raise ConfigError(f"--resolve {word!r}: only loopback addresses can be pinned")
        port, to_port = int(match["port"]), int(match["to_port"])
        if not (0 < port < 65536 and 0 < to_port < 65536):
            raise ConfigError(f"--resolve {word!r}: a port is a number from 1 to 65535")
        pins[match["host"].lower(), port] = (str(address), to_port)
    return pins


def declared(words: Iterable[str]) -> dict[str, str]:
    """Give, by host, the addresses that pins declare; the words are those of `parse_pins`."""
    matches = [match for word in words if (match := _PIN.fullmatch(word))]
    return {match["host"].lower(): match["at"] for match in matches if match["at"]}


def endpoint(url: str) -> tuple[str, int]:
    """Give (host, port) of an http address."""
    parts = urlsplit(url)
    return (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))


@implementer(IHostnameResolver)
class PinnedResolver:
    """Resolves pinned names and nothing else."""

    def __init__(self, pins: Pins, reactor: Any) -> None:
        self._pins = pins
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> PinnedResolver | CachingThreadedResolver:
        """Give this resolver when the setting GONGKAI_RESOLVE pins names, else Scrapy's own."""
        pins = parse_pins(crawler.settings.getlist("GONGKAI_RESOLVE"))
        if pins:
            return cls(pins, reactor)
        return CachingThreadedResolver.from_crawler(crawler, reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  # the names are Twisted's
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[Any] | None = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> HostResolution:
        """Give the pinned address, or none, which is how Twisted says that a name is unknown."""
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        if pin := self._pins.get((hostName.lower(), portNumber)):
            address, port = pin
            kind = IPv6Address if ":" in address else IPv4Address
            resolutionReceiver.addressResolved(kind("TCP", address, port))
        resolutionReceiver.resolutionComplete()
        return resolution

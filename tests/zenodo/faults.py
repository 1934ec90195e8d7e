"""What goes wrong on the way to a Zenodo.

A fault meets the requests whose `METHOD path` its pattern finds: not the first `skip` of them, then
as many as `times` says.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field


@dataclass
class Fault:
    on: str
    """Regular expression, searched in `METHOD path`."""
    times: int = 1
    skip: int = 0

    def meets(self, request: str) -> bool:
        """Whether it happens to this request; counts it."""
        if self.times < 1 or not re.search(self.on, request):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Answers(Fault):
    """A recorded error, in place of the work."""

    error: str = "broken"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Cut(Fault):
    """The connection ends after so many bytes of the body; nothing was done."""

    after: int = 0


@dataclass
class Lost(Fault):
    """The work is done, the connection ends before the answer."""


@dataclass
class Damaged(Fault):
    """One bit of the body is stored otherwise than it was sent."""


@dataclass
class Held(Fault):
    """The body is read so far, and no further until the server is closed."""

    after: int = 0
    reached: threading.Event = field(default_factory=threading.Event)

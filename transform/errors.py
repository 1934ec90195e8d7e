"""What `transform` refuses, each with the exit status the command line gives for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transform.release.gating import Found


class TransformError(Exception):
    """Base of the refusals: the message names what was refused and what to do about it."""

    status = 70


class InputRefusedError(TransformError):
    """An input is missing, damaged or contradicts another; nothing was published."""

    status = 65


class SchemaDiffersError(InputRefusedError):
    """A dataset has other columns than can be compared; `fault` says which, without its path."""

    def __init__(self, folder: Path, fault: str) -> None:
        super().__init__(f"{folder}: of another schema, {fault}")
        self.fault = fault


class BuildRunningError(TransformError):
    """Another build holds the lock of this data folder."""

    status = 75


class ResourcesExhaustedError(TransformError):
    """Memory or disk ran out; nothing was published."""

    status = 69


class ReleaseRunningError(TransformError):
    """Another release is being cut in this data folder."""

    status = 75


class GateFailedError(TransformError):
    """A gate stopped a release; `found` says which gates, with the rows that offend."""

    status = 65

    def __init__(self, version: str, found: list[Found], record: Path) -> None:
        names = ", ".join(one.gate.name for one in found)
        super().__init__(
            f"{version} was not released, stopped by {names}; the latest release is as it was, "
            f"{record} has the rows"
        )
        self.found = found

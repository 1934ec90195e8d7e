"""What `transform` refuses, each with the exit status the command line gives for it."""

from __future__ import annotations

from pathlib import Path


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

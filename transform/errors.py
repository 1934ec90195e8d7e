"""What `transform` refuses, each with the exit status the command line gives for it."""

from __future__ import annotations


class TransformError(Exception):
    """Base of the refusals: the message names what was refused and what to do about it."""

    status = 70


class InputRefusedError(TransformError):
    """An input is missing, damaged or contradicts another; nothing was published."""

    status = 65


class BuildRunningError(TransformError):
    """Another build holds the lock of this data folder."""

    status = 75


class ResourcesExhaustedError(TransformError):
    """Memory or disk ran out; nothing was published."""

    status = 69

"""What a deposit is refused for, each with the exit status the command line gives for it."""

from __future__ import annotations

from transform.errors import TransformError


class DepositError(TransformError):
    """Base of the refusals of `publish`. A draft may lie on the server; a second run resumes it."""


class ReleaseRefusedError(DepositError):
    """The release is missing, damaged, or something Zenodo would refuse; nothing was sent."""

    status = 65


class AlreadyDepositedError(DepositError):
    """A version that is published already, or another draft stands in its place."""

    status = 65


class ServerRefusedError(DepositError):
    """The server does not accept what it was sent: metadata, a file, a state of the record."""

    status = 65


class ServerUnavailableError(DepositError):
    """Nobody answers at that address, or not Zenodo does."""

    status = 69


class LimitReachedError(DepositError):
    """The account or the record may not hold so much."""

    status = 69


class TryAgainError(DepositError):
    """The server is overloaded or broke off, or another deposit is at work; run it again."""

    status = 75


class NotPermittedError(DepositError):
    """There is no token, it does not suffice, or nobody is there to say yes."""

    status = 77

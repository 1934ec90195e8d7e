"""Hours of China: its nights, in which portals have few readers, and its days, which budgets count.

Receives and gives times as the ledger writes them, UTC with a Z.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""One zone, without summer time since 1991."""

EVENING, MORNING = 22, 7
"""The night is from 22:00 to 07:00."""


def day(time: str) -> str:
    """Give the day in China, YYYY-MM-DD."""
    return _there(time).date().isoformat()


def is_night(time: str) -> bool:
    """Say whether it is night in China."""
    hour = _there(time).hour
    return hour >= EVENING or hour < MORNING


def until_morning(time: str) -> float:
    """Give the seconds that are left of the night; 0 by day."""
    if not is_night(time):
        return 0.0
    now = _there(time)
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if now.hour >= EVENING:
        morning += timedelta(days=1)
    return (morning - now).total_seconds()


def clock(time: str) -> str:
    """Give the time of day in China, HH:MM."""
    return _there(time).strftime("%H:%M")


def _there(time: str) -> datetime:
    return datetime.fromisoformat(time).astimezone(CHINA)

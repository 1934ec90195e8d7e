"""Hours, budgets and the pace of a host, each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from crawler.errors import DaytimeError
from crawler.manners import hours
from crawler.manners.allowance import Manners
from crawler.manners.outcomes import OK, Verdict
from crawler.manners.pace import LONGEST_WAIT, REFUSED_IN_A_ROW, Pace, Step, retry_after
from crawler.manners.resolver import declared, parse_pins
from crawler.manners.robots import RefusedError, WithheldError
from crawler.runs.crawl import must_be_night
from crawler.runs.plan import Plan

URL = "http://www.a.gov.cn/nb/"
NIGHT, DAY = "2026-11-22T15:00:00.000000Z", "2026-11-22T02:00:00.000000Z"
PLAN = Plan(
    run="20261122T150000Z",
    started=NIGHT,
    columns=(),
    due=(),
    only=False,
    cautious=True,
    hosts=(),
    pinned=(),
    user_agent="Gongkai/1",
    kept={},
    nights=True,
    budget=3,
    spent={"www.a.gov.cn": 1},
)


@pytest.mark.parametrize(
    ("time", "night", "day"),
    [
        ("2026-11-22T13:59:59Z", False, "2026-11-22"),
        ("2026-11-22T14:00:00Z", True, "2026-11-22"),
        ("2026-11-22T16:00:00Z", True, "2026-11-23"),
        ("2026-11-22T22:59:59Z", True, "2026-11-23"),
        ("2026-11-22T23:00:00Z", False, "2026-11-23"),
    ],
)
def test_the_night_of_china_is_from_22_to_7(time: str, night: bool, day: str) -> None:
    assert (hours.is_night(time), hours.day(time)) == (night, day)


def test_the_night_s_end_is_counted_over_midnight() -> None:
    assert hours.until_morning("2026-11-22T15:00:00Z") == 8 * 3600
    assert hours.until_morning("2026-11-22T22:59:00Z") == 60
    assert hours.until_morning(DAY) == 0


def test_by_day_nothing_is_begun_and_the_message_names_the_hour() -> None:
    must_be_night(NIGHT)
    with pytest.raises(DaytimeError, match=r"it is 10:00 in China.*--any-hour") as refused:
        must_be_night(DAY)
    assert refused.value.status == 75


def test_when_the_night_is_over_nothing_more_is_sent_and_nothing_is_recorded() -> None:
    with pytest.raises(WithheldError):
        Manners(PLAN, {}).admit(URL, DAY)
    Manners(replace(PLAN, nights=False), {}).admit(URL, DAY)


def test_the_budget_of_a_day_is_spent_by_earlier_runs_too() -> None:
    manners = Manners(PLAN, {})
    assert [manners.admit(URL, NIGHT) for _ in range(2)] == [NIGHT, NIGHT]
    with pytest.raises(RefusedError) as refused:
        manners.admit(URL, NIGHT)
    spent = Verdict("blocked", "budget", "3 requests on 2026-11-22", stop=True)
    assert refused.value.verdict == spent
    manners.admit("http://www.b.gov.cn/", NIGHT)
    after_midnight = "2026-11-22T16:00:00.000000Z"
    assert manners.admit(URL, after_midnight) == after_midnight, "a new day of China"


def test_a_host_that_is_left_alone_is_not_reached_by_a_redirect_either() -> None:
    manners = Manners(PLAN, {"www.a.gov.cn": (NIGHT, Verdict("blocked", "challenge_412"))})
    with pytest.raises(RefusedError) as refused:
        manners.admit(URL, NIGHT)
    assert refused.value.verdict.kind == "left_alone"
    assert "challenge_412" in refused.value.verdict.evidence


def test_an_opted_out_domain_covers_what_is_below_it() -> None:
    plan = replace(PLAN, optout=("a.gov.cn",))
    assert plan.opted_out("a.gov.cn")
    assert plan.opted_out("www.a.gov.cn")
    assert not plan.opted_out("www.aa.gov.cn")


# The pace of a host

SILENCE = Verdict("unreachable", "timeout", retry=True)


def after(pace: Pace, verdict: Verdict, seconds: float | None = 0.1, asked: float = 0) -> Step:
    return pace.after(verdict, seconds=seconds, asked=asked, retry_wait=60)


def test_five_refusals_in_a_row_stop_a_host_and_an_answer_between_counts() -> None:
    pace = Pace()
    for _ in range(REFUSED_IN_A_ROW - 1):
        assert after(pace, SILENCE) == Step(wait=60)
    after(pace, OK)
    for _ in range(REFUSED_IN_A_ROW - 1):
        assert after(pace, SILENCE).stop is None
    assert after(pace, SILENCE).stop == SILENCE


def test_what_was_not_sent_is_no_refusal_of_the_host() -> None:
    pace = Pace()
    for _ in range(10):
        assert after(pace, Verdict("blocked", "robots"), seconds=None) == Step()


def test_the_longer_of_retry_after_and_the_usual_wait_is_kept() -> None:
    assert after(Pace(), SILENCE, asked=5) == Step(wait=60)
    assert after(Pace(), SILENCE, asked=90) == Step(wait=90)
    assert after(Pace(), SILENCE, asked=LONGEST_WAIT + 1).stop == SILENCE


def test_a_latency_that_triples_gives_the_host_more_time_and_at_ninefold_stops() -> None:
    pace = Pace()
    first = [after(pace, OK, 2.5) for _ in range(5)]
    strained = [after(pace, OK, 8.0) for _ in range(5)]
    assert first == [Step()] * 5
    assert strained[-1] == Step(wait=8.0)
    worst = [after(pace, OK, 25.0) for _ in range(5)][-1]
    assert worst.stop
    assert (worst.stop.outcome, worst.stop.kind) == ("unreachable", "slow")
    assert worst.stop.evidence == "answers take 25.0 s, at first 2.5 s"


def test_a_quick_host_that_becomes_less_quick_is_not_strained() -> None:
    pace = Pace()
    assert [after(pace, OK, s) for s in (0.1,) * 5 + (1.0,) * 20] == [Step()] * 25


def test_retry_after_is_read_as_seconds_or_as_a_date_from_when_it_was_said() -> None:
    said = "2026-11-22T02:00:00.000000Z"
    date = format_datetime(datetime(2026, 11, 22, 2, 1, tzinfo=UTC), usegmt=True)
    assert retry_after("120", said) == 120
    assert retry_after(date, said) == 60
    assert retry_after("soon", said) is None
    assert retry_after("", said) is None
    unknown = format_datetime(datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=1))
    assert retry_after(unknown, said) is None


# Addresses


def test_a_pin_may_declare_the_address_its_host_shares() -> None:
    words = ["a.test:80=127.0.0.1:8080@203.0.113.7", "b.test:80=127.0.0.1:8080"]
    assert declared(words) == {"a.test": "203.0.113.7"}
    assert parse_pins(words)["a.test", 80] == ("127.0.0.1", 8080)

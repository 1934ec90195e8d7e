"""A whole invented country: its portals on every platform, half of them ill, crawled twice.

The full country is measured by `python -m tests.bench.country`; this is a small one, of few years.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.platforms import adapters
from crawler.registry.check import check
from tests.portal.country import REFERENCE, rows
from tests.portal.nation import found, truth
from tests.portal.nation.ills import ILLS
from tests.portal.nation.trial import Trial, differing, hold, violations

SEED, HOSTS, FIRST = 4, 96, 2021


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    nation = found(SEED, HOSTS, first=FIRST, ill=0.8)
    return hold(nation, tmp_path_factory.mktemp("nation"))


def test_every_report_that_can_be_had_is_found_and_nothing_else(trial: Trial) -> None:
    for crawl in (trial.first, trial.second):
        assert crawl.score.wanted, "there is something to find"
        assert (crawl.score.recall, crawl.score.precision) == (1, 1), crawl.score.differences()


def test_every_organ_and_year_has_its_true_state_and_a_reason(trial: Trial) -> None:
    for crawl in (trial.first, trial.second):
        assert crawl.score.grid == crawl.score.should, crawl.score.differences()
        assert crawl.score.blank == 0


def test_every_correction_is_kept_beside_what_it_corrects(trial: Trial) -> None:
    assert len(trial.changes.corrected) > 10
    assert trial.lost == []


def test_what_did_not_change_is_confirmed_and_not_sent_again(trial: Trial) -> None:
    documents = len(trial.second.score.wanted)
    assert trial.second.confirmed > 0.8 * documents


def test_the_archive_shows_no_impolite_request(trial: Trial) -> None:
    count, said = violations(trial)
    assert count == 0, said


def test_both_runs_replay_to_the_same_rows_without_a_socket(trial: Trial) -> None:
    count, said = differing(trial)
    assert count == 0, said


def test_the_country_has_every_state(trial: Trial) -> None:
    states = {state for state, _ in truth.coverage(trial.nation).values()}
    assert states == {
        "absent",
        "blocked",
        "column_unknown",
        "held",
        "held_variants",
        "js_only",
        "not_due",
        "not_yet_sought",
        "unconfirmed",
        "unreachable",
    }


def test_nearly_every_ill_strikes_some_host(trial: Trial) -> None:
    assert len(Counter(trial.nation.ills.values())) > 0.9 * len(ILLS)


def test_its_registry_is_consistent(trial: Trial) -> None:
    assert check(trial.registry, frozenset(adapters())) == []


def test_no_organ_of_it_is_a_real_one(trial: Trial) -> None:
    real = {row["name"] for row in rows(REFERENCE / "units.csv")}
    assert not real & {organ.name for organ in trial.nation.organs}


def test_the_same_seed_gives_the_same_country() -> None:
    one, other = (found(3, 12, first=2020) for _ in range(2))
    assert [(r.url, r.title) for r in one.country.reports] == [
        (r.url, r.title) for r in other.country.reports
    ]
    assert {d.sha256 for d in truth.documents(one)} == {d.sha256 for d in truth.documents(other)}
    assert one.ills == other.ills


def test_another_seed_gives_another_country(tmp_path: Path) -> None:
    one, other = found(3, 12, first=2020), found(5, 12, first=2020)
    assert not {o.name for o in one.organs} & {o.name for o in other.organs[:5]}

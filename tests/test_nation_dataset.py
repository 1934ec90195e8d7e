"""The dataset of an invented country equals its truth, cell by cell, state by state, all versions.

A small country, whose reports are pages, Word and PDF files with every figure, in the forms of
2014, 2019 and 2021; it is crawled, read and published twice, with changes between. The full country
is measured by `python -m tests.bench.truth`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from tests.portal.nation import compared, dataset, found, truth
from tests.portal.nation.amended import KINDS, amend, kinds
from tests.portal.nation.compared import Compared, Days, Published
from tests.portal.nation.figures import WHOLE, figured

SEED, HOSTS, FIRST, CHANGED = 1, 8, 2018, 2
"""So many reports of each kind are corrected, added and withdrawn."""


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """The datasets of the two days."""
    nation = figured(found(SEED, HOSTS, first=FIRST, ill=0.4, forms=WHOLE))
    return compared.publish(amend(nation, CHANGED), tmp_path_factory.mktemp("country"))


def same(
    days: Days, kind: Callable[[str, Published], Compared], least: int
) -> tuple[Compared, Compared]:
    """Compare both days, of which the second has at least so many statements of a kind."""
    before, after = kind("before", days.before), kind("after", days.after)
    assert before.differences + after.differences == []
    assert after.should >= least
    return before, after


def test_every_cell_is_that_of_the_report_and_there_is_no_other(days: Days) -> None:
    same(days, compared.facts, 10_000)


def test_the_reports_are_of_every_form_state_and_format(days: Days) -> None:
    cells = [f for of in days.after.nation.country.figures.values() for f in of]
    assert {f.form for f in cells} == {"2014", "2019", "2021"}
    assert {f.state for f in cells} == {"number", "blank", "dash", "text"}
    forms = days.after.rows("SELECT form_proactive, form_requests FROM reports WHERE is_current")
    assert {("2019", "2021"), ("2021", "2019")} & set(forms)
    readers = {reader for (reader,) in days.after.rows("SELECT DISTINCT reader FROM reports")}
    assert {"html", "word", "pdf"} <= readers


def test_every_unit_and_year_has_its_true_state_and_a_reason(days: Days) -> None:
    same(days, compared.coverage, 150)


def test_every_version_of_every_report_is_kept_as_what_it_is(days: Days) -> None:
    _, after = same(days, compared.reports, 100)
    held = [one for of in dataset.versions(days.after.nation).values() for one in of]
    assert after.should == len(held)
    told = Counter(row[0] for row in days.after.rows("SELECT relation FROM reports"))
    assert {"current", "superseded", "variant"} <= told.keys()
    assert told.keys() <= {"current", "superseded", "variant", "mirror", None}


def test_a_corrected_report_speaks_with_its_new_figures(days: Days) -> None:
    assert set(kinds(days.amended.corrected)) == set(KINDS)
    reports = days.after.rows("SELECT sha256, unit_id, year, relation FROM reports")
    for change in days.amended.corrected:
        told = {sha256: relation for sha256, *at, relation in reports if tuple(at) == change.at}
        assert told[truth.digest(days.before.nation, change.before)] == "superseded"
        speaking = next(sha256 for sha256, relation in told.items() if relation == "current")
        held = {one.sha256: one for one in dataset.versions(days.after.nation)[change.at]}
        assert held[speaking].cells == days.after.nation.country.figures[change.at]
        forgotten = [truth.digest(days.after.nation, url) for url in change.forgotten]
        assert {told[sha256] for sha256 in forgotten} <= {"variant", "superseded"}


def test_every_version_that_does_not_speak_keeps_the_cells_it_had(days: Days) -> None:
    same(days, compared.versions, 1_000)


def test_only_what_was_corrected_is_restated(days: Days) -> None:
    before, after = same(days, compared.restated, len(KINDS))
    assert (before.should, after.should) == (0, len(days.amended.corrected))


def test_every_identity_has_the_verdict_that_the_printed_figures_give_it(days: Days) -> None:
    same(days, compared.identities, 2_000)
    verdicts = Counter(one.verdict for one in dataset.identities(days.after.nation).values())
    assert {"pass", "fail", "not_assessable"} <= verdicts.keys()


def test_the_text_tells_the_requests_that_it_tells(days: Days) -> None:
    same(days, compared.told, 300)


def test_a_release_tells_what_was_revised_and_added_and_nothing_else(days: Days) -> None:
    found = compared.changes(days)
    assert found.differences == []
    added = sum(len(days.after.nation.country.figures[at]) for at in days.amended.added)
    assert found.should == added + len(days.amended.corrected)


def test_what_was_withdrawn_is_held_all_the_same(days: Days) -> None:
    assert len(days.amended.withdrawn) == CHANGED
    held = {row[:2] for row in days.after.rows("SELECT DISTINCT unit_id, year FROM facts")}
    assert held >= set(days.amended.withdrawn)


def test_a_false_statement_of_each_kind_is_found(days: Days) -> None:
    """The comparison itself: the dataset of one day is not the truth of the other."""
    false = Published(days.before.nation, days.after.folder)
    assert {
        kind for kind, one in compared.OF_A_DAY.items() if not one(kind, false).differences
    } == set()
    swapped = Days(days.amended, days.after, days.before, days.changes)
    assert compared.changes(swapped).differences

"""What discovery and the platform marks owe to portals that they have never seen.

The frames, lists and pages of `tests/portal/unseen` were written without sight of the code that
walks and reads them. At first contact 76.2 % of the portals were found, and 96.2 % of the pages
were named rightly and 3.8 % wrongly; the floors below hold since their general causes were mended,
so they guard what was won and no longer measure a first contact. `tests/test_heldout.py` has the
floors of the sets written later; what all of them taught is specified here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from crawler.discovery.walk import Walk
from crawler.platforms import Page
from tests.bench.detection import verdicts
from tests.bench.discovery import Outcome, outcomes


@pytest.fixture(scope="module")
def walks() -> list[Outcome]:
    return outcomes()


def test_nine_of_ten_unseen_portals_are_found(walks: list[Outcome]) -> None:
    missed = [one.name for one in walks if not one.found]
    assert len(walks) >= 30
    assert len(missed) <= 0.1 * len(walks), missed


def test_no_unseen_portal_takes_more_than_forty_requests(walks: list[Outcome]) -> None:
    assert [one.name for one in walks if one.requests > 40] == []


def test_unseen_pages_are_named_rightly_and_hardly_ever_wrongly() -> None:
    results = verdicts()
    counts = Counter(outcome for _, outcome, _ in results)
    failed = [(truth.name, name) for truth, outcome, name in results if outcome != "right"]
    assert len(results) >= 190
    assert counts["right"] >= 0.98 * len(results), failed
    assert counts["wrong"] <= 0.005 * len(results), failed


@pytest.mark.parametrize(
    "entry",
    [
        "<a href='/nb/'><img src='a.png' alt='政府信息公开年报'></a>",
        "<map name='m'><area href='/nb/' alt='政府信息公开年报'></map>",
        "<map name='m'><area href='/nb/' title='政府信息公开年报'></map>",
        "<iframe src='/nb/' title='政府信息公开年报'></iframe>",
        "<a href='/nb/' aria-label='政府信息公开年报'><svg></svg></a>",
        "<a href='/nb/'>【政府信息公开年报】</a>",
        "<div><h3>公开年报</h3><ul><li>x</li></ul><div><a href='/nb/'>更多&gt;&gt;</a></div></div>",
        "<table><tr><td>公开年报</td><td>长期</td><td><a href='/nb/'>查看</a></td></tr></table>",
        "<a href='/zn/'><b>公开制度<a href='/nb/'><b>政府信息公开年报<a href='/ysq/'><b>依申请公开",
        """<a href="javascript:location.href='/nb/'">政府信息公开年报</a>""",
        """<button onclick="toPage(this, '/nb/')">政府信息公开年报</button>""",
        "<li data-url='/nb/'><em></em>政府信息公开年报</li>",
        "<select><option value='/nb/'>政府信息公开年报</option></select>",
        """<script>a = [{"name": "\\u516c\\u5f00\\u5e74\\u62a5", "url": "\\/nb\\/"}]</script>""",
        """<script>zNodes = [{id: 4, name: '公开年报', url: '/nb/', children: []}]</script>""",
        """<script>document.write('<li><a href="/nb/">' + '政府信息公开年报</a></li>');</script>""",
    ],
)
def test_an_entry_is_found_however_it_is_written_and_called_what_stands_for_it(entry: str) -> None:
    home = "http://www.example.gov.cn/"
    walk = Walk(home)
    walk.next()
    walk.heard(Page(home, f"<html><body>{entry}</body></html>".encode()))
    ask = walk.next()
    assert ask is not None
    assert ask.url == f"{home}nb/"


def test_a_picture_that_leads_to_a_file_leads_nowhere() -> None:
    home = "http://www.example.gov.cn/"
    walk = Walk(home)
    walk.next()
    entry = "<a href='/nb.pdf'><img src='a.png' alt='政府信息公开年报'></a>"
    walk.heard(Page(home, f"<html><body>{entry}</body></html>".encode()))
    assert walk.next() is None


def _heard(pages: dict[str, str], names: Iterable[str] = ()) -> tuple[Walk, list[str]]:
    """Walk a portal of these bodies; give the walk and the paths it asked for."""
    home, asked = "http://www.example.gov.cn", []
    walk = Walk(f"{home}/", names)
    while ask := walk.next():
        path = ask.url.removeprefix(home)
        asked.append(path)
        body = pages.get(path)
        whole = f"<html><body>{body}</body></html>".encode()
        walk.heard(Page(ask.url, whole) if body else None)
    return walk, asked


def _rows(subject: str) -> str:
    lines = (
        f"<li><a href='/info/1045/{year}.htm'>{subject.format(year)}</a>{year + 1}-01-20</li>"
        for year in (2023, 2022, 2021, 2020)
    )
    return f"<ul>{''.join(lines)}</ul>"


REPORTS = _rows("望川区{}年政府信息公开工作年度报告")


def test_reports_of_another_subject_make_no_column() -> None:
    walk, _ = _heard(
        {"/": "<a href='/hj/'>环境质量年报</a>", "/hj/": _rows("望川区{}年环境质量年报")}
    )
    assert walk.proposals() == []


def test_of_a_list_of_units_the_own_one_is_proposed() -> None:
    units = "".join(
        f"<li><a href='/{n}/'>{unit}</a></li>"
        for n, unit in enumerate(("教育局", "财政局", "司法局", "民政局"))
    )
    pages = {"/": "<a href='/nb/'>政府信息公开年报</a>", "/nb/": units}
    pages |= {
        f"/{n}/": _rows("望川区" + unit + "{}年政府信息公开工作年度报告")
        for n, unit in enumerate(("教育局", "财政局"))
    }
    walk, _ = _heard(pages, ["望川区财政局"])
    assert walk.proposals()[0].url == "http://www.example.gov.cn/1/"


def test_a_column_without_a_row_is_proposed_behind_every_other() -> None:
    pages = {
        "/": "<a href='/old/'>政府信息公开年报</a><a href='/zwgk/'>政务公开</a>",
        "/old/": "<p>暂无信息</p>",
        "/zwgk/": "<a href='/nb/'>信息公开年报</a>",
        "/nb/": REPORTS,
    }
    walk, _ = _heard(pages, ["望川区人民政府"])
    assert [one.url[25:] for one in walk.proposals()] == ["/nb/", "/old/"]


def test_entries_that_promise_nothing_are_looked_at_last_and_not_when_something_was_found() -> None:
    pages = {
        "/": "<a href='/bm/'>部门频道</a><a href='/zwgk/'>政务公开</a>",
        "/zwgk/": "<p>建设中</p>",
        "/bm/": "<a href='/nb/'>信息公开年报</a>",
        "/nb/": REPORTS,
    }
    walk, asked = _heard(pages, ["望川区人民政府"])
    assert asked == ["/", "/zwgk/", "/bm/", "/nb/"]
    assert walk.proposals()[0].rows == 4
    _, asked = _heard(pages | {"/zwgk/": "<a href='/nb/'>信息公开年报</a>"}, ["望川区人民政府"])
    assert asked == ["/", "/zwgk/", "/nb/"]


def test_headlines_are_no_entries() -> None:
    news = "<a href='/info/1045/2171.htm'>我县举办政府信息公开年报编制培训班</a>"
    _, asked = _heard({"/": f"{news}<a href='/nb/'>信息公开年报</a>", "/nb/": REPORTS})
    assert asked == ["/", "/nb/"]

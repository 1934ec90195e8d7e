"""The registry's files: the project's own are in order, and every inconsistency is named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.__main__ import main
from crawler.platforms import adapters
from crawler.registry import load
from crawler.registry.check import check
from crawler.registry.loading import year_folder
from crawler.registry.tables import HEADERS

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "data" / "reference"

FILES = {
    "units": """\
1,江苏省人民政府,江苏省,,province,320000,,1981,
2,淮安市人民政府,淮安市,,prefecture,320800,1,2000,
3,洪泽区人民政府,洪泽区,洪泽县人民政府,county,320813,2,2000,
4,清河区人民政府,清河区,,county,320802,2,2000,2016
5,清浦区人民政府,清浦区,,county,320811,2,2000,2016
6,清江浦区人民政府,清江浦区,,county,320812,2,2016,
7,洪泽区教育局,,,department,,3,,
""",
    "unit_history": "3,洪泽县人民政府,洪泽县,320829,2000,2016\n",
    "unit_successors": "4,6,2016,founded\n5,6,2016,founded\n",
    "unit_ids": """\
1,江苏省人民政府,2026-11-01,,
2,淮安市人民政府,2026-11-01,,
3,洪泽县人民政府,2026-11-01,,
4,清河区人民政府,2026-11-01,,
5,清浦区人民政府,2026-11-01,,
6,清江浦区人民政府,2026-11-01,,
7,洪泽区教育局,2026-11-01,,
8,洪泽区体育局,2026-11-01,2026-11-02,the same organ as 7
""",
    "unit_codes": "3,site,3208290001\n3,uscc,113208290143321731\n",
    "division_rules": "810000,left_out,,publishes none\n",
    "portals": "www.hongze.gov.cn,3,trs,http,3208290001,unverified,a report,2026-11-01,,\n",
    "columns": "hongze,www.hongze.gov.cn,3,http://www.hongze.gov.cn/xxgknb/,2026-11-02\n",
    "optout": "www.example.gov.cn,2026-11-03,asked by mail\n",
}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(f"{HEADERS[name]}\n{text}", encoding="utf-8")
    return tmp_path


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in check(folder, frozenset(adapters()))]


@pytest.mark.parametrize("folder", [REFERENCE, REFERENCE / "sample"], ids=["own", "sample"])
def test_the_projects_own_registries_are_in_order(folder: Path) -> None:
    assert faults(folder) == []


def test_every_government_since_2008_is_there() -> None:
    units = load(REFERENCE, frozenset(adapters())).units.values()
    now = Counter(unit.level for unit in units if not unit.valid_to)
    assert now["province"] == 31 + 1, "and the Corps"
    assert now["prefecture"] == 333 + 1, "and Pingtan, which has no code"
    assert now["county"] == 2846 - 1, "without Jinmen"
    assert 60 <= now["ministry"] <= 90
    assert min(int(unit.valid_to[:4]) for unit in units if unit.valid_to) >= 2008


def test_numbers_given_before_stay_what_they_are() -> None:
    units = load(REFERENCE, frozenset(adapters())).units
    assert (units[1].name, units[2].name) == ("退役军人事务部", "平潭综合实验区管理委员会")


def test_no_column_of_the_projects_own_is_crawled_unasked() -> None:
    registry = load(REFERENCE, frozenset(adapters()))
    assert len(registry.portals) > 50
    assert {portal.status for portal in registry.portals.values()} == {"unverified"}
    assert {column.confirmed for column in registry.columns.values()} == {""}
    assert {registry.platform(host) for host in registry.portals} == {""}, "hearsay is not given"


def test_a_registry_in_order_has_no_faults(registry: Path) -> None:
    assert faults(registry) == []


def test_hosts_that_want_to_be_left_alone_are_given(registry: Path) -> None:
    assert load(registry, frozenset({"trs"})).optout == {"www.example.gov.cn"}


DAMAGES = [
    # Units: each row by itself
    ("units", "x,无名,,,county,,2,,", "unit_id 'x' is not a whole number"),
    ("units", "9,,,,county,,2,,", "name is empty"),
    ("units", "9,盱眙县人民政府,,,county", "has not the 9 values it needs"),
    ("units", "9,盱眙县人民政府,,,hamlet,,2,,", "level 'hamlet' is none of"),
    ("units", "9,盱眙县人民政府,,,county,320800,2,,", "'320800' is no code of a county"),
    ("units", "9,盱眙县人民政府,,,county,,2,someday,", "valid_from 'someday' is neither"),
    ("units", "9,盱眙县人民政府,,,county,,2,2012,2010", "valid_to 2010 is before valid_from 2012"),
    ("units", "9,盱眙县人民政府,,,county,,2,1990,2007", "valid_to 2007 is before 2008"),
    ("units", "9,盱眙县人民政府,盱眙县;盱眙县,,county,,2,,", "a name stands twice"),
    # Units: against each other
    ("units", "7,盱眙县人民政府,,,county,,2,,", "unit_id 7 stands in line 8 too"),
    ("units", "9,盱眙县人民政府,,,county,320813,2,,", "division 320813 stands in line 4 too"),
    ("units", "9,盱眙县人民政府,洪泽区,,county,,2,,", "name 洪泽区 is that of line 4 too"),
    ("units", "9,盱眙县人民政府,,,county,,,,", "a county needs a parent_id"),
    ("units", "9,盱眙县人民政府,,,county,,99,,", "parent_id 99 is in no units.csv"),
    ("units", "9,盱眙县人民政府,,,county,,9,,", "unit 9 stands above itself"),
    ("units", "9,盱眙县人民政府,,,county,,7,,", "cannot stand under the department 洪泽区教育局"),
    ("units", "9,清河区教育局,,,department,,4,,", "its parent 清河区人民政府 ended in 2016"),
    ("units", "9,清江浦区体育局,,,department,,6,,2010", "it ended before its parent"),
    # Divisions
    (
        "units",
        "9,宿城区人民政府,,,county,321302,2,1996,",
        "321302 is not within that of its parent",
    ),
    ("units", "9,盱眙县人民政府,,,county,320899,2,,", "no code of GB/T 2260"),
    ("units", "9,盱眙县人民政府,,,county,320826,2,,", "division 320826 is 涟水县"),
    ("unit_history", "3,洪泽县人民政府,,320813,2000,2012", "division 320813 is 洪泽区"),
    ("unit_history", "7,洪泽区教育局,,,2000,", "valid_to is empty"),
    ("unit_history", "7,洪泽区学务局,,,2000,2010", "is not among the former names of unit 7"),
    ("unit_history", "99,某局,,,2000,2010", "unit_id 99 is in no units.csv"),
    # Successors
    ("unit_successors", "3,99,2016,merged", "successor_id 99 is in no units.csv"),
    ("unit_successors", "3,6,2016,eaten", "kind 'eaten' is none of merged, founded, ceded"),
    ("unit_successors", "3,6,2016,merged", "unit 3 has not ended"),
    ("unit_successors", "4,3,2015,merged", "unit 4 ended in 2016"),
    ("unit_successors", "4,3,2016,founded", "successor 3 was not founded in 2016"),
    ("unit_successors", "3,6,2010,ceded", "successor 6 was not there in 2010"),
    ("unit_successors", "3,3,2016,ceded", "unit 3 is its own successor"),
    ("unit_successors", "4,6,2016,merged", "the same succession stands in line 2 too"),
    # Numbers are permanent
    ("unit_ids", "9,洪泽区文化局,2026-11-01,,", "unit_id 9 (洪泽区文化局) is gone from units.csv"),
    ("unit_ids", "10,洪泽区文化局,2026-11-01,2026-11-02,error", "unit_id 9 is missing above"),
    ("unit_ids", "7,洪泽区教育局,2026-11-01,,", "unit_id 7 was given in line 8 already"),
    ("units", "9,洪泽区文化局,,,department,,3,,", "unit_id 9 is not in unit_ids.csv"),
    # Codes
    ("unit_codes", "3,uscc,113208290143321741", "credit code '113208290143321741' is none"),
    ("unit_codes", "3,uscc,91320829014332175Y", "is not that of an administrative organ"),
    ("unit_codes", "3,vat,1", "kind 'vat' is neither uscc nor site"),
    ("unit_codes", "3,site,320829", "is not ten digits"),
    # Portals and columns
    ("portals", "www.hongze.gov.cn,3,,,,unverified,e,2026-11-01,,", "stands in line 2 too"),
    ("portals", "http://a.gov.cn,3,,,,unverified,e,2026-11-01,,", "is no host name"),
    ("portals", "a.gov.cn,99,,,,unverified,e,2026-11-01,,", "unit_id 99 is in no units.csv"),
    ("portals", "a.gov.cn,,,,,unverified,e,2026-11-01,,", "whose site is it?"),
    ("portals", "a.gov.cn,3,,,,fine,e,2026-11-01,,", "status 'fine' is none of"),
    ("portals", "a.gov.cn,3,abc,,,answers,e,2026-11-01,,", "platform 'abc' has no adapter"),
    ("portals", "a.gov.cn,3,,ftp,,unverified,e,2026-11-01,,", "scheme 'ftp' is neither"),
    ("portals", "a.gov.cn,3,,,,unverified,e,2026-11-01,lax,", "tls lax and its reason go together"),
    ("portals", "a.gov.cn,3,,,,unverified,,2026-11-01,,", "evidence is empty"),
    ("portals", "a.gov.cn,3,,,,unverified,e,November,,", "date 'November' is no day"),
    ("portals", "a.gov.cn,3,,,12,unverified,e,2026-11-01,,", "site_code '12' is not ten digits"),
    ("portals", "www.a.test,3,,,,sample,e,2026-11-01,,", "is a sample; it belongs in"),
    ("columns", "hongze,www.hongze.gov.cn,3,http://www.hongze.gov.cn/nb/,", "in line 2 too"),
    (
        "columns",
        "b,www.hongze.gov.cn,3,https://www.hongze.gov.cn/xxgknb/,",
        "same address and unit",
    ),
    ("columns", "b,www.hongze.gov.cn,99,http://www.hongze.gov.cn/nb/,", "99 is in no units.csv"),
    ("columns", "b,b.gov.cn,3,http://b.gov.cn/nb/,", "host b.gov.cn is in no portals.csv"),
    ("columns", "b,www.hongze.gov.cn,3,http://b.gov.cn/nb/,", "is not on host"),
    ("columns", "b,www.hongze.gov.cn,3,http://www.hongze.gov.cn/gknb2017/,", "of one year"),
    (
        "columns",
        "b,www.hongze.gov.cn,3,http://www.hongze.gov.cn/b/,yes",
        "confirmed 'yes' is no day",
    ),
    ("optout", "www.example.gov.cn,2026-11-03,again", "stands in line 2 too"),
    ("optout", "b.gov.cn,,by mail", "date '' is no day"),
    ("optout", "b.gov.cn,2026-11-03,", "evidence is empty"),
]


@pytest.mark.parametrize(("name", "row", "says"), DAMAGES, ids=[says for *_, says in DAMAGES])
def test_an_inconsistency_is_named_with_its_file_and_line(
    registry: Path, name: str, row: str, says: str
) -> None:
    path = registry / f"{name}.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    at = f"{path}:{len(path.read_text(encoding='utf-8').splitlines())}: "
    assert any(fault.startswith(at) and says in fault for fault in faults(registry))


def test_a_retired_number_is_not_used_again(registry: Path) -> None:
    with (registry / "units.csv").open("a", encoding="utf-8") as file:
        file.write("8,洪泽区文化局,,,department,,3,,\n")
    [fault] = faults(registry)
    assert "unit_ids.csv:9: unit_id 8 is retired, and units.csv uses it for 洪泽区文化局" in fault


def test_a_number_that_means_another_organ_is_named(registry: Path) -> None:
    path = registry / "units.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("7,洪泽区教育局", "7,洪泽区财政局"), encoding="utf-8")
    [fault] = faults(registry)
    assert "unit_ids.csv:8: unit_id 7 was given to 洪泽区教育局" in fault


def test_a_parent_may_have_had_the_code_when_its_county_ended(registry: Path) -> None:
    with (registry / "unit_history.csv").open("a", encoding="utf-8") as file:
        file.write("2,淮安市人民政府,,321300,2000,2010\n")
    with (registry / "units.csv").open("a", encoding="utf-8") as file:
        file.write("9,宿城区人民政府,,,county,321302,2,1996,2010\n")
    assert not any("not within that of its parent" in fault for fault in faults(registry))


@pytest.mark.parametrize(
    "path",
    [
        "/nb/2024/",
        "/nb/2024",
        "/gknb2017/",
        "/zfxxgknb/nb_2022n/",
        "/2018nb/",
        "/2024n78/",
        "/nb/202401/",
    ],
)
def test_a_folder_of_one_year_is_told(path: str) -> None:
    assert year_folder(path)


@pytest.mark.parametrize(
    "path",
    ["/xxgknb/", "/txxgknb_17198/", "/col/col2015/index.html", "/col/18073_668815/", "/c100186/"],
)
def test_the_number_of_a_column_is_no_year(path: str) -> None:
    assert not year_folder(path)


def test_the_command_names_every_fault_and_says_so_in_its_status(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_it = ["registry", "check", "--registry", str(registry)]
    assert main(check_it) == 0
    with (registry / "columns.csv").open("a", encoding="utf-8") as file:
        file.write("a,b.gov.cn,99,http://c.gov.cn/2024/,yes\n")
    assert main(check_it) == 65
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(line.startswith(f"{registry}/columns.csv:3: ") for line in lines)
    assert main([*check_it[:-1], str(registry / "nowhere")]) == 78


def test_an_organ_is_shown_by_any_of_its_names_codes_and_its_number(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = set()
    for what in ("洪泽区", "洪泽县", "320829", "3"):
        assert main(["registry", "show", what, "--registry", str(registry)]) == 0
        shown.add(capsys.readouterr().out)
    [text] = shown
    assert text.splitlines() == [
        "3 洪泽区人民政府",
        "  also called 洪泽区",
        "  county, division 320813, 2000 to now",
        "  below 2 淮安市人民政府, 1 江苏省人民政府",
        "  was 洪泽县人民政府, division 320829, 2000 to 2016",
        "  portal www.hongze.gov.cn",
        "  column http://www.hongze.gov.cn/xxgknb/",
    ]
    assert main(["registry", "show", "无此机关", "--registry", str(registry)]) == 65

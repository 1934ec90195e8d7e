"""Facts carried over from a table of division codes: which governments are one through time."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from crawler.errors import RegistryError
from crawler.registry import areas, tables
from crawler.registry.check import check
from crawler.registry.grow import grow

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "data" / "reference"
SOURCE = ROOT.parent / "shared" / "reference" / "areacodes.csv"
AT_HAND = [SOURCE] if SOURCE.is_file() else []
HEADER = "代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码"
TODAY, LATER = "2026-11-01", "2027-11-01"
TABLE = """\
320000,江苏省,,江苏省,省级,在用,1981,,
320800,江苏省,淮安市,淮安市,地级,在用,2000,,
320829,江苏省,淮安市,洪泽县,县级,弃用,2000,2016,320813
320813,江苏省,淮安市,洪泽区,县级,在用,2016,,
320802,江苏省,淮安市,清河区,县级,弃用,2000,2016,320812
320811,江苏省,淮安市,清浦区,县级,弃用,2000,2016,320812
320812,江苏省,淮安市,清江浦区,县级,在用,2016,,
320803,江苏省,淮安市,楚州区,县级,变更,2000,2011,320803
320803,江苏省,淮安市,淮安区,县级,在用,2011,,
320801,江苏省,淮安市,古代区,县级,弃用,1981,2005,320802
330000,浙江省,,浙江省,省级,在用,1981,,
330600,浙江省,绍兴市,绍兴市,地级,在用,1983,,
330602,浙江省,绍兴市,越城区,县级,在用,1983,,
330621,浙江省,绍兴市,绍兴县,县级,弃用,1983,2013,330602[2001];330602;330603
330603,浙江省,绍兴市,柯桥区,县级,在用,2013,,
360000,江西省,,江西省,省级,在用,1981,,
360400,江西省,九江市,九江市,地级,在用,1983,,
360402,江西省,九江市,庐山区,县级,变更,1983,2016,360402;360483
360402,江西省,九江市,濂溪区,县级,在用,2016,,
360427,江西省,九江市,星子县,县级,弃用,1983,2016,360483
360483,江西省,九江市,庐山市,县级,在用,2016,,
460000,海南省,,海南省,省级,在用,1988,,
469003,海南省,直辖,儋州市,县级,弃用,2001,2015,460400
460400,海南省,儋州市,儋州市,地级,在用,2015,,
500000,重庆市,,重庆市,省级,在用,1997,,
500110,重庆市,直辖,万盛区,县级,变更,1997,2011,500110
500110,重庆市,直辖,綦江区,县级,在用,2011,,
500222,重庆市,直辖,綦江县,县级,弃用,1997,2011,500110
520000,贵州省,,贵州省,省级,在用,1981,,
522200,贵州省,铜仁地区,铜仁地区,地级,弃用,1981,2011,
522201,贵州省,铜仁地区,铜仁市,县级,弃用,1987,2011,520602;520603
522230,贵州省,铜仁地区,万山特区,县级,弃用,1981,2011,520603
520600,贵州省,铜仁市,铜仁市,地级,在用,2011,,
520602,贵州省,铜仁市,碧江区,县级,在用,2011,,
520603,贵州省,铜仁市,万山区,县级,在用,2011,,
650000,新疆维吾尔自治区,,新疆维吾尔自治区,省级,在用,1981,,659001[2012]
654300,新疆维吾尔自治区,阿勒泰地区,阿勒泰地区,地级,在用,1984,,
659001,新疆维吾尔自治区,直辖,石河子市,县级,在用,1985,,
810000,香港特别行政区,,香港特别行政区,省级,在用,1997,,
"""
RULES = "810000,left_out,,publishes none\n6590,parent,1,cities of the Corps\n"


def table(folder: Path, text: str = TABLE) -> list[areas.State]:
    path = folder / "codes.csv"
    path.write_text(f"{HEADER}\n{text}", encoding="utf-8-sig")
    return areas.read(path)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry of the Corps alone."""
    folder = tmp_path / "registry"
    folder.mkdir()
    texts = {
        "units": "1,新疆生产建设兵团,,,province,,,,\n",
        "unit_ids": "1,新疆生产建设兵团,2026-10-01,,\n",
        "division_rules": RULES,
        "portals": "",
        "columns": "",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(f"{tables.HEADERS[name]}\n{text}", encoding="utf-8")
    return folder


@pytest.fixture
def grown(registry: Path, tmp_path: Path) -> Path:
    grow(registry, table(tmp_path), TODAY, write=True)
    return registry


def units(folder: Path) -> dict[str, dict[str, str]]:
    """The units that last, by their name."""
    return {
        cells["name"]: cells for cells in tables.cells(folder, "units") if not cells["valid_to"]
    }


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def successions(folder: Path) -> set[tuple[str, str, str, str]]:
    name = {cells["unit_id"]: cells["name"] for cells in tables.cells(folder, "units")}
    return {
        (name[row["unit_id"]], name[row["successor_id"]], row["year"], row["kind"])
        for row in tables.cells(folder, "unit_successors")
    }


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [
        ("洪泽区人民政府", "洪泽县人民政府", "2000"),  # a county became a district
        ("淮安区人民政府", "楚州区人民政府", "2000"),  # renamed
        ("柯桥区人民政府", "绍兴县人民政府", "1983"),  # and gave a part to another
        ("濂溪区人民政府", "庐山区人民政府", "1983"),  # its code tells, 庐山市 is another
        ("綦江区人民政府", "綦江县人民政府", "1997"),  # its stem tells, the code was a stranger's
        ("铜仁市人民政府", "铜仁地区行政公署", "1981"),  # the table names no successor
        ("万山区人民政府", "万山特区人民政府", "1981"),
        ("儋州市人民政府", "", "2001"),  # a county became a prefecture of the same name
    ],
)
def test_a_government_that_keeps_its_organ_keeps_its_number(
    grown: Path, name: str, before: str, since: str
) -> None:
    unit = units(grown)[name]
    assert (unit["names_before"], unit["valid_from"]) == (before, since)
    assert [row["unit_id"] for row in tables.cells(grown, "unit_history")].count(
        unit["unit_id"]
    ) == 1


def test_one_that_is_dissolved_has_successors_and_one_that_gave_goes_on(grown: Path) -> None:
    assert successions(grown) == {
        ("清河区人民政府", "清江浦区人民政府", "2016", "founded"),
        ("清浦区人民政府", "清江浦区人民政府", "2016", "founded"),
        ("星子县人民政府", "庐山市人民政府", "2016", "founded"),
        ("万盛区人民政府", "綦江区人民政府", "2011", "merged"),
        ("铜仁市人民政府", "碧江区人民政府", "2011", "founded"),
        ("铜仁市人民政府", "万山区人民政府", "2011", "merged"),
        ("柯桥区人民政府", "越城区人民政府", "2013", "ceded"),
        ("濂溪区人民政府", "庐山市人民政府", "2016", "ceded"),
        ("新疆维吾尔自治区人民政府", "石河子市人民政府", "2012", "ceded"),
    }


def test_what_ended_before_2008_or_publishes_nothing_is_left_out(grown: Path) -> None:
    names = {cells["name"] for cells in tables.cells(grown, "units")}
    assert not {"古代区人民政府", "香港特别行政区人民政府"} & names


def test_names_are_as_organs_print_them(grown: Path) -> None:
    assert units(grown)["洪泽区人民政府"]["aliases"].split(";") == [
        "洪泽区",
        "淮安市洪泽区人民政府",
        "淮安市洪泽区",
        "江苏省淮安市洪泽区人民政府",
        "江苏省淮安市洪泽区",
    ]
    assert "阿勒泰地区行署" in units(grown)["阿勒泰地区行政公署"]["aliases"].split(";")


def test_parents_are_those_of_the_table_or_of_a_rule(grown: Path) -> None:
    found = units(grown)
    number = {name: cells["unit_id"] for name, cells in found.items()}
    assert found["洪泽区人民政府"]["parent_id"] == number["淮安市人民政府"]
    assert found["綦江区人民政府"]["parent_id"] == number["重庆市人民政府"]
    assert found["石河子市人民政府"]["parent_id"] == "1", "a rule puts it under the Corps"


def test_a_second_run_changes_nothing(grown: Path, tmp_path: Path) -> None:
    before = bytes_of(grown)
    growth = grow(grown, table(tmp_path), LATER, write=True)
    assert (growth.added, growth.changed) == ([], [])
    assert bytes_of(grown) == before


def test_without_write_nothing_is_written(registry: Path, tmp_path: Path) -> None:
    before = bytes_of(registry)
    assert len(grow(registry, table(tmp_path), TODAY, write=False).added) > 20
    assert bytes_of(registry) == before


def test_the_order_of_the_table_does_not_matter(tmp_path: Path, grown: Path) -> None:
    lines = TABLE.splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    other = tmp_path / "other"
    other.mkdir()
    for name in ("units", "unit_ids"):
        first = tables.cells(grown, name)[:1]
        tables.write(other, name, first)
    tables.write(other, "division_rules", tables.cells(grown, "division_rules"))
    tables.write(other, "portals", [])
    tables.write(other, "columns", [])
    grow(other, table(tmp_path, "".join(lines)), TODAY, write=True)
    assert bytes_of(other) == bytes_of(grown)


def test_the_projects_own_registry_is_what_its_source_gives(tmp_path: Path) -> None:
    for source in AT_HAND:
        own = tmp_path / "own"
        shutil.copytree(REFERENCE, own, ignore=shutil.ignore_patterns("sample"))
        growth = grow(own, areas.read(source), LATER, write=True)
        assert (growth.added, growth.changed) == ([], [])
        changed = {
            name for name in bytes_of(own) if bytes_of(own)[name] != bytes_of(REFERENCE)[name]
        }
        assert changed == set()


def test_what_happens_next_year_keeps_numbers_and_what_people_wrote(
    grown: Path, tmp_path: Path
) -> None:
    path = grown / "units.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("越城区;", "越城区;绍兴越城;"), encoding="utf-8")
    numbers = {cells["unit_id"]: cells["name"] for cells in tables.cells(grown, "units")}
    news = TABLE.replace(
        "330602,浙江省,绍兴市,越城区,县级,在用,1983,,",
        "330602,浙江省,绍兴市,越城区,县级,变更,1983,2027,330602\n"
        "330602,浙江省,绍兴市,会稽区,县级,在用,2027,,\n"
        "330699,浙江省,绍兴市,鉴湖区,县级,在用,2027,,",
    )
    growth = grow(grown, table(tmp_path, news), LATER, write=True)
    assert [line.split()[1] for line in growth.added] == ["鉴湖区人民政府"]
    [renamed] = growth.changed
    number, name = renamed.split()
    assert (numbers[number], name) == ("越城区人民政府", "会稽区人民政府")
    unit = units(grown)[name]
    assert unit["names_before"] == "越城区人民政府"
    assert "绍兴越城" in unit["aliases"].split(";"), "a person's alias stays"
    assert "绍兴市越城区" not in unit["aliases"].split(";"), "that is in its history now"
    after = {cells["unit_id"]: cells["name"] for cells in tables.cells(grown, "units")}
    assert {k: v for k, v in after.items() if k in numbers and k != number} == {
        k: v for k, v in numbers.items() if k != number
    }
    ids = [int(cells["unit_id"]) for cells in tables.cells(grown, "unit_ids")]
    assert ids == list(range(1, len(ids) + 1)), "the new number is the next"
    assert grow(grown, table(tmp_path, news), LATER, write=True).changed == []


def test_what_grows_is_in_order(registry: Path, tmp_path: Path) -> None:
    real = [line for line in TABLE.splitlines(keepends=True) if "铜仁" not in line]
    grow(registry, table(tmp_path, "".join(real)), TODAY, write=True)
    assert check(registry, frozenset()) == []


def test_two_units_that_are_one_government_are_left_to_a_person(
    grown: Path, tmp_path: Path
) -> None:
    rows = tables.cells(grown, "units")
    unit = next(cells for cells in rows if cells["name"] == "洪泽区人民政府")
    old = {"unit_id": "99", "name": "洪泽县人民政府", "division": "320829", "valid_to": "2016"}
    rows.append(unit | old)
    unit["valid_from"] = "2016"
    history = [c for c in tables.cells(grown, "unit_history") if c["unit_id"] != unit["unit_id"]]
    tables.write(grown, "units", rows)
    tables.write(grown, "unit_history", history)
    with pytest.raises(RegistryError, match=f"units {unit['unit_id']} and 99 are one government"):
        grow(grown, table(tmp_path), LATER, write=True)


def test_a_file_that_is_no_table_of_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code,name\n1,x\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="no table of division codes"):
        areas.read(path)
    path.write_text(f"{HEADER}\n320000,江苏省,,江苏省,村级,在用,1981,,\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="no table of division codes"):
        areas.read(path)

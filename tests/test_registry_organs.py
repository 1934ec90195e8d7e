"""New organs: what becomes of an issuer that no unit goes by, the same whatever the order."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import RegistryError
from crawler.registry import tables
from crawler.registry.adoption import adopt
from crawler.registry.check import check
from crawler.registry.loading import Unit
from crawler.registry.names import key
from crawler.registry.organs import Met, propose

COUNTY, CITY, ZONE, BUREAU = 3, 2, 6, 5
UNITS = {
    unit.unit_id: unit
    for unit in (
        Unit(1, "江苏省人民政府", ("江苏省",), (), "province", "320000"),
        Unit(2, "淮安市人民政府", ("淮安市",), (), "prefecture", "320800", 1),
        Unit(
            3,
            "洪泽区人民政府",
            ("洪泽区", "淮安市洪泽区人民政府", "淮安市洪泽区"),
            ("洪泽县人民政府",),
            "county",
            "320813",
            2,
        ),
        Unit(4, "盱眙县人民政府", ("盱眙县",), (), "county", "320830", 2),
        Unit(5, "洪泽区教育局", (), (), "department", "", 3),
        Unit(6, "淮安经济技术开发区管理委员会", ("淮安经济技术开发区",), (), "zone", "", 2),
        Unit(7, "宿迁市人民政府", ("宿迁市",), (), "prefecture", "321300", 1),
    )
}


@pytest.mark.parametrize(
    ("printed", "column", "parent", "level", "name"),
    [
        ("洪泽区财政局", COUNTY, 3, "department", "洪泽区财政局"),
        ("关于淮安市洪泽区财政局", COUNTY, 3, "department", "洪泽区财政局"),
        ("洪泽县财政局", COUNTY, 3, "department", "洪泽区财政局"),
        ("洪泽区⺠政局", COUNTY, 3, "department", "洪泽区民政局"),
        ("洪泽区政府办公室", COUNTY, 3, "department", "洪泽区人民政府办公室"),
        ("洪泽区国有资产监督管理委员会", COUNTY, 3, "department", "洪泽区国有资产监督管理委员会"),
        ("洪泽区财政局", BUREAU, 3, "department", "洪泽区财政局"),
        ("洪泽区财政局", CITY, 3, "department", "洪泽区财政局"),
        ("老子山镇", COUNTY, 3, "township", "洪泽区老子山镇人民政府"),
        ("洪泽区老子山镇人民政府", CITY, 3, "township", "洪泽区老子山镇人民政府"),
        ("朱坝街道办", COUNTY, 3, "street", "洪泽区朱坝街道办事处"),
        ("城区街道办事处", COUNTY, 3, "street", "洪泽区城区街道办事处"),
        ("江苏省洪泽区财政局", COUNTY, 3, "department", "洪泽区财政局"),
        ("洪泽湖度假区管委会", COUNTY, 3, "zone", "洪泽湖度假区管理委员会"),
        ("白马湖新区管委会", COUNTY, 3, "zone", "洪泽区白马湖新区管理委员会"),
        ("洪泽经济开发区管委会", COUNTY, 3, "zone", "洪泽经济开发区管理委员会"),
        ("淮安经济技术开发区财政局", CITY, 6, "department", "淮安经济技术开发区财政局"),
    ],
)
def test_an_organ_has_parent_level_and_name(
    printed: str, column: int, parent: int, level: str, name: str
) -> None:
    [proposal] = propose([Met(printed, column)], UNITS).units
    assert (proposal.parent_id, proposal.level, proposal.name) == (parent, level, name)
    known = printed.removeprefix("关于").replace("⺠", "民")
    assert proposal.aliases == (() if known == name else (known,))


@pytest.mark.parametrize(
    ("printed", "column", "reason"),
    [
        ("教育局", COUNTY, "names no place"),
        ("区教育局", COUNTY, "names no place"),
        ("经济开发区管委会", COUNTY, "names no place"),
        ("盱眙县财政局", COUNTY, "is of 盱眙县, for which the column does not speak"),
        ("宿迁市财政局", CITY, "is of 宿迁市, for which the column does not speak"),
        ("淮安市财政局", COUNTY, "is of 淮安市, for which the column does not speak"),
        ("涟水县人民政府", CITY, "governments come from the table of codes"),
        ("洪泽区人民医院", COUNTY, "is no administrative organ"),
        ("洪泽区委办公室", COUNTY, "is no administrative organ"),
        ("老子山镇龟山村村民委员会", COUNTY, "is no administrative organ"),
        ("洪泽区政务服务中心", COUNTY, "may be a public institution"),
        ("洪泽区财政", COUNTY, "has no ending that tells what it is"),
        ("洪泽区财政局2020", COUNTY, "is no name of an organ"),
        ("洪泽区财政局", 99, "unit 99 is not known"),
    ],
)
def test_what_makes_no_organ_is_refused_with_its_reason(
    printed: str, column: int, reason: str
) -> None:
    proposals = propose([Met(printed, column)], UNITS)
    assert (proposals.units, proposals.aliases) == ((), ())
    [refusal] = proposals.refused
    assert reason in refusal.reason


def test_a_name_that_is_known_comes_to_nothing_and_another_of_the_same_to_an_alias() -> None:
    known = propose([Met("洪泽区教育局", COUNTY), Met("洪泽县人民政府", COUNTY)], UNITS)
    assert (known.units, known.aliases, known.refused) == ((), (), ())
    again = [Met("淮安市洪泽区教育局", COUNTY), Met("江苏省洪泽区人民政府", COUNTY)]
    assert [(alias.unit_id, alias.printed) for alias in propose(again, UNITS).aliases] == [
        (3, "江苏省洪泽区人民政府"),
        (5, "淮安市洪泽区教育局"),
    ]


WORDS = st.sampled_from(
    "关于 淮安市 洪泽区 洪泽县 盱眙县 宿迁市 江苏省 老子山镇 教育 财政 街道 办事处 局 委员会 "
    "管委会 人民政府 办公室 开发区 医院 中心 市 县 区 镇 乡 ⺠政 x　".split()
)
MET = st.builds(Met, st.lists(WORDS, max_size=5).map("".join), st.sampled_from([*UNITS, 99]))


@given(met=st.lists(MET, max_size=30), seed=st.integers())
def test_order_and_repetition_change_nothing(met: list[Met], seed: int) -> None:
    shuffled = [*met, *met[:5]]
    random.Random(seed).shuffle(shuffled)
    units = list(UNITS.items())
    random.Random(seed).shuffle(units)
    assert propose(shuffled, dict(units)) == propose(met, UNITS)


@given(met=st.lists(MET, max_size=30))
def test_every_issuer_comes_to_one_thing_and_organs_stay_below_the_column(met: list[Met]) -> None:
    for one in met:
        made = propose([one], UNITS)
        assert len(made.units) + len(made.aliases) + len(made.refused) <= 1
        for proposal in made.units:
            above: int | None = proposal.parent_id
            seen = set()
            while above is not None:
                seen.add(above)
                above = UNITS[above].parent_id
            column = UNITS[one.unit_id]
            assert {column.unit_id, column.parent_id} & seen


@given(met=st.lists(MET, max_size=30))
def test_what_was_adopted_is_not_proposed_again(met: list[Met]) -> None:
    first = propose(met, UNITS)
    more = UNITS | {
        number: Unit(number, p.name, p.aliases, (), p.level, "", p.parent_id)
        for number, p in enumerate(first.units, 100)
    }
    for alias in first.aliases:
        unit = more[alias.unit_id]
        more[alias.unit_id] = replace(unit, aliases=(*unit.aliases, alias.printed))
    refused = {(one.printed, one.unit_id) for one in first.refused}
    taken = [one for one in met if (key(one.printed), one.unit_id) not in refused]
    again = propose(taken, more)
    assert (again.units, again.aliases, again.refused) == ((), (), ())


# Adoption


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    folder.mkdir()
    texts = {
        "units": """\
1,江苏省人民政府,江苏省,,province,320000,,1981,
2,淮安市人民政府,淮安市,,prefecture,320800,1,2000,
3,洪泽区人民政府,洪泽区,,county,320813,2,2016,
4,洪泽区教育局,,,department,,3,,
""",
        "unit_ids": """\
1,江苏省人民政府,2026-10-01,,
2,淮安市人民政府,2026-10-01,,
3,洪泽区人民政府,2026-10-01,,
4,洪泽区教育局,2026-10-01,,
5,洪泽区体育局,2026-10-01,2026-10-02,the same as 4
""",
        "portals": "www.hongze.gov.cn,3,,,,unverified,a report,2026-10-01,,\n",
        "columns": "hongze,www.hongze.gov.cn,3,http://www.hongze.gov.cn/xxgknb/,\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(f"{tables.HEADERS[name]}\n{text}", encoding="utf-8")
    return folder


def met_file(folder: Path, *issuers: str) -> Path:
    path = folder / "met.csv"
    lines = [f"{issuer},hongze\n" for issuer in issuers]
    path.write_text("issuer,column_id\n" + "".join(lines), encoding="utf-8")
    return path


ISSUERS = ("洪泽区财政局", "老子山镇", "淮安市洪泽区财政局", "淮安市洪泽区教育局", "洪泽区人民医院")


@pytest.mark.parametrize("order", [1, -1], ids=["as met", "the other way round"])
def test_adopted_organs_get_the_next_numbers_whatever_the_order(
    registry: Path, tmp_path: Path, order: int
) -> None:
    adopt(registry, met_file(tmp_path, *ISSUERS[::order]), "2026-11-01", write=True)
    text = (registry / "units.csv").read_text(encoding="utf-8")
    assert text.splitlines()[-3:] == [
        "4,洪泽区教育局,淮安市洪泽区教育局,,department,,3,,",
        "6,洪泽区财政局,淮安市洪泽区财政局,,department,,3,,",
        "7,洪泽区老子山镇人民政府,老子山镇,,township,,3,,",
    ]
    assert check(registry, frozenset()) == []
    again = adopt(registry, met_file(tmp_path, *ISSUERS), "2026-11-02", write=True)
    assert (again.units, again.aliases) == ((), ())
    assert (registry / "units.csv").read_text(encoding="utf-8") == text


def test_nothing_is_adopted_unless_a_person_says_so(registry: Path, tmp_path: Path) -> None:
    before = (registry / "units.csv").read_bytes()
    assert len(adopt(registry, met_file(tmp_path, *ISSUERS), "2026-11-01", write=False).units) == 2
    assert (registry / "units.csv").read_bytes() == before


def test_a_list_of_issuers_that_names_no_column_is_refused(registry: Path, tmp_path: Path) -> None:
    path = tmp_path / "met.csv"
    path.write_text("issuer,column_id\n洪泽区财政局,elsewhere\n", encoding="utf-8")
    with pytest.raises(
        RegistryError, match=r"met\.csv:2: column 'elsewhere' is in no columns\.csv"
    ):
        adopt(registry, path, "2026-11-01", write=False)
    with pytest.raises(RegistryError, match="no such file"):
        adopt(registry, tmp_path / "nothing.csv", "2026-11-01", write=False)

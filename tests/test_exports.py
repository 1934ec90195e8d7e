"""The exports: CSV and Stata files that hold what `wide` and `codebook` hold, cell by cell."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from tests.dataset import country
from transform import exports
from transform.dataset.build import build
from transform.exports.columns import FRONT, label, stata_name
from transform.exports.stata import write_dta
from transform.exports.values import smallest

YEARS = ("2021", "2022", "2023")
FEES = ("proactive.art20_8.fees", "measure.fee_amount")
FEES_WIDE = "proactive_art20_8_fees__measure_fee_amount"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with one value that has decimals and one that no byte holds, and its exports."""
    data = tmp_path_factory.mktemp("country")
    figures = country.requests(new=40_000, granted=40_000, total=40_000) | {FEES: 25.1}
    records = [
        country.record("c2023", "望州人民政府", 2023, figures)
        if record.sha256 == country.sha("c2023")
        else record
        for record in country.RECORDS
    ]
    folder = build(data, country.lay_out(data, records), years=(2019, 2024)).folder
    exports.write(folder)
    return folder


def wide(made: Path, year: str) -> pd.DataFrame:
    return pd.read_parquet(made / "wide" / f"{year}.parquet")


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that are cells, as decimals with NaN where nothing is."""
    return frame[[name for name in frame.columns if "__" in name]].astype("float64")


def stata_names(made: Path) -> dict[str, str]:
    """Column of `wide` by its name in Stata, as the code book's export tells it."""
    book = pd.read_stata(made / "exports" / "codebook.dta")
    return dict(zip(book["stata_name"], book["wide_column"], strict=True))


def from_pandas(path: Path) -> pd.DataFrame:
    return pd.read_stata(path)


def from_pyreadstat(path: Path) -> pd.DataFrame:
    return pyreadstat.read_dta(str(path))[0]


# CSV


@pytest.mark.parametrize("year", YEARS)
def test_the_csv_has_the_cells_of_wide_in_pandas(made: Path, year: str) -> None:
    told = pd.read_csv(made / "exports" / f"wide-{year}.csv")
    pd.testing.assert_frame_equal(cells(told), cells(wide(made, year)), check_exact=True)


@pytest.mark.parametrize("year", YEARS)
def test_the_csv_has_the_cells_of_wide_in_duckdb(made: Path, year: str) -> None:
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW told AS FROM '{made}/exports/wide-{year}.csv'")
        con.execute(f"CREATE VIEW wide AS FROM '{made}/wide/{year}.parquet'")
        names = "unit_id, year, report_id, COLUMNS('.*__.*')::DOUBLE"
        for one, other in (("told", "wide"), ("wide", "told")):
            query = f"SELECT {names} FROM {one} EXCEPT ALL SELECT {names} FROM {other}"
            assert con.execute(query).fetchall() == []
        assert con.execute("SELECT count(*) FROM told").fetchone() == (len(wide(made, year)),)


def test_the_header_is_who_reports_and_the_columns_of_wide_in_their_order(made: Path) -> None:
    told = pd.read_csv(made / "exports" / "wide-2021.csv", nrows=0).columns.tolist()
    front = [column for _, column in FRONT]
    assert (
        front
        == (
            "unit_id name level division province province_name year report_id scope checks_failed"
        ).split()
    )
    of_wide = [name for name in wide(made, "2021").columns if "__" in name]
    assert told == [*front, *of_wide]


def test_what_stands_before_the_cells_is_of_the_unit_and_the_report(made: Path) -> None:
    told = pd.read_csv(made / "exports" / "wide-2023.csv", dtype={"report_id": str})
    units = pd.read_parquet(made / "units.parquet").set_index("unit_id")
    reports = pd.read_parquet(made / "reports.parquet").set_index("report_id")
    assert told["unit_id"].tolist() == [2, 3]
    for line in told.to_dict("records"):
        unit, report = units.loc[line["unit_id"]], reports.loc[line["report_id"]]
        assert (line["name"], line["level"]) == (unit["name"], unit["level"])
        assert line["checks_failed"] == report["checks_failed"]
        assert line["year"] == report["year"] == 2023
    assert (told["checks_failed"] > 0).any()


def test_the_csv_is_utf_8_with_a_mark_for_excel_text_quoted_and_nothing_for_missing(
    made: Path,
) -> None:
    content = (made / "exports" / "wide-2021.csv").read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"unit_id","name","level"')
    assert b"\r" not in content
    line = content.decode("utf-8-sig").splitlines()[2]
    assert line.startswith('2,"澄市教育局","department",,,,2021,"')
    assert not re.search(r'""|\.0(,|$)|(?i:nan|null)', line)


def test_blank_stays_missing_and_zero_stays_zero(made: Path) -> None:
    """The total of new requests was left blank, one ground of refusal printed as 0."""
    blank = "requests_received_new__applicant_total"
    zero = "requests_outcome_refused_state_secret__applicant_total"
    for read, path in (
        (pd.read_csv, made / "exports" / "wide-2021.csv"),
        (from_pandas, made / "exports" / "wide-2021.dta"),
        (from_pyreadstat, made / "exports" / "wide-2021.dta"),
    ):
        told = read(path).rename(columns=stata_names(made)).set_index("unit_id")
        assert told[blank].isna().tolist() == [False, True]
        assert told[zero].tolist() == [0, 0]


# Stata


@pytest.mark.parametrize("read", [from_pandas, from_pyreadstat])
@pytest.mark.parametrize("year", YEARS)
def test_the_dta_has_the_cells_of_wide(made: Path, year: str, read: Any) -> None:
    told = read(made / "exports" / f"wide-{year}.dta").rename(columns=stata_names(made))
    stored = wide(made, year)
    pd.testing.assert_frame_equal(cells(told), cells(stored), check_exact=True)
    for name in ("unit_id", "year", "report_id"):
        assert told[name].tolist() == stored[name].tolist()


def test_the_dta_and_the_csv_have_the_same_texts(made: Path) -> None:
    csv = pd.read_csv(made / "exports" / "wide-2022.csv", dtype={"division": str, "scope": str})
    dta = from_pyreadstat(made / "exports" / "wide-2022.dta")
    for name in ("name", "level", "division", "report_id", "scope"):
        assert dta[name].tolist() == csv[name].fillna("").tolist()


def test_numbers_take_the_smallest_kind_of_stata(made: Path) -> None:
    _, told = pyreadstat.read_dta(str(made / "exports" / "wide-2023.dta"), metadataonly=True)
    in_stata = {wide: name for name, wide in stata_names(made).items()}
    kinds = told.readstat_variable_types
    assert kinds[in_stata["requests_carried_out__applicant_total"]] == "int8"
    assert kinds[in_stata["requests_received_new__applicant_total"]] == "int32"
    assert kinds[in_stata[FEES_WIDE]] == "double"
    assert kinds["year"] == "int16"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.0, 100.0, None], pa.int8()),
        ([-127.0], pa.int8()),
        ([101.0], pa.int16()),
        ([32_740.0], pa.int16()),
        ([32_741.0], pa.int32()),
        ([-2_147_483_647.0], pa.int32()),
        ([2_147_483_621.0], pa.float64()),
        ([25.1, 1.0], pa.float64()),
        ([None, None], pa.int8()),
        ([], pa.int8()),
    ],
)
def test_a_column_takes_the_smallest_kind_without_loss(
    values: list[float | None], kind: pa.DataType
) -> None:
    column = smallest(pa.table({"x": pa.array(values, pa.float64())}))["x"]
    assert (column.type, column.to_pylist()) == (kind, values)


def test_yes_and_no_are_1_and_0() -> None:
    column = smallest(pa.table({"x": pa.array([True, False, None])}))["x"]
    assert (column.type, column.to_pylist()) == (pa.int8(), [1, 0, None])


def test_every_variable_has_a_name_and_a_label_that_stata_allows(made: Path) -> None:
    for year in YEARS:
        _, told = pyreadstat.read_dta(str(made / "exports" / f"wide-{year}.dta"), metadataonly=True)
        assert told.file_label == f"Gongkai: reports on {year}, a report a row"
        assert len(set(told.column_names)) == len(told.column_names)
        for name, text in told.column_names_to_labels.items():
            assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name)
            assert text, name
            assert len(text) <= 80


def test_no_two_labels_of_a_form_are_the_same(made: Path) -> None:
    book = pd.read_parquet(made / "codebook.parquet")
    for _, form in book.groupby(["form", "table"]):
        labels = [
            label(row, column)
            for row, column in zip(form["row_label_en"], form["col_label_en"], strict=True)
        ]
        whole = form["row_label_en"] + ": " + form["col_label_en"]
        assert len(set(labels)) == whole.nunique()


def test_a_long_label_gives_way_in_its_row() -> None:
    text = label("Refused: " + "very " * 20 + "secret", "Natural persons")
    assert len(text) <= 80
    assert re.fullmatch(r"Refused: (very )+.*…: Natural persons", text)
    assert label("New requests", "Total") == "New requests: Total"


def test_a_name_for_stata_depends_on_the_column_alone() -> None:
    long = "requests_outcome_refused_state_secret__applicant_natural_person"
    assert stata_name(long) == stata_name(long)
    assert len(stata_name(long)) <= 32
    assert stata_name(long) != stata_name(long.replace("natural", "legal"))
    assert stata_name("remedies__total") == "remedies__total"


def test_a_text_of_any_length_is_kept(tmp_path: Path) -> None:
    table = pa.table({"x": ["短", None, "长" * 2000], "n": pa.array([1, 2, 3], pa.int8())})
    write_dta(table, {"x": "text", "n": "number"}, "texts", tmp_path / "x.dta")
    for read in (from_pandas, from_pyreadstat):
        assert read(tmp_path / "x.dta")["x"].tolist() == ["短", "", "长" * 2000]


# Code book


def test_the_code_book_is_the_table_and_its_names_in_stata(made: Path) -> None:
    book = pd.read_parquet(made / "codebook.parquet").sort_values(
        ["form", "table", "position", "row_code", "col_code"], ignore_index=True
    )
    texts = dict.fromkeys(book.select_dtypes("str").columns, str)
    csv = pd.read_csv(made / "exports" / "codebook.csv", dtype=texts)
    dta = from_pyreadstat(made / "exports" / "codebook.dta")

    def held(frame: pd.DataFrame, name: str) -> list[object]:
        return ["" if pd.isna(value) else value for value in frame[name]]

    for name in book.columns:
        assert held(csv, name) == held(dta, name) == held(book, name), name


def test_every_variable_of_wide_is_in_the_code_book(made: Path) -> None:
    names = stata_names(made)
    front = {column for _, column in FRONT}
    for year in YEARS:
        variables = set(from_pandas(made / "exports" / f"wide-{year}.dta").columns)
        assert variables - front <= set(names)
        assert {names[one] for one in variables - front} == {
            name for name in wide(made, year).columns if "__" in name
        }


# All of them


def test_written_twice_the_bytes_are_the_same(made: Path) -> None:
    def digests() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (made / "exports").iterdir()
        }

    before = digests()
    assert sorted(before) == sorted(
        f"{stem}.{kind}"
        for stem in ("codebook", *(f"wide-{year}" for year in YEARS))
        for kind in ("csv", "dta")
    )
    written = exports.write(made)
    assert sorted(path.name for path in written) == sorted(before)
    assert digests() == before


def test_a_dataset_without_reports_has_exports_without_rows(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path)
    (tmp_path / "records" / "1-a.parquet").unlink()
    folder = build(tmp_path, registry, years=(2019, 2024)).folder
    exports.write(folder)
    header = pd.read_csv(folder / "exports" / "wide-2024.csv")
    stored = pq.read_schema(folder / "wide" / "2024.parquet").names
    assert len(header) == 0
    assert set(stored) <= set(header.columns)
    for read in (from_pandas, from_pyreadstat):
        assert read(folder / "exports" / "wide-2024.dta").shape == (0, header.shape[1])


def documented() -> list[str]:
    text = (country.ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("code", documented())
def test_the_documented_programs_run(
    made: Path, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "releases").mkdir(parents=True)
    (tmp_path / "data" / "releases" / "latest").symlink_to(made)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(code, names)
    assert len(names["answer"]) > 0
    assert names["answer"].notna().to_numpy().any()


def test_the_documented_lines_of_stata_name_what_there_is(made: Path) -> None:
    """There is no Stata here: files, variables and codes that the lines name are looked up."""
    text = (country.ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    lines = "\n".join(re.findall(r"^```stata\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    named = set(re.findall(r"exports/([\w-]+\.dta)", lines))
    assert named == {"codebook.dta", "wide-2023.dta"}
    assert all((made / "exports" / name).is_file() for name in named)
    book = from_pandas(made / "exports" / "codebook.dta")
    variables = set(from_pandas(made / "exports" / "wide-2023.dta").columns) | set(book.columns)
    [kept] = re.findall(r"^ds (.*), not$", lines, re.MULTILINE)
    [listed] = re.findall(r"^list (.*) if", lines, re.MULTILINE)
    assert kept.split() == [column for _, column in FRONT]
    assert set(listed.split()) <= variables
    [code] = re.findall(r'row_code == "(.*?)"', lines)
    assert code in set(book["row_code"])

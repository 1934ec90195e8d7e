"""Gates: each stops, by its name and with the rows, the release it is there to stop."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from crawler.reference import REFERENCE
from tests.dataset import country, planting
from tests.dataset.planting import FIRST, NEXT, plant, tree
from transform.__main__ import main
from transform.release import gating
from transform.release.cut import release
from transform.release.gating import GateFailedError, Side
from transform.tables import TABLES


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planting.lay_out(tmp_path_factory.mktemp("released"))


@pytest.fixture
def data(_once: Path, tmp_path: Path) -> Path:
    """The country with one release and something new to release: a copy, to be damaged at will."""
    return shutil.copytree(_once, tmp_path / "data", symlinks=True)


def _duplicated_key(data: Path) -> None:
    plant(
        data,
        "units",
        "SELECT * FROM {old} UNION ALL SELECT * FROM {old} WHERE unit_id = 6 ORDER BY unit_id",
    )


def _duplicated_value(data: Path) -> None:
    plant(
        data,
        "facts/2022",
        "SELECT * FROM {old} UNION ALL (SELECT * REPLACE (7 AS value) FROM {old} "
        "ORDER BY row_code, col_code, unit_id LIMIT 1) ORDER BY row_code, col_code, unit_id",
    )


def _empty_key(data: Path) -> None:
    plant(
        data,
        "coverage",
        "SELECT * FROM {old} UNION ALL BY NAME SELECT NULL::INTEGER AS unit_id, 2020::SMALLINT "
        "AS year, 'absent' AS state ORDER BY unit_id, year",
    )


def _dropped_code(data: Path) -> None:
    # nothing stands in these cells of the form of 2014, so that no value is orphaned
    plant(
        data, "codebook", "SELECT * FROM {old} WHERE position <> 7 OR form <> '2014' ORDER BY ALL"
    )
    book = f"{(data / 'dataset').resolve()}/codebook.parquet"
    for table in ("identities", "concepts"):
        plant(
            data,
            table,
            "SELECT i.* FROM {old} i SEMI JOIN '"
            + book
            + "' USING (row_code, col_code) ORDER BY ALL",
        )


def _code_in_another_unit(data: Path) -> None:
    plant(
        data,
        "codebook",
        "SELECT * REPLACE (CASE unit WHEN '万元' THEN '元' ELSE unit END AS unit) FROM {old} "
        'ORDER BY form, "table", position, row_code, col_code',
    )


def _reused_unit(data: Path) -> None:
    plant(
        data,
        "units",
        "SELECT * REPLACE (CASE unit_id WHEN 6 THEN '近市人民政府' ELSE name END AS name) "
        "FROM {old} ORDER BY unit_id",
    )


def _vanished_unit(data: Path) -> None:
    plant(data, "units", "SELECT * FROM {old} WHERE unit_id <> 6 ORDER BY unit_id")
    plant(data, "coverage", "SELECT * FROM {old} WHERE unit_id <> 6 ORDER BY unit_id, year")


def _shrunken_year(data: Path) -> None:
    planting.remove_cells(data, 2022, "unit_id = 1 AND row_code LIKE 'remedies%'")


def _empty_table(data: Path) -> None:
    plant(data, "identities", "SELECT * FROM {old} WHERE false ORDER BY ALL")
    for path in sorted((data / "dataset" / "checks").glob("*.parquet")):
        plant(data, f"checks/{path.stem}", "SELECT * FROM {old} WHERE false ORDER BY ALL")


def _missing_table(data: Path) -> None:
    (data / "dataset" / "documents.parquet").unlink()
    planting.reseal(data)


def _column_removed(data: Path) -> None:
    plant(data, "reports", "SELECT * EXCLUDE (period) FROM {old} ORDER BY sha256")
    catalog = data / "dataset" / "catalog.sql"
    lines = catalog.read_text(encoding="utf-8").splitlines(keepends=True)
    catalog.write_text("".join(line for line in lines if 'reports."period"' not in line))
    planting.reseal(data)


def _column_added(data: Path) -> None:
    plant(data, "units", "SELECT *, 1 AS rank FROM {old} ORDER BY unit_id")


def _column_retyped(data: Path) -> None:
    plant(
        data,
        "documents",
        "SELECT * REPLACE (size::INTEGER AS size) FROM {old} ORDER BY sha256",
    )


def _orphan(data: Path) -> None:
    plant(
        data,
        "checks/2022",
        "SELECT * REPLACE ('0123456789abcdef' AS report_id) FROM {old} "
        "ORDER BY identity, form, unit_id",
    )


def _orphan_cell(data: Path) -> None:
    plant(
        data,
        "facts_by_unit/2022",
        "SELECT * REPLACE (replace(row_code, 'remedies', 'remedy') AS row_code) FROM {old} "
        "ORDER BY unit_id, row_code, col_code",
    )


def _lost_document(data: Path) -> None:
    plant(data, "documents", "SELECT * FROM {old} WHERE verdict <> 'refused' ORDER BY sha256")


def _closed_year_rewritten(data: Path) -> None:
    where = "unit_id = 1 AND row_code LIKE 'requests.outcome.refused%'"
    planting.set_values(data, 2022, where, value="value + 1")


def _fallen_pass_rate(data: Path) -> None:
    plant(
        data,
        "checks/2022",
        "SELECT * REPLACE (CASE WHEN identity LIKE 'T3%' THEN 'fail' ELSE verdict END AS verdict) "
        "FROM {old} ORDER BY identity, form, unit_id",
    )


FAULTS: list[tuple[Callable[[Path], None], set[str], str]] = [
    (_duplicated_key, {"key_duplicated"}, "6"),
    (_duplicated_value, {"key_duplicated", "tables_disagree"}, "2022"),
    (_empty_key, {"key_duplicated"}, "2020"),
    (_dropped_code, {"code_dropped"}, "is gone"),
    (_code_in_another_unit, {"code_dropped"}, "was in 万元 and is in 元"),
    (_reused_unit, {"unit_reused"}, "近市人民政府"),
    (_vanished_unit, {"unit_reused"}, "is gone"),
    (_shrunken_year, {"year_shrunken"}, "2022"),
    (_empty_table, {"table_empty", "pass_rate_fell"}, "identities"),
    (_missing_table, {"table_empty", "schema_changed", "document_lost"}, "is not there"),
    (_column_removed, {"schema_changed"}, "period"),
    (_column_added, {"schema_changed"}, "rank"),
    (_column_retyped, {"schema_changed"}, "size"),
    (_orphan, {"orphans"}, "0123456789abcdef"),
    (_orphan_cell, {"orphans", "tables_disagree"}, "remedy"),
    (_lost_document, {"document_lost"}, country.sha("d2024")),
    (_closed_year_rewritten, {"closed_year_rewritten"}, "rules_changed"),
    (_fallen_pass_rate, {"pass_rate_fell"}, "0."),
]


@pytest.mark.parametrize(
    ("fault", "gates", "row"), FAULTS, ids=[fault.__name__.strip("_") for fault, _, _ in FAULTS]
)
def test_a_fault_is_stopped_by_its_gate_and_the_releases_stay_as_they_were(
    data: Path,
    fault: Callable[[Path], None],
    gates: set[str],
    row: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fault(data)
    before = tree(data / "releases")
    assert main(["release", "--data", str(data), "--version", NEXT]) == 65
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    means = {gate.name: gate.en for gate in gating.gates(REFERENCE)}
    for gate in gates:
        assert f"gate {gate} failed: " in said.err
        assert means[gate].split(":")[0][:40] in said.err
    assert row in said.err

    refusal = data / "releases" / f"refused-{NEXT}.json"
    record = json.loads(refusal.read_text(encoding="utf-8"))
    assert record["result"] == "refused"
    failed = [gate for gate in record["gates"] if gate["result"] == "failed"]
    assert {gate["gate"] for gate in failed} == gates
    assert any(row in str(line) for gate in failed for line in gate["first"])
    refusal.unlink()
    assert tree(data / "releases") == before


def test_a_good_release_passes_every_gate(data: Path) -> None:
    made = release(data, version=NEXT)
    assert {found.result for found in made.found} == {"passed"}
    assert len(made.found) == len(gating.gates(REFERENCE))


def schema_rows(data: Path, version: str) -> int:
    """How many rows the gate finds in the dataset, were it released under a schema version."""
    now = Side((data / "dataset").resolve(), NEXT, version)
    before = Side(data / "releases" / FIRST, FIRST, "1.0.0")
    shutil.rmtree(now.folder / "gates", ignore_errors=True)
    every = gating.lay_out(REFERENCE, now, before)
    with duckdb.connect() as con:
        found = {one.gate.name: one.rows for one in gating.run(con, every, now, before)}
    return found["schema_changed"]


@pytest.mark.parametrize(
    ("fault", "enough", "too_little"),
    [
        (_column_removed, "2.0.0", "1.1.0"),
        (_column_retyped, "2.0.0", "1.9.9"),
        (_column_added, "1.1.0", "1.0.1"),
    ],
)
def test_a_schema_change_needs_the_version_that_fits_it(
    data: Path, fault: Callable[[Path], None], enough: str, too_little: str
) -> None:
    fault(data)
    assert schema_rows(data, too_little) == 1
    assert schema_rows(data, enough) == 0


def test_a_schema_version_never_goes_back(data: Path) -> None:
    assert schema_rows(data, "0.9.0") == 1


def test_a_renamed_unit_with_its_former_name_is_the_same_unit(data: Path) -> None:
    plant(
        data,
        "units",
        "SELECT * REPLACE (CASE unit_id WHEN 6 THEN '近市人民政府' ELSE name END AS name, "
        "CASE unit_id WHEN 6 THEN [name] ELSE names_before END AS names_before) "
        "FROM {old} ORDER BY unit_id",
    )
    assert release(data, version=NEXT).changed


def known(tmp_path: Path, value: float) -> Path:
    """The sheets of the gates, with one known value: what a person read in document a2021."""
    folder = tmp_path / "reference"
    folder.mkdir()
    for name in gating.REFERENCES:
        shutil.copyfile(REFERENCE / f"{name}.csv", folder / f"{name}.csv")
    with (folder / "known_values.csv").open("a", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerow(
            [country.sha("a2021"), "remedies.review", "result.upheld", value, 3, "by hand"]
        )
    return folder


def test_a_value_that_a_person_read_otherwise_stops_a_release(data: Path, tmp_path: Path) -> None:
    with pytest.raises(GateFailedError) as stopped:
        release(data, version=NEXT, reference=known(tmp_path, 11))
    [found] = stopped.value.found
    assert found.gate.name == "known_value"
    assert dict(zip(found.columns, found.first[0], strict=True))["value"] == 10.0


def test_a_value_that_a_person_read_alike_passes(data: Path, tmp_path: Path) -> None:
    assert release(data, version=NEXT, reference=known(tmp_path, 10)).changed


def test_of_a_corrected_cell_what_is_printed_is_asked(data: Path, tmp_path: Path) -> None:
    cell = "unit_id = 1 AND row_code = 'remedies.review' AND col_code = 'result.upheld'"
    planting.set_values(data, 2021, cell, value="99")
    with pytest.raises(GateFailedError, match="known_value"):
        release(data, version=NEXT, reference=known(tmp_path, 10))
    plant(
        data,
        "corrections",
        "SELECT * FROM {old} UNION ALL BY NAME SELECT 'upheld' AS correction, 1 AS unit_id, "
        "2021::SMALLINT AS year, 'remedies.review' AS row_code, 'result.upheld' AS col_code, "
        "99::DOUBLE AS value, 'number' AS state, 10::DOUBLE AS printed_value, "
        f"'number' AS printed_state, '{country.sha('a2021')[:16]}' AS report_id "
        "ORDER BY correction",
    )
    assert release(data, version=NEXT, reference=tmp_path / "reference").changed


def test_the_known_values_are_of_cells_that_exist() -> None:
    cells = {(row["row_code"], row["col_code"]) for row in country.codebook()}
    with (REFERENCE / "known_values.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {(row["row_code"], row["col_code"]) for row in rows} <= cells
    documents = (country.ROOT / "tests" / "portal" / "documents").glob("*.pdf")
    held = {planting.digest(path) for path in documents}
    assert {row["sha256"] for row in rows if row["document"].startswith("sample")} <= held


def _coverage_fallen(data: Path) -> None:
    # the registry grows by organs of whose reports none is held
    plant(
        data,
        "units",
        "SELECT * FROM {old} UNION ALL SELECT * REPLACE (unit_id + 100 AS unit_id, "
        "name || '乡' AS name) FROM {old} ORDER BY unit_id",
    )
    plant(
        data,
        "coverage",
        "SELECT * FROM {old} UNION ALL SELECT * REPLACE (unit_id + 100 AS unit_id, "
        "'absent' AS state, NULL AS report_id) FROM {old} ORDER BY unit_id, year",
    )


def _read_in_part(data: Path) -> None:
    plant(data, "reports", "SELECT * REPLACE ('partial' AS verdict) FROM {old} ORDER BY sha256")


def _checks_shrunken(data: Path) -> None:
    plant(data, "checks/2022", "SELECT * FROM {old} WHERE unit_id > 2 ORDER BY ALL")


@pytest.mark.parametrize(
    ("sign", "gate"),
    [
        (_coverage_fallen, "coverage_fell"),
        (_read_in_part, "partly_read"),
        (_checks_shrunken, "size_jump"),
    ],
)
def test_a_doubtful_sign_is_told_and_stops_nothing(
    data: Path, sign: Callable[[Path], None], gate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(data)
    assert main(["release", "--data", str(data), "--version", NEXT]) == 0
    assert f"gate {gate} warns: " in capsys.readouterr().err
    folder = data / "releases" / NEXT
    about = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert [one["gate"] for one in about["gates"] if one["result"] == "warned"] == [gate]
    for name in ("README.md", "CHANGES.md"):
        assert f"`{gate}`" in (folder / name).read_text(encoding="utf-8")


def test_every_table_has_its_key_and_every_query_its_row() -> None:
    with (REFERENCE / "keys.csv").open(encoding="utf-8", newline="") as lines:
        keyed = {row["table"] for row in csv.DictReader(lines) if not row["of_table"]}
    assert set(TABLES) - {"prose"} <= keyed, "prose has none: a text may tell a figure twice"
    queries = (country.ROOT / "transform" / "release" / "gates").glob("*.sql")
    assert {gate.name for gate in gating.gates(REFERENCE)} == {path.stem for path in queries}


# The gates in a release are run by hand as their heads say


@pytest.mark.parametrize("version", [FIRST, NEXT])
def test_the_gates_of_a_release_run_by_hand_and_find_nothing(
    data: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(data, version=NEXT)
    monkeypatch.chdir(data / "releases" / version)
    with duckdb.connect() as con:
        con.execute(Path("gates/open.sql").read_text(encoding="utf-8"))
        for gate in gating.gates(REFERENCE):
            rows = con.execute(Path(f"gates/{gate.name}.sql").read_text(encoding="utf-8"))
            assert rows.fetchall() == []


def test_a_gate_run_by_hand_finds_what_is_wrong_with_the_files(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = release(data, version=NEXT).folder
    plant_in = folder / "coverage.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (FROM '{plant_in}' WHERE false) TO '{folder}/none.parquet'")
    (folder / "none.parquet").replace(plant_in)
    monkeypatch.chdir(folder)
    with duckdb.connect() as con:
        con.execute(Path("gates/open.sql").read_text(encoding="utf-8"))
        found = con.execute(Path("gates/table_empty.sql").read_text(encoding="utf-8")).fetchall()
    assert found == [("coverage", "has no rows")]

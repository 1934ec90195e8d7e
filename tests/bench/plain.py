"""The dataset's core by plain pandas, to compare with: what a first version would be.

From the same records, ledger and registry: `facts` in both orders, `evidence`, `wide` and `checks`
of the version that speaks, a file a year. Left out, in pandas' favour: documents, coverage, names
before, places of issuers, blanks confirmed as zero, suspects, verification and publication.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd

from crawler.reference import REFERENCE

CELL = ["row_code", "col_code"]
KEY = ["unit_id", "year"]


def build(data: Path, out: Path) -> dict[str, int]:
    """Write the tables below `out`; give the rows of each."""
    records = pd.concat(
        (
            pd.read_parquet(
                path, columns=["sha256", "verdict", "issuer", "year", "tables", "cells"]
            )
            for path in sorted((data / "records").glob("*.parquet"))
        ),
        ignore_index=True,
    )
    records = records[records["verdict"].isin(["read", "partial"])]
    current = speaking(records, data)
    cells = current[["sha256", *KEY, "cells"]].explode("cells", ignore_index=True)
    fields = pd.DataFrame(cells.pop("cells").tolist())
    cells = pd.concat([cells, fields], axis=1)
    cells["value"] = cells["value"].where(cells["state"] == "number")
    rows = dict.fromkeys(("facts", "facts_by_unit", "evidence", "wide", "checks"), 0)
    carried = cells[[*KEY, *CELL, "value"]].assign(year=lambda frame: frame["year"] + 1)
    for year, of_year in cells.groupby("year"):
        tables = {
            "facts": of_year.sort_values([*CELL, "unit_id"])[[*KEY, *CELL, "value", "state"]],
            "evidence": of_year.sort_values(["unit_id", *CELL]),
            "wide": wide(of_year),
            "checks": checks(of_year, carried[carried["year"] == year]),
        }
        tables["facts_by_unit"] = tables["facts"].sort_values(["unit_id", *CELL])
        for name, table in tables.items():
            (out / name).mkdir(parents=True, exist_ok=True)
            table.to_parquet(out / name / f"{year}.parquet", compression="zstd", index=False)
            rows[name] += len(table)
    return rows


def speaking(records: pd.DataFrame, data: Path) -> pd.DataFrame:
    """Give the records that speak for a unit and year."""
    units = pd.read_csv(data / "registry" / "units.csv")[["unit_id", "name"]]
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as ledger:
        seen = pd.read_sql("SELECT sha256, first_seen FROM document", ledger)
    known = records.merge(units, left_on="issuer", right_on="name").merge(seen, on="sha256")
    known["found"] = known["cells"].map(len)
    known = known.sort_values(["found", "first_seen", "sha256"], ascending=[False, False, True])
    return known.drop_duplicates(KEY)


def wide(cells: pd.DataFrame) -> pd.DataFrame:
    """Give a report a row, a cell a column."""
    name = cells["row_code"] + "__" + cells["col_code"]
    return cells.assign(cell=name).pivot(index=KEY, columns="cell", values="value").reset_index()


def checks(cells: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Give each identity of each report with its sums and its verdict."""
    terms = pd.read_csv(REFERENCE / "identities.csv", dtype={"form": "string"})
    cells = cells.astype({"form": "string"})
    now = cells[[*KEY, "form", *CELL, "value"]].merge(
        terms[terms["year_offset"] == 0], on=["form", *CELL]
    )
    forms = cells[[*KEY, "table", "form"]].drop_duplicates()
    then = (
        before.merge(terms[terms["year_offset"] == -1], on=CELL)
        .merge(forms, on=[*KEY, "table", "form"])
        .reindex(columns=now.columns)
    )
    all_terms = pd.concat([now, then], ignore_index=True)
    amount = all_terms["value"] * all_terms["coefficient"]
    all_terms["lhs"] = amount.where(all_terms["side"] == "lhs", 0)
    all_terms["rhs"] = amount.where(all_terms["side"] == "rhs", 0)
    summed = all_terms.groupby([*KEY, "identity", "form"], as_index=False).agg(
        lhs=("lhs", "sum"), rhs=("rhs", "sum"), held=("value", "count"), terms=("value", "size")
    )
    summed["delta"] = summed["lhs"] - summed["rhs"]
    summed["verdict"] = (summed["delta"] == 0).map({True: "pass", False: "fail"})
    summed.loc[summed["held"] < summed["terms"], "verdict"] = "not_assessable"
    return summed.sort_values(["identity", "form", "unit_id"])

"""The code book page is what the command makes of the tables, and tells of every cell."""

from __future__ import annotations

import re

import pytest

from tests.dataset import country
from transform.__main__ import main
from transform.catalog.dictionary import dictionary

PAGE = country.ROOT / "docs" / "codebook.md"


def test_the_page_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook"]) == 0
    printed = capsys.readouterr().out
    assert printed == PAGE.read_text(encoding="utf-8"), (
        "run: python -m transform codebook > docs/codebook.md"
    )


def test_it_tells_of_every_row_column_and_table() -> None:
    told = set(re.findall(r"`([^`]+)`", PAGE.read_text(encoding="utf-8")))
    codes = {line[key] for line in country.codebook() for key in ("row_code", "col_code")}
    assert codes - told <= {"value"}, "the list of statistics has one column"
    assert set(dictionary()) <= told
    assert {"requests.refused.total", "req_ref_secret_tot", "rules.in_force"} <= told


def test_every_line_of_a_table_has_the_columns_of_its_head() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(tables) > 20
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1

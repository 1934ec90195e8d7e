"""The table of quirks and the tests name each other."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
DOCS = TESTS.parent / "docs" / "quirks.md"


def named() -> set[str]:
    """Give the tests that the table names, as `file::test`."""
    rows = [line.split("|") for line in DOCS.read_text("utf-8").splitlines() if "::" in line]
    return {row[3].strip() for row in rows if row[0] == "" and len(row) == 5}


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        f"{path.relative_to(TESTS).as_posix()}::{node.name}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_quirk_names_a_test_that_exists() -> None:
    files = {TESTS / name.partition("::")[0] for name in named()}
    assert named() <= set().union(*map(functions, files))
    assert len(named()) > 80


def test_every_test_of_a_quirk_is_in_the_table() -> None:
    here = set().union(*map(functions, Path(__file__).parent.glob("test_*.py")))
    assert here - functions(Path(__file__)) <= named()

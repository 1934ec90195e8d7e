"""The record store keeps each document once and never holds half a batch."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract.read import read, refused
from extract.schema import SCHEMA
from extract.store import Store, StoreDamagedError, StoreLockedError
from tests import printing
from tests.pages_as_html import page


def some_record() -> object:
    values = {
        ("remedies", row, col): "1" for row, col in printing.form_of("remedies", "2019").units
    }
    return read(page("望川区人民政府2023年政府信息公开工作年度报告", printing.remedies(values)))


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    record = some_record()
    with Store(tmp_path) as store:
        path = store.add([record])
    assert pq.read_table(path).schema.equals(SCHEMA)
    assert pq.read_table(path).to_pylist() == [record.row()]


def test_what_was_read_is_known_refused_or_not(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.add([refused("a" * 64, "the file is empty")])
        store.add([refused("b" * 64, "the file is empty")])
        assert store.known() == {"a" * 64, "b" * 64}


def test_the_same_batch_is_the_same_file(tmp_path: Path) -> None:
    one, two = refused("a" * 64, "x"), refused("b" * 64, "y")
    with Store(tmp_path) as store:
        first = store.add([one, two]).read_bytes()
        assert store.add([two, one]).read_bytes() == first
        assert len(list(store.folder.glob("*.parquet"))) == 1


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(StoreLockedError, match="try again"), Store(tmp_path):
        pass


def test_a_killed_writers_leftover_is_removed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        (store.folder / ".writing-1-x.parquet").write_bytes(b"PAR1 half")
    with Store(tmp_path) as store:
        assert store.known() == set()
        assert not list(store.folder.glob(".writing-*"))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        path = store.add([refused("a" * 64, "x")])
        path.write_bytes(path.read_bytes()[:50])
        with pytest.raises(StoreDamagedError, match=path.name):
            store.known()

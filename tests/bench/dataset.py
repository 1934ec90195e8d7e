"""What a dataset of a whole country costs: `python -m tests.bench.dataset [--reports N] …`.

Makes a synthetic country (a record store, a ledger, a registry), builds its dataset in a program of
its own and measures build, sizes, queries, requests over HTTP, checks, a comparison, releases, a
build with nothing new, one on one thread, and plain pandas on a tenth. Seconds depend on how busy
the machine is, which is printed; CPU seconds, bytes, requests and ratios much less.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter
from typing import Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from tests.bench.queries import GRANTED, load, opened, timed
from tests.bench.remote import asked
from tests.bench.synthetic import later
from tests.bench.synthetic.country import LAST, Size, lay_out

ROOT = Path(__file__).parents[2]
VALUES = 25_000_000
"""Values for which sizes are given."""
USUAL = Size()


def main(arguments: list[str] | None = None) -> None:
    """Make, measure, print."""
    options = _parser().parse_args(arguments)
    size = Size(options.reports, options.years, options.seed)
    console = Console()
    with _kept(options.keep) as folder:
        whole = _country(Path(folder) / "whole", size)
        tenth = _country(
            Path(folder) / "tenth", Size(max(1, size.units // 10), size.years, size.seed)
        )
        console.print(load())
        built = built_by("ours", whole)
        console.print(cost(built), steps(built), sizes(built))
        dataset = Path(built["folder"])
        console.print(latencies(dataset, size), requests(dataset, size))
        console.print(rooms(whole, dataset), releases(whole))
        console.print(against(tenth))
        console.print(load())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=USUAL.units, help="a year")
    parser.add_argument("--years", type=int, default=USUAL.years)
    parser.add_argument("--seed", type=int, default=USUAL.seed)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the country, or take it")
    return parser


def _kept(keep: Path | None) -> AbstractContextManager[str | Path]:
    if keep is None:
        return tempfile.TemporaryDirectory(prefix="gongkai-dataset-")
    keep.mkdir(parents=True, exist_ok=True)
    return nullcontext(keep)


def _country(folder: Path, size: Size) -> Path:
    """Lay a country out, unless one of this size lies there."""
    note = folder / "size.json"
    described = json.dumps([size.units, size.years, size.seed])
    if not (note.is_file() and note.read_text(encoding="utf-8") == described):
        if folder.exists():
            raise SystemExit(f"{folder}: holds another country; keep this one elsewhere")
        folder.mkdir(parents=True)
        lay_out(folder, size)
        note.write_text(described, encoding="utf-8")
    return folder


def built_by(way: str, data: Path, *more: str) -> dict[str, Any]:
    """Build in a program of its own; give what it says of itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.building", way, str(data), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cost(built: dict[str, Any]) -> Table:
    """What the build took."""
    rows = built["rows"]
    table = Table(title=f"Build of {rows['wide']:,} reports, {rows['facts']:,} facts")
    for name in ("seconds", "CPU seconds", "peak MB", "dataset MB"):
        table.add_column(name, justify="right")
    table.add_row(
        f"{built['seconds']:.0f}",
        f"{built['cpu']:.0f}",
        f"{built['peak']:.0f}",
        f"{built['size'] / 1e6:.1f}",
    )
    return table


def steps(built: dict[str, Any]) -> Table:
    """Where the time went; the years together."""
    table = Table("step", title="Seconds of its steps")
    table.add_column("s", justify="right")
    spent: dict[str, float] = {}
    for step, seconds in built["steps"]:
        name = step.partition(" of 20")[0]
        spent[name] = spent.get(name, 0) + seconds
    for name, seconds in spent.items():
        table.add_row(name, f"{seconds:.1f}")
    return table


def sizes(built: dict[str, Any]) -> Table:
    """Bytes of each table, as they lie and for 25 million values."""
    folder, facts = Path(built["folder"]), built["rows"]["facts"]
    table = Table("table", title="Size on disk")
    for name in ("rows", "MB", f"MB for {VALUES // 1_000_000} million values"):
        table.add_column(name, justify="right")
    of = {name: _bytes(folder, name) for name in built["rows"]}
    both = of["facts"] + of["facts_by_unit"]
    for name, size in (*of.items(), ("facts, both orders", both)):
        rows = f"{built['rows'][name]:,}" if name in built["rows"] else ""
        table.add_row(name, rows, f"{size / 1e6:.2f}", f"{size / 1e6 / facts * VALUES:.2f}")
    return table


def _bytes(folder: Path, table: str) -> int:
    whole = folder / f"{table}.parquet"
    paths = [whole] if whole.is_file() else (folder / table).iterdir()
    return sum(path.stat().st_size for path in paths)


def latencies(dataset: Path, size: Size) -> Table:
    """What readers' queries take."""
    con, milliseconds = opened(dataset)
    con.close()
    table = Table("query", title=f"Queries, ms ({load()}); to open the catalog: {milliseconds:.0f}")
    for name in ("rows", "first", "best", "median", "CPU"):
        table.add_column(name, justify="right")
    for time in timed(dataset, size.units // 2, LAST - 1):
        figures = (time.first, time.best, time.median, time.cpu)
        table.add_row(time.query, f"{time.rows:,}", *(f"{figure:.1f}" for figure in figures))
    return table


def requests(dataset: Path, size: Size) -> Table:
    """What two of them ask of a server on loopback, every file read for the first time."""
    table = Table("query", title="Over HTTP (DuckDB's reader, a ranged GET each read)")
    for name in ("files", "GETs", "KB"):
        table.add_column(name, justify="right")
    for name, of, where in (
        ("Q1 one indicator", "facts", GRANTED),
        ("Q2 one unit", "facts_by_unit", f"unit_id = {size.units // 2}"),
    ):
        count, _ = asked(dataset, of, f"SELECT unit_id, year, value FROM {{files}} WHERE {where}")
        files = len(list((dataset / of).iterdir()))
        table.add_row(name, f"{files}", f"{count.gets}", f"{count.sent / 1000:.0f}")
    return table


def rooms(whole: Path, dataset: Path) -> Table:
    """What is run over a whole dataset: its checks, and the comparison with a later one."""
    table = Table("command", title=f"Over the whole dataset ({load()})")
    for name in ("seconds", "CPU seconds"):
        table.add_column(name, justify="right")
    if (ROOT / "transform" / "checks" / "command.py").is_file():
        table.add_row("check", *_run("check", f"{dataset}"))
    if (ROOT / "transform" / "diff" / "command.py").is_file():
        folder = whole.with_name("later")
        if not folder.exists():
            later.lay_out(whole, folder)
        after = Path(built_by("ours", folder)["folder"])
        out = folder / "changes.parquet"
        spent = _run("diff", f"{dataset}", f"{after}", "--out", f"{out}")
        table.add_row(f"diff: {pq.read_metadata(out).num_rows:,} values differ", *spent)
    return table


def releases(whole: Path) -> Table:
    """What a release costs: the first, and one of the country later, against the first."""
    table = Table("release", title=f"Releases, and a build with nothing new ({load()})")
    for name in ("seconds", "CPU seconds", "peak MB", "longest step"):
        table.add_column(name, justify="right")
    folder = whole.with_name("later")
    shutil.rmtree(whole / "releases", ignore_errors=True)
    shutil.rmtree(folder / "releases", ignore_errors=True)
    made = {"the first": built_by("release", whole)}
    shutil.copytree(whole / "releases", folder / "releases", symlinks=True)
    made["later, against the first"] = built_by("release", folder)
    shutil.rmtree(folder / "releases")
    shutil.rmtree(whole / "releases")
    made["build, nothing new"] = built_by("ours", whole, "--skip")
    for name, one in made.items():
        step, seconds = max(one["steps"], key=lambda step: step[1])
        figures = (f"{one[key]:.1f}" for key in ("seconds", "cpu", "peak"))
        table.add_row(name, *figures, f"{step}: {seconds:.1f} s")
    return table


def _run(*words: str) -> tuple[str, str]:
    """Run a command of transform; give the seconds and CPU seconds it took."""
    begun, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "transform", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    after = getrusage(RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{perf_counter() - begun:.1f}", f"{cpu:.1f}"


def against(tenth: Path) -> Table:
    """Ours with one thread and two, and plain pandas, on a tenth."""
    two, one = (built_by("ours", tenth, "--threads", threads) for threads in ("2", "1"))
    plain = built_by("plain", tenth)
    same = "the same bytes" if one["folder"] == two["folder"] else "OTHER BYTES"
    table = Table("a tenth", title=f"On one thread and on two: {same}")
    for name in ("seconds", "CPU seconds", "peak MB", "÷ ours: seconds", "CPU", "memory"):
        table.add_column(name, justify="right")
    for name, made in (("ours", two), ("ours, one thread", one), ("plain pandas", plain)):
        figures = [made[key] for key in ("seconds", "cpu", "peak")]
        ratios = [made[key] / two[key] for key in ("seconds", "cpu", "peak")]
        table.add_row(
            name, *(f"{figure:.0f}" for figure in figures), *(f"{ratio:.1f}" for ratio in ratios)
        )
    return table


if __name__ == "__main__":
    main()

"""One test for each quirk of `docs/quirks.md`, named after it."""

from __future__ import annotations

from extract.matcher.match import Matched, match
from extract.readers import html
from tests import pages_as_html


def matched(*tables: str) -> Matched:
    """Give what is matched of tables told as lines (`pages_as_html.of_lines`)."""
    layout = html.read("".join(map(pages_as_html.of_lines, tables)).encode())
    return match(layout.grids, layout.method)


def raw(found: Matched) -> dict[str, str]:
    """Give each cell as printed, by the last parts of its codes: `rules issued`."""
    return {f"{_last(c.row_code)} {_last(c.col_code)}": c.raw for c in found.cells}


def states(found: Matched) -> dict[str, str]:
    return {f"{_last(c.row_code)} {_last(c.col_code)}": c.state for c in found.cells}


def _last(code: str) -> str:
    return code.rpartition(".")[2]


FLOW = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = f"""
{FLOW}*3|申请人情况*7
*3|自然人|法人或其他组织*5|总计
*3| |商业企业|科研机构|社会公益组织|法律服务机构|其他|
"""
"""The head of table 三 as a converter leaves it: spans down the rows are empty cells."""

"""The running text of a report, whose figures agree with its tables.

Receives a report and its figures; gives the sentences that `templates/report.html` sets. A blank
or a dash counts as nothing, and a total left blank is summed from its row, as a clerk would.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from tests.portal.country import HERE, Figure, Report, rows

ACROSS = "applicant.total"
RULES = {
    2019: "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
    "（国办公开办函〔2019〕60号）",
    2021: "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
}


class Numbers:
    """Looks a report's numbers up; what is no number counts as 0."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.cells = {f.key: f.value or 0 for f in figures}
        self.printed = {f.key for f in figures if f.state == "number"}

    def __call__(self, row: str, column: str) -> int:
        return int(self.cells.get((row, column), 0))

    def rows(self, prefix: str, column: str = ACROSS) -> int:
        """The sum of the rows of table 三 that begin with `prefix`."""
        return sum(self.row(r) for r, c in self.cells if c == column and r.startswith(prefix))

    def row(self, row: str) -> int:
        """A row's total; summed from its parts where the office left the total blank."""
        if (row, ACROSS) in self.printed:
            return self(row, ACROSS)
        return sum(int(v) for (r, _), v in self.cells.items() if r == row)

    def cases(self, row: str) -> int:
        """The cases of a block of table 四, summed from its results."""
        return sum(int(v) for (r, c), v in self.cells.items() if r == row and c != "result.total")


def chinese_day(day: str) -> str:
    """2025-03-20 → 2025年3月20日."""
    when = date.fromisoformat(day)
    return f"{when.year}年{when.month}月{when.day}日"


def received(report: Report, n: Numbers, rng: random.Random) -> str:
    """How many requests came, from whom and by which channel."""
    new, carried = n.row("requests.received_new"), n.row("requests.carried_in")
    people = n("requests.received_new", "applicant.natural_person")
    online = round(new * rng.uniform(0.5, 0.9))
    letters = round((new - online) * rng.uniform(0.5, 1))
    who = f"自然人申请{people}件，法人或其他组织申请{new - people}件"
    how = f"网络申请{online}件，信函申请{letters}件，当面申请{new - online - letters}件"
    text = (
        f"{report.year}年，新收政府信息公开申请{new}件，上年结转{carried}件。",
        f"全年收到政府信息公开申请{new}件，另有上年度结转政府信息公开申请{carried}件。",
        f"本年新收政府信息公开申请 {new} 件，上年结转 {carried} 件。",
    )[report.year % 3]
    return f"{text}新收申请中，{who}；按申请方式分，{how}。"


def outcomes(n: Numbers) -> str:
    """What became of them; a report of few requests says less."""
    kinds = {
        "予以公开": n.row("requests.outcome.granted"),
        "部分公开": n.row("requests.outcome.granted_part"),
        "不予公开": n.rows("requests.outcome.refused."),
        "无法提供": n.rows("requests.outcome.unavailable."),
        "不予处理": n.rows("requests.outcome.not_processed."),
        "其他处理": n.rows("requests.outcome.other."),
    }
    listed = "，".join(f"{kind}{number}件" for kind, number in kinds.items())
    total, left = n.row("requests.outcome.total"), n.row("requests.carried_out")
    return f"全年共办结申请{total}件，其中{listed}；结转下年度继续办理{left}件。"


def documents(n: Numbers) -> str:
    """Normative documents (规范性文件), in the words of the form."""
    row = "proactive.art20_1.normative_documents"
    if (row, "measure.made") in n.cells:
        made, disclosed = n(row, "measure.made"), n(row, "measure.newly_disclosed")
        return f"全年制作规范性文件{made}件，新公开{disclosed}件。"
    issued, repealed = n(row, "measure.issued"), n(row, "measure.repealed")
    in_force = n(row, "measure.in_force")
    return f"全年制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。"


def remedies(n: Numbers) -> str:
    """Reconsideration and litigation (行政复议、行政诉讼)."""
    review = n.cases("remedies.review")
    direct = n.cases("remedies.litigation.direct")
    after = n.cases("remedies.litigation.after_review")
    return (
        f"全年因政府信息公开引起的行政复议{review}件，行政诉讼{direct + after}件"
        f"（未经复议直接起诉{direct}件，复议后起诉{after}件）。"
    )


def texts(report: Report, figures: Sequence[Figure]) -> dict[str, object]:
    """Every sentence of the report that depends on who reports, when and what."""
    rng = random.Random(f"prose {report.unit_id} {report.year}")
    n = Numbers(figures)
    note = "".join(
        row["text"]
        for row in rows(HERE / "notes.csv")
        if (row["unit_id"], row["year"]) == (str(report.unit_id), str(report.year))
    )
    fee = f"{report.year}年未收取政府信息公开信息处理费。" if report.year > 2020 else "无。"
    return {
        "posts": rng.randint(320, 4800),
        "readings": rng.randint(4, 48),
        "trainings": rng.randint(1, 6),
        "documents": documents(n),
        "requests": received(report, n, rng),
        "outcomes": outcomes(n),
        "remedies": remedies(n),
        "platform": "优化门户网站政府信息公开专栏，规范政务新媒体管理，"
        "在政务服务大厅设置政务公开专区。",
        "heading4": (
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
            if report.year == 2019
            else "四、政府信息公开行政复议、行政诉讼情况"
        ),
        "heading5": (
            "五、政府信息公开工作存在的主要问题及改进情况"
            if report.unit_id % 2
            else "五、存在的主要问题及改进情况"
        ),
        "region": "全系统" if report.unit_id in (2, 4) else "各级各部门",
        "fee": note + fee if note else fee,
        "signed": chinese_day(report.published),
    }


def rule(report: Report) -> str:
    """The instrument that set the form of the year."""
    return RULES[2021 if report.year > 2020 else 2019]

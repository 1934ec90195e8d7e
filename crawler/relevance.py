"""Which rows of a listing may be an annual report, by their titles alone.

A column for annual reports (政府信息公开年报) also holds guides (指南), work plans and notices.
The rule is generous on purpose: one page too many costs seconds, a report missed is a hole.
Whether a document *is* a report is decided by what it contains, later, never here.
"""

from __future__ import annotations

import re

_REPORT = re.compile(r"年度报告|年报|年度.{0,12}报告|工作报告|公开.{0,12}报告")
_SUBJECT = re.compile(r"信息公开|政务公开|公开年报|公开年度")
_YEAR = re.compile(r"(?:19|20)\d\d|[〇○零一二三四五六七八九]{4}年")
_OTHER = re.compile(
    r"指南|目录|规定|办法|条例|通知$|工作要点|工作方案|预算|决算|法治政府|部门决算|财务报告|国民经济"
)


def may_be_report(title: str) -> bool:
    """Say whether a listing's row is worth fetching.

    True for titles that name a report on information disclosure
    (政府信息公开…年度报告, 年报 and their variants), also when the listing cut the title short:
    a bare `…年度报告` or `2019年年报` in such a column counts. False for guides, catalogues,
    rules, plans, and for annual reports about something else that say so.
    """
    text = re.sub(r"\s", "", title)
    if _REPORT.search(text) and _SUBJECT.search(text):
        return True
    if _OTHER.search(text):
        return False
    if _REPORT.search(text):
        return True
    return bool(_YEAR.search(text) and _SUBJECT.search(text) and text.endswith(("…", "...")))

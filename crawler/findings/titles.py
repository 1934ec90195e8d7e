"""What a title says a document is: the annual report (年度报告) of an organ and year, or not. Pure.

A column for annual reports also holds guides, notices, self-inspections (自查报告), letters (函),
work summaries (工作总结) and reports about something else. A title alone decides two things:
whether the row is worth a request (`may_be_report`, generous), and whether it is *titled* as the
report (`read`, strict). Whether it is the report is decided with its chapters and its issuer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

Kind = Literal["report", "partly", "about", "other"]
"""`report`: titled as the report. `partly`: cut short, or without its subject. `about`: titled as
something else. `other`: says nothing of it."""


class Named(NamedTuple):
    """What a title names."""

    kind: Kind
    organ: str
    """The issuer as printed, without white space; empty where the title names none."""
    years: tuple[int, ...]
    """Every year it names, in order; the report's own is the only one where there is one."""


_SUBJECT = r"(?:政府信息(?:[与和及]政务)?|政务信息|政务|政府|信息)公开"
_YEAR = r"(?:19|20)\d\d(?:年度?)?"
_REPORT = rf"{_SUBJECT}(?:工作)?(?:{_YEAR})?(?:年度|情况|工作)*的?(?:总结)?(?:报告|年报)"
_WRITTEN_YEAR = re.compile(r"[二][〇○零Ｏ0][〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

_ABOUT = re.compile(
    r"自查|自评|通知|指南|方案|要点|考核|评估|评议|办法|规定|培训|解读|图解|一图|读懂|征求意见|目录"
    r"|公示|整改|清单|的函|复函|工作总结$|工作计划|申请表|样表|模板|统计表$|新闻发布|答记者问|回应"
)
"""Words of a document *about* reports, or of another kind."""

_ELSE = re.compile(
    r"法治政府|依法行政|预算|决算|财务|国民经济|财政收支|绩效|审计|政务服务|网站(?:工作)?年度|监管年报"
    r"|执法(?:情况|数据|统计)|企业年报|条例"
)
"""Subjects of other annual reports."""

_WHOLE = re.compile(_REPORT)
_SHORT = re.compile(r"年度.{0,4}报告|年报|工作(?:情况)?报告|公开.{0,12}报告")
_BARE = re.compile(_YEAR)
_CUT = re.compile(rf"{_SUBJECT}\S{{0,8}}(?:…|\.\.\.)$")

_ORGAN = re.compile(
    rf"^(?!(?:{_YEAR})?的?{_REPORT})(?:关于)?(?:{_YEAR})?(?P<organ>[^\d,。;:、《》“”()]{{2,40}}?)(?:关于)?(?:{_YEAR})?的?"
    rf"{_REPORT}"
)
_FRAME = re.compile(
    r"[《》“”]|\((?:图片|超链|文字|图文|扫描|pdf|word|ofd|正式|全文)?版?\)"
    r"|\.(?:pdf|docx?|wps|ofd|png|jpe?g)$",
    re.I,
)


def read(title: str) -> Named:
    """Read a title: what kind of document it names, whose, and of which years."""
    text = _FRAME.sub("", plain(title))
    text = _WRITTEN_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)
    years = tuple(int(year) for year in dict.fromkeys(_YEARS.findall(text)))
    match = _ORGAN.search(text)
    organ = _organ(match["organ"]) if match else ""
    return Named(_kind(text, years), organ, years)


def may_be_report(title: str) -> bool:
    """Say whether a listing's row is worth fetching.

    True for titles that name a report on information disclosure
    (政府信息公开…年度报告, 年报 and their variants), also when the listing cut the title short:
    a bare `…年度报告` or `2019年年报` in such a column counts. False for guides, catalogues,
    rules, plans, and for annual reports about something else that say so. One page too many costs
    seconds, a report missed is a hole.
    """
    text = plain(title)
    named = read(title)
    if named.kind in {"report", "partly"}:
        return True
    # Titled about reports, and yet with their words: a self-inspection is kept, unconfirmed.
    return bool(re.search(_SUBJECT, text) and (_SHORT.search(text) or _WHOLE.search(text)))


def plain(text: str) -> str:
    """Give a text as titles are compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _kind(text: str, years: tuple[int, ...]) -> Kind:
    if _ABOUT.search(text) or (_ELSE.search(text) and not _WHOLE.search(text)):
        return "about"
    if _WHOLE.search(text):
        return "report" if years else "partly"
    if _SHORT.search(text) or _CUT.search(text) or _BARE.fullmatch(text):
        return "partly"
    return "other"


def _organ(text: str) -> str:
    """Give the organ without what stands round it: 关于, 关于印发, the date's rest."""
    return re.sub(r"^(?:关于)?(?:印发|发布|公布)?|(?:关于|发布|年度?)$", "", text)

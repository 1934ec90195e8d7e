"""What the organs of an invented country publish: reports in all their forms, and what is none.

Receives organs with their columns; gives `Report` and `Other` rows as the portals' pages take them.
`Report.state` is `held` where a perfect crawl knows the document as the report, and `partial` where
it may keep it but not take it for one: a page that stops after its first section.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from types import MappingProxyType
from urllib.parse import urlsplit

from tests.portal import outlines
from tests.portal.country import Column, File, Other, Report
from tests.portal.nation import papers
from tests.portal.nation.addresses import STYLES
from tests.portal.nation.organs import Organ

FORMS = {
    "page": 50,
    "page_pdf": 9,
    "page_pdf_word": 4,
    "page_word": 3,
    "page_annex": 6,
    "link_pdf": 9,
    "link_word": 4,
    "link_picture": 2,
    "page_pictures": 2,
    "row_pdf": 5,
    "row_picture": 3,
    "two_rows": 5,
    "short": 1,
}
"""How a report is published, with its share; `_publish_…` says what each is."""

TITLES = (
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作年度报告",
    "{year}年{organ}政府信息公开工作年度报告",
    "{year}年度{organ}政府信息公开年度报告",
    "{organ}政府信息公开{year}年度报告",
    "{organ}{year}年政府信息公开年度报告",
    "{organ}{year}年政府信息公开年报",
    "{organ}{year}年度政府信息公开工作报告",
    "关于{organ}{year}年政府信息公开工作年度报告",
    "{organ}关于{year}年度政府信息公开工作情况的报告",
    "《{organ}{year}年政府信息公开工作年度报告》",
    "{organ}政府信息公开工作年度报告（{year}年度）",
    "{organ}{year}年政务公开工作年度报告",
    "{organ}{written}年政府信息公开工作年度报告",
    "{organ}{year}年政府信息公开工作年度报告（正式版）",
)
"""Titles that name the organ."""

NAMELESS = (
    "{year}年政府信息公开工作年度报告",
    "{year}年度政府信息公开年报",
    "政府信息公开工作年度报告（{year}年）",
    "{year}年政府信息公开年度报告",
)
"""Titles of an organ's own column, whose page names it."""

NO_REPORTS = (
    "{organ}政府信息公开指南",
    "{organ}{year}年政务公开工作要点",
    "{organ}关于{year}年政府信息公开工作自查情况的报告",
    "关于做好{year}年政府信息公开工作年度报告编制和发布工作的通知",
    "关于报送{year}年度政府信息公开工作年度报告的函",
    "{organ}{year}年政府信息公开工作总结",
    "{organ}{year}年法治政府建设年度报告",
    "{organ}{year}年部门预算公开情况说明",
    "一图读懂{organ}{year}年政府信息公开工作年度报告",
    "图解：{organ}{year}年政府信息公开工作年度报告",
    "{organ}政府信息公开申请表（样表）",
    "{organ}{year}年度政府信息公开目录",
    "{organ}{year}年政府网站工作年度报表",
    "{organ}{year}年政府信息公开工作考核办法",
)
"""Rows of a column that lead to no report."""

ANNEXES = (
    "{organ}政府信息公开申请表.docx",
    "{year}年主动公开目录.pdf",
    "{year}年政府信息公开情况统计表.docx",
)
"""Files beside a report that are none."""

FILE_NAMES = (
    "{title}.{end}",
    "附件.{end}",
    "{title}（盖章）.{end}",
    "{year}年年报.{end}",
    "正文.{end}",
)

STRANGERS = ("公共资源交易中心", "自来水有限公司", "人民医院")
"""Organs of which the registry knows nothing."""

PLACE = "岚泽市"
"""A place that some organs put before their names."""

_WRITTEN = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass
class Press:
    """Where an organ's rows go: the columns that list them and the addresses they are given."""

    column: Column
    platform: str
    number: int
    """Of the column on its host."""
    serials: Iterator[int] = field(default_factory=lambda: count(4100001))

    def document(self, day: str) -> str:
        """A new address of a document."""
        path = STYLES[self.platform].document(self.number, day, next(self.serials))
        return self._at(path)

    def file(self, day: str, name: str) -> str:
        """A new address of a file."""
        return self._at(STYLES[self.platform].file(self.number, day, next(self.serials), name))

    def _at(self, path: str) -> str:
        return f"{urlsplit(self.column.url).scheme}://{self.column.host}{path}"


@dataclass(frozen=True)
class Published:
    """What one organ published."""

    reports: list[Report]
    others: list[Other]


def years_of(organ: Organ, first: int, last: int, rng: random.Random) -> list[int]:
    """The years of which an organ published a report: from when it began to, with some holes."""
    start = first + rng.choice((0, 0, 0, 1, 2, 3, 5, 8))
    return [year for year in range(start, last + 1) if organ.owes(year) and rng.random() > 0.08]


def publish(
    organ: Organ,
    press: Press,
    years: Sequence[int],
    today: date,
    seed: str,
    *,
    parent: Press | None = None,
    forms: Mapping[str, int] = MappingProxyType(FORMS),
) -> Published:
    """Let an organ publish its reports in a column, its own or another's.

    Where `parent` is given some of its files lie in the parent's column too, bytes and all.
    """
    rng = random.Random(f"{seed} {organ.unit_id}")
    own = press.column.unit_id == organ.unit_id
    found = Published([], [])
    for year in years:
        day = _day(year, today, rng)
        if day is None:
            continue
        _Row(organ, press, year, day, rng, own=own, mirror=parent).publish(found, forms)
    if own:
        for number in range(rng.randint(1, 5)):
            found.others.append(_other(organ, press, number, today, rng))
    return found


def _day(year: int, today: date, rng: random.Random) -> str | None:
    """When the report of a year came out: in the first quarter, some late; None if not yet."""
    late = rng.random() < 0.1
    day = date(year + 1, 1, 4) + timedelta(
        days=rng.randint(90, 300) if late else rng.randint(0, 85)
    )
    return day.isoformat() if day < today else None


class _Row:
    """One report on its way into a listing."""

    def __init__(
        self,
        organ: Organ,
        press: Press,
        year: int,
        day: str,
        rng: random.Random,
        *,
        own: bool,
        mirror: Press | None,
    ) -> None:
        self.organ, self.press, self.year, self.day, self.rng = organ, press, year, day, rng
        self.name, short = organ.names_in(year)
        self.whole = self._titled(rng.choice(TITLES), self.name)
        self.title = self.whole
        self.mirror = mirror
        if own and rng.random() < 0.25:
            self.title = self._titled(rng.choice(NAMELESS), "")
        elif own and organ.bare and rng.random() < 0.1:
            self.title = self._titled(rng.choice(TITLES[:4]), organ.bare)
        elif own and organ.former is None and rng.random() < 0.05:
            self.title = self.whole = self._titled(rng.choice(TITLES[:8]), f"{PLACE}{self.name}")
        elif short and rng.random() < 0.2:
            self.title = self._titled(rng.choice(TITLES[:8]), rng.choice(short))

    def _titled(self, title: str, organ: str) -> str:
        written = str(self.year).translate(_WRITTEN)
        return title.format(organ=organ, year=self.year, written=written)

    def publish(self, into: Published, forms: Mapping[str, int]) -> None:
        form = self.rng.choices(list(forms), list(forms.values()))[0]
        rows = list(getattr(self, f"_publish_{form}")())
        into.reports.extend(rows)
        files = [file for row in rows for file in row.files if row.outline == "none"]
        if self.mirror and files and self.rng.random() < 0.5:
            into.reports.append(self._mirrored(files[0]))

    def _report(self, outline: str = "", files: Sequence[File] = (), **values: str) -> Report:
        charset = self.rng.choice(("utf-8", "utf-8", "gb18030"))
        given: dict[str, str] = {
            "title": self.title,
            "url": self.press.document(self.day),
            "printed": self.whole,
            "state": "held",
            **values,
        }
        return Report(
            unit_id=self.organ.unit_id,
            unit=self.name,
            year=self.year,
            kind="",
            published=self.day,
            charset=charset,
            header=self.rng.choice(("", "", "utf-8", "gb2312", "iso-8859-1")),
            style="",
            attachment="",
            columns=(self.press.column.column_id,),
            files=tuple(files),
            outline=outline or self.rng.choice(outlines.WHOLE),
            **given,
        )

    def _file(self, end: str, name: str = "", press: Press | None = None) -> File:
        name = name or self.rng.choice(FILE_NAMES)
        shown = name.format(title=self.whole, year=self.year, end=end, organ=self.name)
        make, media = papers.KINDS[end]
        text = f"{self.organ.unit_id} {self.year} {end} {name}"
        url = (press or self.press).file(self.day, shown)
        return File(url, shown, partial(make, text), media, self.day)

    def _publish_page(self) -> Iterator[Report]:
        yield self._report()

    def _publish_page_pdf(self) -> Iterator[Report]:
        """The page holds the report, and so does a PDF."""
        yield self._report(files=[self._file("pdf")])

    def _publish_page_pdf_word(self) -> Iterator[Report]:
        files = [self._file("pdf", "{title}.{end}"), self._file("docx", "{title}.{end}")]
        yield self._report(files=files)

    def _publish_page_word(self) -> Iterator[Report]:
        yield self._report(files=[self._file("docx")])

    def _publish_page_annex(self) -> Iterator[Report]:
        """A page with a file that is no report."""
        name = self.rng.choice(ANNEXES)
        yield self._report(files=[self._file(name.rpartition(".")[2], name)])

    def _publish_link_pdf(self) -> Iterator[Report]:
        yield self._report("none", [self._file("pdf")])

    def _publish_link_word(self) -> Iterator[Report]:
        yield self._report("none", [self._file("docx")])

    def _publish_link_picture(self) -> Iterator[Report]:
        yield self._report("none", [self._file("png", "{title}.{end}")])

    def _publish_page_pictures(self) -> Iterator[Report]:
        """Scans, one below the other."""
        files = [self._file("png", f"{number}.png") for number in (1, 2)]
        yield self._report("pictures", files)

    def _publish_row_pdf(self) -> Iterator[Report]:
        file = self._file("pdf", "{title}.{end}")
        yield self._report("none", [file], url=file.url)

    def _publish_row_picture(self) -> Iterator[Report]:
        """The picture is a row beside the page."""
        file = self._file("png", "{title}.{end}")
        yield self._report()
        yield self._report("none", [file], url=file.url, title=f"{self.title}（图片版）")

    def _publish_two_rows(self) -> Iterator[Report]:
        """The same report as page and as PDF, each with a row."""
        file = self._file("pdf", "{title}.{end}")
        yield self._report()
        yield self._report("none", [file], title=f"{self.title}（PDF版）")

    def _publish_short(self) -> Iterator[Report]:
        yield self._report("short", state="partial")

    def _mirrored(self, file: File) -> Report:
        """The same bytes in the government's column, under a title that names the organ."""
        assert self.mirror
        url = self.mirror.file(self.day, file.name)
        copy = File(url, file.name, file.make, file.media, self.day)
        column = self.mirror.column
        row = self._report("none", [copy], url=self.mirror.document(self.day), title=self.whole)
        return replace(row, columns=(column.column_id,))


def _other(organ: Organ, press: Press, number: int, today: date, rng: random.Random) -> Other:
    year = rng.randint(2012, today.year - 1)
    day = date(year, rng.randint(1, 12), rng.randint(1, 28)).isoformat()
    title = rng.choice(NO_REPORTS).format(organ=organ.name, year=year)
    text = ""
    if "自查" in title:
        text = f"<p>{title}</p><p>一、总体情况</p><p>自查如下。</p><p>二、存在的问题</p><p>无。</p>"
    elif "图" in title[:4]:
        text = '<p><img src="/images/tu.jpg" width="900" /></p>'
    return Other(press.column.column_id, title, day, press.document(day), text)


def stranger(organ: Organ, press: Press, year: int, rng: random.Random) -> Other:
    """A whole report of an organ that the registry does not know, in a government's column."""
    name = f"{organ.aliases[0]}{rng.choice(STRANGERS)}"
    title = f"{name}{year}年政府信息公开工作年度报告"
    sections = [
        (f"{n}、{head}", "略。") for n, head in zip("一二三四五六", outlines.FIXED, strict=True)
    ]
    text = outlines.STYLES["plain"](title, sections)
    day = f"{year + 1}-02-{rng.randint(1, 28):02}"
    return Other(press.column.column_id, title, day, press.document(day), text)

"""What every system of the survey is asked for: addresses, a listing's markup, a document's."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.portal.heldout.site import Api

Rows = list[tuple[str, str]]
"""Titles with their days."""


def hexes(rng: Random, digits: int = 32) -> str:
    """Give that many digits to base 16."""
    return "".join(rng.choice("0123456789abcdef") for _ in range(digits))


def digits(rng: Random, many: int) -> int:
    """Give a number of that many digits."""
    return rng.randint(10 ** (many - 1), 10**many - 1)


@dataclass
class Laid:
    """A listing: markup for the page's middle, further pages' middles, and what scripts ask."""

    inner: str
    more: dict[str, str] = field(default_factory=dict)
    apis: list[Api] = field(default_factory=list)
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)


class System:
    """A plain system of static pages; the others differ from it in what they override.

    `told` is the platform's name, `column` and `document` give paths.
    """

    told = "static"
    size = 10

    def head(self, rng: Random) -> str:
        """Give what every page of this system has in its head."""
        return ""

    def column(self, rng: Random, slug: str) -> str:
        """Give the path of a column."""
        return f"/{slug}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        """Give the path of a document in a column."""
        return f"/{day.replace('-', '/')}/{digits(rng, 6)}.html"

    def link(self, column: str, path: str) -> str:
        """Give a document's path as a listing writes it."""
        return path

    def row(self, rng: Random, title: str, href: str, day: str) -> str:
        """Give one row of a listing."""
        return f'<li><a href="{href}" target="_blank" title="{title}">{title}</a><span>{day}</span></li>'

    def rows(self, rng: Random, column: str, rows: Rows) -> tuple[list[str], Laid]:
        """Give each row's markup, and their documents."""
        laid = Laid("")
        lines = []
        for title, day in rows:
            path = self.document(rng, column, day)
            laid.documents[path] = (title, day)
            lines.append(self.row(rng, title, self.link(column, path), day))
        return lines, laid

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        """Give a listing, in pages of `size`."""
        lines, laid = self.rows(rng, column, rows)
        pages = [lines[at : at + self.size] for at in range(0, len(lines), self.size)]
        for number, page in enumerate(pages):
            inner = f'<ul class="{rng.choice(("list", "newsList", "gl-con", "infoList"))}">'
            inner += "\n".join(page) + "</ul>" + self.pager(rng, column, number, pages, len(lines))
            if number:
                laid.more[self.page(column, number, len(pages))] = inner
            else:
                laid.inner = inner
        return laid

    def page(self, column: str, number: int, pages: int) -> str:
        """Give the path of a further page, counted from 1."""
        return column.replace("index.", f"index_{number + 1}.")

    def pager(self, rng: Random, column: str, at: int, pages: list[list[str]], total: int) -> str:
        """Give the markup below a page's rows."""
        links = "".join(
            f'<a href="{self.page(column, number, len(pages)) if number else column}">'
            f"{number + 1}</a>"
            for number in range(len(pages))
        )
        return f'<div class="page">共{total}条 {links}</div>' if len(pages) > 1 else ""

    def article(self, rng: Random, title: str, day: str) -> str:
        """Give a document's middle."""
        return f'<h1>{title}</h1><p>发布时间：{day}</p><div class="content">{prose(rng)}</div>'


def prose(rng: Random) -> str:
    """Give paragraphs of a report."""
    lines = (
        "本报告根据《中华人民共和国政府信息公开条例》要求编制。",
        "一、总体情况",
        f"全年主动公开政府信息{rng.randint(100, 9000)}条，其中门户网站公开{rng.randint(50, 99)}条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        f"本年度新收政府信息公开申请{rng.randint(0, 300)}件，均按时办结。",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )
    return "".join(f"<p>{line}</p>" for line in lines)

"""Held-out pages for the detection of platforms, each with the answers that are right.

A page that bears no mark of its platform is to be answered with nothing. Two names are right where
the page cannot say which: a document of 大汉's classic system is in both of its modules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from tests.portal.heldout import marks_later, strangers, words
from tests.portal.heldout.strangers import LISTS
from tests.portal.heldout.system import System, prose
from tests.portal.heldout.systems import Gkmlpt, Jpaas, Jpage, Longxun, Trs, Ucap, Xxgk
from tests.portal.heldout.systems_static import Aspx, Cmsweb, Intertid, Jhtml, Nfcms, Vsb


@dataclass(frozen=True)
class Marked:
    """One page: what kind of page it is, where, its bytes, and which answers are right."""

    name: str
    url: str
    body: bytes
    right: frozenset[str]


Make = Callable[[Random, str], tuple[str, str]]
"""Gives a path and the page's text, of a generator and a county's name."""
HANWEB = ("hanweb_jpage", "hanweb_xxgk")


def shell(rng: Random, system: System, title: str, middle: str, where: str) -> str:
    """Give a page's text around its middle, in one of six shapes."""
    bar = [
        (label, system.column(rng, f"lm{at}"))
        for at, label in enumerate(rng.sample(words.COLUMNS, rng.randint(4, 9)))
    ]
    items = [f'<a href="{href}">{label}</a>' for label, href in bar]
    head = system.head(rng)
    return rng.choice(
        (
            (
                f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
                f'<ul class="nav"><li>{"</li><li>".join(items)}</li></ul>{middle}</body></html>'
            ),
            (
                f'<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; '
                f'charset=utf-8" /><title>{title}-{where}</title>{head}</head><body><table><tr><td>{"</td><td>".join(items)}'
                f"</td></tr></table>{middle}<p>{where}人民政府办公室</p></body></html>"
            ),
            (
                f'<!doctype html>\n<html lang="zh">\n<head>\n{head}\n<title>{title}</title>\n<meta name="SiteName" content='
                f'"{where}"/><meta name="ColumnName" content="{title}"/></head>\n<body>\n<header>{" ".join(items)}</header>\n'
                f"<main>{middle}</main>\n</body></html>"
            ),
            f"<HTML><HEAD><TITLE>{title}</TITLE>{head}</HEAD><BODY><DIV>{'|'.join(items)}</DIV>{middle}</BODY></HTML>",
            (
                f"<html><head><title>{title}</title>{head}<script src='/js/jquery-1.8.3.min.js'></script></head><body><div "
                f"class='crumb'>您的位置：{' &gt; '.join(items[:3])}</div>{middle}<div class='share'></div></body></html>"
            ),
            (
                f"<html><head>{head}<title>{title}</title></head><body>{middle}<div class='foot'>{items[0]}{items[1]} "
                f"网站标识码：3400000{rng.randint(100, 999)}</div></body></html>"
            ),
        )
    )


def listing(make: Callable[[], System]) -> Make:
    """Give a maker of listings of a system."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        path = system.column(rng, rng.choice(words.FOLDERS))
        rows = words.reports(rng, where + "人民政府")
        if rng.random() < 0.3:
            rows = [(words.headline(rng, where), words.date(rng, 2023)) for _ in range(12)]
        return path, shell(
            rng, system, "政府信息公开年报", system.listing(rng, path, rows).inner, where
        )

    return page


def document(make: Callable[[], System]) -> Make:
    """Give a maker of documents of a system."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        title, day = words.reports(rng, where + "人民政府")[0]
        path = system.document(rng, system.column(rng, "zfxxgknb"), day)
        return path, shell(rng, system, title, system.article(rng, title, day), where)

    return page


def home(make: Callable[[], System], extra: str = "") -> Make:
    """Give a maker of home pages of a system: menus and headlines."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        blocks = []
        for _ in range(3):
            column = system.column(rng, "xw")
            rows = [(words.headline(rng, where), words.date(rng, 2024)) for _ in range(8)]
            lines, _ = system.rows(rng, column, rows)
            for path, (title, day) in system.rows(rng, column, rows)[1].documents.items():
                lines.append(system.row(rng, title, path, day))  # a home page links from the root
            blocks.append(f"<ul>{''.join(lines[len(rows) :])}</ul>")
        return "/", shell(rng, system, where + "人民政府", extra + "".join(blocks), where)

    return page


def bare(make: Callable[[], System]) -> Make:
    """Give a maker of pages that bear no mark: an opaque address and a text alone."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        return f"/{rng.choice(('jgsz', 'ldzc', 'gywm'))}.html", (
            f"<html><head><meta charset='utf-8'><title>{where}机构设置</title></head><body>{prose(rng)}</body></html>"
        )

    return page


def application(rng: Random, where: str) -> tuple[str, str]:
    """The application of gkmlpt."""
    tree: list[dict[str, object]] = [
        {"id": rng.randint(100, 9000), "name": name, "children": []}
        for name in ("公开指南", "公开制度", "年度报告")
    ]
    system = Gkmlpt()
    inner = system.application(rng.randint(200000, 770000), tree)
    sub = rng.choice(("", "/gmkjcxj"))
    return (
        f"{sub}/gkmlpt/index",
        f"<html><head><meta charset=utf-8><title>{where}</title></head><body>{inner}</body></html>",
    )


def content(rng: Random, where: str) -> tuple[str, str]:
    """A document of gkmlpt."""
    system = Gkmlpt()
    title, day = words.reports(rng, where)[0]
    return system.document(rng, "", day), (
        f"<html><head><meta charset=utf-8><title>{title}</title><script>window._CONFIG = {{SID: '755031'}};</script>"
        f"</head><body>{system.article(rng, title, day)}</body></html>"
    )


def trs_pdf_rows(rng: Random, where: str) -> tuple[str, str]:
    """A listing of TRS whose rows are the files themselves."""
    rows = "".join(
        f'<li><a href="./202{n}01/P0202{n}0120{rng.randint(10**8, 10**9)}.pdf">{where}202{n - 1}年政府信息公开工作年度报告'
        f"</a></li>"
        for n in range(4, 0, -1)
    )
    return "/zfxxgk/zfxxgknb/", (
        f"<html><head><meta charset=utf-8></head><body><ul>{rows}</ul><script>"
        'createPageHTML(1, 0, "index", "html");</script></body></html>'
    )


def longxun_units(rng: Random, where: str) -> tuple[str, str]:
    """龙讯's list of all units of a county."""
    units = "".join(
        f'<li><a href="/public/column/{rng.randint(6600000, 6609999)}?type=4&action=list">{where}{name}</a></li>'
        for name in words.TOWNS
    )
    return f"/public/column/{rng.randint(6600000, 6609999)}?type=4&action=rel", (
        f"<html><head><meta charset=utf-8><title>{where}</title></head><body><ul class='unitlist'>{units}</ul></body></html>"
    )


def vsb_old(rng: Random, where: str) -> tuple[str, str]:
    """博达's older pages, everything in the query."""
    rows = "".join(
        f'<li><a href="content.jsp?urltype=news.NewsContentUrl&wbtreeid=1066&wbnewsid={rng.randint(1000, 99999)}">'
        f"{words.headline(rng, where)}</a></li>"
        for _ in range(10)
    )
    return "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1066", (
        f"<html><head><meta charset=utf-8><title>{where}</title></head><body><ul>{rows}</ul></body></html>"
    )


def annual(rng: Random, where: str) -> tuple[str, str]:
    """大汉's `xxgkAnnualReport.jsp`."""
    area = f"11{rng.randint(100000, 659999)}MB{rng.randint(10**6, 10**7 - 1)}X"
    rows = "".join(
        f'<li><a href="/art/202{n}/1/2{n}/art_{rng.randint(100, 9999)}_{rng.randint(10**5, 10**6)}.html">{where}202{n - 1}'
        "年政府信息公开工作年度报告</a></li>"
        for n in range(4, 0, -1)
    )
    return f"/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area={area}", (
        f"<html><head><meta charset=utf-8></head><body><ul>{rows}</ul><a href='/module/xxgk/xxgkAnnualReport.jsp?"
        f"fbtime=2022&area={area}'>2022</a></body></html>"
    )


KNOWN: tuple[tuple[str, int, tuple[str, ...], Make], ...] = (
    ("trs home", 10, ("trs",), home(Trs)),
    ("trs listing", 14, ("trs",), listing(Trs)),
    ("trs shtml listing", 10, ("trs",), listing(lambda: Trs("shtml", "/"))),
    ("trs document", 14, ("trs",), document(Trs)),
    ("trs listing of files", 6, ("trs",), trs_pdf_rows),
    ("jpage home", 8, HANWEB, home(Jpage)),
    ("jpage listing", 14, ("hanweb_jpage",), listing(Jpage)),
    ("jpage listing without rows", 8, ("hanweb_jpage",), listing(lambda: Jpage(inside=False))),
    ("jpage document", 14, HANWEB, document(Jpage)),
    ("xxgk listing", 14, ("hanweb_xxgk",), listing(Xxgk)),
    ("xxgk document", 8, HANWEB, document(Xxgk)),
    ("xxgk annual reports", 6, ("hanweb_xxgk",), annual),
    (
        "jpaas home",
        8,
        ("jpaas",),
        home(
            Jpaas,
            "<div queryData=\"{'webId':'1','pageId':'2','tplSetId':'3'}\" "
            'unitUrl="/api-gateway/jpaas-publish-server/front/page/build/unit"></div>',
        ),
    ),
    ("jpaas listing", 12, ("jpaas",), listing(Jpaas)),
    ("jpaas listing without rows", 8, ("jpaas",), listing(lambda: Jpaas(inside=False))),
    ("jpaas document", 10, ("jpaas",), document(Jpaas)),
    ("gkmlpt application", 12, ("gkmlpt",), application),
    ("gkmlpt document", 12, ("gkmlpt",), content),
    ("ucap home", 8, ("ucap",), home(Ucap)),
    ("ucap listing", 12, ("ucap",), listing(Ucap)),
    ("ucap listing without rows", 8, ("ucap",), listing(lambda: Ucap(inside=False))),
    ("ucap document", 12, ("ucap",), document(Ucap)),
    ("longxun home", 6, ("longxun",), home(Longxun)),
    ("longxun listing", 12, ("longxun",), listing(Longxun)),
    ("longxun document", 10, ("longxun",), document(Longxun)),
    ("longxun units", 6, ("longxun",), longxun_units),
    ("vsb home", 6, ("static",), home(Vsb)),
    ("vsb listing", 10, ("static",), listing(Vsb)),
    ("vsb document", 8, ("static",), document(Vsb)),
    ("vsb old listing", 5, ("static",), vsb_old),
    ("intertid listing", 8, ("static",), listing(Intertid)),
    ("intertid document", 6, ("static",), document(Intertid)),
    ("nfcms listing", 8, ("static",), listing(Nfcms)),
    ("nfcms document", 6, ("static",), document(Nfcms)),
    ("cmsweb listing", 8, ("static",), listing(Cmsweb)),
    ("jhtml listing", 8, ("static",), listing(Jhtml)),
    ("aspx listing", 8, ("static",), listing(Aspx)),
    ("no mark", 10, ("",), bare(Trs)),
)
"""What kind of page, how many, which answers are right, and its maker."""


SETS = {
    "1": (KNOWN, strangers.STRANGERS),
    "2": (marks_later.KNOWN, marks_later.STRANGERS),
}


@cache
def pages(which: str) -> tuple[Marked, ...]:
    """Give a set's pages, the same ones every time."""
    rng, made = Random(f"marks {which}"), []
    known, unknown = SETS[which]
    kinds = (
        *known,
        *(
            (name, many, ("", "static") if name in LISTS else ("",), make)
            for name, many, make in unknown
        ),
    )
    for template, many, right, make in kinds:
        for _ in range(many):
            where, spelt = words.place(rng)
            path, text = make(rng, where)
            old = rng.random() < 0.15
            if old:
                text = text.replace("charset=utf-8", "charset=gb2312")
                text = text.replace('charset="utf-8"', 'charset="gbk"')
            body = text.encode("gb18030" if old else "utf-8", "xmlcharrefreplace")
            url = path if path.startswith("http") else f"http://www.{spelt}.gov.cn{path}"
            made.append(Marked(template, url, body, frozenset(right)))
    return tuple(made)

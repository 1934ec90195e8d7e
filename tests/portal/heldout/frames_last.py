"""Page frames of the third set, written after the walk was mended by the other two."""

from __future__ import annotations

import posixpath
from random import Random

from tests.portal.heldout import words
from tests.portal.heldout.kit import Kit, links
from tests.portal.heldout.site import key
from tests.portal.heldout.system import System, digits, hexes


class Uuid(System):
    """河北: columns below a folder of the organ, documents named by a UUID."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/hbxxht/zfxxgk/{slug}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        folder = f"{posixpath.dirname(column)}/{day[:7].replace('-', '')}/{day[8:]}"
        name = "-".join(hexes(rng, many) for many in (8, 4, 4, 4, 12))
        return f"{folder}/{name}.html"


class Stamped(System):
    """辽宁: `/web/…/<time>/index.shtml`."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/web/zwgkx/zfxxgk/{slug}/"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{column}{day.replace('-', '')}{digits(rng, 9)}/index.shtml"


class Asp(System):
    """Home-made on ASP: classes by number."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/xxgk/list.asp?classid={rng.randint(10, 99)}&s={slug}"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/xxgk/show.asp?id={digits(rng, 4)}"


class Tax(System):
    """The tax service: `…_xxgknb/2024-01/29/content_….shtml`."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/qtsw/{slug}/common_{slug}.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{posixpath.dirname(column)}/{day[:7]}/{day[8:]}/content_{hexes(rng)}.shtml"


def simple(k: Kit, title: str, middle: str, entries: list[tuple[str, str]]) -> str:
    """Give a page with a plain bar."""
    charset = "gb2312" if k.charset == "gb18030" else "utf-8"
    return (
        f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>{title}_{k.organ}</title>"
        f"{k.system.head(k.rng)}</head><body><div class='bar'>{links(entries, '<span>{}</span>')}"
        f"</div>{middle}<div class='copyright'>{k.organ}版权所有</div></body></html>"
    )


def year_class_tree(k: Kit) -> None:
    """Years, in each the classes of units, in each the reports, as Beijing's districts have it."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(5), ("政府信息公开", entrance)]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    years = []
    for year in range(2023, 2019, -1):
        classes = []
        for name, slug in (("区政府", "zf"), ("区政府部门", "bm"), ("乡镇、街道", "xzjd")):
            organs = [k.organ] if slug == "zf" else [k.place + town for town in words.TOWNS]
            rows = [
                (f"{organ}{year}年政府信息公开工作年度报告", f"{year + 1}-01-25")
                for organ in organs
            ]
            classes.append((name, k.listing(k.col(f"n{year}{slug}"), name, rows)))
        path = k.col(f"gknb{year}")
        k.put(path, k.page(f"{year}年", f"<ul>{links(classes)}</ul>"))
        years.append((f"{year}年", path))
    k.put(column, k.page(k.label, f"<ul>{links(years)}</ul>"))
    k.accept(column)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.put("/", k.page("首页", f"<ul>{k.news_list(16)}</ul>"))


def own_function(k: Kit) -> None:
    """Entries call a function of the page with the address."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(5), ("政府信息公开", entrance)]
    way = k.rng.choice(
        (
            "<a href=\"javascript:goCol('{}')\">{}</a>",
            "<li onclick=\"openUrl('{}',1)\">{}</li>",
            "<button type='button' onclick=\"toPage(this,'{}')\">{}</button>",
        )
    )
    k.page = lambda title, middle: simple(k, title, middle, bar)
    k.put(
        entrance,
        k.page(
            "政府信息公开",
            "".join(way.format(href, label) for label, href in k.national(column))
            + f"<ul>{k.news_list(6)}</ul>",
        ),
    )
    k.put("/", k.page("首页", f"<ul>{k.news_list(15)}</ul>"))
    k.column(column)


def customs(k: Kit) -> None:
    """A customs district: 关区年报, among columns of its trade."""
    place = k.place[:-1]
    k.organ = f"{place}海关"
    k.site.names = (k.organ, f"中华人民共和国{k.organ}")
    k.label = "关区年报"
    column, entrance = k.col("gqbg43"), k.col("zfxxgk29")
    bar = [
        ("本关概况", k.col("bggk")),
        ("海关要闻", k.col("hgyw")),
        ("政府信息公开", entrance),
        ("通关服务", k.col("tgfw")),
    ]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    side = [
        ("信息公开指南", k.col("zn")),
        ("法定主动公开内容", k.col("fd")),
        ("统计数据", k.col("tj")),
        (k.label, column),
        ("依申请公开", k.col("ysq")),
    ]
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(side)}</ul>"))
    k.put("/", k.page("首页", f"<ul>{k.news_list(14)}</ul>"))
    k.column(column)


def far_sister(k: Kit) -> None:
    """A district's reports are on the disclosure host of the city above it, of another name."""
    city, spelt = words.place(k.rng)
    host = f"zfxxgk.{spelt}.gov.cn"
    k.site.hosts.add(host)
    bar = k.menu(6)
    column = f"http://{host}/110016/zfxxgknb/list.shtml"
    k.page = lambda title, middle: simple(k, title, middle, bar)
    k.put(
        "/",
        k.page(
            "首页",
            f"<ul>{k.news_list(16)}</ul><div class=box><h2>政府信息公开</h2>"
            f"{links([('政府信息公开指南', k.col('zn')), (k.label, column), ('依申请公开', k.col('ysq'))])}</div>",
        ),
    )
    bare = lambda title, middle: (
        f"<html><head><meta charset=utf-8><title>{city}政府信息公开</title></head><body>{middle}</body></html>"
    )
    home, k.home = k.home, f"http://{host}/"
    k.listing(column, k.label, words.reports(k.rng, k.organ), bare)
    k.accept(column)
    k.home = home


def drawn(k: Kit) -> None:
    """The column's rows come from an interface that nobody knows; the page has only a script."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(4), ("政府信息公开", entrance)]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    k.put(
        column,
        k.page(
            k.label,
            "<ul id='list'></ul><script>$.ajax({url:'/api/list?c="
            + str(digits(k.rng, 4))
            + "',success:function(d){render(d)}});</script>",
        ),
    )
    k.accept(column)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.put("/", k.page("首页", f"<ul>{k.news_list(12)}</ul>"))


def still_empty(k: Kit) -> None:
    """A column of a new organ without a report as yet."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(4), ("政府信息公开", entrance)]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    k.put(column, k.page(k.label, f"<h2>{k.label}</h2><div class='nodata'>暂无信息</div>"))
    k.accept(column)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.put("/", k.page("首页", f"<ul>{k.news_list(12)}</ul>"))


def two_menus(k: Kit) -> None:
    """The same menu twice, short for telephones and whole for others, with other addresses."""
    column, entrance = k.col(k.slug), k.col("zwgk")
    bar = [*k.menu(5), ("政务公开", entrance)]

    def page(title: str, middle: str) -> str:
        short = links(
            [(label[:2], f"http://{k.host}{href}?m=1") for label, href in bar], "<em>{}</em>"
        )
        return simple(k, title, f"<div class='m-nav'>{short}</div>{middle}", bar)

    k.page = page
    k.put(
        entrance,
        page(
            "政务公开",
            f"<div class=pc><ul>{links([*k.menu(5), *k.national(column), *k.decoys(2)])}</ul></div>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(18)}</ul>"))
    k.column(column)


def old_asp(k: Kit) -> None:
    """A department's old portal: GBK, tables, everything by number."""
    k.charset = "gb18030"
    column, entrance = k.col(k.slug), "/xxgk/index.asp"
    bar = [*k.menu(5), ("信息公开", entrance)]
    k.page = lambda title, middle: simple(
        k, title, f"<TABLE><TR><TD>{middle}</TD></TR></TABLE>", bar
    )
    k.put(
        entrance,
        k.page(
            "信息公开",
            "<TABLE>"
            + links([*k.menu(4), *k.national(column)], "<TR><TD><IMG SRC=/d.gif>{}</TD></TR>")
            + "</TABLE>",
        ),
    )
    k.put("/", k.page("首页", f"<UL>{k.news_list(12)}</UL>"))
    k.column(column)


def thick_menu(k: Kit) -> None:
    """The bar's 政务公开 opens a panel of six blocks with headings and sixty entries."""
    column = k.col(k.slug)
    blocks = [
        ("机构", k.menu(9)),
        ("公开", [*k.menu(3), *k.national(column), *k.decoys(2)]),
        ("政策", k.menu(10)),
        ("财政", k.menu(8)),
        ("重点领域", k.menu(12)),
        ("回应", k.menu(6)),
    ]
    panel = "".join(
        f"<div class='col'><h5>{heading}</h5>{links(entries, '<p>{}</p>')}</div>"
        for heading, entries in blocks
    )
    bar = [*k.menu(2), ("政务公开", k.col("zwgk")), *k.menu(3)]
    k.page = lambda title, middle: simple(
        k, title, f"<div class='panel'>{panel}</div>{middle}", bar
    )
    k.put("/", k.page("首页", f"<ul>{k.news_list(30)}</ul>"))
    k.column(column)


def by_department(k: Kit) -> None:
    """The portal lists departments under 部门频道; each has a page with its own disclosure."""
    channels, own, column = k.col("bmpd"), k.col("own"), k.col(k.slug)
    bar = [*k.menu(4), ("部门频道", channels), *k.menu(2)]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    short = k.organ.removeprefix(k.place)
    others = [entry.split()[0] for entry in words.DEPARTMENTS if entry.split()[0] != short]
    entries = [(name, k.col(f"d{at}")) for at, name in enumerate(others[:9])]
    k.put(
        channels,
        k.page("部门频道", f"<ul>{links([*entries[:4], (short, own), *entries[4:]])}</ul>"),
    )
    k.put(
        own,
        k.page(
            k.organ,
            f"<h2>{short}</h2><ul>{links([('机构职能', k.col('jg')), ('工作动态', k.col('gz')), (k.label, column)])}</ul>",
        ),
    )
    k.put("/", k.page("首页", f"<ul>{k.news_list(15)}</ul>"))
    k.column(column)


def details(k: Kit) -> None:
    """A tree of nested folding blocks beside the text, on every disclosure page."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(4), ("政府信息公开", entrance)]
    five = k.national(column)

    def page(title: str, middle: str) -> str:
        tree = (
            f"<details open><summary>政府信息公开</summary>{links(five[:2], '<p>{}</p>')}<details><summary>法定主动公开内容</summary>"
            f"{links(inner, '<p>{}</p>')}</details>{links(five[3:], '<p>{}</p>')}</details>"
        )
        return simple(k, title, f"<aside>{tree}</aside><article>{middle}</article>", bar)

    inner = k.menu(8)
    k.page = lambda title, middle: simple(k, title, middle, bar)
    k.put(entrance, page("政府信息公开", f"<ul>{k.news_list(5)}</ul>"))
    k.put("/", k.page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column, page=page)


def parts_of_a_page(k: Kit) -> None:
    """指南, 制度 and the yearly reports are parts of one page: the page is the column."""
    column = k.col("zfxxgk")
    bar = [*k.menu(5), ("政府信息公开", column)]
    k.page = lambda title, middle: simple(k, title, middle, bar)
    rows = ""
    for title, day in words.reports(k.rng, k.organ):
        path = k.system.document(k.rng, column, day)
        k.site.documents[key(k.url(path))] = (title, day)
        rows += f"<li><a href='{path}'>{title}</a><span>{day}</span></li>"
    tabs = f"<a href='#zn'>公开指南</a><a href='#zd'>公开制度</a><a href='#nb'>{k.label}</a>"
    k.put(
        column,
        k.page(
            "政府信息公开",
            f"<div>{tabs}</div><div id=zn><p>本指南每年更新。</p></div><div id=zd><p>制度</p></div><div id=nb><ul>{rows}</ul></div>",
        ),
    )
    k.accept(column)
    k.put("/", k.page("首页", f"<ul>{k.news_list(13)}</ul>"))

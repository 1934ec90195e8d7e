"""Page frames of the fourth set, written after the walk was mended by the other three."""

from __future__ import annotations

from random import Random

from tests.portal.heldout import words
from tests.portal.heldout.kit import Kit, links
from tests.portal.heldout.system import System, digits


class Query(System):
    """Home-made on JSP: one script, everything in its query, links relative to it."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/zwgk/list.jsp?type={slug}&id={rng.randint(10, 99)}"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/zwgk/view.jsp?articleId={digits(rng, 5)}"


def whole(k: Kit, title: str, middle: str, bar: list[tuple[str, str]]) -> str:
    """Give a page with its bar in a table of its own."""
    charset = "gb2312" if k.charset == "gb18030" else "utf-8"
    cells = links(bar, "<td nowrap>{}</td>")
    return (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
        f"<title>{title}</title>{k.system.head(k.rng)}</head><body><table id='dh'><tr><td><a href='/'>"
        f"首 页</a></td>{cells}</tr></table>{middle}<hr>承办：{k.organ}</body></html>"
    )


def usual(k: Kit, entrance_label: str = "政府信息公开", extra: int = 5) -> tuple[str, str]:
    """Set the page with a bar that holds the entrance; give entrance and column."""
    entrance, column = k.col("zfxxgk"), k.col(k.slug)
    bar = [*k.menu(extra), (entrance_label, entrance), *k.menu(1)]
    k.page = lambda title, middle: whole(k, title, middle, bar)
    return entrance, column


def home(k: Kit, many: int = 16, more: str = "") -> None:
    """Put a home page of headlines."""
    k.put("/", k.page(k.organ, f"<ul>{k.news_list(many)}</ul>{more}"))


def ministry(k: Kit) -> None:
    """A central organ: 公开 in the bar, then a platform with the five entries."""
    entrance, column = usual(k, "公开")
    platform = k.col("zfxxgkpt")
    k.put(
        entrance,
        k.page(
            "公开", f"<div><a href='{platform}'>政府信息公开平台</a></div><ul>{k.news_list(7)}</ul>"
        ),
    )
    k.put(
        platform,
        k.page("平台", f"<div class='pt'>{links(k.national(column), '<div>{}</div>')}</div>"),
    )
    home(k)
    k.column(column)


def foot(k: Kit) -> None:
    """Disclosure is linked from the foot alone."""
    column, entrance = k.col(k.slug), k.col("xxgk")
    bar = k.menu(7)
    end = f"<div class='footer'>{links([('关于本站', '/about.html'), ('政府信息公开', entrance), ('隐私', '/ys.html')], '{} | ')}</div>"
    k.page = lambda title, middle: whole(k, title, middle + end, bar)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k, 22)
    k.column(column)


def floating(k: Kit) -> None:
    """Quick entries float beside the page; their words are hidden behind a background."""
    column, entrance = k.col(k.slug), k.col("xxgk")
    bar = k.menu(6)
    entries = "".join(
        f'<a class="q q{at}" href="{href}" style="background:url(/i/q{at}.png)"><span style="display:none">{label}</span></a>'
        for at, (label, href) in enumerate([*k.menu(2), ("政府信息公开", entrance)])
    )
    k.page = lambda title, middle: whole(
        k, title, middle + f"<div class='fixed'>{entries}</div>", bar
    )
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k)
    k.column(column)


def described(k: Kit) -> None:
    """Each entry is a card with a heading and a sentence, all inside the link."""
    entrance, column = usual(k)
    said = {
        k.label: "按年度公布政府信息公开工作情况，接受社会监督",
        "政府信息公开指南": "为公众获取政府信息提供指引",
    }
    cards = "".join(
        f'<a href="{href}"><h4>{label}</h4><p>{said.get(label, "及时、准确地公开政府信息")}</p></a>'
        for label, href in k.national(column)
    )
    k.put(entrance, k.page("政府信息公开", f"<div class='cards'>{cards}</div>"))
    home(k)
    k.column(column)


def two_tongues(k: Kit) -> None:
    """Labels in Chinese and English."""
    entrance, column = usual(k, "信息公开 Information")
    english = ("Guide", "Rules", "Contents", "Annual Report", "Apply")
    entries = [
        (f"{label} {word}", href)
        for (label, href), word in zip(k.national(column), english, strict=True)
    ]
    k.put(entrance, k.page("信息公开", f"<ul>{links(entries)}</ul>"))
    home(k)
    k.column(column)


def table_of_contents(k: Kit) -> None:
    """A table of columns: the label in one cell, 查看 or 进入 in another."""
    entrance, column = usual(k)
    go = k.rng.choice(("查看", "点击进入", "进入栏目", "[查看]"))
    rows = "".join(
        f"<tr><td>{at}</td><td>{label}</td><td>长期</td><td><a href='{href}'>{go}</a></td></tr>"
        for at, (label, href) in enumerate([*k.menu(4), *k.national(column), *k.decoys(2)], 1)
    )
    k.put(
        entrance,
        k.page(
            "政府信息公开目录",
            f"<table><tr><th>序号</th><th>栏目</th><th>期限</th><th>操作</th></tr>{rows}</table>",
        ),
    )
    home(k)
    k.column(column)


def other_port(k: Kit) -> None:
    """Disclosure runs on another port of the host."""
    host = f"{k.host}:8080"
    k.site.hosts.add(host)
    bar = [*k.menu(5), ("政府信息公开", f"http://{host}/")]
    k.page = lambda title, middle: whole(k, title, middle, bar)
    home(k)
    k.home = f"http://{host}/"
    column = k.col(k.slug)
    k.put("/", k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.column(column)


def year_form(k: Kit) -> None:
    """The column's page has a form to choose a year, above its rows."""
    entrance, column = usual(k, "信息公开")
    years = "".join(f"<option value='{year}'>{year}年</option>" for year in range(2023, 2012, -1))

    def with_form(title: str, middle: str) -> str:
        return k.page(
            title,
            f"<form action='/search.jsp'><select name='nd'><option value=''>全部</option>{years}</select></form>{middle}",
        )

    k.put(entrance, k.page("信息公开", f"<ul>{links([*k.menu(3), *k.national(column)])}</ul>"))
    home(k)
    k.column(column, page=with_form)


def other_statutory(k: Kit) -> None:
    """政务公开, 法定主动公开内容, 其他法定信息, and only there the column."""
    entrance, column = usual(k, "政务公开")
    statutory, others = k.col("fdzdgk"), k.col("qtfdxx")
    k.put(
        entrance,
        k.page(
            "政务公开",
            links(
                [
                    ("政府信息公开指南", k.col("zn")),
                    ("法定主动公开内容", statutory),
                    ("依申请公开", k.col("ysq")),
                ]
            ),
        ),
    )
    k.put(
        statutory,
        k.page("法定主动公开内容", f"<ul>{links([*k.menu(7), ('其他法定信息', others)])}</ul>"),
    )
    k.put(
        others,
        k.page("其他法定信息", f"<ul>{links([*k.menu(2), (k.label, column), *k.decoys(2)])}</ul>"),
    )
    home(k, 14)
    k.column(column)


def broken_markup(k: Kit) -> None:
    """Old pages with unclosed marks, GBK, addresses without quotes."""
    k.charset = "gb18030"
    entrance, column = usual(k)
    entries = "".join(
        f"<li><a href={href} target=_blank><font color=#333>{label}<li>"
        for label, href in k.national(column)
    )
    k.put(entrance, k.page("政府信息公开", f"<ul>{entries}</td></div>"))
    home(k)
    k.column(column)


def old_menu_kept(k: Kit) -> None:
    """The menu before the last redesign stands in a comment, with its dead addresses."""
    entrance, column = usual(k)
    old = links([("政府信息公开年报", "/old/gknb/"), ("政府信息公开", "/old/")])
    k.put(
        entrance,
        k.page("政府信息公开", f"<!-- <ul>{old}</ul> --><ul>{links(k.national(column))}</ul>"),
    )
    home(k, more=f"<!-- {old} -->")
    k.column(column)


def dead_entry(k: Kit) -> None:
    """The home page's entry of that name is dead (it lists news); the platform's is the one."""
    entrance, column = usual(k)
    dead = k.col("gknbold")
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k, more=f"<div class=ksrk><a href='{dead}'>政府信息公开年报</a></div>")
    k.listing(
        dead,
        "政府信息公开年报",
        [(words.headline(k.rng, k.place), words.date(k.rng, 2020)) for _ in range(8)],
    )
    k.column(column)


def announced(k: Kit) -> None:
    """The home page announces the new report in its news and in a banner; neither is the column."""
    entrance, column = usual(k)
    path = k.system.document(k.rng, k.col("tzgg"), "2024-01-30")
    title = f"{k.organ}2023年政府信息公开工作年度报告"
    k.site.documents[k.url(path).removeprefix("http://")] = (title, "2024-01-30")
    k.put(entrance, k.page("政府信息公开", f"<ul>{links([*k.menu(3), *k.national(column)])}</ul>"))
    home(
        k,
        18,
        f"<a href='{path}'><img src='/b.jpg' alt='{title}'></a><a href='{path}'>政府信息公开年报发布</a>",
    )
    k.column(column)


def long_bar(k: Kit) -> None:
    """A department's bar says 信息公开 and drops down to everything, the column among it."""
    column = k.col(k.slug)
    under = [
        ("公开指南", k.col("zn")),
        ("公开制度", k.col("zd")),
        *k.menu(4),
        *k.decoys(2),
        (k.label, column),
    ]
    first = k.menu(4)
    k.page = lambda title, middle: whole(
        k,
        title,
        f"<div class='dropdown'><a class='toggle' href='javascript:void(0)'>信息公开</a><div>{links(under, '{}')}</div></div>{middle}",
        first,
    )
    home(k, 12)
    k.column(column)

"""Page frames whose way to the column is in frames, scripts and old markup."""

from __future__ import annotations

import json

from tests.portal.heldout.kit import Kit, links


def inline_frames(k: Kit) -> None:
    """The disclosure column is two inline frames: a menu and a content."""
    column, entrance, menu, bar = k.col(k.slug), k.col("zfxxgk"), "/zfxxgk/left.html", k.menu(6)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body>"
            f"<ul>{links([*bar, ('政府信息公开专栏', entrance)])}</ul>{middle}</body></html>"
        )

    def bare(title: str, middle: str) -> str:
        return f"<html><head><meta charset='utf-8'></head><body>{middle}</body></html>"

    k.page = page
    entries = k.national(column)
    targeted = "".join(
        f'<li><a href="{href}" target="main">{label}</a></li>' for label, href in entries
    )
    k.put(menu, bare("", f"<ul>{targeted}</ul>"))
    k.put(
        entrance,
        page(
            "政府信息公开",
            f'<iframe src="{menu}" width="230" scrolling="no"></iframe>'
            f'<iframe name="main" src="{entries[0][1]}" width="720"></iframe>',
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column, page=bare)


def framed_list(k: Kit) -> None:
    """The column's page holds the list in an inline frame; the menu is an ordinary one."""
    outer, inner, entrance, bar = k.col(k.slug), "/xxgk/list_nb.html", k.col("xxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div id=n>"
            f"{links([*bar, ('信息公开', entrance)], '<span>{}</span>')}</div>{middle}</body></html>"
        )

    k.page = page
    k.put(entrance, page("信息公开", f"<ul>{links(k.national(outer))}</ul>"))
    k.put(
        outer,
        page(
            k.label,
            f'<h2>{k.label}</h2><iframe src="{inner}" frameborder="0" width="100%"></iframe>',
        ),
    )
    k.accept(outer)
    k.column(
        inner,
        page=lambda title, middle: f"<html><meta charset='utf-8'><body>{middle}</body></html>",
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))


def old_frameset(k: Kit) -> None:
    """A portal of frames in GBK with capitals for its marks."""
    k.charset = "gb18030"
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    head = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">'

    def page(title: str, middle: str) -> str:
        return f"<HTML><HEAD>{head}<TITLE>{title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>{middle}</BODY></HTML>"

    k.page = page
    k.put(
        "/",
        f"<HTML><HEAD>{head}<TITLE>{k.organ}</TITLE></HEAD><FRAMESET ROWS='120,*' BORDER=0>"
        "<FRAME SRC='top.htm' NAME=top><FRAMESET COLS='180,*'><FRAME SRC='left.htm' NAME=left>"
        "<FRAME SRC='main.htm' NAME=main></FRAMESET></FRAMESET></HTML>",
    )
    bar = [*k.menu(6), ("政府信息公开", entrance)]
    k.put("/top.htm", page("", "<IMG SRC=/images/banner.jpg>"))
    k.put("/left.htm", page("", "<TABLE>" + links(bar, "<TR><TD>{}</TD></TR>") + "</TABLE>"))
    k.put("/main.htm", page("", f"<UL>{k.news_list(15)}</UL>"))
    k.put(
        entrance,
        page("", "<TABLE>" + links(k.national(column), "<TR><TD>{}</TD></TR>") + "</TABLE>"),
    )
    k.column(column)


def old_tables(k: Kit) -> None:
    """Nested tables in GBK; labels with wide spaces between their characters."""
    k.charset = "gb18030"
    column, entrance, bar = k.col(k.slug), k.col("zwgk"), k.menu(6)

    def wide(label: str) -> str:
        return k.rng.choice(("　", "&nbsp;", " ")).join(label) if len(label) < 7 else label

    def page(title: str, middle: str) -> str:
        cells = "".join(
            f"<TD><A HREF='{href}'><FONT COLOR=white>{wide(label)}</FONT></A></TD>"
            for label, href in [*bar, ("政务公开", entrance)]
        )
        return (
            f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'><title>{title}</title>"
            f"{k.system.head(k.rng)}</head><body><table width=1002><tr>{cells}</tr></table><table><tr><td>{middle}"
            "</td></tr></table></body></html>"
        )

    k.page = page
    entries = [*k.menu(3), *k.national(column), *k.decoys(2)]
    inner = "".join(
        f"<tr><td><a href='{href}'>·{wide(label)}</a></td></tr>" for label, href in entries
    )
    k.put(entrance, page("政务公开", f"<table>{inner}</table>"))
    k.put("/", page(k.organ, f"<table><tr><td><ul>{k.news_list(17)}</ul></td></tr></table>"))
    k.column(column)


def clicks(k: Kit) -> None:
    """Entries open by script: the address is a literal in `onclick` or after `javascript:`."""
    column, entrance, bar = k.col(k.slug), k.col("gkzl"), k.menu(5)
    way = k.rng.choice(
        (
            '<a href="javascript:void(0);" onclick="window.open(\'{href}\')">{label}</a>',
            "<a href=\"javascript:location.href='{href}'\">{label}</a>",
            "<li onclick=\"location.href='{href}';\"><span>{label}</span></li>",
            '<a href="#" onclick="javascript:window.location=\'{href}\';return false;">{label}</a>',
        )
    )

    def page(title: str, middle: str) -> str:
        entries = [*bar, ("政府信息公开", entrance)]
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body><ul class=d>"
            + "".join(way.format(href=href, label=label) for label, href in entries)
            + f"</ul>{middle}</body></html>"
        )

    k.page = page
    k.put(
        entrance,
        page(
            "政府信息公开",
            "<ul>"
            + "".join(way.format(href=href, label=label) for label, href in k.national(column))
            + f"</ul><ul>{k.news_list(6)}</ul>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column)


def json_menu(k: Kit) -> None:
    """The menus are drawn from a variable in the page."""
    column, entrance = k.col(k.slug), k.col("zfxxgk")
    bar = [*k.menu(6), ("政府信息公开", entrance)]
    names = k.rng.choice(
        (("name", "url"), ("title", "href"), ("text", "link"), ("channelName", "channelUrl"))
    )

    def menu(variable: str, items: list[tuple[str, str]]) -> str:
        data = [
            {names[0]: label, "id": 100 + at, names[1]: href, "children": []}
            for at, (label, href) in enumerate(items)
        ]
        return f"<script>var {variable} = {json.dumps(data, ensure_ascii=k.rng.random() < 0.3)};</script>"

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{menu('navList', bar)}</head><body>"
            f"<div id=nav></div>{middle}<script src='/js/nav.js'></script></body></html>"
        )

    k.page = page
    k.put(
        entrance,
        page(
            "政府信息公开",
            "<div id=left></div>"
            + menu("leftMenu", k.national(column))
            + f"<ul>{k.news_list(8)}</ul>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column)


def tree_nodes(k: Kit) -> None:
    """The disclosure page holds a tree's nodes in a script, as zTree takes them."""
    column, entrance, bar = k.col(k.slug), k.col("xxgk"), k.menu(6)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body>"
            f"<div>{links([*bar, ('政府信息公开', entrance)], '<i>{}</i>')}</div>{middle}</body></html>"
        )

    k.page = page
    nodes = "".join(
        f'\n  {{ id:{10 + at}, pId:{0 if at < 3 else 10}, name:"{label}", url:"{href}", target:"_self"}},'
        for at, (label, href) in enumerate([*k.menu(4), *k.national(column), *k.decoys(1)])
    )
    k.put(
        entrance,
        page(
            "政府信息公开",
            "<script src='/js/jquery.ztree.core.min.js'></script><ul id=tree></ul>"
            f"<script>var zNodes =[{nodes}\n];$.fn.zTree.init($('#tree'), setting, zNodes);</script>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(19)}</ul>"))
    k.column(column)


def openness(k: Kit) -> None:
    """龙讯: the portal's disclosure page with a tree of categories in the query."""
    column, bar = k.col(k.slug), k.menu(4)
    unit = column.split("/")[3].split("?")[0]
    entrance = f"/public/column/{unit}?type=2"

    def page(title: str, middle: str) -> str:
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head>"
            f"<body><div class='nav'>{links([*bar, ('政府信息公开', entrance)], '<li>{}</li>')}</div>{middle}</body></html>"
        )

    def inside(title: str, middle: str) -> str:
        return page(
            title, f"<div class='gk_left'><h2>{k.organ}</h2><ul>{links(five)}</ul></div>{middle}"
        )

    k.page = page
    five = k.national(column)
    k.put(entrance, inside("政府信息公开", f"<ul>{k.news_list(9)}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(23)}</ul>"))
    k.column(column, page=inside)


def annual_module(k: Kit) -> None:
    """大汉's module: the column is `xxgkAnnualReport.jsp` with the organ's code, a year a page."""
    area = f"11{k.rng.randint(100000, 659999)}{k.rng.randint(10**8, 10**9 - 1)}X"
    column = f"/module/xxgk/xxgkAnnualReport.jsp?area={area}"
    entrance, bar = k.col("xxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>"
            f"<div>{links([*bar, ('信息公开', entrance)], '<b>{}</b>')}</div>{middle}</body></html>"
        )

    k.page = page
    k.put(
        entrance,
        page(
            "信息公开",
            "<script src='/module/xxgk/js/tree.js'></script><div class=xxgkzn>"
            f"{links(k.national(column), '<p>{}</p>')}</div><div id=tree></div>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column)
    years = "".join(
        f"<a href='/module/xxgk/xxgkAnnualReport.jsp?fbtime={year}&area={area}'>{year}年</a>"
        for year in range(2023, 2013, -1)
    )
    at = next(key for key in k.site.texts if "xxgkAnnualReport.jsp" in key)
    k.site.texts[at] = k.site.texts[at].replace("</body>", f"<div class=nd>{years}</div></body>")

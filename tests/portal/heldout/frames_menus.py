"""Page frames whose way to the column is a menu in the page: bars, sides, tabs, pictures, maps."""

from __future__ import annotations

from tests.portal.heldout.kit import Kit, links


def dropdown(k: Kit) -> None:
    """A bar on top whose second level drops down; the column is in it."""
    column = k.col(k.slug)
    under = [*k.menu(4), (k.label, column), *k.menu(2)]

    def page(title: str, middle: str) -> str:
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{k.organ}</title>
{k.system.head(k.rng)}</head><body><div class="top"><a href="#" onclick="SetHome(this)">设为首页</a>
<a href="javascript:void(0)" id="wza">无障碍</a></div><ul class="nav">
<li class="on"><a href="/">首页</a></li><li><a href="{bar[0][1]}">{bar[0][0]}</a></li>
<li class="drop"><a href="{bar[1][1]}">政务公开</a><ul class="sub">{links(under)}</ul></li>
<li class="drop"><a href="{bar[2][1]}">政务服务</a><ul class="sub">{links(bar[3:6])}</ul></li>
<li><a href="{bar[6][1]}">互动交流</a></li></ul><div class="w1200">{middle}</div>
<div class="footer"><p>主办：{k.organ} 政府网站标识码：5101000001</p></div></body></html>"""

    bar = k.menu(7)
    k.page = page
    k.put("/", page("首页", f"<div class='news'><ul>{k.news_list(24)}</ul></div>"))
    k.column(column)


def national(k: Kit) -> None:
    """The national platform page: a left menu of five entries, under a banner on the home page."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(6)

    def page(title: str, middle: str) -> str:
        return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{k.system.head(k.rng)}
<meta name="SiteName" content="{k.place}政府网"><title>{title}</title></head><body>
<header><div class="logo"><a href="/"><img src="/images/logo.png" alt="{k.organ}"></a></div>
<nav>{links(bar, '<div class="n">{}</div>')}</nav></header><main>{middle}</main></body></html>"""

    def platform(title: str, middle: str) -> str:
        left = links(five, '<li class="lm">{}<i></i></li>')
        return page(
            title,
            f'<div class="zfxxgk_left"><h2>政府信息公开</h2><ul>{left}</ul></div>'
            f'<div class="zfxxgk_right"><div class="tit">{title}</div>{middle}</div>',
        )

    k.page = page
    five = k.national(column)
    k.put(
        entrance,
        platform("政府信息公开指南", "<p>为了更好地提供政府信息公开服务，编制本指南。</p>" * 6),
    )
    k.put(
        "/",
        page(
            "首页",
            f'<ul>{k.news_list(30)}</ul><div class="fw"><a href="{entrance}">'
            f"政府信息公开</a>{links(k.menu(5), '{}')}</div>",
        ),
    )
    k.column(column, page=platform)


def pictures(k: Kit) -> None:
    """Every entry of the menus is a picture with a name."""
    column, entrance, bar = k.col(k.slug), k.col("gkzl"), k.menu(5)
    named = k.rng.choice(("alt", "title"))

    def picture(label: str, href: str, name: str = "alt") -> str:
        return f'<td><a href="{href}"><img src="/img/{k.rng.randint(1, 99)}.gif" border="0" {name}="{label}"></a></td>'

    def page(title: str, middle: str) -> str:
        row = "".join(picture(label, href) for label, href in bar)
        return (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
            f"<title>{title}</title></head><body><table><tr>{row}</tr></table>"
            f'<div id="main">{middle}</div></body></html>'
        )

    k.page = page
    five = k.national(column)
    buttons = "".join(picture(label, href, named) for label, href in five)
    k.put(entrance, page("公开专栏", f"<table><tr>{buttons}</tr></table><ul>{k.news_list(6)}</ul>"))
    bar.append((k.rng.choice(("政府信息公开", "信息公开", "政府信息公开专栏")), entrance))
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column)


def area_map(k: Kit) -> None:
    """A picture with areas is the portal's menu; so is the disclosure column's."""
    column, entrance, bar = k.col(k.slug), k.col("xxgk"), k.menu(4)

    def areas(items: list[tuple[str, str]], name: str) -> str:
        inner = "".join(
            f'<area shape="rect" coords="{80 * at},0,{80 * at + 78},40" href="{href}" alt="{label}">'
            for at, (label, href) in enumerate(items)
        )
        return f'<img src="/images/{name}.jpg" usemap="#{name}"><map name="{name}">{inner}</map>'

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><title>{k.organ}-{title}</title><meta charset='utf-8'></head><body>"
            f"{areas(bar, 'Map')}{middle}<hr>{k.organ}办公室主办</body></html>"
        )

    bar.insert(2, ("政府信息公开", entrance))
    k.page = page
    k.put(entrance, page("政府信息公开", areas(k.national(column), "Map2") + "<p>公开目录</p>"))
    k.put("/", page("首页", f"<div><ul>{k.news_list(14)}</ul></div>"))
    k.column(column)


def side_definitions(k: Kit) -> None:
    """A department: a side menu of headings and entries on every page."""
    column, bar = k.col(k.slug), k.menu(8)
    decoys: list[tuple[str, str]] = []

    def page(title: str, middle: str) -> str:
        entries = [*bar[2:5], *decoys, (k.label, column), ("政府信息公开指南", "/zn.pdf")]
        side = links(entries, "<dd>{}</dd>")
        return f"""<html><head><meta charset="utf-8"><title>{title} - {k.organ}</title>
{k.system.head(k.rng)}</head><body class="bm"><div class="head">{k.organ}</div>
<div class="wrap"><div class="side"><dl><dt>机构概况</dt>{links(bar[:2], "<dd>{}</dd>")}</dl>
<dl><dt><a href="{bar[5][1]}">信息公开</a></dt>{side}</dl>
<dl><dt>办事服务</dt>{links(bar[6:], "<dd>{}</dd>")}</dl></div><div class="con">{middle}</div></div>
<div class="foot">版权所有：{k.organ} <a href="http://www.gov.cn/">中国政府网</a></div></body></html>"""

    k.page = page
    decoys += k.decoys(3)
    k.put("/", page("首页", f"<ul>{k.news_list(12)}</ul>"))
    k.column(column)


def tabs(k: Kit) -> None:
    """A strip of tabs on the home page's disclosure block; a tab's link is the column."""
    column, bar = k.col(k.slug), k.menu(6)

    def page(title: str, middle: str) -> str:
        return (
            f'<!DOCTYPE html><html><head><meta charset="UTF-8"/><title>{title}</title>'
            f"{k.system.head(k.rng)}</head><body><div id='menu'>{links(bar, '<span>{}</span>')}</div>"
            f"{middle}<div class='bottom'>ICP备05000000号</div></body></html>"
        )

    k.page = page
    five = k.national(column)
    strip = "".join(
        f'<li data-tab="{at}" class="tab-item"><a href="{href}" target="_blank">{label}</a></li>'
        for at, (label, href) in enumerate(five)
    )
    panels = "".join(
        f'<div class="panel" style="display:none"><ul>{k.news_list(5)}</ul></div>' for _ in five
    )
    k.put(
        "/",
        page(
            "首页",
            f"<ul>{k.news_list(16)}</ul><div class='xxgk-tab'><h2>政府信息公开</h2>"
            f"<ul class='tab-hd'>{strip}</ul>{panels}</div>",
        ),
    )
    k.column(column)


def more_links(k: Kit) -> None:
    """Blocks with a heading, some rows and a `more` link: the label is not in the link."""
    column, entrance, bar = k.col(k.slug), k.col("zwgk"), k.menu(5)
    more = k.rng.choice(("更多&gt;&gt;", "more&gt;&gt;", "更多", "<img src='/images/more.png'>"))

    def block(label: str, href: str) -> str:
        return (
            f'<div class="box"><div class="hd"><h3>{label}</h3><a class="more" href="{href}">{more}</a>'
            f"</div><ul>{k.news_list(4)}</ul></div>"
        )

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset=utf-8><title>{title}</title></head><body>"
            f"<div class=nav><a href=/>首页</a>{links(bar, '{}')}<a href='{entrance}'>政务公开</a></div>"
            f"{middle}</body></html>"
        )

    k.page = page
    blocks = [*k.menu(5), *k.decoys(2), (k.label, column), *k.menu(2)]
    k.put(entrance, page("政务公开", "".join(block(*item) for item in blocks)))
    k.put("/", page("首页", "".join(block(*item) for item in k.menu(4))))
    k.column(column)


def cards(k: Kit) -> None:
    """Cards with an icon and a caption, in nested marks, spaces inside the label."""
    column, entrance, bar = k.col(k.slug), k.col("openinfo"), k.menu(7)

    def page(title: str, middle: str) -> str:
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}|{k.place}</title>{k.system.head(k.rng)}</head><body><div class="container">
<div class="row navbar">{links(bar, '<div class="col-md-1">{}</div>')}</div>{middle}</div></body></html>"""

    def card(label: str, href: str) -> str:
        half = len(label) // 2
        return (
            f'<div class="col-xs-4"><a class="card" href="{href}"><i class="iconfont icon-{k.rng.randint(1, 60)}">'
            f"</i>\n<p>\n  {label[:half]}<br/>{label[half:]}\n</p></a></div>"
        )

    k.page = page
    grid = "".join(card(*item) for item in [*k.national(column), *k.decoys(2)])
    k.put(entrance, page("政府信息公开", f'<div class="row cards">{grid}</div>'))
    k.put(
        "/",
        page(
            "首页",
            f"<ul>{k.news_list(18)}</ul>"
            + card("政府信息公开", entrance)
            + card("政务服务", bar[0][1]),
        ),
    )
    k.column(column)


def titles_cut(k: Kit) -> None:
    """Labels are cut short in the text and whole in `title`; addresses without a host or relative."""
    column, entrance = k.col(k.slug), k.col("gkpt")

    def cut(label: str, href: str) -> str:
        text = label if len(label) < 6 else label[:4] + "…"
        return f'<li><a title="{label}" href="//{k.host}{href}">{text}</a></li>'

    def page(title: str, middle: str) -> str:
        return (
            f'<html><head><base href="{k.home}"><meta charset="utf-8"><title>{title}</title>'
            f"{k.system.head(k.rng)}</head><body><ul id=m>{''.join(cut(*item) for item in bar)}</ul>"
            f"{middle}</body></html>"
        )

    bar = [*k.menu(5), ("政府信息公开平台", entrance), *k.menu(2)]
    k.page = page
    under = "".join(cut(*item) for item in [*k.menu(3), *k.national(column)])
    k.put(entrance, page("平台", f"<div class=zy><ul>{under}</ul></div><ul>{k.news_list(9)}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(22)}</ul>"))
    k.column(column)


def select_box(k: Kit) -> None:
    """The disclosure column's entries are options of a box that changes the location."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><p>"
            f"{links(bar, '[{}]')}[<a href='{entrance}'>政府信息公开</a>]</p>{middle}</body></html>"
        )

    k.page = page
    options = "".join(
        f'<option value="{href}">{label}</option>' for label, href in k.national(column)
    )
    k.put(
        entrance,
        page(
            "政府信息公开",
            '<select onchange="window.location.href=this.value">'
            f'<option value="">--请选择--</option>{options}</select><ul>{k.news_list(6)}</ul>',
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(15)}</ul>"))
    k.column(column)

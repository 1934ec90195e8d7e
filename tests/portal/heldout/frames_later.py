"""Page frames of the second set, written after the walk was mended by the first."""

from __future__ import annotations

from tests.portal.heldout import words
from tests.portal.heldout.kit import Kit, links


def shell(k: Kit, title: str, middle: str) -> str:
    """Give a plain whole page."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}-{k.organ}</title>"
        f"{k.system.head(k.rng)}</head><body>{middle}</body></html>"
    )


def written(k: Kit) -> None:
    """Menus written by `document.write`; the same markup, in a script."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        lines = "".join(
            f'document.write(\'<li><a href="{href}" target="_blank">{label}</a></li>\');\n'
            for label, href in [*bar, ("政府信息公开", entrance)]
        )
        return shell(k, title, f"<ul><script>{lines}</script></ul>{middle}")

    k.page = page
    k.put(entrance, page("政府信息公开", f"<ul class=zl>{links(k.national(column))}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(16)}</ul>"))
    k.column(column)


def data_address(k: Kit) -> None:
    """Entries without anchors: the address is in `data-url`, a script opens it."""
    column, entrance, bar = k.col(k.slug), k.col("gk"), k.menu(6)
    name = k.rng.choice(("data-url", "data-href"))

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<div class=nav>{links([*bar, ('政务公开', entrance)], '<b>{}</b>')}</div>{middle}",
        )

    k.page = page
    entries = "".join(
        f'<li class="lm" {name}="{href}"><em></em>{label}</li>'
        for label, href in k.national(column)
    )
    k.put(entrance, page("政务公开", f"<ul>{entries}</ul><script src='/js/open.js'></script>"))
    k.put("/", page("首页", f"<ul>{k.news_list(13)}</ul>"))
    k.column(column)


def deep_statutory(k: Kit) -> None:
    """The column is inside 法定主动公开内容, two pages below the entrance."""
    column, statutory, entrance = k.col(k.slug), k.col("fdzdgknr"), k.col("xxgk")
    bar, side = k.menu(6), k.menu(9)

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<nav><a href='/'>首页</a>{links(bar, '{}')}<a href='{entrance}'>政府信息公开</a></nav>{middle}",
        )

    k.page = page
    decoys = k.decoys(3)
    k.put(
        entrance,
        page(
            "政府信息公开",
            f"<a href='{k.col('zn')}'>政府信息公开指南</a><a href='{k.col('zd')}'>政府信息公开制度</a>"
            f"<a href='{statutory}'>法定主动公开内容</a><a href='{k.col('ysq')}'>依申请公开</a><ul>{k.news_list(6)}</ul>",
        ),
    )
    k.put(
        statutory,
        page(
            "法定主动公开内容",
            f"<dl>{links([*side[:5], *decoys, (k.label, column), *side[5:]], '<dd>{}</dd>')}</dl>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(22)}</ul>"))
    k.column(column)


def two_columns(k: Kit) -> None:
    """The government's reports and its departments' are two entries side by side."""
    column, others, entrance, bar = k.col(k.slug), k.col("bmnb"), k.col("zfxxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<table><tr>{links([*bar, ('信息公开', entrance)], '<td>{}</td>')}</tr></table>{middle}",
        )

    k.page = page
    names = k.rng.sample(words.DEPARTMENTS, 9)
    rows = [
        (
            f"{k.place}{entry.split()[0]}{year}年政府信息公开工作年度报告",
            words.date(k.rng, year + 1, months=3),
        )
        for year in (2023, 2022)
        for entry in names
    ]
    k.listing(others, "部门年报", rows)
    k.put(
        entrance,
        page(
            "信息公开",
            "<h3>政府信息公开年报</h3><ul>"
            + links(
                [
                    ("部门信息公开年报", others),
                    ("县政府信息公开年报" if "县" in k.place else "本级政府信息公开年报", column),
                ]
            )
            + f"</ul><h3>其他</h3><ul>{links(k.menu(6))}</ul>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))
    k.column(column)


def sub_site(k: Kit) -> None:
    """A department's pages below the county's host: the bar on top is the county's."""
    county, own, sub = k.col("zfnb"), k.col(k.slug), f"/{k.spelt[:3]}j/"
    bar, side = k.menu(5), k.menu(5)

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<div class=top>{links([*bar, ('政府信息公开年报', county)], '<span>{}</span>')}</div>{middle}",
        )

    def inside(title: str, middle: str) -> str:
        menu = [*side[:3], (k.label, own), *side[3:]]
        return page(title, f"<h1>{k.organ}</h1><ul class=bm>{links(menu)}</ul><div>{middle}</div>")

    k.page = page
    k.put(sub, inside(k.organ, f"<ul>{k.news_list(9)}</ul>"))
    k.site.home = k.url(sub)
    k.listing(county, "政府信息公开年报", words.reports(k.rng, k.place + "人民政府"))
    k.column(own, page=inside)


def newest_shown(k: Kit) -> None:
    """The column shows the newest report itself; the other years are a list beside it."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(6)

    def page(title: str, middle: str) -> str:
        return shell(k, title, f"<ul id=n>{links([*bar, ('政府信息公开', entrance)])}</ul>{middle}")

    k.page = page
    rows = words.reports(k.rng, k.organ)
    laid = k.system.listing(k.rng, column, rows)
    k.site.apis += laid.apis
    k.site.documents |= {
        k.url(path).removeprefix("http://"): told for path, told in laid.documents.items()
    }
    title, day = rows[0]
    k.put(
        column,
        page(
            k.label,
            f"<div class=l>{laid.inner}</div><div class=r>{k.system.article(k.rng, title, day)}</div>",
        ),
    )
    k.accept(column)
    k.put(entrance, page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(17)}</ul>"))


def files_only(k: Kit) -> None:
    """The rows are the files: PDF, Word and pictures, named by the year or in full."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return shell(
            k, title, f"<div>{links([*bar, ('政府信息公开', entrance)], '<i>{}</i>')}</div>{middle}"
        )

    k.page = page
    ending = k.rng.choice(("pdf", "doc", "docx"))
    rows = "".join(
        f'<li><a href="/upload/file/{day.replace("-", "")}/{k.rng.randint(10**9, 10**10)}.{ending}">{title}</a><span>{day}</span></li>'
        for title, day in words.reports(k.rng, k.organ)
    )
    k.put(column, page(k.label, f"<ul class=fj>{rows}</ul>"))
    k.accept(column)
    k.put(entrance, page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(14)}</ul>"))


def decorated(k: Kit) -> None:
    """Labels with brackets, marks and spans of years, and a count behind them."""
    column, entrance, bar = k.col(k.slug), k.col("xxgk"), k.menu(6)
    way = k.rng.choice(("【{}】", "▪ {}", "{}（2008-2023年）", "{} (12)", "{} &raquo;", "03 {}"))

    def page(title: str, middle: str) -> str:
        return shell(
            k, title, f"<div class=dh>{links([*bar, ('信息公开', entrance)], '{}｜')}</div>{middle}"
        )

    k.page = page
    entries = [
        (way.format(label), href) for label, href in [*k.menu(3), *k.national(column), *k.decoys(2)]
    ]
    k.put(entrance, page("信息公开", f"<ul>{links(entries)}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(19)}</ul>"))
    k.column(column)


def spoken_labels(k: Kit) -> None:
    """Entries are icons that only `aria-label` names, for those who have pages read out."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(4)

    def icon(label: str, href: str) -> str:
        return f'<a class="ico i{k.rng.randint(1, 40)}" href="{href}" aria-label="{label}"><svg viewBox="0 0 8 8"></svg></a>'

    def page(title: str, middle: str) -> str:
        return shell(
            k, title, f"<div>{links([*bar, ('政府信息公开', entrance)], '<b>{}</b>')}</div>{middle}"
        )

    k.page = page
    k.put(
        entrance,
        page(
            "政府信息公开",
            "".join(icon(*item) for item in k.national(column)) + f"<ul>{k.news_list(4)}</ul>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(15)}</ul>"))
    k.column(column)


def year_anchors(k: Kit) -> None:
    """The column has tabs of years that show parts of the same page."""
    column, entrance, bar = k.col(k.slug), k.col("zwgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return shell(k, title, f"<ul>{links([*bar, ('政务公开', entrance)])}</ul>{middle}")

    k.page = page
    tabs, parts = "", ""
    for title, day in words.reports(k.rng, k.organ):
        path = k.system.document(k.rng, column, day)
        k.site.documents[k.url(path).removeprefix("http://")] = (title, day)
        tabs += f'<a href="#y{day[:4]}" class="tab">{int(day[:4]) - 1}年</a>'
        parts += f'<div id="y{day[:4]}"><p><a href="{path}">{title}</a>　{day}</p></div>'
    k.put(column, page(k.label, f"<div class=tabs>{tabs}</div>{parts}"))
    k.accept(column)
    k.put(entrance, page("政务公开", f"<ul>{links([*k.menu(4), *k.national(column)])}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(16)}</ul>"))


def parents_closed(k: Kit) -> None:
    """A folding menu whose parents have no address; the home page's bar has two levels of them."""
    column, bar = k.col(k.slug), k.menu(4)

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"""<ul class="layui-nav"><li class="layui-nav-item"><a href="/">首页</a></li>
<li class="layui-nav-item"><a href="javascript:;">公开</a><dl class="layui-nav-child"><dd><a href="javascript:;">法定主动公开内容</a>
<dl>{links(bar, "<dd>{}</dd>")}</dl></dd><dd><a href="javascript:;">政府信息公开</a><dl><dd><a href="/zn.pdf">指南</a></dd>
<dd><a href="{column}"><cite>{k.label}</cite></a></dd></dl></dd></dl></li></ul>{middle}""",
        )

    k.page = page
    k.put("/", page("首页", f"<ul>{k.news_list(21)}</ul>"))
    k.column(column)


def shell_home(k: Kit) -> None:
    """The home page is a shell with one address; behind it a portal with a floating window."""
    column, entrance, inner = k.col(k.slug), k.col("zfxxgk"), "/portal/index.html"
    bar = k.menu(5)

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<div>{links(bar, '<b>{}</b>')}</div>{middle}<div class=float><a href='{entrance}'>"
            "<img src='/i/xxgk.png' title='政府信息公开'></a></div>",
        )

    k.page = page
    k.put("/", f"<html><head><script>window.location.href='{inner}';</script></head></html>")
    k.put(inner, page("首页", f"<ul>{k.news_list(18)}</ul>"))
    k.put(entrance, page("政府信息公开", f"<ol>{links(k.national(column))}</ol>"))
    k.column(column)


def openness_elsewhere(k: Kit) -> None:
    """A department's portal sends its disclosure to the county's host, to a column of its own."""
    host = f"www.{k.spelt}.gov.cn"
    k.site.hosts.add(host)
    bar = k.menu(4)

    def page(title: str, middle: str) -> str:
        return shell(k, title, f"<p>{links(bar, '{} ')}</p>{middle}")

    k.page = page
    home, k.home = k.home, f"http://{host}/"
    column = k.col(k.slug)
    entrance = k.col("zfxxgk")
    five = k.national(column)

    def own(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<h2>{k.place}政府信息公开平台</h2><h3>{k.organ}</h3><ul>{links(five)}</ul>{middle}",
        )

    k.put(entrance, own("政府信息公开", f"<ul>{k.news_list(8)}</ul>"))
    k.column(column, page=own)
    entry = k.rng.choice(("政府信息公开", "信息公开目录", "政府信息公开专栏"))
    k.home = home
    k.put(
        "/",
        page("首页", f"<ul>{k.news_list(10)}</ul><a href='http://{host}{entrance}'>{entry}</a>"),
    )


def wide_spread(k: Kit) -> None:
    """Two bars of forty entries, four of which speak of disclosure; the column is behind the last."""
    column, entrance = k.col(k.slug), k.col("xxgkzl")
    bar = k.menu(36)
    traps = [
        ("政务公开标准化规范化", k.col("bzh")),
        ("基层政务公开", k.col("jc")),
        ("公共企事业单位信息公开", k.col("qsy")),
    ]

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<div>{links([*bar[:18], *traps, *bar[18:], ('信息公开专栏', entrance)], '<a></a>{}')}</div>{middle}",
        )

    k.page = page
    k.put(
        entrance,
        page("信息公开专栏", f"<ul>{links([*k.menu(8), *k.decoys(4), *k.national(column)])}</ul>"),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(45)}</ul>"))
    k.column(column)


def units_boxes(k: Kit) -> None:
    """Units in boxes (县政府部门, 乡镇), each with its own disclosure page and column behind it."""
    entrance, bar = k.col("gkpt"), k.menu(4)

    def page(title: str, middle: str) -> str:
        return shell(k, title, f"<p>{links([*bar, ('政府信息公开', entrance)], '{} ')}</p>{middle}")

    k.page = page
    shown = []
    departments = [entry.split()[0] for entry in k.rng.sample(words.DEPARTMENTS, 8)]
    own = k.organ.removeprefix(k.place)
    for at, name in enumerate(["县政府办公室", *[d for d in departments if d != own], own]):
        first, column = k.col(f"u{at}"), k.col(f"n{at}")
        organ = k.place + name
        k.column(column, organ=organ, true=name == own)
        k.put(first, page(organ, f"<h3>{organ}</h3><ul>{links(k.national(column))}</ul>"))
        shown.append((name, first))
    k.put(
        entrance,
        page(
            "政府信息公开",
            f"<h4>政府部门</h4><ul>{links(shown)}</ul><h4>乡镇街道</h4>"
            f"<ul>{links([(town, k.col('t')) for town in words.TOWNS])}</ul>",
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(12)}</ul>"))


def gkmlpt_sub(k: Kit) -> None:
    """gkmlpt below a folder, for a bureau of a district; the tree is three levels deep."""
    column = k.col(k.slug).replace("/gkmlpt", "/qjcxj/gkmlpt")
    number = int(column.split("#")[1])

    def page(title: str, middle: str) -> str:
        return shell(
            k,
            title,
            f"<a href='/qjcxj/index.html'>首页</a><a href='/qjcxj/gkmlpt/index'>政府信息公开</a>{middle}",
        )

    k.page = page
    leaf = [
        {"id": number + at, "name": name, "children": []}
        for at, name in enumerate((k.label, "法治政府建设年度报告"))
    ]
    tree: list[dict[str, object]] = [
        {
            "id": 11,
            "name": "法定主动公开内容",
            "children": [
                {"id": 12, "name": "政府信息公开", "children": leaf},
                {"id": 13, "name": "财政预决算", "children": []},
            ],
        }
    ]
    k.put(
        "/qjcxj/gkmlpt/index",
        page("平台", k.system.application(k.rng.randint(200001, 790000), tree)),
    )  # type: ignore[attr-defined]
    laid = k.system.answer(k.host, k.rng, column, words.reports(k.rng, k.organ))  # type: ignore[attr-defined]
    k.site.apis += laid.apis
    k.accept(column)
    k.put("/qjcxj/index.html", page("首页", f"<ul>{k.news_list(12)}</ul>"))
    k.site.home = k.url("/qjcxj/index.html")

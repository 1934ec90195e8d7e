"""Page frames whose way to the column is long, wide or forks: counties, units, years, many links."""

from __future__ import annotations

from tests.portal.heldout import words
from tests.portal.heldout.kit import Kit, links


def county(k: Kit) -> None:
    """政务公开, then 政府信息公开, then the column: a page each, with tracks and side menus."""
    column, second, first, bar = k.col(k.slug), k.col("zfxxgk"), k.col("zwgk"), k.menu(5)
    side: list[tuple[str, str]] = []

    def page(title: str, middle: str) -> str:
        return f"""<html><head><meta charset="utf-8"/><title>{title}</title>{k.system.head(k.rng)}</head>
<body><div class="menu"><a href="/">网站首页</a><a href="{bar[0][1]}">{bar[0][0]}</a>
<a href="{first}">政务公开</a>{links(bar[1:], "{}")}</div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; {title}</div>
<div class="l">{links(side, "<p>{}</p>")}</div><div class="r">{middle}</div></body></html>"""

    k.page = page
    decoys = k.decoys(3)
    side += [("政策文件", k.col("zcwj")), ("政府信息公开", second), *k.menu(6)]
    k.put(first, page("政务公开", f"<ul>{k.news_list(8)}</ul>"))
    k.put(
        second,
        page(
            "政府信息公开", f"<ul class='ej'>{links([*k.menu(4), *decoys, (k.label, column)])}</ul>"
        ),
    )
    home = k.rng.sample(k.news(6), 2)
    own = f"{k.organ}2023年政府信息公开工作年度报告"
    document = k.system.document(k.rng, k.col("tzgg"), "2024-01-25")
    k.site.documents[k.url(document).removeprefix("http://")] = (own, "2024-01-25")
    lead = links([(own, document), *[(title, path) for title, path, _ in home]])
    k.put("/", page("首页", f"<ul>{lead}{k.news_list(25)}</ul>"))
    k.column(column)


def mega(k: Kit) -> None:
    """A home page of two hundred links; the column is two pages below, among thirty siblings."""
    column, entrance = k.col(k.slug), k.col("xxgkml")

    def page(title: str, middle: str) -> str:
        return (
            f"<!DOCTYPE html><html><head><title>{title}</title><meta charset='utf-8'>"
            f"{k.system.head(k.rng)}</head><body>{middle}<div class=ft>{links(k.menu(6), '{} | ')}"
            "</div></body></html>"
        )

    k.page = page
    groups = []
    for heading in (
        "今日{p}",
        "要闻动态",
        "政务公开",
        "政务服务",
        "互动交流",
        "数据发布",
        "走进{p}",
    ):
        entries = k.menu(14)
        if heading == "政务公开":
            entries = [*entries[:6], ("政府信息公开", entrance), *entries[6:], *k.decoys(3)]
        groups.append(
            f"<h4>{heading.format(p=k.place)}</h4><div>{links(entries, '<em>{}</em>')}</div>"
        )
    friends = "".join(
        f'<a href="http://www.{spelt}.gov.cn/">{name}政府网</a>'
        for name, spelt in (words.place(k.rng) for _ in range(25))
    )
    k.put("/", page(k.organ, "".join(groups) + f"<ul>{k.news_list(60)}</ul><div>{friends}</div>"))
    siblings = [*k.menu(20), (k.label, column), *k.menu(10)]
    k.put(
        entrance,
        page("政府信息公开目录", f"<table>{links(siblings, '<tr><td>{}</td></tr>')}</table>"),
    )
    k.column(column)


def units(k: Kit) -> None:
    """The entry leads to a list of units; each has a column of its own."""
    entrance, listing, bar = k.col("zfxxgk"), k.col(k.slug), k.menu(6)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body>"
            f"<div class=dh>{links(bar, '{}')}<a href='{entrance}'>政府信息公开</a></div>{middle}</body></html>"
        )

    k.page = page
    others = [k.place + entry.split()[0] for entry in k.rng.sample(words.DEPARTMENTS, 7)]
    others = [name for name in others if name != k.organ] + k.rng.sample(words.TOWNS, 4)
    entries = []
    for organ in [*others[:3], k.organ, *others[3:]]:
        path = k.col("dw" + str(len(entries)))
        k.column(path, organ=organ, true=organ == k.organ)
        shown = organ if organ == k.organ else organ.removeprefix(k.place)
        entries.append((shown, path))
    k.put(listing, page(k.label, f"<h3>选择部门</h3><ul class='bm'>{links(entries)}</ul>"))
    if k.organ.endswith("人民政府"):
        k.accept(listing)  # the whole county's column: its units are inside
    k.put(entrance, page("政府信息公开", f"<ul>{links(k.national(listing))}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(20)}</ul>"))


def years(k: Kit) -> None:
    """The column lists years, each a folder with one report or several."""
    column, entrance, bar = k.col(k.slug), k.col("zfxxgk"), k.menu(5)

    def page(title: str, middle: str) -> str:
        return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title>
{k.system.head(k.rng)}</head><body><div id="nav">{links(bar, "{}")}<a href="{entrance}">信息公开</a></div>
<div class="box">{middle}</div></body></html>"""

    k.page = page
    folders = []
    for title, day in words.reports(k.rng, k.organ)[:9]:
        year = int(day[:4]) - 1
        rows = [(title, day)] + [
            (f"{k.place}{town}{year}年政府信息公开工作年度报告", day)
            for town in k.rng.sample(words.TOWNS, k.rng.randint(2, 6))
        ]
        folders.append((f"{year}年", k.listing(k.col(f"nb{year}"), f"{year}年", rows)))
    k.put(column, page(k.label, f"<ul class='nd'>{links(folders)}</ul>"))
    k.accept(column)
    k.put(entrance, page("信息公开", f"<ul>{links([*k.menu(3), *k.national(column)])}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(18)}</ul>"))


def sister(k: Kit) -> None:
    """Disclosure stands on a host of its own, zfxxgk.NAME.gov.cn."""
    host = f"zfxxgk.{k.spelt}.gov.cn"
    k.site.hosts.add(host)
    bar = k.menu(6)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class=zy>"
            f"{links(bar, '<b>{}</b>')}<b><a href='http://{host}/'>政府信息公开</a></b></div>{middle}</body></html>"
        )

    k.page = page
    k.put("/", page("首页", f"<ul>{k.news_list(21)}</ul>"))
    home, k.home = k.home, f"http://{host}/"

    def own(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body>"
            f"<a href='{home}'>返回门户</a><div class=m>{links(five, '<div>{}</div>')}</div>{middle}</body></html>"
        )

    k.page = own
    column = k.col(k.slug)
    five = []
    five = k.national(column)
    k.put("/", own("政府信息公开", f"<ul>{k.news_list(10)}</ul>"))
    k.column(column)


def sitemap(k: Kit) -> None:
    """The home page's menu is drawn by a script nobody can read; the foot links to a map of all."""
    column, chart, first = k.col(k.slug), k.col("wzdt"), k.col("zwgk")

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}"
            "<script src='/js/menu.js'></script></head><body><div id='menu'></div>"
            f"{middle}<div class='foot'><a href='{chart}'>网站地图</a> | <a href='/gywm.html'>关于我们</a> | "
            "<a href='/lxwm.html'>联系我们</a></div></body></html>"
        )

    k.page = page
    decoys = k.decoys(2)
    k.put(
        chart,
        page(
            "网站地图",
            "".join(
                f"<dl><dt>{heading}</dt>{links(entries, '<dd>{}</dd>')}</dl>"
                for heading, entries in (
                    ("走进", k.menu(5)),
                    ("政务公开", [*k.menu(6), ("政府信息公开", first), *decoys, (k.label, column)]),
                    ("办事", k.menu(6)),
                )
            ),
        ),
    )
    k.put("/", page("首页", f"<ul>{k.news_list(26)}</ul>"))
    k.column(column)


def mixed(k: Kit) -> None:
    """法定主动公开内容 unfolds on the entrance page; the column is an entry of its own beside it."""
    column, entrance, bar = k.col(k.slug), k.col("xxgk"), k.menu(5)
    under = k.menu(12)

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title>{k.system.head(k.rng)}</head><body>"
            f"<div>{links(bar, '<span>{}</span>')}<span><a href='{entrance}'>政务公开</a></span></div>{middle}</body></html>"
        )

    k.page = page
    decoys = k.decoys(2, ("法治政府建设年度报告", "网站工作年度报表"))
    tree = (
        f"<ul class='tree'><li><a href='{k.col('zn')}'>政府信息公开指南</a></li><li><a>政府信息公开制度</a><ul>"
        f"{links(k.menu(2))}</ul></li><li><a href='javascript:;'>法定主动公开内容</a><ul>{links(under)}"
        f"{links(decoys)}</ul></li><li><a href='{column}'>{k.label}</a></li>"
        f"<li><a href='http://ysq.{k.spelt}.gov.cn/apply'>依申请公开</a></li></ul>"
    )
    k.put(entrance, page("政务公开", tree + f"<ul>{k.news_list(7)}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(28)}</ul>"))
    k.column(column)


def plain_label(k: Kit) -> None:
    """A department calls the column 年度报告 or 年报, below a block 政府信息公开."""
    k.label = k.rng.choice(("年度报告", "年报", "工作年报", "公开年报"))
    column, entrance, bar = k.col(k.slug), k.col("xxgk"), k.menu(5)
    tree: list[tuple[str, str]] = []

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}-{k.organ}</title></head><body><table class=t><tr>"
            f"{links(bar, '<td>{}</td>')}<td><a href='{entrance}'>政府信息公开</a></td></tr></table>{middle}</body></html>"
        )

    def inside(title: str, middle: str) -> str:
        return page(
            title,
            f"<div class=left><h2>政府信息公开</h2>{links(tree, '<p>{}</p>')}</div><div class=right>{middle}</div>",
        )

    k.page = page
    tree += [
        ("公开指南", k.col("zn")),
        ("公开制度", k.col("zd")),
        ("公开目录", k.col("ml")),
        (k.label, column),
        ("依申请公开", k.col("ysq")),
    ]
    k.put(entrance, inside("政府信息公开", f"<ul>{k.news_list(5)}</ul>"))
    k.put("/", page("首页", f"<ul>{k.news_list(11)}</ul>"))
    k.column(column, page=inside)


def gkmlpt(k: Kit) -> None:
    """广东: the portal links to the application, whose tree is in a script."""
    system, bar = k.system, k.menu(5)
    column = k.col(k.slug)
    number = int(column.split("#")[1])

    def page(title: str, middle: str) -> str:
        return (
            f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class=nav>"
            f"{links([(a, '/zwgk/' + str(at) + '/index.html') for at, (a, _) in enumerate(bar)], '{}')}"
            f"<a href='/gkmlpt/index'>{k.rng.choice(('政府信息公开', '政府信息公开目录', '信息公开'))}</a></div>{middle}</body></html>"
        )

    k.page = page
    names = [
        "公开指南",
        "公开制度",
        "机构职能",
        "政策文件",
        "法治政府建设年度报告",
        k.label,
        "依申请公开",
    ]
    tree: list[dict[str, object]] = [
        {"id": number + at - 5, "name": name, "parent_id": 0, "jump_url": "", "children": []}
        for at, name in enumerate(names)
    ]
    if k.rng.random() < 0.5:
        tree = [{"id": 1, "name": "政府信息公开", "parent_id": 0, "children": tree}]
    k.put(
        "/gkmlpt/index",
        page("政府信息公开平台", system.application(k.rng.randint(200001, 790000), tree)),
    )  # type: ignore[attr-defined]
    laid = system.answer(k.host, k.rng, column, words.reports(k.rng, k.organ))  # type: ignore[attr-defined]
    k.site.apis += laid.apis
    k.accept(column)
    k.put("/", page("首页", f"<ul>{k.news_list(18)}</ul>"))

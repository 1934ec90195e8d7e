"""Home pages and menus that lead to a column, in the manners real portals have.

A frame receives a portal, the address of its column and the column's label, and puts the pages
between the home page and the column. Every frame has company that is not the column: working
reports of the website, rule-of-law reports, budgets, yearbooks, guides and news.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.portal.unseen.portal import Portal

NEWS = (
    "市政府召开常务会议研究部署一季度重点工作",
    "我市发布2025年政府信息公开工作年度报告情况综述",
    "全市重点项目集中开工活动举行",
    "关于做好2025年度政府信息公开年度报告编制发布工作的通知",
    "主要领导调研安全生产工作",
    "政务公开培训班顺利举办",
)


def links(*pairs: tuple[str, str], item: str = '<li><a href="{href}">{label}</a></li>') -> str:
    return "".join(item.format(href=href, label=label) for label, href in pairs)


def news(count: int = 6) -> str:
    rows = [(NEWS[i % len(NEWS)] + ("" if i < len(NEWS) else f"（{i}）"), f"/xw/2026/{i}.html")
            for i in range(count)]  # fmt: skip
    return f"<div class='news'><h3>要闻动态</h3><ul>{links(*rows)}</ul></div>"


def decoys(p: Portal) -> tuple[tuple[str, str], ...]:
    """Columns whose names resemble the one that is sought; each is a page with a list of its own."""
    made = []
    for label, path, title in (
        ("网站工作年度报表", "/wzgznb/", "{unit}政府网站工作年度报表（{year}年）"),
        ("法治政府建设年度报告", "/fzzf/", "{unit}{year}年法治政府建设年度报告"),
        ("财政年报", "/czyjs/", "{unit}{year}年度部门决算公开"),
        ("统计年鉴", "/tjnj/", "{year}年统计年鉴"),
    ):
        body = f"<h2>{label}</h2><ul>" + links(
            *(
                (title.format(unit=p.unit, year=y), f"{path}{y}/1.html")
                for y in range(2025, 2019, -1)
            )
        )
        p.put(path, body + "</ul>", label)
        made.append((label, path))
    return tuple(made)


def sections(p: Portal) -> tuple[tuple[str, str], ...]:
    """The other entries of a government home page, with pages behind them."""
    made = []
    for label, path in (
        ("首页", "/"), ("政务服务", "/zwfw/"), ("互动交流", "/hdjl/"), ("走进我们", "/zjwm/"),
        ("数据开放", "/sjkf/"), ("专题专栏", "/ztzl/"),
    ):  # fmt: skip
        if path != "/":
            p.put(path, f"<h2>{label}</h2>{news(3)}", label)
        made.append((label, path))
    return tuple(made)


def national(p: Portal, column: str, label: str, path: str = "/zfxxgk/") -> str:
    """The national menu of a disclosure platform, with its own pages."""
    for name, at in (("zhinan", "政府信息公开指南"), ("zhidu", "政府信息公开制度"), ("fdzd", "法定主动公开内容"),
                     ("ysq", "依申请公开")):  # fmt: skip
        p.put(
            f"{path}{name}/",
            f"<h2>{at}</h2><p>为了提供政府信息公开服务，编制本{at}。本机关每年发布政府信息公开年报。</p>",
            at,
        )
    body = "<div class='gkmenu'><ul>" + links(
        ("政府信息公开指南", f"{path}zhinan/"), ("政府信息公开制度", f"{path}zhidu/"),
        ("法定主动公开内容", f"{path}fdzd/"), (label, column), ("依申请公开", f"{path}ysq/"),
    ) + "</ul></div>" + f"<div class='con'><h1>{p.unit}</h1><h2>政府信息公开</h2>{links(*decoys(p))}</div>"  # fmt: skip
    return p.put(path, body, "政府信息公开")


def home(p: Portal, nav: str, extra: str = "") -> None:
    p.put(p.home, f"<div class='top'>{p.unit}</div>{nav}{news()}{extra}", f"{p.unit}门户网站")


def dropdown(p: Portal, column: str, label: str) -> None:
    """A drop-down under 政务公开 holds the column itself."""
    sub = links(("机构职能", "/jgzn/"), ("政策文件", "/zcwj/"), *decoys(p), (label, column))
    home(p, f"<ul class='nav'>{links(*sections(p))}<li class='has'><a href='javascript:void(0)'>政务公开</a>"
            f"<ul class='sub'>{sub}</ul></li></ul>")  # fmt: skip


def side_menu(p: Portal, column: str, label: str) -> None:
    """政务公开 opens a page whose side menu has the column."""
    p.put("/zwgk/", f"<div class='left'><dl><dt>政务公开</dt>{links(*decoys(p), item='<dd><a href={href!r}>{label}</a></dd>')}"
          f"<dd><a href='{column}'>{label}</a></dd></dl></div><div class='right'>{news(4)}</div>", "政务公开")  # fmt: skip
    home(
        p,
        f"<div id='menu'>{links(*sections(p), ('政务公开', '/zwgk/'), item='<a href={href!r}>{label}</a> | ')}</div>",
    )


def tab_strip(p: Portal, column: str, label: str) -> None:
    """Tabs whose heads are spans and whose "more" link leads to the column."""
    tabs = (("最新公开", "/zxgk/"), ("法治政府建设年度报告", "/fzzf/"), (label, column))
    decoys(p)
    heads = "".join(
        f"<span class='tab{' on' if i == 0 else ''}'>{name}</span>"
        for i, (name, _) in enumerate(tabs)
    )
    panes = "".join(
        f"<div class='pane'><ul></ul><a class='more' href='{at}' title='{name}'>更多&gt;&gt;</a></div>"
        for name, at in tabs
    )
    home(
        p,
        f"<ul>{links(*sections(p))}</ul>",
        f"<div class='tabs'><div class='hd'>{heads}</div><div class='bd'>{panes}</div></div>",
    )


def images(p: Portal, column: str, label: str) -> None:
    """Entries are pictures; only alt and title have words."""
    national(p, column, label, "/xxgkpt/")
    p.pages[p.url("/xxgkpt/")] = b""
    decoys(p)
    p.put("/xxgkpt/", "<div class='gk'><a href='/xxgkpt/zhinan/'><img src='/i/zn.png' alt='政府信息公开指南'></a>"
          f"<a href='{column}'><img src='/i/nb.png' alt='{label}'></a><a href='/fzzf/' title='法治政府建设年度报告'>"
          "<img src='/i/fz.png'></a></div>", "政府信息公开平台")  # fmt: skip
    home(
        p,
        f"<ul>{links(*sections(p))}</ul>",
        "<div class='ban'><a href='/xxgkpt/' title='政府信息公开'><img src='/i/gk.jpg'></a></div>",
    )


def framed(p: Portal, column: str, label: str) -> None:
    """政府信息公开 is a shell; its menu sits in an iframe."""
    inner = national(p, column, label, "/gk/menu/")
    p.put(
        "/gk/",
        f"<div class='hd'>政府信息公开</div><iframe src='{inner}' width='100%' height='800'></iframe>",
        "政府信息公开",
    )
    home(p, f"<ul class='n'>{links(*sections(p), ('政府信息公开', '/gk/'))}</ul>")


def platform(p: Portal, column: str, label: str) -> None:
    """The home page links to the national menu."""
    at = national(p, column, label)
    home(p, f"<nav><ul>{links(*sections(p), ('政府信息公开', at))}</ul></nav>")


def mega(p: Portal, column: str, label: str) -> None:
    """A home page of more than 150 links, the national menu two steps behind it."""
    at = national(p, column, label)
    p.put(
        "/zwgk/",
        f"<div class='w'>{links(('政策', '/zc/'), ('规划计划', '/gh/'), ('政府信息公开', at), *decoys(p))}{news(20)}</div>",
        "政务公开",
    )
    offices = [
        (f"{n}局", f"//{i}.example.gov.cn/")
        for i, n in enumerate(
            "教育 科技 工信 公安 民政 司法 财政 人社 住建 交通 水利 农业 商务 文旅 卫健 审计 统计 医保 林业 信访".split()
        )
    ]
    services = [
        (f"办理{n}", f"/fw/{i}.html")
        for i, n in enumerate(
            "户口 驾照 社保 医保 护照 婚姻 住房 公积金 车辆 养老 生育 教育 就业 创业 税务 执照 许可 资质 捐赠 证明".split()
        )
    ]
    home(
        p,
        f"<ul>{links(*sections(p), ('政务公开', '/zwgk/'))}</ul>",
        news(110) + f"<ul>{links(*offices, *services)}</ul>",
    )


def county(p: Portal, column: str, label: str) -> None:
    """政务公开, then 政府信息公开, then the column."""
    p.put("/xxgk/", f"<div class='left'>{links(('政府信息公开指南', '/xxgk/zn.html'), ('政府信息公开目录', '/xxgk/ml/'), (label, column))}</div>"
          f"<div>{news(5)}</div>", "政府信息公开")  # fmt: skip
    p.put(
        "/zwgk.html",
        f"<ul>{links(('领导之窗', '/ldzc/'), ('政府信息公开', '/xxgk/'), ('重点领域信息公开', '/zdly/'), *decoys(p))}</ul>",
        "政务公开",
    )
    home(
        p,
        f"<table><tr>{links(*sections(p), ('政务公开', '/zwgk.html'), item='<td><a href={href!r}>{label}</a></td>')}</tr></table>",
    )


def onclick(p: Portal, column: str, label: str) -> None:
    """The menu's entries have no href; a literal in onclick says where they go."""
    p.put("/gov/open/", "<div class='side'>" + "".join(
        f"<div class='it' onclick=\"window.location.href='{at}'\">{name}</div>"
        for name, at in (*decoys(p), ("政府信息公开指南", "/gov/open/zn.html"), (label, column))) + "</div>", "信息公开")  # fmt: skip
    home(
        p,
        f"<div>{links(*sections(p))}<a href='#' onclick=\"window.open('/gov/open/')\">信息公开</a></div>",
    )


def area_map(p: Portal, column: str, label: str) -> None:
    """One picture with a map of areas is the way to the disclosure page and to the column."""
    decoys(p)
    p.put("/zfxxgk/", "<img src='/i/menu.jpg' usemap='#m'><map name='m'>"
          "<area shape='rect' coords='0,0,90,30' href='/zn.html' alt='公开指南'>"
          f"<area shape='rect' coords='0,30,90,60' href='{column}' alt='{label}'>"
          "<area shape='rect' coords='0,60,90,90' href='/wzgznb/' alt='网站工作年度报表'></map>", "政府信息公开")  # fmt: skip
    home(p, f"<ul>{links(*sections(p))}</ul><img src='/i/top.jpg' usemap='#t'><map name='t'>"
            "<area coords='0,0,9,9' href='/zfxxgk/' title='政府信息公开'></map>")  # fmt: skip


def quick_entry(p: Portal, column: str, label: str) -> None:
    """A department: the column is a quick entry low on the home page, beside a PDF guide."""
    home(p, f"<ul class='menu'>{links(*sections(p))}</ul>", "<div class='box'><h4>信息公开</h4><p>" + links(
        ("政府信息公开指南（PDF）", "/files/zhinan.pdf"), ("主动公开目录", "/ml/"), *decoys(p), (label, column),
        item="<a class='btn' href=\"{href}\" target=\"_blank\"><i class='ico'></i><em>{label}</em></a>") + "</p></div>")  # fmt: skip


def spaced(p: Portal, column: str, label: str) -> None:
    """Labels are broken by spaces, tags and line ends."""
    broken = "&nbsp;".join((label[: len(label) // 2], label[len(label) // 2 :]))
    p.put(
        "/xxgk/index.html",
        f"<div class='fl'><h5>目录导航</h5>{links(*decoys(p))}<p><a href='{column}'>\n <font>{broken}</font>\n</a></p></div>",
        "信息公开",
    )
    home(
        p,
        f"<ul>{links(*sections(p))}</ul><p><a href='/xxgk/index.html'><b>信 息</b><br>公 开</a></p>",
    )


def sister(p: Portal, column: str, label: str) -> None:
    """The disclosure platform lives on a sister host."""
    host = p.home.split("//")[1].partition(".")[2].rstrip("/")
    at = national(p, column, label, f"http://zfxxgk.{host}/")
    home(p, f"<ul>{links(*sections(p), ('政府信息公开', at))}</ul>")


def shell(p: Portal, column: str, label: str) -> None:
    """The home address is a shell that sends one on; the disclosure menu is a definition list."""
    at = national(p, column, label, "/art/xxgk/")
    p.put("/web/index.html", f"<ol>{links(*sections(p), ('政务公开', at))}</ol>{news()}", p.unit)
    p.pages[p.home] = (
        b'<html><head><meta http-equiv="refresh" content="0;url=/web/index.html"></head></html>'
    )


def script_menu(p: Portal, column: str, label: str) -> None:
    """A footer strip of five small entries; the header names nothing of disclosure."""
    at = national(p, column, label, "/gkpt/")
    home(p, f"<ul>{links(*sections(p))}</ul>", "<div class='bottom'><ul>" + links(
        ("政府网站年度报表", "/wzgznb/"), ("我要咨询", "/zx/"), ("政府信息公开平台", at), ("政务新媒体", "/xmt/")) + "</ul></div>")  # fmt: skip


FRAMES: dict[str, Callable[[Portal, str, str], None]] = {
    f.__name__: f
    for f in (
        dropdown, side_menu, tab_strip, images, framed, platform, mega, county, onclick, area_map,
        quick_entry, spaced, sister, shell, script_menu,
    )
}  # fmt: skip

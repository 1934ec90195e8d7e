"""Pages of the second set for detection: other frames, what interfaces answer, other strangers."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random

from tests.portal.heldout import words
from tests.portal.heldout.strangers import LINKS
from tests.portal.heldout.system import System, digits, hexes, prose
from tests.portal.heldout.systems import Gkmlpt, Jpaas, Jpage, Longxun, Trs, Ucap, Xxgk
from tests.portal.heldout.systems_static import Aspx, Cmsweb, Intertid, Jhtml, Nfcms, Vsb

Make = Callable[[Random, str], tuple[str, str]]
HANWEB = ("hanweb_jpage", "hanweb_xxgk")


def frame(rng: Random, system: System, title: str, middle: str, where: str) -> str:
    """Give a page around its middle, in one of five shapes."""
    bar = [
        f"<a href='{system.column(rng, f'b{at}')}'>{label}</a>"
        for at, label in enumerate(rng.sample(words.COLUMNS, rng.randint(5, 12)))
    ]
    head = system.head(rng)
    return rng.choice(
        (
            f"<!DOCTYPE html><html lang='zh'><head><meta charset='utf-8'>{head}<title>{title}</title></head><body><aside>"
            f"{''.join(bar)}</aside><section>{middle}</section></body></html>",
            f"<html><head><title>{where}</title>{head}</head><body><center><table border=0><tr><td>{'<br>'.join(bar)}</td>"
            f"<td>{middle}</td></tr></table></center></body></html>",
            f"{head}<div class=wrap>{' / '.join(bar)}{middle}</div>",
            f"<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<title>{title}</title>\r\n{head}\r\n</head>\r\n<body class='{hexes(rng, 6)}'>\r\n"
            f"<form id='search' action='/search/' method='get'><input name='q'></form>\r\n{middle}\r\n<footer>"
            f"{''.join(bar)}</footer></body></html>",
            f"<html><body><!-- {title} --><div>{middle}</div><div class='link'><a href='http://www.gov.cn/'>中国政府网</a>"
            f"{bar[0]}{bar[1]}{bar[2]}</div></body></html>",
        )
    )


def short_listing(make: Callable[[], System]) -> Make:
    """Give a maker of listings of few rows."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        path = system.column(rng, rng.choice(words.FOLDERS))
        rows = words.reports(rng, where + "人民政府")[: rng.randint(2, 4)]
        return path, frame(
            rng, system, "信息公开年报", system.listing(rng, path, rows).inner, where
        )

    return page


def document(make: Callable[[], System]) -> Make:
    """Give a maker of documents."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        title, day = words.headline(rng, where), words.date(rng, 2022)
        path = system.document(rng, system.column(rng, "tzgg"), day)
        return path, frame(rng, system, title, system.article(rng, title, day), where)

    return page


def answer(make: Callable[[], System], path: str) -> Make:
    """Give a maker of what a system's interface answers; `{}` in the path is a number."""

    def page(rng: Random, where: str) -> tuple[str, str]:
        system = make()
        column = system.column(rng, "nb")
        rows = words.reports(rng, where)
        laid = (
            system.answer("x.gov.cn", rng, column, rows)
            if isinstance(system, Gkmlpt)
            else system.listing(rng, column, rows)
        )
        _, api = laid.apis[0]
        return path.format(n=digits(rng, 5), h=hexes(rng), g=hexes(rng)), api("", b"")

    return page


def trs_old(rng: Random, where: str) -> tuple[str, str]:
    """TRS as Shanghai's bureaux name their documents: the day is the folder."""
    rows = "".join(
        f'<li><a href="/txxgknb_17198/202{n}0{n + 1}17/t0035_{digits(rng, 7)}.html">{where}202{n - 1}年政府信息公开工作'
        f"年度报告</a><span>202{n}-0{n + 1}-17</span></li>"
        for n in range(1, 5)
    )
    return (
        "/txxgknb_17198/",
        f"<html><head><meta charset=utf-8></head><body><ul>{rows}</ul></body></html>",
    )


def hanweb_hashed(rng: Random, where: str) -> tuple[str, str]:
    """A jpage column whose documents are named by 32 digits."""
    lines = "".join(
        f"<record><![CDATA[<li><a href='/art/2024/art_{hexes(rng)}.html'>{words.headline(rng, where)}</a></li>]]></record>"
        for _ in range(8)
    )
    number = digits(rng, 4)
    return f"/col/col{number}/index.html?uid={digits(rng, 6)}&pageNum=1", (
        f"<html><head><meta charset=utf-8></head><body><script type='text/xml'><datastore><recordset>{lines}</recordset></datastore></script>"
        f"<script>$('#1').jpage({{proxyUrl:'/module/web/jpage/dataproxy.jsp',proxyParam:{{columnid:{number},unitid:'1'}}}});</script></body></html>"
    )


def ucap_content(rng: Random, where: str) -> tuple[str, str]:
    """A document of the securities regulator's kind."""
    return f"/csrc/c100028/c{digits(rng, 7)}/content.shtml", (
        f"<html><head><meta charset=utf-8><title>{where}</title></head><body><div class='detail-news'>{prose(rng)}</div></body></html>"
    )


def cmsweb_departments(rng: Random, where: str) -> tuple[str, str]:
    """淮安's page of a department."""
    rows = "".join(
        f"<li><a href='/col/{digits(rng, 4)}_{digits(rng, 6)}/art/{digits(rng, 8)}/{digits(rng, 13)}ab.html'>"
        f"{words.headline(rng, where)}</a><span>2024-05-1{n}</span></li>"
        for n in range(8)
    )
    return f"/cmsweb/zwgk/sj/indexdept.html?orgId={hexes(rng)}&topic=215&type=1", (
        f"<html><head><meta charset=utf-8><script src='/cmsweb/zwgk/js/a.js'></script></head><body><ul>{rows}</ul></body></html>"
    )


KNOWN: tuple[tuple[str, int, tuple[str, ...], Make], ...] = (
    ("trs short listing", 12, ("trs",), short_listing(Trs)),
    ("trs news", 10, ("trs",), document(lambda: Trs("html", "/xwzx/"))),
    ("trs folder of the day", 6, ("trs",), trs_old),
    ("jpage short listing", 10, ("hanweb_jpage",), short_listing(Jpage)),
    ("jpage hashed", 6, ("hanweb_jpage",), hanweb_hashed),
    (
        "jpage answer",
        6,
        ("hanweb_jpage",),
        answer(Jpage, "/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=58&perpage=20"),
    ),
    ("jpage news", 8, HANWEB, document(Jpage)),
    ("xxgk short listing", 10, ("hanweb_xxgk",), short_listing(Xxgk)),
    (
        "xxgk answer",
        6,
        ("hanweb_xxgk",),
        answer(Xxgk, "/module/xxgk/search.jsp?infotypeId=A08&jdid=122&area={n}&currpage=1"),
    ),
    ("jpaas short listing", 10, ("jpaas",), short_listing(Jpaas)),
    (
        "jpaas answer",
        6,
        ("jpaas",),
        answer(
            Jpaas,
            "/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic"
            "&webId={h}&tplSetId={g}&pageType=column",
        ),
    ),
    ("jpaas news", 8, ("jpaas",), document(Jpaas)),
    ("gkmlpt answer", 6, ("gkmlpt",), answer(Gkmlpt, "/gkmlpt/api/all/{n}?page=1&sid=755031")),
    ("ucap short listing", 10, ("ucap",), short_listing(Ucap)),
    (
        "ucap answer",
        6,
        ("ucap",),
        answer(Ucap, "/common/search/{h}?_isAgg=true&_isJson=true&_pageSize=100&page=1"),
    ),
    ("ucap news", 8, ("ucap",), document(Ucap)),
    ("ucap content", 5, ("ucap",), ucap_content),
    ("longxun short listing", 8, ("longxun",), short_listing(Longxun)),
    ("longxun news", 6, ("longxun",), document(Longxun)),
    ("vsb short listing", 8, ("static",), short_listing(Vsb)),
    ("vsb news", 6, ("static",), document(Vsb)),
    ("intertid short listing", 5, ("static",), short_listing(Intertid)),
    ("nfcms news", 5, ("static",), document(Nfcms)),
    ("cmsweb of a department", 5, ("static",), cmsweb_departments),
    ("cmsweb short listing", 5, ("static",), short_listing(Cmsweb)),
    ("jhtml short listing", 4, ("static",), short_listing(Jhtml)),
    ("aspx short listing", 4, ("static",), short_listing(Aspx)),
)


def page(title: str, body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def drupal(rng: Random, where: str) -> tuple[str, str]:
    return f"/node/{rng.randint(1, 999)}", page(
        where,
        f'<article data-history-node-id="3">{prose(rng)}</article>',
        '<meta name="Generator" content="Drupal 9">',
    )


def typecho(rng: Random, where: str) -> tuple[str, str]:
    return f"/archives/{rng.randint(1, 999)}/", page(
        words.headline(rng, where),
        f'<div class="post-content" itemprop="articleBody">{prose(rng)}</div>',
        '<meta name="generator" content="Typecho 1.2">',
    )


def nuxt(rng: Random, where: str) -> tuple[str, str]:
    state = json.dumps(
        {"data": [{"title": words.headline(rng, where), "id": n} for n in range(4)]},
        ensure_ascii=False,
    )
    return "/", page(where, f'<div id="__nuxt"></div><script>window.__NUXT__={state}</script>')


def tomcat(rng: Random, where: str) -> tuple[str, str]:
    return "/zfxxgk/nb.jsp", page(
        "HTTP Status 500",
        "<h1>HTTP Status 500 – Internal Server Error</h1><p>java.lang.NullPointerException</p>",
    )


def library(rng: Random, where: str) -> tuple[str, str]:
    return "/kns/brief.aspx", page(
        "检索",
        f'<table class="result">{"".join(f"<tr><td>{words.headline(rng, where)}</td></tr>" for _ in range(6))}</table>',
    )


def law_firm(rng: Random, where: str) -> tuple[str, str]:
    return f"/article-{rng.randint(100, 999)}.html", page(
        "律师解读",
        f"<h1>{where}政府信息公开案件解读</h1>{prose(rng)}<p>参见 <a href='{rng.choice(LINKS)}'>年报</a></p>",
    )


def question(rng: Random, where: str) -> tuple[str, str]:
    text = rng.choice(
        (
            'document.write 与 createPageHTML(20, 0, "index", "html") 报错怎么办',
            "<code>&lt;div queryData=\"{'webId':'1','tplSetId':'2'}\"&gt;</code> 如何解析",
            "window._CONFIG 里的 TREE 和 SID 怎么取，见 /gkmlpt/index",
            "为什么 jpage/dataproxy.jsp 只返回前 45 条 &lt;record&gt;",
            "UCAP-CONTENT 里的图片防盗链",
            "TRS_Editor 样式冲突",
            "var countPage = 10; 分页只到第 9 页",
        )
    )
    return f"/questions/{digits(rng, 6)}", page(
        "技术问答",
        f"<div class='question'><h1>求助</h1><div class='md'>{text}</div></div><div class='answer'>{prose(rng)}</div>",
    )


def tender(rng: Random, where: str) -> tuple[str, str]:
    what = rng.choice(
        (
            "拓尔思 TRS WCM 维保",
            "大汉 JCMS 升级（jpage 组件）",
            "开普云 UCAP 平台",
            "博达 VSB 站群",
            "gkmlpt 对接",
        )
    )
    return f"/zbgg/{digits(rng, 5)}.html", page(
        "招标公告", f"<h1>{where}政务网站{what}采购公告</h1>{prose(rng)}"
    )


def archive_copy(rng: Random, where: str) -> tuple[str, str]:
    inner = rng.choice(LINKS)
    return f"/cache?u={digits(rng, 4)}", page(
        "网页快照", f"<div>这是 <a href='{inner}'>{inner}</a> 的快照</div>{prose(rng)}"
    )


def partners(rng: Random, where: str) -> tuple[str, str]:
    boxes = "".join(
        f"<option value='{href}'>{words.place(rng)[0]}政府</option>"
        for href in rng.sample(LINKS, 5)
    )
    return "/about.do", page(f"{where}融媒体中心", f"<select>{boxes}</select>{prose(rng)}")


def empty(rng: Random, where: str) -> tuple[str, str]:
    return "/zfxxgk/", rng.choice(
        ("", "<html></html>", "ok", "<html><body>系统维护中</body></html>")
    )


STRANGERS: tuple[tuple[str, int, Make], ...] = tuple(
    (make.__name__, many, make)
    for make, many in (
        (drupal, 3),
        (typecho, 3),
        (nuxt, 3),
        (tomcat, 2),
        (library, 2),
        (law_firm, 4),
        (question, 9),
        (tender, 4),
        (archive_copy, 3),
        (partners, 4),
        (empty, 3),
    )
)

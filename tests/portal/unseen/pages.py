"""Single pages with the platform each comes from: home, list and document pages, and strangers.

`pages()` gives name, address, bytes and the names of the platform that are right, worst case
first: '' is right where a page bears no mark, and 'static' is allowed for a dated list of a
system nobody knows. `strangers.py` holds the systems nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.portal.unseen.frames import links, news
from tests.portal.unseen.listings import MAKERS
from tests.portal.unseen.portal import Portal, rows
from tests.portal.unseen.strangers import strangers

UNITS = ("南岭市水务局", "青石县教育局", "东河省交通运输厅", "西岭州人民政府", "松江口市民政局")
LABELS = (
    "政府信息公开年报",
    "信息公开年报",
    "公开年报",
    "政府信息公开年度报告",
    "政府信息公开工作年度报告",
)

PATHS: dict[str, tuple[str, ...]] = {
    "trs": ("/zfxxgk/zfxxgknb/", "/zwgk/gknb2017/", "/gongkai/zfxxgkpt/ndbg/", "/txxgknb_17198/", "/nb/nb_2022n/index.html"),
    "trs_count": ("/xxgk/gknb/", "/zwgk/xxgknb/", "/gk/zfxxgkndbg/index.shtml", "/zfxxgkml/nb/", "/a/b/nb82/"),
    "jpage": ("/col/col61490/index.html", "/col/col1229214366/index.html", "/col/col37/index.html", "/col/col4021/", "/col/col9/index.html"),
    "xxgk": ("/col/col1229/index.html", "/col/col77/index.html", "/col/col1/index.html", "/col/col3490/index.html", "/col/col26/index.html"),
    "jpaas": ("/col/col1487002/index.html", "/zw/zh/index.html", "/xxgk/nb/index.html", "/gk/zfxxgknb/index.html", "/col/col88/index.html"),
    "gkmlpt": ("/gkmlpt/index#505", "/gkmlpt/index#2811", "/kjcxj/gkmlpt/index#368", "/gkmlpt/index", "/gkmlpt/index#0"),
    "ucap": ("/xgs/c100186/common_zfxxgknb.shtml", "/klmys/c100186/list.shtml", "/csrc/c100028/common_list.shtml", "/spb/c200011/zfxxgknb.shtml", "/gs/c113201/xxgk_list.shtml"),
    "longxun": ("/public/column/6601841?type=4&action=list&nav=3&catId=6717245", "/public/column/1681?type=4", "/public/column/6596781", "/public/column/22?type=4&action=list", "/public/column/7123?catId=88"),
    "vsb": ("/zwgk/xxgknb.htm", "/xxgkzn/nb.htm", "/zfxxgk/ndbg.htm", "/xxgk/nb/3.htm", "/gk.htm"),
    "plain": ("/zfxxgk/xxgknb/index.shtml", "/zfxxgk/nb/index_2.shtml", "/open/annual/list.html", "/n2588035/n2588320/index.html", "/InfoPublic.aspx?cid=1019&pid=971&page=1"),
}  # fmt: skip
"""Addresses of lists, five for each maker of `listings.py`."""

FOOT = "<p>一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、行政复议、行政诉讼情况</p>"

DOCUMENTS: tuple[tuple[str, str, str, str], ...] = (
    ("trs", "/zfxxgk/zfxxgknb/202601/t20260120_534737.html", "", "<div class='trs_editor_view TRS_UEDITOR trs_paper_default'>{f}</div><a href='./P020260120651694642582.pdf'>附件</a>"),
    ("trs", "/gk/nb/202101/t20210125_1372757.shtml", "", "<div class='TRS_Editor'><style>.TRS_Editor P{{margin:0}}</style>{f}</div>"),
    ("trs", "/zwgk/20200617/t0035_1372757.html", "", "<div id='zoom'><div class=TRS_Editor>{f}</div></div>"),
    ("hanweb_jpage", "/art/2026/1/16/art_61490_8801.html", "<meta name='ContentSource' content='x'>", "<!--ZJEG_RSS.content.begin--><div id='zoom'>{f}</div><a href='/module/download/downfile.jsp?classid=0&showname=a.pdf&filename=0a1b2c3d4e5f0a1b2c3d4e5f0a1b2c3d.pdf'>下载</a>"),
    ("hanweb_jpage", "/art/2021/1/25/art_16516_1541057.html", "", "<div class='main-txt'>{f}</div><script src='/module/visitcount/visit.jsp?type=3&i_webid=1'></script>"),
    ("jpaas", "/art/2026/art_0f1e2d3c4b5a69788796a5b4c3d2e1f0.html", "<script src='/jpaas-publish-server/front/page/js/visit.js'></script>", "<div class='zoom'>{f}</div>"),
    ("gkmlpt", "/gkmlpt/content/3/3874/post_3874985.html", "", "<div class='article-content'>{f}</div><a href='/attachment/1/1342/1342711/10800873.pdf'>附件</a>"),
    ("gkmlpt", "/kjcxj/gkmlpt/content/9/9861/post_9861778.html", "<script>window._CONFIG={{SID:'755031'}}</script>", "<div class='content'>{f}</div>"),
    ("ucap", "/xgs/c100186/202509/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml", "", "<div id='UCAP-CONTENT'>{f}</div>"),
    ("ucap", "/csrc/c100028/c7123456/content.shtml", "<meta name='others' content='页面生成时间 UCAP'>", "<div class='detail-news'>{f}</div>"),
    ("longxun", "/public/6601841/5509.html", "<script src='/assets/js/ls.public.js'></script>", "<div class='j-fontContent'>{f}</div><a href='/public/column/6601841?type=4'>返回</a>"),
    ("static", "/info/1045/2171.htm", "", "<form name='_newscontent_fromname'><div id='vsb_content'>{f}</div></form><a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=2025460573&wbfileid=4FF075'>年报</a>"),
)  # fmt: skip
"""Platform, address, head and body of document pages."""

HOMES: tuple[tuple[str, str, str], ...] = (
    ("trs", "", "<ul><li><a href='./zwgk/202601/t20260112_1.html'>{n}</a><li><a href='./zwgk/202601/t20260109_2.html'>{n}</a><li><a href='./gzdt/202512/t20251230_3.html'>{n}</a></ul>"),
    ("trs", "", "<div class='fl'><a href='/xw/202601/t20260112_17.shtml'>{n}</a><a href='/xw/202601/t20260113_18.shtml'>{n}</a></div><a href='/zfxxgk/'>公开</a>"),
    ("hanweb_jpage", "<script src='/module/web/jpage/jquery.jpage.js'></script>", "<a href='/col/col37/index.html'>公开</a><a href='/art/2026/1/12/art_37_1.html'>{n}</a><a href='/art/2026/1/13/art_37_2.html'>{n}</a>"),
    ("hanweb_jpage", "", "<a href='/col/col137/index.html'>公开</a><a href='/col/col138/index.html'>{n}</a><a href='/art/2026/1/13/art_138_2.html'>{n}</a>"),
    ("jpaas", "", "<div queryData=\"{{'webId':'a','pageId':'b','tplSetId':'c'}}\"></div><script url='/api-gateway/jpaas-publish-server/front/page/build/unit'></script><a href='/art/2026/art_0f1e2d3c4b5a69788796a5b4c3d2e1f0.html'>{n}</a>"),
    ("ucap", "<meta name='generator' content='UCAP'>", "<a href='/xgs/c100186/list.shtml'>公开</a><a href='/xgs/c100187/202601/0a1b2c3d4e5f60718293a4b5c6d7e8f9.shtml'>{n}</a>"),
    ("longxun", "<script src='/assets/js/ls.public.js'></script>", "<a href='/public/column/6601841?type=1'>信息公开</a><a href='/public/6601841/77.html'>{n}</a><a href='/public/6601841/78.html'>{n}</a>"),
    ("static", "", "<script id='_vsb_' src='/system/resource/js/vsbscreen.min.js'></script><a href='xxgkzn.htm'>公开</a><a href='info/1045/2171.htm'>{n}</a><a href='info/1045/2172.htm'>{n}</a>"),
)  # fmt: skip
"""Platform, head and body of home pages."""


class Truth(NamedTuple):
    """A page and the answers that are right for it."""

    name: str
    url: str
    body: bytes
    right: frozenset[str]


def _listings() -> Iterator[Truth]:
    for system, paths in PATHS.items():
        platform, make = MAKERS[system]
        for number, path in enumerate(paths):
            for charset in ("utf-8", "gb18030"):
                p = Portal(f"http://www.l{number}.gov.cn/", UNITS[number], charset)
                url = make(p, LABELS[number], rows(p.unit, 2025, 4 + 2 * number, number), path)
                body = next(reversed(p.pages.values()))
                yield Truth(f"list/{system}/{number}/{charset}", url, body, frozenset({platform}))


def _singles() -> Iterator[Truth]:
    for number, (platform, path, head, inner) in enumerate(DOCUMENTS):
        for unit in UNITS[:3]:
            p = Portal(f"http://www.d{number}.gov.cn/", unit)
            title = f"{unit}2025年政府信息公开工作年度报告"
            url = p.put(path, f"<h1>{title}</h1>" + inner.format(f=FOOT), title, head.format())
            body = p.answer(url) or b""
            yield Truth(f"document/{platform}/{number}", url, body, frozenset({platform}))
    for number, (platform, head, inner) in enumerate(HOMES):
        for unit in UNITS[:3]:
            p = Portal(f"http://www.h{number}.gov.cn/", unit)
            body = inner.format(n="全市工作会议召开")
            url = p.put(p.home, f"<h1>{unit}</h1>{body}", unit, head)
            yield Truth(
                f"home/{platform}/{number}", url, p.answer(url) or b"", frozenset({platform})
            )
    for number, unit in enumerate(UNITS):
        p = Portal(f"http://www.b{number}.gov.cn/", unit)
        url = p.put(p.home, f"<ul>{links(('政务公开', '/zwgk/'), ('互动', '/hd/'))}</ul>{news(3)}")
        yield Truth(f"home/bare/{number}", url, p.answer(url) or b"", frozenset({""}))


def pages() -> Iterator[Truth]:
    """Every page, the same at every call."""
    yield from _listings()
    yield from _singles()
    for name, url, html, charset in strangers():
        dated = "list" in name
        yield Truth(
            f"stranger/{name}", url, html.encode(charset, "replace"),
            frozenset({"", "static"} if dated else {""}),
        )  # fmt: skip

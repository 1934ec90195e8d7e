"""The systems of the survey, one class each, as their pages look in its samples."""

from __future__ import annotations

import json
import posixpath
from random import Random

from tests.portal.heldout.system import Laid, Rows, System, digits, hexes, prose


class Trs(System):
    """拓尔思 WCM: a folder a column, `t20240129_534737.html`, pages made by a script."""

    told = "trs"

    def __init__(self, ending: str = "html", root: str = "/zwgk/") -> None:
        self.ending, self.root = ending, root

    def column(self, rng: Random, slug: str) -> str:
        return f"{self.root}{slug}/"

    def document(self, rng: Random, column: str, day: str) -> str:
        stamp = day.replace("-", "")
        name = (
            f"t{stamp}_{digits(rng, 6)}" if self.ending == "html" else f"t{stamp}_{digits(rng, 7)}"
        )
        return f"{column}{stamp[:6]}/{name}.{self.ending}"

    def link(self, column: str, path: str) -> str:
        return "./" + path.removeprefix(column)

    def row(self, rng: Random, title: str, href: str, day: str) -> str:
        return f'<li><span class="fr">{day}</span><a href="{href}" title="{title}">{title}</a></li>'

    def page(self, column: str, number: int, pages: int) -> str:
        return f"{column}index_{number}.{self.ending}"

    def pager(self, rng: Random, column: str, at: int, pages: list[list[str]], total: int) -> str:
        if self.ending == "html":
            return (
                f'<div class="fenye"><script>createPageHTML({len(pages)}, {at}, "index", '
                f'"html");</script></div>'
            )
        return (
            f'<script language="JavaScript">var currentPage = {at};//所在页从0开始\n'
            f"var countPage = {len(pages)}//共多少页\n"
            'if(countPage>1&&currentPage!=0){document.write("<a href=\\"index.shtml\\">上页</a>");}'
            "</script>"
        )

    def article(self, rng: Random, title: str, day: str) -> str:
        box = rng.choice(("TRS_Editor", "trs_editor_view TRS_UEDITOR", "TRS_UEDITOR"))
        pdf = f"P0{day.replace('-', '')}{digits(rng, 12)}.pdf"
        return (
            f'<div class="title">{title}</div><div class="time">{day}</div>'
            f'<div class="{box}">{prose(rng)}<p><a href="./{pdf}" appendix="true">{title}.pdf</a></p></div>'
        )


class Jpage(System):
    """大汉 JCMS: numbered columns, rows in a data store inside the page or from the proxy."""

    told = "hanweb_jpage"

    def __init__(self, *, inside: bool = True) -> None:
        self.inside = inside

    def column(self, rng: Random, slug: str) -> str:
        return f"/col/col{digits(rng, rng.choice((5, 6, 10)))}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        year, month, rest = day.split("-")
        number = column.rsplit("/col", maxsplit=1)[-1].split("/", maxsplit=1)[0]
        return f"/art/{year}/{int(month)}/{int(rest)}/art_{number}_{digits(rng, 7)}.html"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        lines, laid = self.rows(rng, column, rows)
        unit, number = (
            digits(rng, 6),
            column.rsplit("/col", maxsplit=1)[-1].split("/", maxsplit=1)[0],
        )
        data = "".join(f"<record><![CDATA[{line}]]></record>" for line in lines)
        proxy = (
            f"/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=39&path=/&columnid={number}"
            f"&unitid={unit}&webname=%E9%97%A8%E6%88%B7&permissiontype=0"
        )
        store = (
            f'<datastore><nextgroup><![CDATA[<a href="{proxy}"></a>]]></nextgroup>'
            f"<recordset>{data if self.inside else ''}</recordset></datastore>"
        )
        laid.inner = (
            f'<div id="{unit}" class="default_pgContainer"></div>'
            f'<script type="text/xml" id="ds{unit}">{store}</script>'
            '<script src="/script/jquery.jpage.js"></script><script>'
            f"jQuery('#{unit}').jpage({{dataStore: $('#ds{unit}').html(), perPage: 20, "
            "groupSize: 3, barPosition: 'bottom', proxyUrl: '/module/web/jpage/dataproxy.jsp', "
            f"totalRecord: {len(lines)}, proxyParam: {{col: 1, appid: 1, webid: 39, path: '/', "
            f"columnid: {number}, sourceContentType: 1, unitid: '{unit}', webname: '门户网站', "
            "permissiontype: 0}});</script>"
        )
        answer = (
            f"<datastore><totalrecord>{len(lines)}</totalrecord><totalpage>1</totalpage>"
            f"<recordset>{data}</recordset></datastore>"
        )
        laid.apis.append((rf"dataproxy\.jsp.*columnid={number}\b", lambda url, body: answer))
        return laid

    def article(self, rng: Random, title: str, day: str) -> str:
        name = f"{hexes(rng)}.pdf"
        return (
            f'<!--<$[标题名称(html)]>begin--><div class="tit">{title}</div><!--<$[标题名称(html)]>end-->'
            f'<p>{day}</p><div id="zoom">{prose(rng)}<a href="/module/download/downfile.jsp?'
            f'classid=0&showname={title}.pdf&filename={name}">{title}.pdf</a></div>'
        )


class Xxgk(System):
    """大汉's module for disclosure: a tree of categories and a table from `search.jsp`."""

    told = "hanweb_xxgk"

    def column(self, rng: Random, slug: str) -> str:
        number = digits(rng, 5)
        if rng.random() < 0.5:
            return f"/col/col{number}/index.html?number=A{rng.randint(10, 99)}"
        return f"/col/col{number}/index.html?vc_xxgkarea=11{digits(rng, 6)}{digits(rng, 9)}X"

    def document(self, rng: Random, column: str, day: str) -> str:
        year, month, rest = day.split("-")
        return f"/art/{year}/{int(month)}/{int(rest)}/art_{digits(rng, 4)}_{digits(rng, 6)}.html"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        lines, laid = [], Laid("")
        for at, (title, day) in enumerate(rows):
            path = self.document(rng, column, day)
            laid.documents[path] = (title, day)
            lines.append(
                f'<tr class="tr_main_value_{("odd", "even")[at % 2]}"><td>{at + 1}</td><td>'
                f'<a href="{path}" target="_blank" mc="{title}" rq="{day}">{title}</a></td>'
                f"<td>{day}</td></tr>"
            )
        named = column.partition("vc_xxgkarea=")[2]  # the page asks for the organ of its address
        area, div = named or f"11{digits(rng, 6)}MB{digits(rng, 7)}X", f"div{digits(rng, 5)}"
        table = "<table class='table_main'>" + "".join(lines) + "</table>"
        ask = f"/module/xxgk/search.jsp?infotypeId=A08&jdid=122&divid={div}&area={area}"
        empty = rng.random() < 0.5
        laid.inner = (
            f'<script src="/module/xxgk/js/xxgk.js"></script><div id="{div}">'
            f"{'' if empty else table}</div><script>"
            f"loadDynamic('{ask}&standardXxgk=1&currpage=1&sortfield=compaltedate:0');</script>"
        )
        laid.apis.append((rf"/module/xxgk/search\.jsp.*{area}", lambda url, body: table))
        return laid

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<table class="xxgk_table"><tr><td>索引号</td><td>{digits(rng, 9)}/2023-{digits(rng, 5)}</td></tr>'
            f'</table><script src="/module/xxgk/js/detail.js"></script><h3>{title}</h3>{prose(rng)}'
        )


class Jpaas(System):
    """大汉's newer system: an attribute `queryData` and a JSON answer with markup in it."""

    told = "jpaas"

    def __init__(self, *, inside: bool = True) -> None:
        self.inside = inside

    def column(self, rng: Random, slug: str) -> str:
        if rng.random() < 0.5:
            return f"/col/col{digits(rng, 7)}/index.html"
        return f"/zw/{slug}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/art/{day[:4]}/art_{hexes(rng)}.html"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        lines, laid = self.rows(rng, column, rows)
        web, page, tpl = hexes(rng), hexes(rng), hexes(rng)
        spelt = rng.choice(("bulidstatic", "bulidstatic", "buildstatic"))
        box = (
            f'<ul>{"".join(lines)}</ul><div class="pagination" id="page" rows="15" '
            f'count="{len(lines)}"></div>'
        )
        unit = "/api-gateway/jpaas-publish-server/front/page/build/unit"
        laid.inner = (
            f'<div class="page-content" id="{tpl}" unitUrl="{unit}" queryData="{{'
            f"'webId':'{web}','pageId':'{page}','parseType':'{spelt}','pageType':'column',"
            f"'tagId':'信息列表','tplSetId':'{tpl}','editType':'null'}}\">"
            f"{box if self.inside else ''}</div>"
        )
        answer = json.dumps({"success": True, "data": {"html": box}}, ensure_ascii=False)
        laid.apis.append((rf"jpaas-publish-server.*{page}", lambda url, body: answer))
        return laid

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<h2>{title}</h2><div class="date">{day}</div><div id="zoomcon" '
            f'data-api="/api-gateway/jpaas-publish-server/front/page/visit">{prose(rng)}</div>'
        )


class Gkmlpt(System):
    """广东's 政府信息公开目录平台: one application page, columns behind its `#`."""

    told = "gkmlpt"

    def column(self, rng: Random, slug: str) -> str:
        return f"/gkmlpt/index#{rng.randint(200, 9000)}"

    def document(self, rng: Random, column: str, day: str) -> str:
        number = digits(rng, 7)
        return f"/gkmlpt/content/{number // 10**6}/{number // 1000}/post_{number}.html"

    def application(self, sid: int, tree: list[dict[str, object]]) -> str:
        """Give the application's page."""
        return (
            '<div id="app"></div><script>window._CONFIG = {\n'
            f"  SID: '{sid}',\n  SITE_NAME: '政府信息公开平台',\n"
            f"  TREE: {json.dumps(tree, ensure_ascii=False)},\n  PAGE_SIZE: 100\n}};</script>"
            '<script src="/gkmlpt/static/js/app.0a1b2c.js"></script>'
        )

    def answer(self, host: str, rng: Random, column: str, rows: Rows) -> Laid:
        """Give the JSON of a column, as an api."""
        laid, number, articles = Laid(""), column.rsplit("#", maxsplit=1)[-1], []
        for title, day in rows:
            path = self.document(rng, column, day)
            laid.documents[path] = (title, day)
            url = f"http://{host}{path}"
            articles.append(
                {
                    "id": digits(rng, 7),
                    "title": title,
                    "url": url,
                    "post_url": url,
                    "date": 1700000000,
                }
                | {
                    "publisher": "",
                    "display_publish_time": 1700000000,
                    "created_at": f"{day} 09:00:00",
                }
            )
        text = json.dumps({"total": len(rows), "articles": articles}, ensure_ascii=False)
        laid.apis.append((rf"/gkmlpt/api/all/{number}\?", lambda url, body: text))
        return laid

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        return Laid("")

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<div class="classify"><table><tr><td>索引号：</td><td>{digits(rng, 8)}</td></tr></table>'
            f'</div><h1 class="content-title">{title}</h1><div class="article-content">{prose(rng)}'
            f'<a href="/gkmlpt/attachment/7/{digits(rng, 4)}/{digits(rng, 7)}.pdf">附件</a></div>'
        )


class Ucap(System):
    """开普云: `common_list.shtml` below `c100186`, rows in the page or from a search."""

    told = "ucap"

    def __init__(self, *, inside: bool = True, site: str = "klm") -> None:
        self.inside, self.site = inside, site

    def column(self, rng: Random, slug: str) -> str:
        name = rng.choice(("common_list", "list", "common_zfxxgknb", "xxgk_list"))
        return f"/{self.site}/c{rng.randint(100010, 109999)}/{name}.shtml"

    def document(self, rng: Random, column: str, day: str) -> str:
        folder = posixpath.dirname(column)
        return f"{folder}/{day[:7].replace('-', '')}/{hexes(rng)}.shtml"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        lines, laid = self.rows(rng, column, rows)
        channel = hexes(rng)
        results = [
            {"title": title, "url": path, "publishedTimeStr": f"{day} 10:00:00", "content": ""}
            for path, (title, day) in laid.documents.items()
        ]
        shown = f"<ul>{''.join(lines)}</ul>" if self.inside else '<ul id="datalist"></ul>'
        laid.inner = (
            f'{shown}<div id="page_div"></div><script src="/ucap-static/js/page.js"></script><script>'
            f"var channelId = '{channel}';var url='/common/search/{channel}?_isAgg=true&_isJson=true"
            "&_pageSize=100&_template=index&_rangeTimeGte=&_channelName=&page=1';"
            f"createPageHTML('page_div',1, 1,'common_list','shtml',{len(lines)});</script>"
        )
        text = json.dumps({"data": {"total": len(rows), "results": results}}, ensure_ascii=False)
        laid.apis.append((rf"/search/{channel}", lambda url, body: text))
        return laid

    def article(self, rng: Random, title: str, day: str) -> str:
        return f'<h1>{title}</h1><span>{day}</span><div id="UCAP-CONTENT">{prose(rng)}</div>'


class Longxun(System):
    """龙讯's openness: columns of one unit told by numbers in the query."""

    told = "longxun"

    def __init__(self, unit: int = 6601841) -> None:
        self.unit = unit

    def head(self, rng: Random) -> str:
        return '<link rel="stylesheet" href="/assets/css/openness.css">'

    def column(self, rng: Random, slug: str) -> str:
        return f"/public/column/{self.unit}?type=4&action=list&nav=3&catId={digits(rng, 7)}"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/public/{self.unit}/{digits(rng, 8)}.html"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        lines, laid = self.rows(rng, column, rows)
        years = "".join(f"<li><a>{title[-30:][:4]}年</a></li>" for title, _ in rows[:3])
        laid.inner = (
            f'<ul id="timeFrame">{years}</ul><div class="xxgk_nav_con">'
            + "".join(f'<ul class="clearfix xxgk_nav_list">{line}</ul>' for line in lines)
            + '</div><div id="page_public_info" class="page"></div>'
        )
        return laid

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<div class="xxgk_index"><table><tr><th>索 引 号：</th><td>{digits(rng, 9)}/202301-00012</td>'
            f'</tr></table></div><h1 class="newstitle">{title}</h1><div class="j-fontContent">{prose(rng)}'
            "</div>"
        )

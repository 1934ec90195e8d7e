"""Columns of yearly reports as eight publishing systems print them, data addresses included.

Each maker puts the pages of one column on the portal and gives the address of the column.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.portal.unseen.portal import Portal, Row


def _items(links: list[tuple[str, Row]], item: str) -> str:
    return "\n".join(item.format(href=h, title=t, date=d) for h, (t, d) in links)


def trs(p: Portal, label: str, rows: list[Row], path: str = "/zfxxgk/zfxxgknb/") -> str:
    """TRS WCM: a folder, documents by t-date, the pager a script."""
    links = [(f"./{d[:7].replace('-', '')}/t{d.replace('-', '')}_{5340 + i}.html", (t, d))
             for i, (t, d) in enumerate(rows)]  # fmt: skip
    body = (
        f'<div class="wz">当前位置：<a href="/">首页</a> &gt; <a href="../">政务公开</a> &gt; {label}</div>'
        f'<div class="gl_right"><h2>{label}</h2><ul class="gl_list">'
        + _items(links, '<li><a href="{href}" target="_blank" title="{title}">{title}</a><span>{date}</span></li>')
        + '</ul><div class="page"><script>createPageHTML(1, 0, "index", "html");</script></div></div>'
    )  # fmt: skip
    return p.put(path, body, f"{label}_{p.unit}")


def trs_count(p: Portal, label: str, rows: list[Row], path: str = "/xxgk/gknb/") -> str:
    """TRS WCM of the older sort: `countPage` variables, table rows."""
    links = [(f"{d[:7].replace('-', '')}/t{d.replace('-', '')}_{81 + i}.shtml", (t, d))
             for i, (t, d) in enumerate(rows)]  # fmt: skip
    body = (
        f'<table width="980"><tr><td class="lm">{label}</td></tr><tr><td><table class="bt">'
        + _items(links, '<tr><td>·<a href="{href}">{title}</a></td><td>[{date}]</td></tr>')
        + "</table><script>var currentPage = 0;//所在页从0开始\nvar prevPage = currentPage-1;"
        "var countPage = 1;//共多少页\n</script></td></tr></table>"
    )
    return p.put(path, body, label)


def jpage(p: Portal, label: str, rows: list[Row], path: str = "/col/col61490/index.html") -> str:
    """Hanweb JCMS: the first batch inside the page, the rest by dataproxy."""
    col = "".join(filter(str.isdigit, path))
    record = "".join(
        f"<record><![CDATA[<li><a href='/art/{d[:4]}/{int(d[5:7])}/{int(d[8:])}/art_{col}_{880 + i}.html' "
        f"title='{t}' target='_blank'>{t}</a><span>{d}</span></li>]]></record>"
        for i, (t, d) in enumerate(rows)
    )
    store = (
        f"<datastore><nextgroup></nextgroup><recordset>{record}</recordset></datastore>"
    )  # fmt: skip
    body = (
        f'<div class="bt">{label}</div><div id="247686" class="default_pgContainer"></div>'
        f'<script type="text/xml">{store}</script>'
        "<script>$(function(){$('#247686').jpage({proxyurl:'/module/web/jpage/dataproxy.jsp',perpage:20,"
        f"totalRecord:{len(rows)},appid:'1',webid:39,path:'/',columnid:{col},sourceContentType:1,"
        f"unitid:'247686',webname:'{p.unit}',permissiontype:0}});}});</script>"
    )
    p.serve("/module/web/jpage/dataproxy.jsp", store)
    return p.put(path, body, label, '<script src="/script/jquery.jpage.js"></script>')


def xxgk(p: Portal, label: str, rows: list[Row], path: str = "/col/col1229/index.html") -> str:
    """Hanweb information catalogue: the table comes by script."""
    table = "<table>" + "".join(
        f'<tr class="tr_main_value_{"odd" if i % 2 else "even"}"><td>{i + 1}</td><td><a '
        f"href='/art/{d[:4]}/{int(d[5:7])}/{int(d[8:])}/art_1229_{310 + i}.html' title='{t}' mc='{t}' rq='{d}'>"
        f"{t}</a></td><td>{d}</td></tr>" for i, (t, d) in enumerate(rows)
    )  # fmt: skip
    table += f'</table><div class="tb_title">共{len(rows)}条记录 共1页</div>'
    body = (
        f'<div class="t">{label}</div><div id="div23160"></div>'
        '<script src="/module/xxgk/xxgk.js"></script><script>loadDynamic("/module/xxgk/search.jsp?'
        "standardXxgk=1&isAllList=1&texttype=0&fbtime=-1&vc_all=&vc_filenumber=&vc_title=&vc_number="
        "&currpage=1&sortfield=,compaltedate:0&fields=&fieldConfigId=&hasNoPages=0&infoCount=&infotypeId=A08"
        '&jdid=122&area=11320700014240000X&divid=div23160","div23160");</script>'
    )
    p.serve("/module/xxgk/search.jsp", table)
    return p.put(path + "?number=A08", body, label) if "?" not in path else p.put(path, body, label)


def jpaas(p: Portal, label: str, rows: list[Row], path: str = "/col/col1487002/index.html") -> str:
    """Hanweb jpaas: `queryData` in the page, JSON with `data.html` behind it."""
    html = (
        "<ul>"
        + "".join(
            f"<li><a href='/art/{d[:4]}/art_{i:032x}.html' title='{t}'>{t}</a><b>{d}</b></li>"
            for i, (t, d) in enumerate(rows, 40961)
        )
        + f"</ul><div class='pagination' rows='15' count='{len(rows)}'></div>"
    )
    p.serve("/api-gateway/jpaas-publish-server/front/page/build/unit",
            {"success": True, "code": "200", "data": {"html": html}})  # fmt: skip
    body = (
        f'<div class="crumb"><a href="/">首页</a>&gt;{label}</div><div class="list"><script parseType="bulidstatic" '
        "url=\"/api-gateway/jpaas-publish-server/front/page/build/unit\" queryData=\"{'parseType':'bulidstatic',"
        "'webId':'8d2a1b','pageType':'column','tagId':'信息列表','tplSetId':'f1c0e2','pageId':'c77e10',"
        "'paramJson':{'pageNo':1,'pageSize':15}}\"></script></div>"
    )
    return p.put(path, body, label)


def gkmlpt(p: Portal, label: str, rows: list[Row], path: str = "/gkmlpt/index#505") -> str:
    """Guangdong's catalogue: a tree in `_CONFIG`, JSON by category."""
    category = path.rpartition("#")[2]
    tree = (
        '[{"id":501,"name":"机构职能","parent_id":0,"children":[]},{"id":502,"name":"政策法规",'
        '"parent_id":0,"children":[{"id":503,"name":"规范性文件","parent_id":502,"children":[]}]},'
        f'{{"id":{category},"name":"{label}","parent_id":0,"children":[]}},'
        '{"id":506,"name":"财政预决算","parent_id":0,"children":[]}]'
    )
    body = (
        '<div id="app"></div><script>window._CONFIG = {\n SITE_NAME: \'' + p.unit + "',\n SID: '755031',\n"
        f" TREE: {tree},\n API: '/gkmlpt/api'\n}}</script><script src='/gkmlpt/js/index.js'></script>"
    )  # fmt: skip
    articles: list[object] = [
        {"id": 900 + i, "title": t, "url": p.url(f"/gkmlpt/content/3/{387 + i}/post_{387400 + i}.html"),
         "post_url": "", "publisher": p.unit, "date": 1642386000 + i, "display_publish_time": 1642386000 + i,
         "created_at": d + " 09:00:00"} for i, (t, d) in enumerate(rows)
    ]  # fmt: skip
    for other in ("501", "502", "503", "506"):
        p.serve(f"/gkmlpt/api/all/{other}", {"total": 0, "articles": []})
    p.serve(f"/gkmlpt/api/all/{category}", {"total": len(rows), "articles": articles})
    p.put(path.partition("#")[0], body, f"{p.unit}政府信息公开目录")
    p.accepted.append(p.url(f"/gkmlpt/api/all/{category}?page=1&sid=755031"))
    return p.url(path)


def ucap(
    p: Portal, label: str, rows: list[Row], path: str = "/xgs/c100186/common_zfxxgknb.shtml"
) -> str:
    """UCAP: a channel id, JSON from `/common/search/`."""
    channel = "5c1f0a9b7e3d4c2f8a6b1d0e9f7c5a3b"
    body = (
        f'<div class="pos">{label}</div><ul id="list" class="xxgk-list"></ul><div id="page_div"></div>'
        f"<script>var channelId = '{channel}';\n$.ajax({{url:'/common/search/{channel}?_isAgg=true&_isJson=true"
        "&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page='+page,dataType:'json'});</script>"
    )
    results: list[object] = [
        {"title": t, "url": f"/xgs/c100186/{d[:7].replace('-', '')}/{i:032x}.shtml",
         "publishedTimeStr": d + " 10:00:00", "content": ""} for i, (t, d) in enumerate(rows, 255)
    ]  # fmt: skip
    p.serve(
        f"/common/search/{channel}",
        {"data": {"total": len(rows), "page": 1, "rows": 20, "results": results}},
    )
    return p.put(path, body, label, '<meta name="others" content="页面生成时间 2026-02-03 UCAP">')


def longxun(
    p: Portal,
    label: str,
    rows: list[Row],
    path: str = "/public/column/6601841?type=4&action=list&nav=3&catId=6717245",
) -> str:
    """Longxun openness: the years in `#timeFrame`."""
    unit = path.split("?", maxsplit=1)[0].rpartition("/")[2]
    body = (
        f'<div class="xxgk_nav"><a href="/public/column/{unit}?type=2">政府信息公开指南</a></div>'
        f'<div class="title">{label}</div><ul id="timeFrame">'
        + "".join(f'<li><a href="javascript:;">{d[:4]}年</a></li>' for _, d in rows)
        + '</ul><ul class="xxgk_list">'
        + "".join(
            f'<li><a href="/public/{unit}/{5509 + i}.html" title="{t}">{t}</a><span class="date">{d}</span></li>'
            for i, (t, d) in enumerate(rows)
        )
        + f"</ul><script>Ls.pagination('#page',{{pageCount:1,total:{len(rows)}}});</script>"
    )
    return p.put(path, body, label, '<script src="/assets/js/ls.public.js"></script>')


def vsb(p: Portal, label: str, rows: list[Row], path: str = "/zwgk/xxgknb.htm") -> str:
    """Visual SiteBuilder: a static list, documents under /info/."""
    body = (
        f'<div class="winstyle">{label}</div><ul>'
        + "".join(
            f'<li id="line_u8_{i}"><span>{d.replace("-", "/")}</span><a href="../info/1045/{2171 + i}.htm">{t}</a></li>'
            for i, (t, d) in enumerate(rows)
        )
        + f'</ul><span class="p_t">共{len(rows)}条</span><span class="p_no_d">1</span>'
        '<script src="/system/resource/js/vsbscreen.min.js" id="_vsb_"></script>'
    )
    return p.put(path, body, f"{label}-{p.unit}")


def plain(p: Portal, label: str, rows: list[Row], path: str = "/zfxxgk/xxgknb/index.shtml") -> str:
    """A static list with a plain pager and documents by date."""
    body = (
        f'<h3>{label}</h3><dl class="news">'
        + "".join(
            f'<dd><a href="/doc/{d.replace("-", "/")}/{4734 + i}.shtml">{t}</a><i>{d}</i></dd>'
            for i, (t, d) in enumerate(rows)
        )
        + '</dl><div class="pages">首页 <b>1</b> 尾页 共1页</div>'
    )
    return p.put(path, body, label)


Maker = Callable[..., str]
MAKERS: dict[str, tuple[str, Maker]] = {
    "trs": ("trs", trs),
    "trs_count": ("trs", trs_count),
    "jpage": ("hanweb_jpage", jpage),
    "xxgk": ("hanweb_xxgk", xxgk),
    "jpaas": ("jpaas", jpaas),
    "gkmlpt": ("gkmlpt", gkmlpt),
    "ucap": ("ucap", ucap),
    "longxun": ("longxun", longxun),
    "vsb": ("static", vsb),
    "plain": ("static", plain),
}
"""Name of the maker to the platform's name and the maker."""

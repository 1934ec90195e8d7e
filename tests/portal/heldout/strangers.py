"""Pages of systems nobody knows, and pages that only mention or link to one that is known."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.portal.heldout import words
from tests.portal.heldout.system import hexes, prose

Make = Callable[[Random, str], tuple[str, str]]


def page(title: str, body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def discuz(rng: Random, where: str) -> tuple[str, str]:
    threads = "".join(
        f'<tbody id="normalthread_{n}"><tr><th><a href="forum.php?mod=viewthread&tid={n}">{words.headline(rng, where)}</a>'
        "</th></tr></tbody>"
        for n in rng.sample(range(1000, 9999), 15)
    )
    return "/forum.php?mod=forumdisplay&fid=2", page(
        f"{where}论坛 - Powered by Discuz!",
        f"<table>{threads}</table>",
        '<meta name="generator" content="Discuz! X3.4" />',
    )


def wordpress(rng: Random, where: str) -> tuple[str, str]:
    posts = "".join(
        f'<article id="post-{n}"><h2><a href="/archives/{n}">{words.headline(rng, where)}</a></h2></article>'
        for n in rng.sample(range(10, 999), 8)
    )
    return "/category/news/", page(
        where,
        posts + '<link rel="stylesheet" href="/wp-content/themes/a/style.css">',
        '<meta name="generator" content="WordPress 6.4">',
    )


def dedecms(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f'<li><a href="/a/gongkai/2023/0{rng.randint(1, 9)}12/{n}.html">{words.headline(rng, where)}</a></li>'
        for n in rng.sample(range(100, 999), 10)
    )
    return "/plus/list.php?tid=12", page(
        where, f'<ul class="d6">{rows}</ul><div class="dede_pages">共 3 页</div>'
    )


def empire(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f'<li><a href="/e/action/ShowInfo.php?classid=3&id={n}">{words.headline(rng, where)}</a></li>'
        for n in rng.sample(range(100, 999), 10)
    )
    return "/e/action/ListInfo/?classid=3", page(where, f"<ul>{rows}</ul>")


def phpcms(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f'<li><a href="/index.php?m=content&c=index&a=show&catid=9&id={n}">{words.headline(rng, where)}</a></li>'
        for n in rng.sample(range(100, 999), 10)
    )
    return "/index.php?m=content&c=index&a=lists&catid=9", page(where, f"<ul>{rows}</ul>")


def university(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f'<li class="news n{n}"><a href="/{2023 - n % 4}/01{n:02d}/c123a{rng.randint(10000, 99999)}/page.htm">'
        f"{where}学院202{n % 4}年信息公开年度报告</a></li>"
        for n in range(1, 9)
    )
    return "/xxgk/123/list.htm", page(
        f"{where}学院",
        f'<ul class="wp_article_list">{rows}</ul>',
        '<link href="/_css/_system/system.css" type="text/css" rel="stylesheet">',
    )


def spa(rng: Random, where: str) -> tuple[str, str]:
    return "/", page(
        where,
        '<div id="app"></div><script src="/static/js/chunk-vendors.'
        + hexes(rng, 8)
        + '.js"></script>',
    )


def by_hand(rng: Random, where: str) -> tuple[str, str]:
    return "/index.asp", (
        f"<html><head><meta http-equiv=Content-Type content='text/html; charset=utf-8'></head><body>"
        f"<h1>欢迎光临{where}</h1>{prose(rng)}<a href=news.asp?id={rng.randint(1, 99)}>新闻</a></body></html>"
    )


def word_page(rng: Random, where: str) -> tuple[str, str]:
    return f"/files/{rng.randint(1, 99)}.htm", (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta charset=utf-8><meta name=Generator content="
        f"'Microsoft Word 11'></head><body><p class=MsoNormal>{where}年度报告</p>{prose(rng)}</body></html>"
    )


def missing(rng: Random, where: str) -> tuple[str, str]:
    return "/zfxxgk/x.html", page("404", "<h1>您访问的页面不存在</h1><a href='/'>返回首页</a>")


def challenge(rng: Random, where: str) -> tuple[str, str]:
    return (
        "/",
        f'<html><head><meta id="{hexes(rng, 12)}" content="x"><script>$_ts={{nsd:{rng.randint(1000, 9999)}}};</script></head></html>',
    )


def weixin(rng: Random, where: str) -> tuple[str, str]:
    return f"http://mp.weixin.qq.com/s/{hexes(rng, 22)}", page(
        words.headline(rng, where),
        f'<div class="rich_media_content" id="js_content">{prose(rng)}</div>',
    )


def newspaper(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f'<li><a href="/n1/2024/0{n}12/c40531-{rng.randint(10**7, 10**8)}.html">{words.headline(rng, where)}</a></li>'
        for n in range(1, 9)
    )
    return "http://leaders.example.cn/GB/index1.html", page("人民新闻", f"<ul>{rows}</ul>")


LINKS = (
    "http://www.gd.gov.cn/gkmlpt/index",
    "http://www.mva.gov.cn/gongkai/zfxxgkpt/zfxxgknb/",
    "http://www.csrc.gov.cn/csrc/c100028/common_zfxxgknb.shtml",
    "https://www.ah.gov.cn/public/column/1681?type=4&action=list",
    "http://jsgzw.jiangsu.gov.cn/col/col61490/index.html",
    "https://www.samr.gov.cn/zw/zh/index.html",
    "http://www.nmg.gov.cn/module/xxgk/search.jsp?infotypeId=A08",
    "http://www.shanwei.gov.cn/gkmlpt/content/0/1/post_1.html",
    "http://zfxxgk.beijing.gov.cn/110016/zfxxgknb/202201/t20220124_1239406.html",
)


def friend_links(rng: Random, where: str) -> tuple[str, str]:
    links = "".join(
        f'<a href="{href}">{name}</a>'
        for href, name in zip(
            rng.sample(LINKS, 5), "省政府 证监会 市政府 安徽 江苏".split(), strict=True
        )
    )
    return "/lianjie.php", page(f"{where}友情链接", f"<div class=links>{links}</div>")


def links_only_one(rng: Random, where: str) -> tuple[str, str]:
    link = rng.choice(LINKS)
    return f"/show.php?id={rng.randint(1, 999)}", page(
        words.headline(rng, where), f"{prose(rng)}<p>原文链接：<a href='{link}'>{link}</a></p>"
    )


def article_about(rng: Random, where: str) -> tuple[str, str]:
    text = rng.choice(
        (
            '列表页脚本为 createPageHTML(10, 0, "index", "html")，第二页是 index_1.html，文件名形如 t20240120_123456.html',
            "接口 /module/web/jpage/dataproxy.jsp 返回 &lt;recordset&gt;，栏目地址为 /col/col37/index.html",
            "采购内容：jpaas-publish-server 集群扩容，参数 queryData= 的兼容改造",
            "全省统一的 gkmlpt 平台，接口为 /gkmlpt/api/all/0?sid=2，配置见 window._CONFIG 的 SID: '2'",
            "正文容器为 UCAP-CONTENT，列表接口 /common/search/ 加 32 位频道编号",
            "地址形如 /public/column/1681?type=4&amp;action=list，响应头有 Ls-Language",
            "该模块路径为 /module/xxgk/search.jsp，页面调用 loadDynamic( 加载",
        )
    )
    return f"/blog/{rng.randint(1, 999)}.html", page(
        "爬虫笔记", f"<article><h1>政府网站采集笔记</h1><pre>{text}</pre>{prose(rng)}</article>"
    )


def foreign_frame(rng: Random, where: str) -> tuple[str, str]:
    return "/gongkai.php", page(
        where, f'<iframe src="{rng.choice(LINKS)}" width="100%" height="900"></iframe>'
    )


def mirrored_rows(rng: Random, where: str) -> tuple[str, str]:
    rows = "".join(
        f"<tr><td><a href='{rng.choice(LINKS)}'>{words.headline(rng, where)}</a></td></tr>"
        for _ in range(8)
    )
    return "/policy/search?q=nb", page("政策检索", f"<table>{rows}</table>")


def jpg_scan(rng: Random, where: str) -> tuple[str, str]:
    return f"/news/{rng.randint(1, 99)}/", page(
        where, "".join(f"<img src='/upload/{hexes(rng, 8)}.jpg'>" for _ in range(5))
    )


LISTS = frozenset({"dedecms"})
"""Those that are lists of dated documents in the page: for them `static` is made, whoever's."""

STRANGERS: tuple[tuple[str, int, Make], ...] = tuple(
    (make.__name__, many, make)
    for make, many in (
        (discuz, 5),
        (wordpress, 5),
        (dedecms, 4),
        (empire, 3),
        (phpcms, 3),
        (university, 5),
        (spa, 3),
        (by_hand, 4),
        (word_page, 3),
        (missing, 3),
        (challenge, 2),
        (weixin, 3),
        (newspaper, 4),
        (friend_links, 6),
        (links_only_one, 8),
        (article_about, 12),
        (foreign_frame, 6),
        (mirrored_rows, 5),
        (jpg_scan, 3),
    )
)

"""Pages of systems the project has no adapter for, and pages that only speak of one it has."""

from __future__ import annotations

from collections.abc import Iterator

T = "2025年政府信息公开工作年度报告"

KINDS: tuple[tuple[str, str, str], ...] = (
    ("wordpress/post", "/2026/01/hello/", "<meta name='generator' content='WordPress 6.4'><link href='/wp-content/themes/a/style.css'><article class='post-12'><h1 class='entry-title'>{t}</h1><p>正文</p></article>"),
    ("wordpress/list", "/category/open/", "<body class='archive category'><article><h2><a href='/2026/01/a/'>{t}</a></h2><time>2026-01-20</time></article><article><h2><a href='/2025/01/a/'>{t}</a></h2><time>2025-01-20</time></article><script src='/wp-includes/js/jquery.js'></script>"),
    ("discuz/list", "/forum.php?mod=forumdisplay&fid=2", "<meta name='generator' content='Discuz! X3.4'><table><tr><td><a href='forum.php?mod=viewthread&tid=1'>{t}</a></td><td>2026-1-2</td></tr><tr><td><a href='forum.php?mod=viewthread&tid=2'>求助</a></td><td>2026-1-3</td></tr></table>"),
    ("discuz/thread", "/thread-1-1-1.html", "<div id='postlist'><td class='t_f'>{t} 谁有？</td></div><p>Powered by Discuz!</p>"),
    ("handmade/home", "/", "<h1>某县人民政府</h1><font size=5>欢迎</font><a href='a.asp?id=3'>公开</a><a href='b.asp'>联系</a>"),
    ("handmade/view", "/show.asp?id=35", "<table><tr><td><h3>{t}</h3></td></tr><tr><td>总体情况</td></tr></table>"),
    ("university/home", "/", "<div class='wp_nav'><a href='/xxgk/list.htm'>信息公开</a><a href='/12/list.htm'>院系</a></div><script src='/_js/sudy-jquery-autoload.js'></script>"),
    ("university/list", "/xxgk/list.htm", "<div id='wp_news_w6'><ul><li><a href='/2026/0112/c37a1541/page.htm'>{t}</a><span>2026-01-12</span></li><li><a href='/2025/0112/c37a1341/page.htm'>{t}</a><span>2025-01-12</span></li></ul></div>"),
    ("university/page", "/2026/0112/c37a1541/page.htm", "<div class='wp_articlecontent'><h1>{t}</h1><p>学校信息公开</p></div>"),
    ("dedecms/list", "/plus/list.php?tid=3", "<ul class='e2'><li><a href='/html/2026/0112/35.html'>{t}</a> 日期：2026-01-12</li><li><a href='/html/2025/0112/25.html'>{t}</a> 日期：2025-01-12</li></ul><p>Powered by DedeCMS</p>"),
    ("vue/app", "/", "<div id='app'></div><script src='/static/js/chunk-vendors.3f2a.js'></script><script src='/static/js/app.91bc.js'></script>"),
    ("vue/page", "/#/detail?id=9", "<div id=root>加载中</div><script type=module src='/assets/index-4f2.js'></script><script>window.__INITIAL_STATE__={{SITE:'x'}}</script>"),
    ("drupal/node", "/node/35", "<meta name='Generator' content='Drupal 9'><article data-history-node-id='35'><h1>{t}</h1></article>"),
    ("blog/about-trs", "/p/1", "<h1>拓尔思 TRS WCM 使用心得</h1><p>栏目分页用 createPageHTML 函数；正文在 TRS_Editor 里。</p>"),
    ("blog/about-ucap", "/p/2", "<h1>开普云</h1><p>UCAP 是开普云的发布系统，{t} 也用它发布。</p>"),
    ("blog/about-jpaas", "/p/3", "<p>大汉的 jpaas-publish-server 接口说明，以及旧版 dataproxy.jsp。</p>"),
    ("blog/about-gkmlpt", "/p/4", "<p>广东 gkmlpt 平台的接口是怎样的？SID 怎样得到？</p>"),
    ("links/hanweb", "/friends.html", "<ul><li><a href='http://www.jsx.gov.cn/col/col37/index.html'>某省</a></li><li><a href='http://www.jsy.gov.cn/art/2026/1/2/art_37_1.html'>{t}</a></li></ul>"),
    ("links/gkmlpt", "/yqlj.php", "<div><a href='http://www.gdx.gov.cn/gkmlpt/index'>信息公开目录</a><a href='http://www.gdy.gov.cn/gkmlpt/guide'>指南</a></div>"),
    ("links/longxun", "/nav.php", "<div><a href='http://www.ahx.gov.cn/public/column/6601841?type=4'>某县</a><a href='http://www.ahy.gov.cn/public/column/16?type=4'>某市</a></div>"),
    ("links/trs", "/reprint.php?id=9", "<p>{t}（来源：<a href='http://www.ndx.gov.cn/xw/202601/t20260120_534737.html'>原文</a>）</p>"),
    ("links/ucap", "/reprint.php?id=10", "<p>{t}（来源：<a href='http://www.csx.gov.cn/csrc/c100028/c7123456/content.shtml'>原文</a>）</p>"),
)  # fmt: skip
"""Name, address and body of a page; `list` in the name says that it is a list with dates."""


def strangers() -> Iterator[tuple[str, str, str, str]]:
    """Name, address, text and charset of each page."""
    for number, (name, path, inner) in enumerate(KINDS):
        for host, charset in (("www.s{n}.edu.cn", "utf-8"), ("xx.s{n}.gov.cn", "gb18030")):
            html = (
                f"<html><head><meta charset={charset}><title>{T}</title></head>"
                f"<body>{inner.format(t=T)}</body></html>"
            )
            yield name, f"http://{host.format(n=number)}{path}", html, charset

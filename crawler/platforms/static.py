"""Static pages of many systems: 博达 VSB, intertid, ASP.NET, JEECMS (jhtml), NFCMS, cmsweb, own.

What differs between them is data: the shapes of documents' addresses are rows of
`document_urls.csv`, and how a listing goes on is learned from the links that it prints. VSB counts
its pages down (`/zwgk/xxgknb.htm`, then `/zwgk/xxgknb/3.htm` … `1.htm`), others count up, from
`index_1` or `index_2`; years and units may be columns of their own. Attachments of VSB are
`download.jsp?…wbfileid=…`, whose name stands only in the link's text.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import branches, listings, markup, paging
from crawler.pages.dialects import date_in, dialect_of
from crawler.platforms import SURE, Document, Lead, Listing, NotAListingError, Page

_FAMILIES = (
    (r"\bNFCMS_(?:SITE|CAT|POST|PAGE)_ID\b", r"/content/(?:\d+/\d+/)?m?post_\d+\.html?$"),
    (r"/system/resource/(?:js|css|code)/|\b_jsq_\(|\b_showDynClick", r"/info/\d+/\d+\.html?$"),
    (r"\b_?vsb_(?:content|vote)|p_pages\b.*?p_(?:no|next)_d", r"\b(?:wbtreeid|wbnewsid|wbfileid)="),
    (r"/cmsweb/zwgk/", r"/col/\d+_\d+/(?:index|list|art|content)"),
    (r"", r"/[\w-]+\.jhtml$"),
)
"""Of each family what its pages' source shows, and what the addresses on its own host."""

_FOREIGN = re.compile(
    r"createPageHTML\(|countPage\s*=|TRS_(?:Editor|UEDITOR)|trs_editor_view|jpage|dataproxy\.jsp"
    r"|/module/xxgk/|jpaas|queryData=|uiFramework|unitbuild|gkmlpt|/col/col\d+|/public/column/\d|UCAP|_isJson=true"
)
"""What pages of the platforms print that have an adapter of their own."""

_EMPTY = re.compile(
    r"暂无(?:相关)?(?:数据|信息|内容|记录|文章)|没有(?:找到|查询到|相关|符合)|共\s*0\s*(?:条|篇|页)"
)
_PUBLISHED = re.compile(
    r"(?:发布|发文|成文|公开)?(?:日期|时间)\s*[:：]?\s*[\[（(]?\s*((?:19|20)\d\d.{0,12})"
)


def detect(page: Page) -> float:
    """Say how sure it is: a family's marks, its documents; else, just, a list of dated rows.

    The last is claimed only of a page without a mark of a platform that has its own adapter.
    """
    root = markup.tree(page)
    here = urlsplit(page.url)
    near = {
        url for _, url in markup.links(root, page.url) if urlsplit(url).hostname == here.hostname
    }
    targets = {url.partition(here.netloc)[2] for url in (*near, page.url)}
    marks = 0
    for source, address in _FAMILIES:
        marks += bool(source and re.search(source, page.text, re.S))
        marks += any(re.search(address, target) for target in targets)
    shapes = [shape.platform for url in (*near, page.url) if (shape := dialect_of(url))]
    foreign = bool(_FOREIGN.search(page.text)) or any(shape != "static" for shape in shapes)
    if marks:
        return 0.3 if foreign and marks < 2 else (0.7, 0.9)[marks > 1]
    if foreign:
        return 0.0
    if dialect_of(page.url) or len(shapes) > 1:
        return 0.6
    return SURE if _is_weakly(page, root) else 0.0


def _is_weakly(page: Page, root: html.HtmlElement) -> bool:
    """Say whether a page has a list of dated rows, or says that it is a document (ArticleTitle)."""
    body = listings.content(root)
    dated = [row for row in listings.rows(body, page.url) if row.date]
    if len(dated) > 2:
        return True
    dated = [row for row in dated if markup.site(row.url) == markup.site(page.url)]
    if urlsplit(page.url).path in {"", "/"}:
        return bool(dated) and branches.of_reports(root, page.url)  # all lies below a home page
    if branches.of_reports(root, page.url) and (dated or branches.read(root, body, page.url).urls):
        return True
    return bool(markup.meta(root, "ArticleTitle") and markup.meta(root, "PubDate"))


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not listings.is_document(lead.url))


def listing(page: Page) -> Listing:
    """Read a listing page; pages of other years or units below it continue it.

    Refuses a page with neither rows, nor a pager, nor branches, nor a word that it is empty.
    """
    root = markup.tree(page)
    body = listings.content(root)
    rows = listings.rows(body, page.url)
    turn = paging.read(root, page.text, page.url)
    branch = branches.read(root, body, page.url)
    taken = {row.url for row in rows if row.url not in branch.urls}
    rows = tuple(row for row in rows if row.url in taken)
    following = [url for url in dict.fromkeys(turn.next + branch.urls) if url not in taken]
    empty = _EMPTY.search(body.text_content())
    if not (rows or following or empty or (turn.found and turn.total == 0)):
        raise NotAListingError("no row, no page that continues it, and no word that it is empty")
    complete = turn.complete and branch.complete
    if not rows and not following and listings.FILLED.search(page.text):
        complete = False  # a script may fill what looks empty
    return Listing(rows, tuple(Ask(url, "listing") for url in following), turn.total, complete)


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files it links outside its frame."""
    root = markup.tree(page)
    body = listings.content(root)
    title = markup.heading(root)
    date = markup.date_of(markup.meta(root, "PubDate", "ArticleDate", "publishdate"))
    if not date and (printed := _PUBLISHED.search(body.text_content())):
        date = markup.date_of(printed[1])
    files = {file.url: file for file in listings.attachments(body, page.url)}
    for file in listings.embedded(body, page.text, page.url):
        files.setdefault(file.url, file)
    return Document(title, date or date_in(page.url), tuple(files.values()))

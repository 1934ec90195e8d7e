"""The systems of the survey whose lists stand in the page: read by the static pager."""

from __future__ import annotations

import posixpath
from random import Random

from tests.portal.heldout.system import Laid, Rows, System, digits, hexes, prose


class Vsb(System):
    """博达: `.htm` columns, documents by number, further pages counting down."""

    def head(self, rng: Random) -> str:
        return (
            '<!--Announced by Visual SiteBuilder 9--><link rel="stylesheet" type="text/css" '
            'href="/_sitegray/_sitegray_d.css"><script src="/system/resource/js/vsbscreen.min.js" '
            'id="_vsbscreen"></script>'
        )

    def column(self, rng: Random, slug: str) -> str:
        return f"/zwgk/{slug}.htm"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/info/{rng.randint(1001, 1999)}/{digits(rng, rng.choice((4, 5)))}.htm"

    def link(self, column: str, path: str) -> str:
        return ".." + path

    def row(self, rng: Random, title: str, href: str, day: str) -> str:
        return f'<li id="line_u9_{rng.randint(0, 9)}"><a href="{href}">{title}</a><i>{day}</i></li>'

    def page(self, column: str, number: int, pages: int) -> str:
        return f"{column.removesuffix('.htm')}/{pages - number}.htm"

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<form name="_newscontent_fromname"><h3>{title}</h3><p>{day}</p><div id="vsb_content_2">'
            f'<div class="v_news_content">{prose(rng)}</div></div><ul><li>附件【<a href="/system/_content'
            f"/download.jsp?urltype=news.DownloadAttachUrl&owner={digits(rng, 10)}&wbfileid="
            f'{hexes(rng).upper()}">{title}.pdf</a>】</li></ul></form>'
        )


class Intertid(System):
    """无锡's system: `/doc/2025/12/16/4734097.shtml`, the second page is `index_2`."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/zfxxgk/{slug}/index.shtml"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/doc/{day.replace('-', '/')}/{digits(rng, 7)}.shtml"


class Nfcms(System):
    """深圳's portal: `post_9861778.html` below the column."""

    def head(self, rng: Random) -> str:
        return "<script>var NFCMS_SITE_ID = '755001';</script>"

    def column(self, rng: Random, slug: str) -> str:
        return f"/zwgk/{slug}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{posixpath.dirname(column)}/content/post_{digits(rng, 7)}.html"

    def article(self, rng: Random, title: str, day: str) -> str:
        return (
            f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 10:00">'
            f'<h1>{title}</h1><div class="news_cont_d_wrap">{prose(rng)}<a href="/attachment/1/'
            f'{digits(rng, 4)}/{digits(rng, 7)}.pdf">附件</a></div>'
        )


class Cmsweb(System):
    """淮安's system: `/col/18073_668815/index.html`."""

    def head(self, rng: Random) -> str:
        return '<script src="/cmsweb/static/common.js"></script>'

    def column(self, rng: Random, slug: str) -> str:
        return f"/col/{digits(rng, 5)}_{digits(rng, 6)}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{posixpath.dirname(column)}/art/{digits(rng, 8)}/{digits(rng, 13)}{hexes(rng, 8)}.html"


class Jhtml(System):
    """JEECMS: `.jhtml`."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/{slug}/index.jhtml"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{posixpath.dirname(column)}/{digits(rng, 5)}.jhtml"

    def page(self, column: str, number: int, pages: int) -> str:
        return column.replace("index", f"index_{number + 1}")


class Aspx(System):
    """Home-made on ASP.NET: everything in the query."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/InfoPublic.aspx?cid={rng.randint(1000, 1999)}&pid=971"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"/InfoShow.aspx?id={digits(rng, 5)}"

    def page(self, column: str, number: int, pages: int) -> str:
        return f"{column}&page={number + 1}"

    def listing(self, rng: Random, column: str, rows: Rows) -> Laid:
        laid = super().listing(rng, column, rows)
        laid.inner = (
            '<form method="post" id="form1"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" '
            f'value="/wEPDwUK{hexes(rng, 40)}">{laid.inner}</form>'
        )
        return laid


class Numbered(System):
    """A system of numbered folders: `/n2588035/n2588320/index.html`."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/n{digits(rng, 7)}/n{digits(rng, 7)}/index.html"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{posixpath.dirname(column)}/c{digits(rng, 8)}/content.html"


class Dated(System):
    """A central organ's pages: `/2024-01/29/content_5123456.htm` in a folder a column."""

    def column(self, rng: Random, slug: str) -> str:
        return f"/zfxxgk/{slug}/"

    def document(self, rng: Random, column: str, day: str) -> str:
        return f"{column}{day[:7]}/{day[8:]}/content_{digits(rng, 7)}.shtml"

    def page(self, column: str, number: int, pages: int) -> str:
        return f"{column}list_{number + 1}.shtml"

"""How a listing goes on is learned from its page; what cannot be learned is said, not guessed."""

from __future__ import annotations

import pytest

from crawler.pages.dialects import date_in, dialect_of, dialects
from crawler.pages.paging import MOST_PAGES
from crawler.platforms import Listing, NotAListingError, Page, adapters

HOST = "http://www.qinghe.gov.cn"
COLUMN = f"{HOST}/zwgk/nb/"
ROW = (
    '<ul><li><a href="/info/1045/2171.htm">清河区2024年政府信息公开工作年度报告</a>'
    "<span>2025-03-20</span></li></ul>"
)


def read(body: str, url: str = COLUMN, title: str = "信息公开") -> Listing:
    page = f"<html><head><title>{title}</title></head><body>{ROW}{body}</body></html>"
    return adapters()["static"].listing(Page(url, page.encode()))


def following(body: str, url: str = COLUMN) -> list[str]:
    return [ask.url.removeprefix(HOST) for ask in read(body, url).next]


@pytest.mark.parametrize(
    ("links", "pages"),
    [
        ({2: "index_1.html", 3: "index_2.html", 6: "index_5.html"}, "index_{}.html"),
        ({2: "?page=1", 3: "?page=2", 6: "?page=5"}, "?page={}"),
    ],
)
def test_pages_from_1_and_those_between_the_linked_ones_follow(
    links: dict[int, str], pages: str
) -> None:
    body = "".join(f'<a href="{href}">{number}</a>' for number, href in links.items())
    assert following(f"{body}共6页") == ["/zwgk/nb/" + pages.format(n) for n in range(1, 6)]


def test_pages_from_2_follow_where_the_links_say_so() -> None:
    body = '<a href="index_2.html">下一页</a><a href="index_4.html">尾页</a> 第1页/共4页'
    assert following(body) == [f"/zwgk/nb/index_{n}.html" for n in (2, 3, 4)]


def test_pages_that_count_down_follow_in_their_order() -> None:
    body = '<span>1/4</span><a href="nb/3.htm">下页</a><a href="nb/1.htm">尾页</a>'
    assert following(body, f"{HOST}/zwgk/nb.htm") == [f"/zwgk/nb/{n}.htm" for n in (3, 2, 1)]


def test_offsets_of_rows_are_a_rule_too() -> None:
    body = '<a href="?start=20">2</a><a href="?start=40">3</a><a href="?start=80">5</a>'
    assert following(body) == [f"/zwgk/nb/?start={n}" for n in (20, 40, 60, 80)]


def test_links_that_obey_no_rule_are_followed_and_nothing_is_put_between() -> None:
    body = '<a href="a7.html">2</a><a href="b9.html">3</a><a href="c1.html">9</a>'
    assert following(body) == [f"/zwgk/nb/{n}.html" for n in ("a7", "b9", "c1")]


def test_a_single_link_to_the_next_page_is_followed_alone() -> None:
    listing = read('<a href="more_1.html">下一页</a>')
    assert [ask.url for ask in listing.next] == [COLUMN + "more_1.html"]
    assert listing.complete


@pytest.mark.parametrize(
    ("first", "numbers"), [(0, (1, 2)), (1, (2, 3))], ids=["page 1 is 0", "page 1 is 1"]
)
def test_a_pager_in_script_counts_files_as_it_counts_its_first_page(
    first: int, numbers: tuple[int, int]
) -> None:
    script = f"<script>createPageHTML(3, {first}, 'index', 'shtml');</script>"
    assert following(script) == [f"/zwgk/nb/index_{n}.shtml" for n in numbers]
    assert following(script, f"{COLUMN}index_1.shtml") == []


def test_a_pager_in_script_is_followed_where_it_names_its_files_literally() -> None:
    script = "<script>function go(n){ location.href = 'list_' + n + '.html'; }</script>"
    links = '<a href="javascript:go(2)">2</a><a onclick="go(3)" href="#">3</a>'
    assert following(links + script) == ["/zwgk/nb/list_2.html", "/zwgk/nb/list_3.html"]


@pytest.mark.parametrize(
    "pager",
    [
        '<a href="javascript:go(2)">下一页</a>',
        '<a href="javascript:go(2)">2</a><a href="javascript:go(3)">3</a>',
        "共5页",
        "<script>var pageCount = 5;</script>",
        '<a href="javascript:void(0)">下一页</a>',
    ],
)
def test_more_than_can_be_followed_is_said(pager: str) -> None:
    listing = read(pager)
    assert (listing.next, listing.complete) == ((), False)


@pytest.mark.parametrize(
    "pager",
    [
        "",
        "共1页",
        '<a href="javascript:void(0)">下一页</a> 1/1页',
        '<a href="#" class="disabled">下一页</a>',
        '<a href="index.html">1</a><span class="current">2</span><span>下一页</span>',
        "<!-- 共5页 -->",
        "<script>// var pageCount = 5;</script>",
    ],
)
def test_the_last_page_is_complete(pager: str) -> None:
    listing = read(pager)
    assert (listing.next, listing.complete) == ((), True)


@pytest.mark.parametrize(
    "pager",
    [
        "<script>createPageHTML(99999999, 0, 'index', 'html');</script>",
        '<a href="?page=2">2</a><a href="?page=3">3</a><script>var pageCount = 99999999;</script>',
    ],
)
def test_a_number_of_pages_that_cannot_be_is_followed_so_far_and_said(pager: str) -> None:
    listing = read(pager)
    assert len(listing.next) == MOST_PAGES - 1
    assert not listing.complete


def test_numbers_that_lead_to_documents_or_to_other_hosts_are_no_pages() -> None:
    slides = '<a href="/info/1002/7.htm">1</a><a href="/info/1002/8.htm">2</a>'
    assert following(slides + '<a href="http://www.gov.cn/2.html">3</a>') == []


def test_a_list_that_a_script_fills_is_not_taken_for_an_empty_one() -> None:
    body = "<ul><li>暂无数据</li></ul>"
    filled = f"<html><body>{body}<script>$.ajax({{url:'/api'}})</script></body></html>"
    static = adapters()["static"]
    assert static.listing(Page(COLUMN, f"<html><body>{body}</body></html>".encode())).complete
    assert not static.listing(Page(COLUMN, filled.encode())).complete


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("<a href='/info/1/2.htm'>{}</a><b>25</b><i>2021-01</i>", "2021-01-25"),
        ("<a href='/info/1/2.htm'><b>01-25</b><i>2021</i><p>{}</p></a>", "2021-01-25"),
        ("<a href='/info/1/2.htm'><p>{}</p><span>2021-01-25</span></a>", "2021-01-25"),
        ("<a href='/info/1/2.htm'>{}</a><b>25</b><b>26</b><i>2021-01</i>", None),
        ("<a href='/info/1/2.htm'>{}</a><span>01-25</span>", None),
    ],
)
def test_a_date_may_stand_in_two_pieces_and_in_the_link(line: str, date: str | None) -> None:
    title = "清河区2020年政府信息公开年度报告"
    page = f"<html><body><ul><li>{line.format(title)}</li></ul></body></html>"
    [row] = adapters()["static"].listing(Page(COLUMN, page.encode())).rows
    assert (row.title, row.date) == (title, date)


# Years and units


def test_years_below_the_column_continue_it_and_years_of_another_do_not() -> None:
    body = '<a href="2023n/">2023年</a><a href="/zfgb/2023/">2023年</a>'
    assert following(body) == ["/zwgk/nb/2023n/"]


def test_tabs_of_years_continue_a_column_of_reports_wherever_they_lead() -> None:
    body = '<a href="/col/1_2/index.html">2023年</a><a href="/col/1_3/index.html">2022年</a>'
    listing = read(body, title="政府信息公开年报")
    assert [ask.url for ask in listing.next] == [f"{HOST}/col/1_{n}/index.html" for n in (2, 3)]
    assert read(body, f"{HOST}/zwgk/wj/").next == ()


def test_years_of_a_page_of_one_year_lie_beside_it() -> None:
    assert following('<a href="../2022/">2022</a>', f"{COLUMN}2023/") == ["/zwgk/nb/2022/"]


def test_a_year_s_reports_in_a_folder_continue_the_column_and_its_report_does_not() -> None:
    body = '<a href="2023n/">2023年政府信息公开年报</a><a href="2022.htm">2022年年报</a>'
    assert following(body) == ["/zwgk/nb/2023n/"]


def test_more_is_followed_where_it_stays_in_the_column() -> None:
    body = '<a href="list.html">更多&gt;&gt;</a><a href="/xwzx/index.html">更多</a>'
    assert following(body) == ["/zwgk/nb/list.html"]


def test_a_year_that_leads_to_a_document_is_a_row() -> None:
    listing = read('<li><a href="/info/1045/1700.htm">2021年</a></li>')
    assert f"{HOST}/info/1045/1700.htm" in {row.url for row in listing.rows}
    assert listing.next == ()


# Documents


def test_every_shape_of_an_address_is_told_by_its_example() -> None:
    for dialect in dialects():
        assert dialect_of(HOST + dialect.example) == dialect


@pytest.mark.parametrize(
    "path",
    [
        "/zwgk/nb/",
        "/zwgk/nb/index.html",
        "/zwgk/nb/index_2.html",
        "/zwgk/xxgknb/3.htm",
        "/col/col37/index.html",
        "/col/18073_668815/index.html",
        "/columns/580d0301-2e0b-4152-9dd1-7d7f4e0f4980/index.html",
        "/public/column/6601841?type=4&action=list&nav=3&catId=6717245",
        "/InfoPublic.aspx?cid=1019&pid=971&page=1",
        "/kls/c100204/common_zfxxgknb_2.shtml",
        "/zwgk/zfxxgknb/2024/",
    ],
)
def test_the_address_of_a_column_is_no_document_s(path: str) -> None:
    assert dialect_of(HOST + path) is None


def test_the_day_in_an_address_is_read_where_there_is_one() -> None:
    assert date_in(f"{HOST}/doc/2025/12/16/4734097.shtml") == "2025-12-16"
    assert date_in(f"{HOST}/10462/2024/1/30/{'0' * 32}.shtml") == "2024-01-30"
    assert date_in(f"{HOST}/seac/c100523/202403/1170241.shtml") is None
    assert date_in(f"{HOST}/zwgk/t20241399_1.html") is None
    assert date_in(f"{HOST}/info/1045/2171.htm") is None


@pytest.mark.parametrize(
    "shown",
    [
        '<iframe src="/pdfjs/web/viewer.html?file=/files/1.pdf"></iframe>',
        '<embed src="/files/1.pdf" type="application/pdf">',
        '<script>showVsbpdfIframe("/files/1.pdf","100%","600","0","")</script>',
    ],
)
def test_a_report_that_is_shown_as_a_file_in_the_page_is_its_attachment(shown: str) -> None:
    page = Page(f"{HOST}/info/1045/2171.htm", f"<html><body>{shown}</body></html>".encode())
    [file] = adapters()["static"].document(page).attachments
    assert (file.url, file.name) == (f"{HOST}/files/1.pdf", "1.pdf")


def test_files_of_the_page_s_frame_are_none_of_the_document() -> None:
    body = '<a href="a.pdf">报告</a><div class="footer"><a href="/help.pdf">使用手册</a></div>'
    page = Page(f"{HOST}/info/1045/2171.htm", f"<html><body>{body}</body></html>".encode())
    assert [file.name for file in adapters()["static"].document(page).attachments] == ["报告"]


def test_a_list_in_what_is_named_like_a_frame_is_still_read() -> None:
    rows = "".join(
        f'<li><a href="/info/1045/{n}.htm">清河区{n}年年度报告</a><i>{n}-03-20</i></li>'
        for n in range(2015, 2022)
    )
    page = f'<html><body><div class="left-nav"><ul>{rows}</ul></div></body></html>'
    assert len(adapters()["static"].listing(Page(COLUMN, page.encode())).rows) == 7


# What is no listing


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>系统维护中，请稍后访问。</p>",
        '<div class="nav"><a href="/zwgk/">政务公开</a></div><p>指南</p>',
        '<div class="footer"><a href="/help/manual.pdf">操作手册</a></div>',
    ],
)
def test_a_page_without_a_list_is_refused(body: str) -> None:
    with pytest.raises(NotAListingError, match="no row"):
        adapters()["static"].listing(Page(COLUMN, f"<html><body>{body}</body></html>".encode()))

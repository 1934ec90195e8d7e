"""Page frames of the fifth set, written after the walk was mended by the other four."""

from __future__ import annotations

from urllib.parse import quote

from tests.portal.heldout import words
from tests.portal.heldout.frames_fresh import home, usual, whole
from tests.portal.heldout.kit import Kit, links
from tests.portal.heldout.site import key


def entrance_names(k: Kit) -> None:
    """The entrance is called otherwise."""
    label = k.rng.choice(
        (
            "阳光政务",
            "政府信息公开网",
            "信息公示",
            "政务公开网",
            "公开公示",
            "阳光公开",
            "政务信息",
            "公开栏",
        )
    )
    entrance, column = usual(k, label)
    k.put(entrance, k.page(label, f"<ul>{links(k.national(column))}</ul><ul>{k.news_list(6)}</ul>"))
    home(k, 20)
    k.column(column)


def column_names(k: Kit) -> None:
    """The column is called otherwise."""
    k.label = k.rng.choice(
        (
            "信息公开报告",
            "政府信息公开报告",
            "公开工作报告",
            "信息公开工作报告",
            "政务公开年度报告",
            "年报公开",
            "年度公开报告",
        )
    )
    entrance, column = usual(k)
    k.put(
        entrance,
        k.page(
            "政府信息公开", f"<ul>{links([*k.menu(3), *k.national(column), *k.decoys(2)])}</ul>"
        ),
    )
    home(k, 14)
    k.column(column)


def _direct(k: Kit, column: str, rows: list[tuple[str, str]]) -> None:
    k.listing(column, k.label, rows)
    k.accept(column)


def years_as_rows(k: Kit) -> None:
    """The rows are called 2023年 and lead to the reports themselves."""
    entrance, column = usual(k)
    _direct(k, column, [(f"{int(day[:4]) - 1}年", day) for _, day in words.reports(k.rng, k.organ)])
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k)


def short_rows(k: Kit) -> None:
    """The rows leave out the organ or the subject, or put the year behind."""
    entrance, column = usual(k)
    shape = k.rng.choice(
        (
            "{y}年度报告",
            "政府信息公开年度报告（{y}年度）",
            "{y}年年报",
            "{y}年政府信息公开工作报告",
            "信息公开年报（{y}）",
        )
    )
    _direct(
        k,
        column,
        [(shape.format(y=int(day[:4]) - 1), day) for _, day in words.reports(k.rng, k.organ)],
    )
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k)


def mixed_rows(k: Kit) -> None:
    """Reports stand among guides, notices and summaries."""
    entrance, column = usual(k)
    rows = words.reports(k.rng, k.organ)
    others = [
        (f"{k.place}政府信息公开指南（2023年修订）", "2023-05-04"),
        (f"关于做好{k.place}2022年政府信息公开年度报告编制工作的通知", "2022-12-20"),
        (f"{k.organ}2021年政务公开工作总结", "2022-01-05"),
        (f"{k.place}2020年政务公开工作要点", "2020-04-03"),
    ]
    rows = sorted([*rows, *others], key=lambda row: row[1], reverse=True)
    _direct(k, column, rows)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k)


def modal(k: Kit) -> None:
    """The five entries are in a window that a script opens on the home page."""
    column = k.col(k.slug)
    bar = k.menu(6)
    five = k.national(column)
    window = (
        f"<div id='xxgkModal' class='modal' style='display:none'><div class='modal-body'>{links(five, '<div>{}</div>')}</div></div>"
        "<a href='javascript:void(0)' onclick=\"$('#xxgkModal').show()\">政府信息公开</a>"
    )
    k.page = lambda title, middle: whole(k, title, middle, bar)
    home(k, 18, window)
    k.column(column)


def frames_in_frames(k: Kit) -> None:
    """The entrance holds a frame, and that holds the frame with the menu."""
    entrance, column = usual(k, "信息公开专栏")
    bare = "<html><head><meta charset=utf-8></head><body>{}</body></html>".format
    k.put(entrance, k.page("信息公开专栏", "<iframe src='/xxgk/box.html' width=980></iframe>"))
    k.put(
        "/xxgk/box.html",
        bare(
            "<iframe src='/xxgk/tree.html'></iframe><iframe name=r src='/xxgk/welcome.html'></iframe>"
        ),
    )
    k.put("/xxgk/tree.html", bare(links(k.national(column), "<p>{}</p>")))
    k.put("/xxgk/welcome.html", bare("<p>欢迎</p>"))
    home(k)
    k.column(column)


def units_mixed(k: Kit) -> None:
    """One list of all units' reports, a unit in a column of its own."""
    entrance, column = usual(k)
    rows = words.reports(k.rng, k.organ)[:4]
    for entry in k.rng.sample(words.DEPARTMENTS, 5):
        rows += words.reports(k.rng, k.place + entry.split()[0])[:3]
    _direct(k, column, sorted(rows, key=lambda row: row[1], reverse=True))
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    home(k)


def chinese_path(k: Kit) -> None:
    """Folders have Chinese names."""
    entrance = f"/{quote('政务公开')}/index.html"
    column = f"/{quote('政务公开')}/{quote('信息公开年报')}/index.html"
    bar = [*k.menu(5), ("政务公开", "/政务公开/index.html")]
    k.page = lambda title, middle: whole(k, title, middle, bar)
    k.put("/政务公开/index.html", "")
    text = k.page(
        "政务公开", f"<ul>{links([*k.menu(3), ('信息公开年报', '信息公开年报/index.html')])}</ul>"
    )
    for path in (entrance, "/政务公开/index.html"):
        k.put(path, text)
    k.label = "信息公开年报"
    _direct(k, column, words.reports(k.rng, k.organ))
    decoded = "/政务公开/信息公开年报/index.html"
    k.site.texts[key(k.url(decoded))] = k.site.texts[key(k.url(column))]
    k.accept(decoded)
    home(k)


def climbing(k: Kit) -> None:
    """Every address climbs from a deep page: ../../."""
    column = "/zwgk/zfxxgkml/bm/nb/"
    entrance = "/zwgk/zfxxgkml/index.html"
    bar = [(label, f"./{href.lstrip('/')}") for label, href in k.menu(3)]
    k.page = lambda title, middle: whole(k, title, middle, [])
    five = [
        ("政府信息公开指南", "../zn/"),
        ("政府信息公开制度", "../../zwgk/zd/"),
        (k.label, "./bm/nb/"),
        ("依申请公开", "../../ysq/"),
    ]
    k.put(entrance, k.page("公开", f"<ul>{links(five)}</ul>"))
    k.put(
        "/",
        whole(
            k,
            k.organ,
            f"<ul>{k.news_list(12)}</ul>",
            [*bar, ("政府信息公开", "./zwgk/zfxxgkml/index.html")],
        ),
    )
    k.column(column)


def explained(k: Kit) -> None:
    """Beside the column there is one of explanations of the reports, and one of pictures."""
    entrance, column = usual(k)
    rows = [
        (f"图解：{k.place}{year}年政府信息公开工作年度报告", f"{year + 1}-02-10")
        for year in range(2023, 2018, -1)
    ]
    trap = k.listing(k.col("jd"), "政府信息公开年报解读", rows)
    k.put(
        entrance,
        k.page(
            "政府信息公开",
            f"<ul>{links([('政府信息公开年报解读', trap), *k.national(column)])}</ul>",
        ),
    )
    home(k)
    k.column(column)


def without_www(k: Kit) -> None:
    """The home page is the bare domain; its links are to www."""
    entrance, column = usual(k)
    bare = f"{k.spelt}.gov.cn"
    k.site.hosts.add(bare)
    www = [
        (label, f"https://{k.host}{href}")
        for label, href in [*k.menu(4), ("政府信息公开", entrance)]
    ]
    k.site.texts[f"{bare}/"] = whole(k, k.organ, f"<ul>{k.news_list(10)}</ul>", www)
    k.put(entrance, k.page("政府信息公开", f"<ul>{links(k.national(column))}</ul>"))
    k.site.home = f"https://{bare}/"
    k.column(column)


def typical(k: Kit) -> None:
    """Nothing special: a bar, a left menu with headings, a list."""
    entrance, column = usual(k, k.rng.choice(("政务公开", "信息公开", "政府信息公开")))
    side = [*k.menu(4), *k.national(column), *k.decoys(3), *k.menu(2)]

    def inside(title: str, middle: str) -> str:
        return k.page(
            title,
            f"<div class='left'><h3>政府信息公开</h3>{links(side, '<li>{}</li>')}</div><div class='right'>{middle}</div>",
        )

    k.put(entrance, inside("政务公开", f"<ul>{k.news_list(8)}</ul>"))
    home(k, 26)
    k.column(column, page=inside)

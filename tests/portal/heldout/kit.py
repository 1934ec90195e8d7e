"""What a frame builds its portal with: addresses, listings, decoys, and the truth."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from urllib.parse import urljoin

from tests.portal.heldout import words
from tests.portal.heldout.site import Site, key
from tests.portal.heldout.system import System

Page = Callable[[str, str], str]
"""Gives a whole page of its title and its middle."""


class Kit:
    """One portal being built. Frames set `page` first, then `put` pages and `column`s."""

    def __init__(
        self, rng: Random, system: System, frame: str, where: tuple[str, str], office: str = ""
    ) -> None:
        self.rng, self.system = rng, system
        self.place, spelt = where
        self.charset = "utf-8"
        self.columns = 0
        self.frame = frame
        self.label = rng.choice(words.LABELS)
        self.slug = rng.choice(words.FOLDERS)
        self.spelt = spelt
        if office:
            name, short = next(
                entry.split() for entry in words.DEPARTMENTS if entry.startswith(office + " ")
            )
            self.organ, host = self.place + name, f"{short}.{spelt}.gov.cn"
            names: tuple[str, ...] = (self.organ,)
        else:
            self.organ, host = f"{self.place}人民政府", f"www.{spelt}.gov.cn"
            names = (self.organ, self.place)
        self.home = f"http://{host}/"
        self.host = host
        self.site = Site(self.home, names, frame, system.told, hosts={host})
        self.page: Page = lambda title, middle: f"<html><body>{middle}</body></html>"

    def url(self, path: str) -> str:
        """Give a path's whole address."""
        return urljoin(self.home, path)

    def put(self, path: str, text: str) -> str:
        """Answer with this page there; give the path back."""
        self.site.texts[key(self.url(path)).split("#")[0]] = text
        return path

    def col(self, slug: str) -> str:
        """Give the path of a new column, of which nothing stands there yet."""
        return self.system.column(self.rng, slug)

    def pick(self, many: int, of: list[str] | tuple[str, ...] = tuple(words.COLUMNS)) -> list[str]:
        """Give so many different labels."""
        return self.rng.sample(list(of), many)

    def menu(self, many: int) -> list[tuple[str, str]]:
        """Give labels of ordinary columns with their paths; the portal's fallback answers them."""
        first = self.columns
        self.columns += many
        return [(label, self.col(f"lm{at}")) for at, label in enumerate(self.pick(many), first)]

    def news(self, many: int, column: str = "") -> list[tuple[str, str, str]]:
        """Give headlines with the paths of their documents and days."""
        column, items = column or self.col("xwzx"), []
        for _ in range(many):
            title, day = words.headline(self.rng, self.place), words.date(self.rng, 2024)
            path = self.system.document(self.rng, column, day)
            self.site.documents[key(self.url(path))] = (title, day)
            items.append((title, path, day))
        return items

    def news_list(self, many: int) -> str:
        """Give headlines as items of a list."""
        return "".join(
            f'<li><a href="{path}" title="{title}">{title[:22]}</a><span>{day[5:]}</span></li>'
            for title, path, day in self.news(many)
        )

    def listing(
        self, path: str, label: str, rows: list[tuple[str, str]], page: Page | None = None
    ) -> str:
        """Lay a column there with these rows."""
        page = page or self.page
        laid = self.system.listing(self.rng, path, rows)
        self.put(path, page(label, laid.inner))
        for more, inner in laid.more.items():
            self.put(more, page(label, inner))
        self.site.apis += laid.apis
        for document, told in laid.documents.items():
            self.site.documents[key(self.url(document))] = told
        return path

    def column(
        self, path: str = "", *, organ: str = "", page: Page | None = None, true: bool = True
    ) -> str:
        """Lay the column of yearly reports, and note that it is the one; give its path."""
        path = path or self.col(self.slug)
        self.listing(path, self.label, words.reports(self.rng, organ or self.organ), page)
        if true:
            self.accept(path)
        return path

    def accept(self, path: str) -> None:
        """Note that this address is the column's."""
        self.site.accepted |= {key(self.url(path))}

    def decoys(self, many: int, labels: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Lay columns that are not sought; give their labels and paths."""
        laid = []
        for label in labels or self.pick(many, words.DECOYS):
            rows = words.decoy_rows(self.rng, label, self.organ)
            laid.append(
                (label, self.listing(self.col(f"dl{self.rng.randint(1, 9999)}"), label, rows))
            )
        return laid

    def national(self, column: str, label: str = "") -> list[tuple[str, str]]:
        """Give the five entries of the national menu; the fourth is the column."""
        column_label = label or self.label
        request = self.decoys(1, ("依申请公开",))
        first = [
            (name, self.col(slug))
            for name, slug in zip(words.NATIONAL, ("zfxxgkzn", "zfxxgkzd", "fdzdgknr"), strict=True)
        ]
        return [*first, (column_label, column), *request]

    def done(self) -> Site:
        """Give the portal, its other addresses answered with pages in its frame."""
        site, page, system, rng = self.site, self.page, self.system, Random(self.host)
        listing = page("栏目列表", f"<ul class='lb'>{self.news_list(8)}</ul>")
        site.charset = self.charset
        site.document = lambda title, day: page(title, system.article(rng, title, day))
        site.fallback = lambda: listing
        assert site.accepted, f"no true column: {self.frame}"
        return site


def links(items: list[tuple[str, str]], wrap: str = "<li>{}</li>") -> str:
    """Give labels and paths as links, each in a wrapping."""
    return "".join(wrap.format(f'<a href="{href}">{label}</a>') for label, href in items)

"""A portal in memory: addresses to bytes, and the rows its column of yearly reports lists."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

Row = tuple[str, str]
"""A row of a list: title and date (ISO)."""

TITLES = (
    "{unit}{year}年政府信息公开工作年度报告",
    "{year}年{unit}政府信息公开工作年度报告",
    "关于{unit}{year}年度政府信息公开工作年度报告",
    "{unit}{year}年政府信息公开年度报告",
    "{unit}{year}年政府信息公开工作年度报告（图片版）",
)


def rows(unit: str, newest: int, count: int, style: int = 0) -> list[Row]:
    """`count` rows, one a year backwards from `newest`, titled as `TITLES[style]`."""
    made = []
    for year in range(newest, newest - count, -1):
        title = TITLES[style % len(TITLES)].format(unit=unit, year=year)
        made.append((title, f"{year + 1}-01-{10 + year % 19}"))
    return made


def _key(url: str) -> str:
    return re.sub(r"^https?:|index\.s?html?$", "", url.partition("#")[0])


@dataclass
class Portal:
    """`pages` by address; `services` answer every address that begins with their key."""

    home: str
    unit: str
    charset: str = "utf-8"
    pages: dict[str, bytes] = field(default_factory=dict)
    services: dict[str, bytes] = field(default_factory=dict)
    accepted: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return urljoin(self.home, path)

    def put(self, path: str, body: str, title: str = "", head: str = "") -> str:
        """Keep a page made of `body`; its address."""
        html = (
            f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{self.charset}">'
            f"<title>{title or self.unit}</title>{head}</head>\n<body>\n{body}\n"
            f'<div class="foot"><p>主办：{self.unit} 网站标识码：3207220001 '
            "苏ICP备05000001号</p><p><a href='/wzdt/'>网站地图</a> <a href='/lxwm/'>联系我们</a></p>"
            "</div></body></html>"
        )
        url = self.url(path)
        self.pages[urldefrag(url)[0]] = html.encode(self.charset, "replace")
        return url

    def serve(self, prefix: str, body: str | dict[str, object]) -> None:
        """Answer a data address, whatever its query says."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        self.services[self.url(prefix)] = text.encode(self.charset)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.unit,)

    @property
    def truth(self) -> str:
        return self.accepted[-1]

    def found(self, url: str) -> bool:
        """Whether an address is one of those accepted."""
        return _key(url) in map(_key, self.accepted)

    def answer(self, url: str, form: bytes = b"") -> bytes | None:
        """What the portal says at `url`, whatever the form asks; None is its 404."""
        plain = urldefrag(url)[0]
        for candidate in (plain, plain + "index.html", plain.removesuffix("index.html")):
            if candidate in self.pages:
                return self.pages[candidate]
        for prefix, body in self.services.items():
            if plain.startswith(prefix):
                return body
        path = urlsplit(plain)
        if not path.path and plain + "/" in self.pages:
            return self.pages[plain + "/"]
        return None

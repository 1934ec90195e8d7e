"""Reports without figures, as cheap as they come: the sections of the year, set in many ways.

Receives a report; gives the HTML of its body. What a crawler looks for is there (title, headings of
the fixed outline, or of the office's own before 2019); tables and prose are a line each. Pure.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.portal.country import Report

FIXED = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
"""The outline that every office must keep since 2019."""

OLD = (
    (
        "概述",
        "主动公开政府信息的情况",
        "依申请公开政府信息和不予公开政府信息的情况",
        "政府信息公开的收费及减免情况",
        "因政府信息公开申请行政复议、提起行政诉讼的情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "其他需要报告的事项",
    ),
    (
        "政府信息公开工作总体情况",
        "政府信息主动公开情况",
        "依申请公开政府信息情况",
        "行政复议、行政诉讼情况",
        "存在的问题和改进措施",
    ),
    (
        "基本情况",
        "主动公开情况",
        "依申请公开办理情况",
        "收费情况",
        "主要问题和改进措施",
    ),
)
"""What offices wrote before."""

_NUMBERS = "一二三四五六七八"


def headings(report: Report) -> list[str]:
    """The headings of a report, numbered."""
    names = FIXED if report.year >= 2019 else OLD[(report.unit_id + report.year) % len(OLD)]
    return [f"{number}、{name}" for number, name in zip(_NUMBERS, names, strict=False)]


def draw(report: Report) -> str:
    """The body of a report, in the setting it names."""
    rng = random.Random(f"outline {report.unit_id} {report.year}")
    received, items = rng.randint(0, 300), rng.randint(20, 9000) + report.edition
    texts = [
        f"{report.year}年，{report.unit}主动公开政府信息{items}条，收到政府信息公开申请{received}件。",
        *(f"本部分数据截至{report.year}年12月31日，共{rng.randint(0, 99)}项。" for _ in range(6)),
    ]
    sections = list(zip(headings(report), texts, strict=False))
    shown = (file.url for file in report.files if report.outline == "pictures")
    pictures = "".join(f'<p><img src="{url}" /></p>\n' for url in shown)
    return STYLES[report.outline](report.printed or report.title, sections) + pictures


Sections = list[tuple[str, str]]


def _plain(title: str, sections: Sections) -> str:
    lines = "".join(f"<p>{head}</p>\n<p>　　{text}</p>\n" for head, text in sections)
    return f"<p>{title}</p>\n{lines}"


def _bold(title: str, sections: Sections) -> str:
    """As an editor pastes it from Word: spans inside spans, blanks that do not break."""
    lines = "".join(
        f'<p style="text-indent: 2em;"><span><strong>{head[:2]}</strong><strong><span '
        f'style="font-family: 黑体;">{head[2:]}</span></strong></span></p>\n'
        f"<p>&nbsp;&nbsp;&nbsp;&nbsp;<span>{text}</span></p>\n"
        for head, text in sections
    )
    return f'<p style="text-align: center;"><b>{title}</b></p>\n{lines}'


def _breaks(title: str, sections: Sections) -> str:
    """One paragraph, lines ended by hand."""
    return f"{title}<br>" + "".join(f"　　{h}<br />　　{t}<br />\n" for h, t in sections)


def _heads(title: str, sections: Sections) -> str:
    return f"<h2>{title}</h2>" + "".join(f"<h3>{h}</h3><div>{t}</div>" for h, t in sections)


def _boxed(title: str, sections: Sections) -> str:
    """All in one table, as offices lay out pages."""
    rows = "".join(f"<tr><td>{h}</td></tr><tr><td>{t}</td></tr>" for h, t in sections)
    return f'<table width="100%"><tr><td align="center">{title}</td></tr>{rows}</table>'


def _spaced(title: str, sections: Sections) -> str:
    """Characters pushed apart, the number in full width or with a dot."""
    lines = "".join(
        f"<p>{head[0]}．{'　'.join(head[2:4])}{head[4:]}</p><p>{text}</p>\n"
        for head, text in sections
    )
    return f"<p>{title}</p>\n{lines}"


def _nested(title: str, sections: Sections) -> str:
    """Every section in a box inside the box before."""
    opened = "".join(f"<div><p>{head}</p><p>{text}</p>" for head, text in sections)
    return f"<div>{title}</div>{opened}{'</div>' * len(sections)}"


def _short(title: str, sections: Sections) -> str:
    """A page that begins like the report and stops: the rest is nowhere."""
    head, text = sections[0]
    return f"<p>{title}</p><p>{head}</p><p>{text}</p>"


STYLES: Mapping[str, Callable[[str, Sections], str]] = {
    "plain": _plain,
    "bold": _bold,
    "breaks": _breaks,
    "heads": _heads,
    "boxed": _boxed,
    "spaced": _spaced,
    "nested": _nested,
    "short": _short,
    "none": lambda title, sections: "",
    "pictures": lambda title, sections: f"<p>{title}</p>",
}
"""`none`: the page says nothing, a file holds the report; `pictures`: it shows it as pictures.
`short` is no whole report."""

WHOLE = tuple(name for name in STYLES if name not in {"none", "pictures", "short"})
"""Settings of a page that holds the report."""

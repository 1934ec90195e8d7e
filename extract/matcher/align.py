"""Nearest labels, in order: found label paths against the paths of a form. Pure functions.

A label is compared by its leaf and, where both sides tell one, by its group, so that 其他 the
column, 3.其他 the row and （六）其他处理 keep apart. The alignment keeps the form's order: a label
that is misprinted beyond recognition does not move its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extract.matcher.forms import Label

Path = tuple[str, ...]

ACCEPT = 0.55
"""Similarity from which a label is taken for the form's. A lost group costs 0.15 at most and a
misprint like 其他法律行政止公开 keeps 0.8; labels of neighbouring rows stay under 0.5."""

OWN = 0.1
"""How much nearer a label may be to another of the form's: 同意部分公开答复数, 0.22 from
同意公开答复数, is not that one printed wrong."""

TIE = 0.02
"""Similarities this near tell nothing apart."""

GROUP_WEIGHT = 0.15
ORDINAL_WEIGHT = 0.1

_ORDINAL = re.compile(
    r"^(?:\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[,.)]|\(\d{1,2}\)|\d{1,2}[.,)]?)(?=\D)"
)
_OF_WHICH = re.compile(r"^其中[:,.]?")
_REMARK = re.compile(r"\([^()]*(?:\)|$)|[\"'.,:*]")
_MARK = re.compile(r"[()\"'.,:*]")


class Match(NamedTuple):
    """Found label `found` is the form's label `wanted`, with a similarity of 0 to 1."""

    found: int
    wanted: int
    similarity: float


def align(found: Sequence[Path], wanted: Sequence[Label]) -> list[Match]:
    """Give the matches in order that have the greatest sum of similarity above `ACCEPT`."""
    return list(_aligned(tuple(found), tuple(wanted)))


@lru_cache(maxsize=8192)  # every row of a table has the same columns
def _aligned(found: tuple[Path, ...], wanted: tuple[Label, ...]) -> tuple[Match, ...]:
    n, m = len(found), len(wanted)
    score = [_own([similarity(path, label) for label in wanted]) for path in found]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        below, here, scores = best[i + 1], best[i], score[i]
        for j in range(m - 1, -1, -1):
            most = below[j] if below[j] > here[j + 1] else here[j + 1]
            take = scores[j] - ACCEPT
            if take > 0 and take + below[j + 1] > most:
                most = take + below[j + 1]
            here[j] = most
    matches = []
    i = j = 0
    while i < n and j < m:
        take = score[i][j] - ACCEPT
        if take > 0 and best[i][j] == take + best[i + 1][j + 1]:
            matches.append(Match(i, j, score[i][j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return tuple(_unambiguous(matches, score, m))


def _unambiguous(
    matches: Sequence[Match], score: Sequence[Sequence[float]], m: int
) -> Iterator[Match]:
    """Leave out what is as like a missing label in the same place: 行政诉数 is 诉讼 or 申诉."""
    ends = [-1, *(match.wanted for match in matches), m]
    for match, before, after in zip(matches, ends, ends[2:], strict=False):
        rivals = [score[match.found][j] for j in range(before + 1, after) if j != match.wanted]
        if max(rivals, default=0.0) < match.similarity - TIE:
            yield match


def _own(scores: list[float]) -> list[float]:
    """Leave a label to those of the form that it is most like."""
    least = max(scores, default=0.0) - OWN
    return [score if score > least else 0.0 for score in scores]


@lru_cache(maxsize=32768)
def similarity(path: Path, label: Label) -> float:
    """Give how near a found path is to a label of the form: 1 the same, 0 nothing in common."""
    return likeness(path, label)


def likeness(path: Path, label: Label) -> float:
    """Do the same and keep nothing, for callers that keep what they make of many."""
    return max((_similarity(path, wanted) for wanted in label.paths), default=0.0)


def nearest(path: Path, labels: Sequence[Label]) -> float:
    """Give how near a path is to the nearest of the labels."""
    return _nearest(path, tuple(labels))


@lru_cache(maxsize=8192)
def _nearest(path: Path, labels: tuple[Label, ...]) -> float:
    return max((likeness(path, label) for label in labels), default=0.0)


def mended(path: Path, labels: Sequence[Label]) -> Path:
    """Join a head that a page break cut in two (自然 / 人), where that makes it a head."""
    joined = (*path[:-2], "".join(path[-2:]))
    return joined if len(path) > 1 and nearest(joined, labels) > nearest(path, labels) else path


def _similarity(found: Path, wanted: Path) -> float:
    if not found or not found[-1]:
        return 0.0
    ordinal, leaf, whole = _split(found[-1])
    wanted_ordinal, wanted_leaf, wanted_whole = _split(wanted[-1])
    score = Levenshtein.normalized_similarity(leaf, wanted_leaf)
    if wanted_whole != wanted_leaf and score < 1:  # the bracket of a remark may be lost
        score = max(score, Levenshtein.normalized_similarity(whole, wanted_whole))
    if ordinal and wanted_ordinal and ordinal != wanted_ordinal:
        score -= ORDINAL_WEIGHT
    group, wanted_group = _group(found), _group(wanted)
    if group and wanted_group:
        score -= GROUP_WEIGHT * (1 - Levenshtein.normalized_similarity(group, wanted_group))
    elif bool(group) != bool(wanted_group):
        score -= GROUP_WEIGHT / 3
    return max(0.0, min(1.0, score))


def _group(path: Path) -> str:
    return _split(path[-2])[1] if len(path) > 1 else ""


@lru_cache(maxsize=16384)
def _split(text: str) -> tuple[str, str, str]:
    """Split a label: its ordinal (1. or （一） or 一、), its bare words, its words with remarks.

    其中： (of which) before them says where the row stands, not what it is.
    """
    text = _OF_WHICH.sub("", text) or text
    match = _ORDINAL.match(text)
    ordinal = match[0].strip("().,") if match else ""
    rest = text[match.end() :] if match else text
    bare = _REMARK.sub("", rest)
    return ordinal, bare or rest, _MARK.sub("", rest)

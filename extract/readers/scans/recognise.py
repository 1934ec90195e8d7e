"""Pictures of lines → what is written in them, by the recogniser that rapidocr's wheel carries.

Receives lines of print, dark on white, each a picture of any height. Gives for each the free
reading and the reading as a figure, both of one pass. The figure matters: an isolated 0 is the
same shape as O, o and 〇, and only a reader that knows it wants a figure can tell. No network:
the model is a file of the wheel.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.errors import MissingPartError, UnreadableError

HEIGHT = 48
"""Pixels of a line as the model takes it."""

MODEL = "PP-OCRv6_rec_small.onnx"

BATCH_PIXELS = 48 * 1600
"""Of one pass: enough to be quick, little enough for a worker's memory."""

LOOKALIKES = {
    "0": "0０OＯoｏ〇○◯ОоΟοDQ口日□",
    "1": "1１lｌIＩi|｜丨!",
    "2": "2２Zz",
    "3": "3３зЗ",
    "4": "4４",
    "5": "5５Ss",
    "6": "6６bб",
    "7": "7７",
    "8": "8８B",
    "9": "9９gq",
    ".": ".．。·",
    ",": ",，",
    "-": "-－—–一ー_−",
    "+": "+＋十",
    "/": "/／∕丿",
    "%": "%％",
}
"""What figures are made of, each with the characters of its shape."""


class Reading(NamedTuple):
    """What is written in one line. Confidences from 0 to 1, as the model gives them."""

    text: str
    confidence: float
    """The mean of the characters'."""
    figure: str
    """Read as a figure: `0-9 . , - + / %` and nothing else."""
    figure_confidence: float
    """The least of the characters', counting what is no part of a figure against it."""


def read_lines(lines: Sequence[NDArray[np.uint8]]) -> list[Reading]:
    """Read lines of print.

    Raises:
        UnreadableError: the recogniser is not installed.
    """
    model = _model()
    out: list[Reading | None] = [None] * len(lines)
    for batch in _batches([line.shape[1] for line in lines]):
        width = max(lines[i].shape[1] for i in batch)
        block = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for at, i in enumerate(batch):
            block[at, :, :, : lines[i].shape[1]] = lines[i].astype(np.float32) / 127.5 - 1
        for i, chances in zip(batch, model.run(block), strict=True):
            out[i] = model.decoded(chances)
    return [reading for reading in out if reading is not None]


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Part lines into batches of nearly one width, narrow ones first."""
    batch: list[int] = []
    for i in sorted(range(len(widths)), key=widths.__getitem__):
        wider = batch and widths[i] > max(widths[batch[0]] * 1.25, widths[batch[0]] + 16)
        if batch and (wider or widths[i] * (len(batch) + 1) > BATCH_PIXELS / HEIGHT):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class _Model:
    """The recogniser and its alphabet."""

    def __init__(self, path: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - an extra, and heavy

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1  # workers run side by side, one a core
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # the arena never gives back what a wide line took
        self.session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        metadata = self.session.get_modelmeta().custom_metadata_map
        self.alphabet = ["", *metadata["character"].splitlines(), " "]
        self.input = self.session.get_inputs()[0].name
        at = {character: i for i, character in enumerate(self.alphabet)}
        self.figures = list(LOOKALIKES)
        self.nothing = np.array([0, *(at[c] for c in " \u3000" if c in at)])
        self.shapes = [
            np.array([at[c] for c in shapes if c in at]) for shapes in LOOKALIKES.values()
        ]

    def run(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(self.session.run(None, {self.input: block})[0])

    def decoded(self, chances: NDArray[np.float32]) -> Reading:
        best = chances.argmax(axis=1)
        sure = chances.max(axis=1)
        text, marks = [], []
        for step in _emitted(best):
            text.append(self.alphabet[best[step]])
            marks.append(float(sure[step]))
        folded = np.stack(
            [
                chances[:, self.nothing].sum(axis=1),
                *(chances[:, shape].sum(axis=1) for shape in self.shapes),
            ],
            axis=1,
        )
        among = folded.argmax(axis=1)
        figure, least = [], 1.0 if among.any() else 0.0
        emitted = set(_emitted(among))
        for step, chance in enumerate(folded[np.arange(len(among)), among]):
            if step in emitted:
                figure.append(self.figures[among[step] - 1])
                least = min(least, float(chance))
            elif among[step] == 0 and best[step] != 0:
                least = min(least, float(chance))
        return Reading(
            "".join(text), sum(marks) / len(marks) if marks else 0.0, "".join(figure), least
        )


def _emitted(best: NDArray[np.int64]) -> list[int]:
    """Give the steps at which a character begins: not blank, not the one before gone on."""
    return [i for i, one in enumerate(best) if one and (i == 0 or one != best[i - 1])]


@cache
def _model() -> _Model:
    found = importlib.util.find_spec("rapidocr")
    runtime = importlib.util.find_spec("onnxruntime")
    if found is None or found.origin is None or runtime is None:
        raise MissingPartError(
            "the document is a scan: reading it needs the extra `scan` "
            "(pip install 'gongkai[scan]')"
        )
    path = Path(found.origin).parent / "models" / MODEL
    if not path.is_file():
        raise UnreadableError(
            f"the recogniser {MODEL} is not where rapidocr keeps its models: reinstall rapidocr"
        )
    return _Model(path)


def require() -> None:
    """See that there is a recogniser, before any work is done for it.

    Raises:
        MissingPartError: the extra `scan` is not installed.
    """
    _model()

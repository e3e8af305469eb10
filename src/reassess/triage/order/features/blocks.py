"""What the learnt order looks at: blocks of weighted terms, made once a run from words or from tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from reassess.triage.config import block_settings, theme_count, words_for_full_weight
from reassess.triage.order.features.word_matrix import word_matrix

# Terms that fewer cases have say nothing about which words go together.
MIN_CASES_PER_THEME_TERM = 5


@dataclass(frozen=True)
class Themes:
    """Directions in which words occur together: each case's place in them, and each term's part in each."""

    places: NDArray[np.float32]
    columns: NDArray[np.int64]
    loadings: NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """One kind of evidence: a row a case, a column a term; `strength` and `limit` as in `blocks.yaml`.

    `reliability` is how much of its weight the block has for each case, 0 to 1; None for all of it.
    """

    name: str
    matrix: sparse.csr_matrix
    terms: tuple[str, ...]
    weight: float
    strength: float
    limit: float | None
    themes: Themes | None = None
    reliability: NDArray[np.float64] | None = None

    @property
    def cases(self) -> int:
        """The number of rows."""
        return int(self.matrix.shape[0])


def multipliers(blocks: Sequence[Block]) -> NDArray[np.float64]:
    """What each case's score in each block is multiplied by, a row a case and a column a block.

    Few words say little either way, so the words of a text-poor case count in proportion to their number. Its other
    blocks then count for more, so that its score spreads as widely as those of the others and it does not sink.
    """
    reliability = np.column_stack(
        [np.ones(block.cases) if block.reliability is None else block.reliability for block in blocks]
    )
    weights = np.array([block.weight for block in blocks])
    left = np.sqrt(((reliability * weights) ** 2).sum(axis=1))
    others = np.array([block.reliability is None for block in blocks])
    full = float(np.sqrt((weights**2).sum()))
    raised = np.where(others, (full / np.where(left > 0, left, 1))[:, None], 1.0) if others.any() else 1.0
    return np.asarray(reliability * raised)


def words_block(texts: Iterable[str]) -> Block:
    """The block `words` of one text a case, with the themes of the whole pool."""
    words = word_matrix(texts)
    settings = block_settings("words")
    themes = _themes(words.matrix)
    reliability = np.minimum(1.0, words.lengths / words_for_full_weight())
    return Block(
        "words", words.matrix, words.terms, settings.weight, settings.strength, settings.limit, themes, reliability
    )


def tokens_block(name: str, tokens: Sequence[Sequence[str]], weight: float | None = None) -> Block:
    """A block of tokens (findings, links, identifiers): rare ones weigh more, those of one case only nothing.

    Args:
        tokens: the tokens of each case; a repeated one counts once.
        weight: instead of that of `blocks.yaml`.
    """
    settings = block_settings("tokens")
    matrix, terms = _token_matrix(tokens)
    return Block(name, matrix, terms, settings.weight if weight is None else weight, settings.strength, settings.limit)


def _token_matrix(tokens: Sequence[Sequence[str]]) -> tuple[sparse.csr_matrix, tuple[str, ...]]:
    terms, columns = np.unique([token for case in tokens for token in sorted(set(case))], return_inverse=True)
    rows = np.repeat(np.arange(len(tokens)), [len(set(case)) for case in tokens])
    frequency = np.bincount(columns, minlength=len(terms))
    shared = np.flatnonzero(frequency >= 2)
    idf = np.log((1 + len(tokens)) / (1 + frequency)) + 1
    everything = sparse.csr_matrix((idf[columns], (rows, columns)), shape=(len(tokens), len(terms)))
    kept = everything[:, shared]
    lengths = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ kept
    return scaled.tocsr().astype(np.float32), tuple(str(terms[column]) for column in shared)


def _themes(matrix: sparse.csr_matrix) -> Themes | None:
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    columns = np.flatnonzero(frequency >= MIN_CASES_PER_THEME_TERM)
    dimensions = min(theme_count(), len(columns) - 1, matrix.shape[0] - 1)
    if dimensions < 2:
        return None
    _, _, directions = randomized_svd(matrix[:, columns], dimensions, n_iter=2, random_state=0)
    places = matrix[:, columns] @ directions.T
    scale = float(np.sqrt((places**2).sum(axis=1).mean()))
    return Themes((places / scale).astype(np.float32), columns, (directions.T / scale).astype(np.float32))

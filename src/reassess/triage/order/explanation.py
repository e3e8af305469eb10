"""Why a case has its position in the queue: the exact contributions to its score, and what could not be assessed.

The reasons explain the queue. They say nothing about anybody's guilt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.triage.order.bands import Band
from reassess.triage.order.features.blocks import Block, multipliers
from reassess.triage.order.prior import Findings, prior_contribution, prior_scale, reason_for
from reassess.triage.order.scorer import BlockFit, DecidedCases, block_scores

MAX_TERMS = 8
MAX_SIMILAR_CASES = 3
# The suffix that `pool` gives to a finding that a case has three times or more.
SEVERAL = " (3 or more)"
# Cosine similarity below this is not reported: any two cases share some words.
MIN_SIMILARITY = 0.15
# Similar cases are looked for among the most recent decisions only, which keeps a reorder short.
DECIDED_COMPARED = 400


@dataclass(frozen=True)
class Reason:
    """One part of the explanation of a position.

    Attributes:
        part: band, block, term, remainder, prior, similar_case or not_assessable.
        name: the band, block, term, rule or case that it is about.
        value: the contribution to the score; for similar_case the cosine similarity from 0 to 1; None for band and
            not_assessable.
    """

    row: int
    part: str
    name: str
    value: float | None
    says: str


@dataclass(frozen=True)
class FittedOrder:
    """Everything a score is computed from: the blocks, their fits (None before both labels occur) and the prior."""

    blocks: Sequence[Block]
    fits: Sequence[BlockFit] | None
    decided: DecidedCases
    prior: NDArray[np.float64]
    prior_share: float


Parts = NDArray[np.float64]


def score_parts(fitted: FittedOrder) -> Parts:
    """Contributions to the scores: one row per case, one column per block, the prior last. Row sums are the scores."""
    prior = (fitted.prior * fitted.prior_share)[:, None]
    if fitted.fits is None:
        return np.hstack([np.zeros((len(prior), len(fitted.blocks))), prior])
    return np.hstack([block_scores(fitted.blocks, fitted.fits) * (1 - fitted.prior_share), prior])


def term_reasons(fitted: FittedOrder, parts: Parts, rows: range, titles: Mapping[str, str]) -> Iterator[Reason]:
    """The terms that contribute most to each block of each case in `rows`, and the remainder of the block as one sum.

    The terms and the remainder add up to the block's total.
    """
    if fitted.fits is None:
        return
    factors = multipliers(fitted.blocks) * (1 - fitted.prior_share)
    for number, (block, fit) in enumerate(zip(fitted.blocks, fitted.fits, strict=True)):
        scaled = fit.coefficients * fit.weight / fit.deviation
        matrix = block.matrix
        for row in rows:
            cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
            columns = matrix.indices[cells]
            values = matrix.data[cells] * scaled[columns] * factors[row, number]
            yield from _strongest(row, block, columns, values, float(parts[row, number]), titles)


def _strongest(
    row: int,
    block: Block,
    columns: NDArray[np.int32],
    values: NDArray[np.float64],
    total: float,
    titles: Mapping[str, str],
) -> Iterator[Reason]:
    most = min(MAX_TERMS, len(values))
    chosen = np.argpartition(-np.abs(values), most - 1)[:most] if most else np.zeros(0, dtype=int)
    ordered = sorted(chosen.tolist(), key=lambda at: (-abs(values[at]), block.terms[columns[at]]))
    explained = 0.0
    for at in ordered:
        term = block.terms[columns[at]]
        explained += float(values[at])
        yield Reason(row, "term", f"{block.name}: {term}", float(values[at]), _term_in_words(block.name, term, titles))
    says = f"everything else in {block.name}, compared with an average case"
    yield Reason(row, "remainder", block.name, total - explained, says)


def _term_in_words(block: str, term: str, titles: Mapping[str, str]) -> str:
    """A term as shown to a reader: a rule by its title, a link as it is, words in quotation marks."""
    if block == "links":
        return f"in other cases too: {term}"
    plain, several = term.removesuffix(SEVERAL), " (3 or more)" if term.endswith(SEVERAL) else ""
    return f"{titles.get(plain, plain)}{several}" if block == "findings" else f"the words '{term}'"


def band_reason(row: int, band: Band, rules: Sequence[str]) -> Reason:
    """The band, and the rules that set it."""
    found = f" Found: {'; '.join(rules)}." if rules else ""
    return Reason(row, "band", band.name, None, f"{band.title}: {band.why}{found}")


def block_reasons(fitted: FittedOrder, parts: Parts, rows: range) -> Iterator[Reason]:
    """The total of each block and of the prior, for each case in `rows`."""
    names = [(block.name, f"{block.name}, weight {block.weight:g}") for block in fitted.blocks]
    names.append(("prior", f"the stated prior, {fitted.prior_share:.0%} of the score"))
    for column, (name, says) in enumerate(names):
        if fitted.fits is None and name != "prior":
            continue
        for row in rows:
            yield Reason(row, "block", name, float(parts[row, column]), says)


def prior_reasons(fitted: FittedOrder, stated: Sequence[Findings], rows: range) -> Iterator[Reason]:
    """The findings that the stated prior counts, each with the reason given for its weight.

    They and the remainder add up to the total of the prior.
    """
    _, deviation = prior_scale(stated)
    for row in rows:
        explained = 0.0
        for (rule, group), count in sorted(stated[row].items()):
            value = prior_contribution(rule, group, count) / deviation * fitted.prior_share
            explained += value
            if value:
                yield Reason(row, "prior", rule, value, f"{count} found. {reason_for(rule, group)}")
        rest = float(fitted.prior[row]) * fitted.prior_share - explained
        yield Reason(row, "remainder", "prior", rest, "the prior of an average case, subtracted from every case")


def similar_case_reasons(fitted: FittedOrder, references: Sequence[str], rows: range) -> Iterator[Reason]:
    """The decided cases most similar in words to each case in `rows`, with their outcomes."""
    decided = fitted.decided.rows[-DECIDED_COMPARED:]
    positive = fitted.decided.positive[-DECIDED_COMPARED:]
    if not len(decided):
        return
    words = fitted.blocks[0].matrix
    similarity = np.asarray((words[rows.start : rows.stop] @ words[decided].T).todense())
    here = np.flatnonzero((decided >= rows.start) & (decided < rows.stop))
    similarity[decided[here] - rows.start, here] = 0
    nearest = np.argsort(-similarity, axis=1, kind="stable")[:, :MAX_SIMILAR_CASES]
    for row, chosen, near in zip(rows, nearest, similarity, strict=True):
        for at in chosen:
            if near[at] >= MIN_SIMILARITY:
                verdict = "a line or opportunity was found" if positive[at] else "no line was found"
                says = f"similar to {references[decided[at]]}, where {verdict}"
                yield Reason(row, "similar_case", references[decided[at]], float(near[at]), says)

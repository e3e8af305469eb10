"""'Why it stands here': the parts of a case's place, exactly, and what is not recorded.

Never why somebody is guilty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.triage.order.bands import Band
from reassess.triage.order.features.blocks import Block, multipliers
from reassess.triage.order.prior import Findings, counted, prior_scale, reason_for
from reassess.triage.order.scorer import BlockFit, Decided, block_scores

MOST_TERMS = 8
MOST_ALIKE = 3
# How `pool` marks a finding that a case has several times.
SEVERAL = " (3 or more)"
# Likeness below this is no likeness: two cases always share some words.
LEAST_ALIKE = 0.15
# Looking for the nearest among so many decided cases is enough, and keeps a reorder short.
DECIDED_COMPARED = 400


@dataclass(frozen=True)
class Reason:
    """One part of why a case stands where it does.

    Attributes:
        part: band, block, term, rest, prior, alike, or missing.
        name: the block, term, rule or case that it is about.
        value: what it adds to the score; for `alike` the likeness from 0 to 1; None for band and missing.
    """

    row: int
    part: str
    name: str
    value: float | None
    says: str


@dataclass(frozen=True)
class Learnt:
    """What the score was made from: blocks and fits (None before there was evidence), the prior and its share."""

    blocks: Sequence[Block]
    fits: Sequence[BlockFit] | None
    decided: Decided
    prior: NDArray[np.float64]
    prior_share: float


# A row a case; a column for each block, and the last one for the prior.
Parts = NDArray[np.float64]


def score_parts(learnt: Learnt) -> Parts:
    """A row a case; a column for each block, and the last one for the prior. The row sums are the scores."""
    prior = (learnt.prior * learnt.prior_share)[:, None]
    if learnt.fits is None:
        return np.hstack([np.zeros((len(prior), len(learnt.blocks))), prior])
    return np.hstack([block_scores(learnt.blocks, learnt.fits) * (1 - learnt.prior_share), prior])


def term_reasons(learnt: Learnt, parts: Parts, rows: range, titles: Mapping[str, str]) -> Iterator[Reason]:
    """The terms that moved each of some cases most, block by block, and the rest of the block in one sum.

    The terms and the rest of a block add up to the block's total.
    """
    if learnt.fits is None:
        return
    factors = multipliers(learnt.blocks) * (1 - learnt.prior_share)
    for number, (block, fit) in enumerate(zip(learnt.blocks, learnt.fits, strict=True)):
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
    most = min(MOST_TERMS, len(values))
    chosen = np.argpartition(-np.abs(values), most - 1)[:most] if most else np.zeros(0, dtype=int)
    ordered = sorted(chosen.tolist(), key=lambda at: (-abs(values[at]), block.terms[columns[at]]))
    said = 0.0
    for at in ordered:
        term = block.terms[columns[at]]
        said += float(values[at])
        yield Reason(row, "term", f"{block.name}: {term}", float(values[at]), _term_in_words(block.name, term, titles))
    yield Reason(row, "rest", block.name, total - said, f"everything else in {block.name}, beside an average case")


def _term_in_words(block: str, term: str, titles: Mapping[str, str]) -> str:
    """A term as a reader should see it: a rule by its title, a link as what it is, a word in quotation marks."""
    if block == "links":
        return f"in other cases too: {term}"
    plain, several = term.removesuffix(SEVERAL), " (3 or more)" if term.endswith(SEVERAL) else ""
    return f"{titles.get(plain, plain)}{several}" if block == "findings" else f"the words '{term}'"


def band_reason(row: int, band: Band, rules: Sequence[str]) -> Reason:
    """The rule that set the band."""
    found = f" Found: {'; '.join(rules)}." if rules else ""
    return Reason(row, "band", band.name, None, f"{band.title}: {band.why}{found}")


def block_reasons(learnt: Learnt, parts: Parts, rows: range) -> Iterator[Reason]:
    """The total of each block and of the prior, for each of some cases."""
    names = [(block.name, f"{block.name}, weight {block.weight:g}") for block in learnt.blocks]
    names.append(("prior", f"the stated prior, which still makes {learnt.prior_share:.0%} of the score"))
    for column, (name, says) in enumerate(names):
        if learnt.fits is None and name != "prior":
            continue
        for row in rows:
            yield Reason(row, "block", name, float(parts[row, column]), says)


def prior_reasons(learnt: Learnt, stated: Sequence[Findings], rows: range) -> Iterator[Reason]:
    """The findings that the stated prior counts, each with the reason that is written beside its weight.

    They and the rest of the prior add up to its total.
    """
    _, deviation = prior_scale(stated)
    for row in rows:
        said = 0.0
        for (rule, group), count in sorted(stated[row].items()):
            value = counted(rule, group, count) / deviation * learnt.prior_share
            said += value
            if value:
                yield Reason(row, "prior", rule, value, f"{count} found. {reason_for(rule, group)}")
        rest = float(learnt.prior[row]) * learnt.prior_share - said
        yield Reason(row, "rest", "prior", rest, "the prior of an average case, taken off every case")


def alike_reasons(learnt: Learnt, references: Sequence[str], rows: range) -> Iterator[Reason]:
    """The decided cases whose words are nearest to those of each of some cases, with how they were decided."""
    decided = learnt.decided.rows[-DECIDED_COMPARED:]
    positive = learnt.decided.positive[-DECIDED_COMPARED:]
    if not len(decided):
        return
    words = learnt.blocks[0].matrix
    likeness = np.asarray((words[rows.start : rows.stop] @ words[decided].T).todense())
    here = np.flatnonzero((decided >= rows.start) & (decided < rows.stop))
    likeness[decided[here] - rows.start, here] = 0
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :MOST_ALIKE]
    for row, chosen, near in zip(rows, nearest, likeness, strict=True):
        for at in chosen:
            if near[at] >= LEAST_ALIKE:
                verdict = "a line or opportunity was found" if positive[at] else "no line was found"
                says = f"like {references[decided[at]]}, where {verdict}"
                yield Reason(row, "alike", references[decided[at]], float(near[at]), says)

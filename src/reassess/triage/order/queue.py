"""The stage `triage` of a run: every investigation in its place, with why, and the committed audit draws."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np
import pyarrow as pa

from reassess.records.store import Run
from reassess.triage.assurance.audit_sample import commitment, committed_order, random_key
from reassess.triage.config import document, words_for_full_weight
from reassess.triage.decisions import Decision, digest, first_decisions, read_decisions
from reassess.triage.order.bands import Standing, band_of, bands, in_order
from reassess.triage.order.explanation import (
    Learnt,
    Parts,
    Reason,
    alike_reasons,
    band_reason,
    block_reasons,
    prior_reasons,
    score_parts,
    term_reasons,
)
from reassess.triage.order.features.build import Features, make_features
from reassess.triage.order.features.highlights import Highlight, highlights, raising_words
from reassess.triage.order.features.pool import Case, ClosedRisk, read_pool
from reassess.triage.order.prior import prior_share
from reassess.triage.order.scorer import Decided, fit_blocks

Progress = Callable[[str], None]


def order_cases(
    run: Run,
    *,
    decisions: Path | None = None,
    seed: int = 1,
    as_of: date | None = None,
    unseen: Mapping[str, int] | None = None,
    committed: Sequence[tuple[str, int]] = (),
    closed: Collection[ClosedRisk] = frozenset(),
    progress: Progress = lambda _: None,
) -> dict[str, int]:
    """Put the investigations of a run in order; returns the rows of each table written.

    Reads records.*, reading.passage, reading.mention, linking.*, rules.finding, rules.scope. Writes
    triage.queue(investigation_id, band, score, age_days, position, why, text_poor, travels_with, decided),
    triage.why(investigation_id, n, part, name, value, says), triage.audit(draw, investigation_id, random_key, tranche)
    of the cases that are not known to be out of scope, triage.highlight and triage.model(name, value).

    Args:
        decisions: the workspace's export of decisions; None before there are any.
        seed: of the committed random order.
        as_of: the day that ages are counted to.
        unseen: days that each investigation has waited in the queue.
        committed: the audit order that stands already, as (investigation, tranche); cases that came since are drawn
            after it, in a tranche of their own.
        closed: the risks that people closed in the workspace, which set no band any more.
    Raises:
        UserError: the decisions cannot be used.
    """
    taken = read_decisions(decisions) if decisions is not None else []
    progress("what the order looks at")
    features = make_features(read_pool(run, as_of, unseen, closed))
    progress("order")
    learnt = learn(features, taken)
    progress("why each case stands where it does")
    return write_order(run, run, features, learnt, Made(taken, str(seed), committed, closed))


@dataclass(frozen=True)
class Made:
    """What an order was made from beside its features: decisions, seed, audit order so far, and risks closed."""

    decisions: Sequence[Decision]
    seed: str
    committed: Sequence[tuple[str, int]] = ()
    closed: Collection[ClosedRisk] = frozenset()


def learn(features: Features, decisions: Sequence[Decision]) -> Learnt:
    """Fit the order to the first decision on each case; before there is one of each kind, the prior alone orders."""
    place = {reference: row for row, reference in enumerate(features.references)}
    known = [(place[case], one.positive) for case, one in first_decisions(decisions).items() if case in place]
    rows, positive = [row for row, _ in known], [yes for _, yes in known]
    decided = Decided(np.array(rows, dtype=np.int64), np.array(positive, dtype=bool))
    fits = fit_blocks(features.blocks, decided) if decided.enough_to_fit else None
    share = prior_share(int(decided.positive.sum()), int((~decided.positive).sum()))
    return Learnt(features.blocks, fits, decided, features.prior, share)


def positions(cases: Sequence[Case], scores: Sequence[float], seed: str) -> list[int]:
    """The rows of the cases in reading order, by band, score, age and committed random key."""
    return in_order(
        [
            Standing(band_of(case.facts).rank, score, case.age_days, random_key(seed, case.investigation_id))
            for case, score in zip(cases, scores, strict=True)
        ]
    )


def write_order(into: Run, run: Run, features: Features, learnt: Learnt, made: Made) -> dict[str, int]:
    """Write an order of a run, and all that explains it, as the tables triage.* of `into`."""
    parts = score_parts(learnt)
    explained = _explained(run, features, learnt, parts)
    tables = {
        "triage.queue": (_queue_table(features, learnt, parts.sum(axis=1), explained.lines, made.seed), "position"),
        "triage.why": (explained.why, "investigation_id, n"),
        "triage.audit": (_audit_table(features.cases, made), "draw"),
        "triage.highlight": (_highlight_table(highlights(run, explained.raising)), _HIGHLIGHT_ORDER),
        "triage.model": (_model_table(learnt, made), "name"),
    }
    with into.connect() as con:
        return {name: into.write_arrow(con, name, table, by) for name, (table, by) in tables.items()}


# So many cases are explained at a time: the reasons of all would be held as millions of rows.
EXPLAINED_AT_A_TIME = 5_000


@dataclass(frozen=True)
class Explained:
    """Why the cases stand where they do: the table triage.why, a line for each row, and the words that raised it."""

    why: pa.Table
    lines: Mapping[int, str]
    raising: Mapping[str, Mapping[str, float]]


def _explained(run: Run, features: Features, learnt: Learnt, parts: Parts) -> Explained:
    said, references = _said(run), features.references
    tables: list[pa.Table] = [_why_table(references, [])]
    lines: dict[int, str] = {}
    raising: dict[str, Mapping[str, float]] = {}
    for first in range(0, len(references), EXPLAINED_AT_A_TIME):
        rows = range(first, min(first + EXPLAINED_AT_A_TIME, len(references)))
        found = _reasons(said, features, learnt, parts, rows)
        reasons = sorted(found, key=lambda reason: (reason.row, *_reason_rank(reason)))
        tables.append(_why_table(references, reasons))
        lines |= _first_words(reasons)
        raising |= raising_words(references, reasons)
    return Explained(pa.concat_tables(tables), lines, raising)


_PARTS = ("band", "block", "term", "rest", "prior", "alike", "missing")


def _reason_rank(reason: Reason) -> tuple[int, float, str]:
    return (_PARTS.index(reason.part), -abs(reason.value or 0.0), reason.name)


@dataclass(frozen=True)
class _Said:
    """What the rules say: the title of each by the token of its findings, and by case what each could not assess."""

    titles: Mapping[str, str]
    missing: Mapping[str, Sequence[tuple[str, str]]]


def _said(run: Run) -> _Said:
    with run.connect() as con:
        titles = dict(con.execute("SELECT 'finding ' || slug, title FROM rules.rule").fetchall())
        rows = con.execute(
            "SELECT investigation_id, rule, min(says) FROM rules.finding WHERE verdict = 'not_assessable'"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    missing: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for reference, rule, says in rows:
        missing[reference].append((rule, says))
    return _Said(titles, missing)


def _reasons(said: _Said, features: Features, learnt: Learnt, parts: Parts, rows: range) -> Iterator[Reason]:
    for row in rows:
        case = features.cases[row]
        band = band_of(case.facts)
        setting = {risk.rule for risk in case.risks if risk.band == band.name}
        yield band_reason(row, band, sorted(said.titles.get(f"finding {rule}", rule) for rule in setting))
        for rule, says in said.missing.get(case.investigation_id, ()):
            yield Reason(row, "missing", rule, None, says)
    yield from block_reasons(learnt, parts, rows)
    yield from term_reasons(learnt, parts, rows, said.titles)
    yield from prior_reasons(learnt, features.stated, rows)
    yield from alike_reasons(learnt, features.references, rows)


def _queue_table(
    features: Features, learnt: Learnt, scores: Sequence[float], lines: Mapping[int, str], seed: str
) -> pa.Table:
    rows = positions(features.cases, scores, seed)
    decided = set(learnt.decided.rows.tolist())
    cases = [features.cases[row] for row in rows]
    return pa.table(
        {
            "investigation_id": [case.investigation_id for case in cases],
            "band": [band_of(case.facts).name for case in cases],
            "score": pa.array([float(scores[row]) for row in rows], pa.float64()),
            "age_days": [case.age_days for case in cases],
            "position": list(range(1, len(rows) + 1)),
            "why": [lines[row] for row in rows],
            "text_poor": [features.lengths[row] < words_for_full_weight() for row in rows],
            "travels_with": [features.together[case.investigation_id] for case in cases],
            "decided": [row in decided for row in rows],
        }
    )


def _first_words(reasons: Sequence[Reason]) -> dict[int, str]:
    """One line a case: the band, and what raised the case most inside it."""
    lines: dict[int, str] = {}
    raised: set[int] = set()
    for reason in reasons:
        if reason.part == "band":
            lines[reason.row] = reason.says
        elif reason.part in ("term", "prior") and (reason.value or 0) > 0 and reason.row not in raised:
            raised.add(reason.row)
            words = reason.says if reason.part == "term" else f"{reason.name.replace('-', ' ')} ({reason.says})"
            lines[reason.row] += f" Raised most by: {words}"
    return lines


def _why_table(references: Sequence[str], reasons: Sequence[Reason]) -> pa.Table:
    numbers = [number for _, group in groupby(reasons, attrgetter("row")) for number, _ in enumerate(group, start=1)]
    return pa.table(
        {
            "investigation_id": pa.array([references[reason.row] for reason in reasons], pa.string()),
            "n": pa.array(numbers, pa.int64()),
            "part": pa.array([reason.part for reason in reasons], pa.string()),
            "name": pa.array([reason.name for reason in reasons], pa.string()),
            "value": pa.array([reason.value for reason in reasons], pa.float64()),
            "says": pa.array([reason.says for reason in reasons], pa.string()),
        }
    )


def _audit_table(cases: Sequence[Case], made: Made) -> pa.Table:
    """The committed order: what was committed before as it was, then what came since, in the order of its keys."""
    there = {case.investigation_id for case in cases}
    drawn = [(case, tranche) for case, tranche in made.committed if case in there]
    known, last = {case for case, _ in drawn}, max((tranche for _, tranche in drawn), default=0)
    new = [case.investigation_id for case in cases if case.facts.scope != "out" and case.investigation_id not in known]
    drawn += [(case, last + 1) for case in committed_order(made.seed, new)]
    return pa.table(
        {
            "draw": pa.array(range(1, len(drawn) + 1), pa.int64()),
            "investigation_id": pa.array([case for case, _ in drawn], pa.string()),
            "random_key": pa.array([random_key(made.seed, case) for case, _ in drawn], pa.string()),
            "tranche": pa.array([tranche for _, tranche in drawn], pa.int64()),
        }
    )


_HIGHLIGHT_ORDER = "investigation_id, source_table, source_key, source_field, page, start_at, end_at"


def _highlight_table(found: Sequence[Highlight]) -> pa.Table:
    columns = {name: [getattr(one, name) for one in found] for name in Highlight.__annotations__}
    kinds = {"page": pa.int32(), "start_at": pa.int32(), "end_at": pa.int32(), "value": pa.float64()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})


def _model_table(learnt: Learnt, made: Made) -> pa.Table:
    facts = model_facts(learnt, made)
    return pa.table({"name": list(facts), "value": list(facts.values())})


def model_facts(learnt: Learnt, made: Made) -> dict[str, str]:
    """What an order was made with, so that it can be told from every other and made again."""
    files = {name: str(document(f"{name}.yaml")["version"]) for name in ("bands", "blocks", "prior", "not-features")}
    facts = {
        **{f"{name} version": number for name, number in files.items()},
        **{f"weight of {block.name}": f"{block.weight:g}" for block in learnt.blocks},
        "seed commitment": commitment(made.seed),
        "bands": ", ".join(bands()),
        "decisions": str(len(made.decisions)),
        "decisions hash": digest(made.decisions),
        "risks closed": str(len(made.closed)),
        "risks closed hash": sha256(repr(sorted(made.closed)).encode()).hexdigest()[:16],
        "cases decided": str(len(learnt.decided.rows)),
        "cases decided positive": str(int(learnt.decided.positive.sum())),
        "share of the prior": f"{learnt.prior_share:.6f}",
        "reassess": version("reassess"),
        "scikit-learn": version("scikit-learn"),
    }
    return {**facts, "order": sha256(repr(sorted(facts.items())).encode()).hexdigest()[:16]}

"""The triage stage of a run: the queue with the reasons for each position, and the committed audit sample."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import numpy as np
import pyarrow as pa

from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.triage.assurance.audit_sample import KeyPurpose, commitment, committed_order, random_key
from reassess.triage.config import read_config, words_for_full_weight
from reassess.triage.decisions import Decision, digest, first_decisions, read_decisions
from reassess.triage.order.bands import SortCriteria, band_of, bands, sorted_rows
from reassess.triage.order.explanation import (
    FittedOrder,
    Parts,
    Reason,
    band_reason,
    block_reasons,
    prior_reasons,
    score_parts,
    similar_case_reasons,
    term_reasons,
)
from reassess.triage.order.features.build import Features, make_features
from reassess.triage.order.features.pool import Case, ClosedRisk, read_pool
from reassess.triage.order.highlights import Highlight, highlights, raising_words
from reassess.triage.order.prior import prior_share
from reassess.triage.order.scorer import DecidedCases, fit_blocks


def order_cases(
    run: Run,
    *,
    seed: str,
    decisions: Path | None = None,
    as_of: date | None = None,
    unseen: Mapping[str, int] | None = None,
    committed: Sequence[tuple[str, int]] = (),
    closed: Collection[ClosedRisk] = frozenset(),
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Order the investigations of a run; return the number of rows of each table written.

    Reads records.*, reading.passage, reading.mention, linking.*, rules.finding, rules.scope. Writes
    triage.queue(investigation_id, band, score, age_days, position, main_reason, text_poor, case_group, decided),
    triage.reason(investigation_id, n, part, name, value, says), triage.highlight, triage.model(name, value), and
    triage.audit(draw, investigation_id, random_key, tranche) of the cases not known to be out of scope.

    Args:
        seed: the secret seed of the audit order and of the tie-breaks (see `audit_sample`).
        decisions: the workspace's export of decisions; None before the first.
        as_of: the day to which ages are counted.
        unseen: days that each investigation has waited in the queue.
        committed: the audit order committed so far, as (investigation, tranche); new cases follow it in a tranche of
            their own.
        closed: the risks closed in the workspace, which no longer set a band.
    Raises:
        UserError: the decisions cannot be used.
    """
    taken = read_decisions(decisions) if decisions is not None else []
    progress("features of the order")
    features = make_features(read_pool(run, as_of, unseen, closed))
    progress("order")
    fitted = fit_order(features, taken)
    progress("reasons for each position")
    return write_order(run, run, features, fitted, OrderInputs(taken, seed, committed, closed))


@dataclass(frozen=True)
class OrderInputs:
    """The inputs of an order besides its features: decisions, seed, committed audit order and closed risks."""

    decisions: Sequence[Decision]
    seed: str
    committed: Sequence[tuple[str, int]] = ()
    closed: Collection[ClosedRisk] = frozenset()


def fit_order(features: Features, decisions: Sequence[Decision]) -> FittedOrder:
    """Fit the order to the first decision on each case; until both labels occur, the prior alone orders."""
    row_of = {reference: row for row, reference in enumerate(features.references)}
    known = [(row_of[case], one.positive) for case, one in first_decisions(decisions).items() if case in row_of]
    rows, positive = [row for row, _ in known], [yes for _, yes in known]
    decided = DecidedCases(np.array(rows, dtype=np.int64), np.array(positive, dtype=bool))
    fits = fit_blocks(features.blocks, decided) if decided.enough_to_fit else None
    share = prior_share(int(decided.positive.sum()), int((~decided.positive).sum()))
    return FittedOrder(features.blocks, fits, decided, features.prior, share)


def reading_order(cases: Sequence[Case], scores: Sequence[float], seed: str) -> list[int]:
    """The row numbers of the cases in reading order: by band, score, age and a random key.

    The key is independent of the audit order. Otherwise the case left of a tied pair would rarely be drawn next.
    """
    return sorted_rows(
        [
            SortCriteria(
                band_of(case.facts).rank,
                score,
                case.age_days,
                random_key(seed, KeyPurpose.TIE_BREAK, case.investigation_id),
            )
            for case, score in zip(cases, scores, strict=True)
        ]
    )


def write_order(into: Run, run: Run, features: Features, fitted: FittedOrder, inputs: OrderInputs) -> dict[str, int]:
    """Write an order of a run with its explanation as the tables triage.* of `into`."""
    parts = score_parts(fitted)
    explained = _explained(run, features, fitted, parts)
    queue = _queue_table(features, fitted, parts.sum(axis=1), explained.main_reasons, inputs.seed)
    tables = {
        "triage.queue": (queue, "position"),
        "triage.reason": (explained.reasons, "investigation_id, n"),
        "triage.audit": (_audit_table(features.cases, inputs), "draw"),
        "triage.highlight": (_highlight_table(highlights(run, explained.raising)), _HIGHLIGHT_ORDER),
        "triage.model": (_model_table(fitted, inputs), "name"),
    }
    with into.connect() as con:
        return {name: into.write_arrow(con, name, table, by) for name, (table, by) in tables.items()}


# Cases are explained in batches, because the reasons for all of them are millions of rows.
EXPLANATION_BATCH = 5_000


@dataclass(frozen=True)
class Explanations:
    """The table triage.reason, the main reason for each row, and the words that raised each case."""

    reasons: pa.Table
    main_reasons: Mapping[int, str]
    raising: Mapping[str, Mapping[str, float]]


def _explained(run: Run, features: Features, fitted: FittedOrder, parts: Parts) -> Explanations:
    texts, references = _rule_texts(run), features.references
    tables: list[pa.Table] = [_reason_table(references, [])]
    main_reasons: dict[int, str] = {}
    raising: dict[str, Mapping[str, float]] = {}
    for first in range(0, len(references), EXPLANATION_BATCH):
        rows = range(first, min(first + EXPLANATION_BATCH, len(references)))
        found = _reasons(texts, features, fitted, parts, rows)
        reasons = sorted(found, key=lambda reason: (reason.row, *_reason_rank(reason)))
        tables.append(_reason_table(references, reasons))
        main_reasons |= _main_reasons(reasons)
        raising |= raising_words(references, reasons)
    return Explanations(pa.concat_tables(tables), main_reasons, raising)


_PARTS = ("band", "block", "term", "remainder", "prior", "similar_case", "not_assessable")


def _reason_rank(reason: Reason) -> tuple[int, float, str]:
    return (_PARTS.index(reason.part), -abs(reason.value or 0.0), reason.name)


@dataclass(frozen=True)
class _RuleTexts:
    """Rule titles by finding token, and the rules that could not be assessed by case, as (rule, sentence)."""

    titles: Mapping[str, str]
    not_assessable: Mapping[str, Sequence[tuple[str, str]]]


def _rule_texts(run: Run) -> _RuleTexts:
    with run.connect() as con:
        titles = dict(con.execute("SELECT 'finding ' || slug, title FROM rules.rule").fetchall())
        rows = con.execute(
            "SELECT investigation_id, rule, min(says) FROM rules.finding WHERE verdict = 'not_assessable'"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    not_assessable: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for reference, rule, says in rows:
        not_assessable[reference].append((rule, says))
    return _RuleTexts(titles, not_assessable)


def _reasons(texts: _RuleTexts, features: Features, fitted: FittedOrder, parts: Parts, rows: range) -> Iterator[Reason]:
    for row in rows:
        case = features.cases[row]
        band = band_of(case.facts)
        setting = {risk.rule for risk in case.risks if risk.band == band.name}
        yield band_reason(row, band, sorted(texts.titles.get(f"finding {rule}", rule) for rule in setting))
        for rule, says in texts.not_assessable.get(case.investigation_id, ()):
            yield Reason(row, "not_assessable", rule, None, says)
    yield from block_reasons(fitted, parts, rows)
    yield from term_reasons(fitted, parts, rows, texts.titles)
    yield from prior_reasons(fitted, features.prior_findings, rows)
    yield from similar_case_reasons(fitted, features.references, rows)


def _queue_table(
    features: Features, fitted: FittedOrder, scores: Sequence[float], main_reasons: Mapping[int, str], seed: str
) -> pa.Table:
    rows = reading_order(features.cases, scores, seed)
    decided = set(fitted.decided.rows.tolist())
    cases = [features.cases[row] for row in rows]
    return pa.table(
        {
            "investigation_id": [case.investigation_id for case in cases],
            "band": [band_of(case.facts).name for case in cases],
            "score": pa.array([float(scores[row]) for row in rows], pa.float64()),
            "age_days": [case.age_days for case in cases],
            "position": list(range(1, len(rows) + 1)),
            "main_reason": [main_reasons[row] for row in rows],
            "text_poor": [features.word_counts[row] < words_for_full_weight() for row in rows],
            "case_group": [features.case_groups[case.investigation_id] for case in cases],
            "decided": [row in decided for row in rows],
        }
    )


def _main_reasons(reasons: Sequence[Reason]) -> dict[int, str]:
    """One sentence per case: the band, and what raised the case most inside it."""
    sentences: dict[int, str] = {}
    raised: set[int] = set()
    for reason in reasons:
        if reason.part == "band":
            sentences[reason.row] = reason.says
        elif reason.part in ("term", "prior") and (reason.value or 0) > 0 and reason.row not in raised:
            raised.add(reason.row)
            words = reason.says if reason.part == "term" else f"{reason.name.replace('-', ' ')} ({reason.says})"
            sentences[reason.row] += f" Higher because: {words}"
    return sentences


def _reason_table(references: Sequence[str], reasons: Sequence[Reason]) -> pa.Table:
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


def _audit_table(cases: Sequence[Case], inputs: OrderInputs) -> pa.Table:
    """The committed audit order: the earlier tranches unchanged, then the new cases in the order of their keys."""
    present = {case.investigation_id for case in cases}
    drawn = [(case, tranche) for case, tranche in inputs.committed if case in present]
    known, last = {case for case, _ in drawn}, max((tranche for _, tranche in drawn), default=0)
    new = [case.investigation_id for case in cases if case.facts.scope != "out" and case.investigation_id not in known]
    drawn += [(case, last + 1) for case in committed_order(inputs.seed, new)]
    return pa.table(
        {
            "draw": pa.array(range(1, len(drawn) + 1), pa.int64()),
            "investigation_id": pa.array([case for case, _ in drawn], pa.string()),
            "random_key": pa.array(
                [random_key(inputs.seed, KeyPurpose.AUDIT_ORDER, case) for case, _ in drawn], pa.string()
            ),
            "tranche": pa.array([tranche for _, tranche in drawn], pa.int64()),
        }
    )


_HIGHLIGHT_ORDER = "investigation_id, source_table, source_key, source_field, page, start_at, end_at"


def _highlight_table(found: Sequence[Highlight]) -> pa.Table:
    columns = {name: [getattr(one, name) for one in found] for name in Highlight.__annotations__}
    kinds = {"page": pa.int32(), "start_at": pa.int32(), "end_at": pa.int32(), "value": pa.float64()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})


def _model_table(fitted: FittedOrder, inputs: OrderInputs) -> pa.Table:
    facts = model_facts(fitted, inputs)
    return pa.table({"name": list(facts), "value": list(facts.values())})


def model_facts(fitted: FittedOrder, inputs: OrderInputs) -> dict[str, str]:
    """What an order was made with: enough to identify it and make it again."""
    files = {name: str(read_config(f"{name}.yaml")["version"]) for name in ("bands", "blocks", "prior", "not-features")}
    facts = {
        **{f"{name} version": number for name, number in files.items()},
        **{f"weight of {block.name}": f"{block.weight:g}" for block in fitted.blocks},
        "seed commitment": commitment(inputs.seed),
        "bands": ", ".join(bands()),
        "decisions": str(len(inputs.decisions)),
        "decisions hash": digest(inputs.decisions),
        "risks closed": str(len(inputs.closed)),
        "risks closed hash": sha256(repr(sorted(inputs.closed)).encode()).hexdigest()[:16],
        "cases decided": str(len(fitted.decided.rows)),
        "cases decided positive": str(int(fitted.decided.positive.sum())),
        "share of the prior": f"{fitted.prior_share:.6f}",
        "reassess": version("reassess"),
        "scikit-learn": version("scikit-learn"),
    }
    return {**facts, "order": sha256(repr(sorted(facts.items())).encode()).hexdigest()[:16]}

"""Assurance, fairness and forecast of a run, worked out from its tables and the exported decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from reassess.records.store import Run
from reassess.triage.assurance.assure import Assurance, assure
from reassess.triage.assurance.fairness import AuditDraw, GroupRow, fairness
from reassess.triage.decisions import Decision, first_decisions, in_serving_order, read_decisions
from reassess.triage.forecast.monte_carlo import Backtest, Forecast, RemainingWork, backtest, forecast
from reassess.triage.forecast.team import Team, team_of
from reassess.triage.forecast.team_file import read_team


@dataclass(frozen=True)
class BlindReviewDraws:
    """How cases left closed are drawn for a blind review: the lowest share ever, and the draws without a review."""

    share: float = 0.0
    pending: int = 0


NO_DRAWS = BlindReviewDraws()


def assure_run(run: Run, decisions: Path, *, reviews: BlindReviewDraws = NO_DRAWS) -> Assurance:
    """Bound the positives still missed among the committed investigations of a run.

    Args:
        decisions: the workspace's export.
        reviews: how cases left closed were drawn for a blind review.
    Raises:
        UserError: the decisions cannot be used.
    """
    return assure(
        committed_population(run),
        read_decisions(decisions),
        review_share=reviews.share,
        pending_reviews=reviews.pending,
    )


def committed_population(run: Run) -> list[str]:
    """The investigations committed before the first decision, in audit order."""
    select = "SELECT investigation_id FROM triage.audit WHERE tranche = 1 ORDER BY draw"
    with run.connect() as con:
        return [row[0] for row in con.execute(select).fetchall()]


def in_scope_cases(run: Run) -> set[str]:
    """The investigations not known to be out of scope, including those added after the commitment."""
    with run.connect() as con:
        return {row[0] for row in con.execute("SELECT investigation_id FROM triage.audit").fetchall()}


def queue_order(run: Run) -> list[str]:
    """All investigations in queue order."""
    with run.connect() as con:
        return [row[0] for row in con.execute("SELECT investigation_id FROM triage.queue ORDER BY position").fetchall()]


# 'several' where the victims of a case differ; the age is that of the youngest victim.
_GROUPS = """
SELECT i.investigation_id, any_value(i.area),
       CASE WHEN count(DISTINCT p.sex) = 1 THEN any_value(p.sex) WHEN count(DISTINCT p.sex) > 1 THEN 'several' END,
       CASE WHEN count(DISTINCT p.ethnicity_self_defined) = 1 THEN any_value(p.ethnicity_self_defined)
            WHEN count(DISTINCT p.ethnicity_self_defined) > 1 THEN 'several' END,
       date_diff('year', max(p.born_on), any_value(i.recorded_on))
FROM records.investigation i
LEFT JOIN records.involvement v ON v.investigation_id = i.investigation_id AND v.role = 'victim'
LEFT JOIN records.person p USING (person_id)
GROUP BY i.investigation_id ORDER BY i.investigation_id
"""


def fairness_run(run: Run, decisions: Path, *, seed: int = 1) -> list[GroupRow]:
    """Wait and miss rate by the victims' recorded sex, age band, ethnicity and area, from the audit draws only.

    Raises:
        UserError: the decisions cannot be used.
    """
    with run.connect() as con:
        groups = {row[0]: _groups(*row[1:]) for row in con.execute(_GROUPS).fetchall()}
    order, population = queue_order(run), set(committed_population(run))
    draws = audit_draws([case for case in order if case in population], read_decisions(decisions), groups)
    return fairness(draws, seed)


def _groups(area: str | None, sex: str | None, ethnicity: str | None, age: int | None) -> dict[str, str]:
    recorded = {"area": area, "sex": sex, "ethnicity": ethnicity, "age band": _age_band(age)}
    return {name: value for name, value in recorded.items() if value}


def _age_band(age: int | None) -> str | None:
    limits = ((10, "under 10"), (13, "10 to 12"), (16, "13 to 15"), (18, "16 or 17"))
    if age is None:
        return None
    return next((band for limit, band in limits if age < limit), "18 or over")


def audit_draws(
    order: Sequence[str], decisions: Sequence[Decision], groups: Mapping[str, Mapping[str, str]]
) -> list[AuditDraw]:
    """The audit draws, each with the cases unread at the time and its relative position among them."""
    position = {case: number for number, case in enumerate(order)}
    unread = np.ones(len(order), dtype=bool)
    draws = []
    for case, decision in first_decisions(in_serving_order(decisions)).items():
        if case not in position:
            continue
        if decision.stream == "audit":
            left, before = int(unread.sum()), int(unread[: position[case]].sum())
            draws.append(AuditDraw(case, left, before / max(left - 1, 1), decision.positive, groups.get(case, {})))
        unread[position[case]] = False
    return draws


@dataclass(frozen=True)
class RunForecast:
    """A forecast with the remaining work, the decisions it uses, and the backtest of earlier forecasts."""

    forecast: Forecast
    remaining: RemainingWork
    history: Sequence[Decision]
    backtest: Backtest


def forecast_run(
    run: Run,
    decisions: Path | None,
    *,
    deadline: date,
    today: date,
    team: Path | None = None,
    seed: int = 1,
) -> RunForecast:
    """Forecast when the first readings of a run will be finished.

    Args:
        decisions: the workspace's export; None before the first decision.
        team: a TOML file (see `team_file.read_team`); None for the readers of the decisions, full-time.
    Raises:
        UserError: the decisions or the team cannot be used.
    """
    history = read_decisions(decisions) if decisions is not None else []
    readers: Team = read_team(team) if team is not None else team_of(one.reader for one in history)
    done = set(first_decisions(history))
    classes = weight_classes(run)
    order, population = queue_order(run), in_scope_cases(run) - done
    remaining = RemainingWork([classes.get(case) for case in order if case in population])
    result = forecast(remaining, history, readers, deadline=deadline, today=today, seed=seed)
    return RunForecast(result, remaining, history, backtest(history, readers, today, seed))


def weight_classes(run: Run) -> dict[str, str]:
    """Each investigation's weight class by amount of text: the lower half light, the top 15% heavy."""
    with run.connect() as con:
        rows = con.execute(
            "SELECT investigation_id, CASE WHEN share <= 0.5 THEN 'light' WHEN share <= 0.85 THEN 'ordinary'"
            " ELSE 'heavy' END FROM (SELECT i.investigation_id, percent_rank() OVER"
            " (ORDER BY coalesce(sum(length(p.text)), 0)) AS share FROM records.investigation i"
            " LEFT JOIN reading.passage p USING (investigation_id) GROUP BY ALL)"
        ).fetchall()
    return dict(rows)

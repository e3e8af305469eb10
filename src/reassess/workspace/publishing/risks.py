"""Open risks at publishing, in scope or not. Their clocks start then, and only people close them."""

from collections.abc import Mapping
from datetime import datetime

from reassess.workspace.audit.ledger import Ledger
from reassess.workspace.cases.dossier import DossierFinding, PublishedPieces
from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import outside_name
from reassess.workspace.publishing.rows import RuleRow
from reassess.workspace.risks.actions import add_step
from reassess.workspace.risks.clock import RANKS, due
from reassess.workspace.risks.models import Band, Risk, RiskStep, State


def write_risks(
    rules: Mapping[str, RuleRow],
    cases: list[Case],
    dossiers: Mapping[int, PublishedPieces],
    now: datetime,
    ledger: Ledger,
) -> int:
    """Open a risk for each finding of group 'risk' that has none yet; return how many were opened.

    A risk that the run no longer finds stays open, with a step that says so. A closed risk that is
    found again is opened again.
    """
    of_rules = Risk.objects.filter(case__in=cases, raised_by=None)
    known = {(risk.case_id, risk.rule, risk.subject): risk for risk in of_rules}
    opened, found = [], set()
    for case in cases:
        for item in _risk_findings(rules, dossiers[case.pk]):
            key = (case.pk, item["rule"], item["subject"])
            found.add(key)
            if key not in known:
                opened.append(_risk(rules[item["rule"]], case, item, dossiers[case.pk], now))
            elif not known[key].found:
                _found_again(ledger, known[key], case)
    _open(opened, now, ledger)
    for key, risk in known.items():
        if key not in found and risk.found:
            risk.found = False
            add_step(ledger, risk, RiskStep.Kind.NOT_FOUND, user=None)
    return len(opened)


def _risk_findings(rules: Mapping[str, RuleRow], dossier: PublishedPieces) -> list[DossierFinding]:
    return [item for item in dossier["finding"] if rules[item["rule"]]["group"] == "risk"]


def _risk(rule: RuleRow, case: Case, item: DossierFinding, dossier: PublishedPieces, now: datetime) -> Risk:
    band = Band(item["band"] or rule["band"])
    return Risk(
        case=case,
        rule=item["rule"],
        subject=item["subject"],
        who=_who(dossier, item["subject"]),
        band=band,
        band_rank=RANKS[band],
        says=item["says"],
        route=rule["route"],
        starts_at=now,
        due_at=due(band, now),
    )


def _who(dossier: PublishedPieces, subject: str) -> str:
    person = next((row for row in dossier["person"] if row["person_id"] == subject), None)
    roles = {row["role"] for row in dossier["involvement"] if row["person_id"] == subject}
    return outside_name(person, roles)[:200] if person else ""


def _open(risks: list[Risk], now: datetime, ledger: Ledger) -> None:
    stored = Risk.objects.bulk_create(risks)
    steps = RiskStep.objects.bulk_create(
        RiskStep(risk=risk, number=1, kind=RiskStep.Kind.FOUND, at=now) for risk in stored
    )
    for risk, step in zip(stored, steps, strict=True):
        ledger.add(
            "risk.found", case=risk.case, subject=risk, rows=[step], rule=risk.rule, band=risk.band, due=risk.due_at
        )


def _found_again(ledger: Ledger, risk: Risk, case: Case) -> None:
    risk.found = True
    if risk.state == State.CLOSED:
        risk.state = State.OPEN
    add_step(ledger, risk, RiskStep.Kind.FOUND_AGAIN, user=None)

"""Print why an investigation is in or out of scope, what its findings rest on, and its position in the queue."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from reassess.cli.output.tables import MOST_ROWS, print_line
from reassess.reports.explain import CombinationVerdict, EvidenceRow, ExplainedFinding, Explanation

if TYPE_CHECKING:
    from reassess.triage.order.order_archive import PastPosition

VERDICT_STYLES = {"in": "green", "out": "dim", "unknown": "yellow"}


def print_explanation(out: Console, explanation: Explanation) -> None:
    """Print the record of an investigation, its scope and definitions element by element, and its findings."""
    out.print(f"[bold]{escape(explanation.investigation_id)}[/]", highlight=False)
    for name, value in explanation.record.items():
        out.print(f"  {name}: {escape(value)}", highlight=False)
    for title, verdicts in (("Scope", explanation.scope), ("Definitions", explanation.definitions)):
        if verdicts:
            out.print(f"\n[bold]{title}[/]")
        for item in verdicts:
            _print_verdict(out, item)
    out.print(f"\n[bold]Findings ({len(explanation.findings)})[/]")
    for found in explanation.findings:
        _print_finding(out, found)
    if explanation.no_finding:
        print_line(out, f"  {explanation.no_finding}")


def _print_verdict(out: Console, item: CombinationVerdict) -> None:
    near = " (near miss)" if item.near_miss else ""
    out.print(f"  {item.name}: {_coloured(item.verdict)}{near}", highlight=False)
    for element in item.elements:
        note = f" - {escape(element.note)}" if element.note else ""
        out.print(f"    {element.name}: {_coloured(element.verdict)}{note}", highlight=False)
        if element.listed_under:
            print_line(out, f"      same rows as under {element.listed_under}", style="dim")
        for evidence in element.evidence[:MOST_ROWS]:
            print_line(out, f"      {_evidence_line(evidence)}", style="dim")


def _coloured(verdict: str) -> str:
    return f"[{VERDICT_STYLES[verdict]}]{verdict}[/]"


def _print_finding(out: Console, found: ExplainedFinding) -> None:
    marks = [found.band] if found.band else []
    marks += ["doubtful"] * found.doubtful + ["not required at the time"] * found.before_standard
    tail = f" [{', '.join(marks)}]" if marks else ""
    out.print(f"\n  [bold]{escape(found.says)}[/]{escape(tail)}", highlight=False, soft_wrap=True)
    print_line(out, f"    {found.group} / {found.rule} / {found.subject or 'the investigation'}: {found.verdict}")
    print_line(out, f"    Why: {found.why}")
    expected = f"; expected from {found.expected_from}" if found.expected_from else ""
    print_line(out, f"    Source: {found.source}{expected}")
    if found.note:
        print_line(out, f"    Note: {found.note}")
    for evidence in found.evidence[:MOST_ROWS]:
        print_line(out, f"    rests on {_evidence_line(evidence)}", style="dim")


def _evidence_line(evidence: EvidenceRow) -> str:
    words = f" “{evidence.words}”" if evidence.words else ""
    fields = "; ".join(f"{name}={value}" for name, value in evidence.fields.items())
    return f"{evidence.table} {evidence.key} ({evidence.location}){words} {fields}".rstrip()


def print_position(out: Console, place: "PastPosition") -> None:
    """Print the position of a case in an order that was in force, and each reason that raised or lowered it."""
    head = f"{place.investigation_id} was {place.position:,} of {place.of:,} in band {place.band}"
    print_line(out, f"{head}, in the order of {place.ordered_at:%-d %B %Y %H:%M}.")
    for _, name, value, says in place.reasons:
        moved = f" ({value:+.2f})" if value is not None else ""
        print_line(out, f"  {name}{moved}: {says}")

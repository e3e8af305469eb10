"""What people decided in the workspace, as the next run takes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reassess.workspace.platform.options import FOLDER


@dataclass(frozen=True)
class Feedback:
    """What a run takes from the workspace of its review.

    decisions: the exported decisions; None before the first. unseen_days: days each case has waited unread.
    closed_risks: risks that people closed, each as investigation, rule and subject. audit_order: the committed random
    order of earlier runs, each case with its place.
    """

    decisions: Path | None = None
    unseen_days: Mapping[str, int] = field(default_factory=dict)
    closed_risks: Collection[tuple[str, str, str]] = frozenset()
    audit_order: Sequence[tuple[str, int]] = ()


def collect_feedback(review: Path) -> Feedback:
    """Export afresh what people decided and judged; empty where the review has no workspace yet.

    Judgements on links are added to `judgements.csv` of the review.
    """
    if not (review / FOLDER).is_dir():
        return Feedback()
    from reassess.linking.resolve.judgements import import_judgements
    from reassess.triage.order.order_archive import committed_sample
    from reassess.workspace.commands import export_judgements
    from reassess.workspace.ordering_api import closed_risks, unseen_days

    judged = review / "cache" / "judgements-of-the-workspace.csv"
    export_judgements(review, judged)
    import_judgements(review, judged)
    return Feedback(
        decisions_so_far(review), unseen_days(review), closed_risks(review), committed_sample(review / "orders")
    )


def decisions_so_far(review: Path) -> Path | None:
    """The decisions of the workspace, exported afresh to decisions.csv; None where nobody has decided yet."""
    if not (review / FOLDER).is_dir():
        return None
    from reassess.workspace.commands import export_decisions

    file = review / "decisions.csv"
    return file if export_decisions(review, file) else None

"""Judgements that a run could not follow: the rows of linking.judgement_note."""

from collections.abc import Sequence

from reassess.linking.resolve.clusters import BlockedJudgement
from reassess.linking.resolve.judgements import SAME, Judgement


def note_contradiction(blocked: BlockedJudgement, judged: Sequence[Judgement]) -> dict[str, object]:
    """Return the row for a judgement that others rule out, with who made each."""
    made = {judgement.pair: judgement for judgement in judged}
    (left, right), (one, other) = blocked.pair, blocked.blocked_by
    words = (
        f"{left} and {right} were judged the same{_by(made.get(blocked.pair))}. That would make {one} and {other} one"
        f" person, but they were judged different{_by(made.get(blocked.blocked_by))}. The records stay apart until one"
        " of the judgements is changed."
    )
    return {"kind": "contradiction", "left_id": left, "right_id": right, "verdict": SAME, "words": words}


def _by(judgement: Judgement | None) -> str:
    return f" by {judgement.by} on {judgement.at} ({judgement.reason})" if judgement else ""


def note_missing_record(judgement: Judgement) -> dict[str, object]:
    """Return the row for a judgement on a record that the extract no longer holds."""
    left, right = judgement.pair
    words = (
        f"Judged {judgement.verdict} by {judgement.by} on {judgement.at}. This extract no longer holds both records."
    )
    return {"kind": "gone", "left_id": left, "right_id": right, "verdict": judgement.verdict, "words": words}

"""The steps that a person can take on a risk now: one form with one button for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.risks import actions
from reassess.workspace.risks.models import Band, Risk, RiskStep, State

Kind = RiskStep.Kind


@dataclass(frozen=True)
class OfferedStep:
    """One step: its form on the page, and the kind of the row that it adds, which also names its draft."""

    do: str
    kind: str
    heading: str
    button: str
    words: str = ""
    organisation: bool = False
    reason: bool = False
    hint: str = ""


REFER = OfferedStep(
    "refer",
    Kind.REFERRED,
    "Record a referral",
    "Record referral",
    "How you referred it and what you said",
    organisation=True,
)
RESPOND = OfferedStep("respond", Kind.RESPONDED, "Record a response", "Record response", "What they answered")
NOTE = OfferedStep("note", Kind.NOTE, "Add a note", "Add note", "Note")
ACKNOWLEDGE = OfferedStep(
    "acknowledge",
    Kind.ACKNOWLEDGED,
    "Acknowledge and own",
    "Acknowledge risk",
    "What you understand the risk to be (optional)",
)
AGREE = OfferedStep("agree", Kind.CLOSED, "Agree to close", "Agree to close", "Why you agree (optional)")
KEEP = OfferedStep("refuse", Kind.REFUSED, "Keep open", "Keep open", "Why it must stay open (optional)")
TAKE = OfferedStep("take", Kind.OWNED, "Take this risk", "Take this risk")


def offered_steps(user: User, risk: Risk, *, may_agree: bool) -> list[OfferedStep]:
    """The steps on an open risk, the next one first; none on a closed one."""
    if risk.state == State.CLOSED:
        return []
    if may_agree:
        return [AGREE, KEEP, NOTE]
    steps = {
        State.OPEN: [TAKE, ACKNOWLEDGE, REFER, RESPOND],
        State.OWNED: [ACKNOWLEDGE, REFER, RESPOND],
        State.ACKNOWLEDGED: [REFER, RESPOND],
        State.REFERRED: [RESPOND, REFER],
        State.RESPONDED: [RESPOND, REFER],
    }.get(State(risk.state), [RESPOND])
    taken_over = [TAKE] if risk.owner_id not in (None, user.pk) else []
    closing = [_close(risk)] if user.may(May.CLOSE_RISKS) and risk.state != State.CLOSING else []
    return [*steps, *taken_over, NOTE, *closing]


def _close(risk: Risk) -> OfferedStep:
    alone = risk.band == Band.NEXT
    hint = "" if alone else "A second person must agree."
    kind = Kind.CLOSED if alone else Kind.PROPOSED
    return OfferedStep("close", kind, "Close this risk", "Close risk", "How you know", reason=True, hint=hint)


TAKEN: dict[str, Callable[..., RiskStep]] = {
    "take": actions.take_risk,
    "acknowledge": actions.acknowledge_risk,
    "refer": actions.refer_risk,
    "respond": actions.respond_risk,
    "note": actions.note_risk,
    "close": actions.close_risk,
    "agree": actions.answer_closing,
    "refuse": actions.answer_closing,
}
"""The action of each step, by the name that its button sends."""


def arguments(do: str, to: str, words: str, reason: str) -> dict[str, Any]:
    """What the action of a step is called with, beside the person, the risk and its version."""
    by_step: dict[str, dict[str, Any]] = {
        "take": {},
        "refer": {"to": to, "words": words},
        "close": {"reason": reason, "words": words},
        "agree": {"agreed": True, "words": words},
        "refuse": {"agreed": False, "words": words},
    }
    return by_step.get(do, {"words": words})

"""What the command line asks of a workspace: plain functions on a review's folder."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reassess.records.errors import UserError
from reassess.records.progress import Progress, no_progress
from reassess.workspace.platform.csv_files import write_csv
from reassess.workspace.platform.options import FOLDER, SETTINGS_FILE
from reassess.workspace.platform.server.start import open_workspace, require_this_version
from reassess.workspace.serve import serve

if TYPE_CHECKING:
    from reassess.workspace.publishing.publication import PublishCounts
    from reassess.workspace.verification import Verified

__all__ = [
    "create_user",
    "demo_accounts",
    "export_decisions",
    "export_judgements",
    "publish",
    "serve",
    "sign_head",
    "verify",
    "witness",
]

DEMONSTRATION = (
    "# Written for a demonstration. Real work needs a second factor: delete this line.\nsecond_factor = false\n"
)
DEMO_NAMES = {
    "analyst": "Priya Nair",
    "reviewer": "Tom Hargreaves",
    "lead": "Amara Eze",
    "supervisor": "Gareth Pugh",
    "assurer": "Sofia Marino",
    "oversight": "Hassan Raza",
    "administrator": "Joanna Kowalska",
    "reviewer2": "Mei Tan",
    "supervisor2": "Rachel Stern",
}
"""Invented names of the accounts of a demonstration, so that its pages read as a team's do."""

JUDGEMENTS = ("at", "by", "left_id", "right_id", "verdict", "reason")


@dataclass(frozen=True)
class Account:
    """An account with its first password, to be printed once."""

    username: str
    role: str
    password: str


def publish(review: Path, run_path: Path, *, progress: Progress = no_progress) -> "PublishCounts":
    """Write a finished run of a review into its workspace."""
    open_workspace(review)
    from reassess.workspace.publishing.publication import publish as write

    return write(run_path, progress=progress)


def create_user(review: Path, username: str, role: str, *, password: str | None = None, **details: str) -> Account:
    """Make an account; without a password one is made up. Raises `UserError` where it cannot be.

    details: first_name, last_name, email, staff_id.
    """
    open_workspace(review)
    from reassess.workspace.accounts.actions import create_account
    from reassess.workspace.platform.errors import Refused

    chosen = password or secrets.token_urlsafe(12)
    try:
        create_account(acting_user=None, username=username, password=chosen, role=role, **details)
    except Refused as refusal:
        raise UserError(str(refusal)) from refusal
    return Account(username, role, chosen)


def demo_accounts(review: Path) -> list[Account]:
    """One account for each role, a second reviewer and a second supervisor, with new passwords; a second factor is
    not asked for. Called again, it gives the same accounts new passwords."""
    settings = review / FOLDER / SETTINGS_FILE
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(DEMONSTRATION, encoding="utf-8")
    open_workspace(review)
    from reassess.workspace.accounts.roles import Role

    names = [(role.value, role.value) for role in Role]
    names += [("reviewer2", Role.REVIEWER.value), ("supervisor2", Role.SUPERVISOR.value)]
    return [_demo_account(review, name, role) for name, role in names]


def _demo_account(review: Path, name: str, role: str) -> Account:
    from reassess.workspace.accounts.actions import renew_password
    from reassess.workspace.accounts.models import User

    existing = User.objects.filter(username=name).first()
    if existing is None:
        first_name, _, last_name = DEMO_NAMES[name].partition(" ")
        return create_user(review, name, role, first_name=first_name, last_name=last_name)
    password = secrets.token_urlsafe(12)
    renew_password(acting_user=None, account=existing, password=password)
    return Account(name, role, password)


def verify(review: Path, *, heads: Sequence[Path] = ()) -> "Verified":
    """Check the audit trail of a review, offline. `heads`: signed heads that were kept elsewhere.

    Raises `UserError` where nothing has been published, so that there is no trail, or by an older version only.
    """
    if not (review / FOLDER).is_dir():
        raise UserError(f"{review}: there is no workspace here yet. Run: reassess publish {review}")
    open_workspace(review, migrate=False)
    require_this_version()
    from reassess.workspace.verification import verify_trail

    return verify_trail(review / FOLDER, heads)


def sign_head(review: Path) -> Path:
    """Sign today's head of the chain and return the file, to be stored elsewhere."""
    open_workspace(review)
    from reassess.workspace.audit.heads import Head, today, write_head
    from reassess.workspace.audit.models import Entry

    last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    if last is None:
        raise UserError(f"{review}: nothing has been recorded yet, so there is no head to sign.")
    return write_head(review / FOLDER, Head(today(), *last))


def witness(review: Path, folder: Path) -> Path:
    """Cosign the trail of a review as the second party that keeps `folder`; returns the cosigned checkpoint there.

    Raises `UserError` where the trail is broken, or does not begin with what this witness saw last.
    """
    from reassess.workspace.audit.checkpoints import cosign, leaves_of, make_checkpoint, write_checkpoint

    digests = _entry_digests(review)
    made = make_checkpoint(digests)
    write_checkpoint(review / FOLDER, made)
    return cosign(review / FOLDER, folder, made, leaves_of(digests))


def _entry_digests(review: Path) -> list[str]:
    """The digests of all entries, worked out from their content. Raises `UserError` for a broken or empty chain."""
    open_workspace(review)
    from reassess.workspace.verification import entry_digests

    digests, broken = entry_digests()
    if broken is not None:
        raise UserError(f"{review}: entry {broken.sequence} of the trail is broken: {broken.why}. Run verify.")
    if not digests:
        raise UserError(f"{review}: nothing has been recorded yet, so there is nothing to sign.")
    return digests


def export_decisions(review: Path, file: Path) -> int:
    """Write the decisions of the workspace as CSV for triage (see decision_export.py); returns how many readings."""
    open_workspace(review)
    from reassess.workspace.decision_export import COLUMNS, decisions

    return write_csv(file, COLUMNS, list(decisions()))


def export_judgements(review: Path, file: Path) -> int:
    """Write the judgements on pairs as the CSV that linking reads: at, by, left_id, right_id, verdict, reason."""
    open_workspace(review)
    from reassess.workspace.links.models import Judgement

    rows = Judgement.objects.order_by("at", "pk").values_list(
        "at", "user__username", "left", "right", "verdict", "reason"
    )
    return write_csv(file, JUDGEMENTS, [(at.isoformat(timespec="seconds"), *rest) for at, *rest in rows])

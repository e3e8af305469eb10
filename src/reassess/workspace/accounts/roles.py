"""What each role may do. The administrator gives each account one role."""

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """The roles of a review."""

    ANALYST = "analyst", "Analyst"
    REVIEWER = "reviewer", "Reviewer"
    LEAD = "lead", "Safeguarding lead"
    SUPERVISOR = "supervisor", "Supervisor"
    ASSURER = "assurer", "Quality assurer"
    OVERSIGHT = "oversight", "Oversight"
    ADMINISTRATOR = "administrator", "Administrator"


class May(StrEnum):
    """Permissions of roles."""

    READ_CASES = "read cases"
    TAKE_CASES = "take cases"
    VOTE = "vote"
    APPROVE = "approve"
    REREAD = "read again blind"
    WORK_RISKS = "work risks"
    CLOSE_RISKS = "close risks"
    RAISE_ENQUIRIES = "raise enquiries"
    ALLOCATE_ENQUIRIES = "allocate enquiries"
    JUDGE_LINKS = "judge links"
    SEARCH = "search"
    RECORD_REPORTS = "record reports from outside"
    RESTRICT = "restrict cases"
    READ_AUDIT = "read audit"
    READ_ACCOUNT_AUDIT = "read account audit"
    SEE_PROGRESS = "see progress"
    SEE_PUBLICATIONS = "see publications"
    MANAGE_ACCOUNTS = "manage accounts"


_READS = frozenset({May.READ_CASES, May.SEARCH})
_WORKS = _READS | {May.WORK_RISKS, May.RAISE_ENQUIRIES, May.RECORD_REPORTS, May.JUDGE_LINKS}

ALLOWED: dict[Role, frozenset[May]] = {
    Role.ANALYST: _READS | {May.JUDGE_LINKS, May.SEE_PROGRESS, May.SEE_PUBLICATIONS},
    Role.REVIEWER: _WORKS | {May.TAKE_CASES, May.VOTE},
    Role.LEAD: _WORKS | {May.CLOSE_RISKS, May.RESTRICT},
    Role.SUPERVISOR: _WORKS
    | {May.TAKE_CASES, May.VOTE, May.APPROVE, May.CLOSE_RISKS, May.ALLOCATE_ENQUIRIES, May.RESTRICT}
    | {May.READ_AUDIT, May.SEE_PROGRESS, May.SEE_PUBLICATIONS},
    Role.ASSURER: _READS | {May.TAKE_CASES, May.VOTE, May.REREAD, May.READ_AUDIT, May.SEE_PROGRESS},
    Role.OVERSIGHT: frozenset({May.SEE_PROGRESS}),
    Role.ADMINISTRATOR: frozenset({May.MANAGE_ACCOUNTS, May.READ_ACCOUNT_AUDIT}),
}


def allowed(role: str) -> frozenset[May]:
    """What a role may do; nothing for a word that is no role.

    >>> May.VOTE in allowed("reviewer"), allowed("nobody")
    (True, frozenset())
    """
    return ALLOWED[Role(role)] if role in Role.values else frozenset()

"""Compare the rows of the database with the digests that the entries of the trail hold of them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from reassess.workspace.audit.chain import Link
from reassess.workspace.audit.content import BOUND, content_digest

AT_ONCE = 500

VERBS = {
    "votes.vote": ("vote.cast",),
    "votes.approval": ("approval.given", "approval.refused"),
    "votes.reopening": ("case.reopened",),
    "votes.reviewdraw": ("approval.given",),
    "votes.blindreview": ("reread.cast",),
    "answers.answer": ("answer.given",),
    "answers.note": ("note.written",),
    "answers.firstview": ("first_view.written",),
    "people.contactnote": ("contact.written",),
    "links.judgement": ("link.judged",),
    "enquiries.enquiry": ("enquiry.raised",),
    "enquiries.enquirystep": tuple(
        f"enquiry.{state}" for state in ("raised", "allocated", "completed", "resulted", "filed")
    ),
    "external_reports.report": ("report.recorded",),
    "external_reports.reportstep": ("report.linked", "report.not_linked", "report.request"),
    "external_reports.upload": ("report.recorded",),
    "risks.riskstep": (
        "risk.found",
        "risk.found_again",
        "risk.not_found",
        "risk.owned",
        "risk.acknowledged",
        "risk.referred",
        "risk.responded",
        "risk.note",
        "risk.proposed",
        "risk.refused",
        "risk.closed",
        "risk.escalated",
        "risk.handed_back",
    ),
}
"""Tables whose every row has an entry -> the verbs of those entries. An entry written before November 2026 binds no
content: as many rows as there are such entries may stand without a digest."""


@dataclass
class Bindings:
    """What the entries say of the rows: label -> (sequence, digest) of the last entry that binds it."""

    digests: dict[str, tuple[int, str]] = field(default_factory=dict)
    without: Counter[str] = field(default_factory=Counter)
    """Entries of each verb that bind no content."""

    def take(self, links: Iterable[Link]) -> Iterator[Link]:
        """Pass entries on, and remember what each binds."""
        for link in links:
            self._remember(link)
            yield link

    def _remember(self, link: Link) -> None:
        try:
            detail = json.loads(link.detail)
        except ValueError:  # the chain says that this entry was changed
            return
        bound = detail.get(BOUND) if isinstance(detail, dict) else None
        if not isinstance(bound, dict):
            self.without[link.verb] += 1
            return
        for label, digest in bound.items():
            self.digests[str(label)] = (link.sequence, str(digest))

    def faults(self) -> Iterator[tuple[int, str]]:
        """Each row that is not what its entry says: (sequence of the entry, sentence). Rows put in come last."""
        tables = VERBS.keys() | {label.partition(":")[0] for label in self.digests}
        return iter(sorted(fault for table in tables for fault in self._faults_of(table)))

    def _faults_of(self, table: str) -> Iterator[tuple[int, str]]:
        try:
            model = apps.get_model(table)
        except (LookupError, ValueError):
            return
        bound = {label.partition(":")[2]: one for label, one in self.digests.items() if label.startswith(f"{table}:")}
        extra = 0
        for row in model._default_manager.order_by("pk").iterator(AT_ONCE):
            said = bound.pop(str(row.pk), None)
            if said is None:
                extra += 1
            elif content_digest(row) != said[1]:
                yield said[0], f"{_name(model)} {row.pk} is not what was written"
        for key, (sequence, _) in bound.items():
            yield sequence, f"{_name(model)} {key} is not there any more"
        allowed = sum(self.without[verb] for verb in VERBS.get(table, ()))
        if table in VERBS and extra > allowed:
            yield 0, f"{extra - allowed} {_name(model)} rows have no entry in the trail"


def _name(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name)

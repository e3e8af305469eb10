"""Record a report, name its readers, decide what it concerns."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.models import Report, ReportReader, ReportStep, Suggestion, Upload
from reassess.workspace.external_reports.suggest import can_search, known, suggest
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.reading_room import Read, mentions, read_file

LONGEST = 200_000
"""Characters of a pasted report."""


def record_report(
    *,
    acting_user: User,
    kind: str,
    title: str,
    source: str,
    received_on: date,
    text: str,
    protected: bool,
    file_name: str = "",
    content: bytes = b"",
) -> Report:
    """Keep a report, read what it names and suggest the cases it may concern.

    Raises `Refused` where there is neither text nor a file that can be read.
    """
    _allow_report(acting_user, kind, title, text)
    read = _read(file_name, content) if content else None
    pages = [text] if text.strip() else list(read.pages) if read else []
    if not any(page.strip() for page in pages):
        raise Refused("Paste the text or upload a file with text in it")
    found = mentions(pages, known())
    suggested = suggest(found, acting_user)
    with audited_transaction(acting_user) as ledger:
        report = Report.objects.create(
            kind=kind,
            title=title.strip(),
            source=source.strip(),
            received_on=received_on,
            protected=protected,
            text="\f".join(pages),
            passages=pages,
            mentions=[one.as_row() for one in found],
            made_by=acting_user,
            made_at=timezone.now(),
        )
        _keep_file(report, file_name, content, read)
        ReportReader.objects.create(report=report, user=acting_user)
        Suggestion.objects.bulk_create(
            Suggestion(report=report, case_id=pk, score=score, why=why) for pk, score, why in suggested
        )
        delete_draft(acting_user=acting_user, key="report:new")
        ledger.add(
            "report.recorded",
            subject=report,
            rows=[report, *Upload.objects.filter(report=report)],
            kind=kind,
            protected=protected,
            suggested=len(suggested),
            near_spellings=can_search(),
        )
    return report


def _allow_report(user: User, kind: str, title: str, text: str) -> None:
    if not user.may(May.RECORD_REPORTS):
        raise Refused("You do not have permission to record reports")
    if kind not in Report.Kind.values or not title.strip():
        raise Refused("Enter what the report is and who it is from")
    if len(text) > LONGEST:
        raise Refused(f"The text must be {LONGEST:,} characters or fewer. Shorten it or upload the file")


def _read(name: str, content: bytes) -> Read:
    read = read_file(name, content)
    if read.status != "read":
        raise Refused(f"The file could not be read: {read.reason or read.status}. Paste its text instead.")
    return read


def _keep_file(report: Report, name: str, content: bytes, read: Read | None) -> None:
    if read is not None:
        Upload.objects.create(
            report=report, name=name[:200], kind=read.kind[:100], sha256=sha256(content).hexdigest(), body=content
        )


def decide_report(*, acting_user: User, report: Report, kind: str, case: Case | None, words: str) -> ReportStep:
    """Link a report to a case, say that it does not concern one, or open a request to record."""
    if not acting_user.may(May.RECORD_REPORTS):
        raise Refused("You do not have permission to decide on reports")
    if kind not in ReportStep.Kind.values:
        raise Refused("Select what to do next")
    if (kind == ReportStep.Kind.REQUEST) != (case is None):
        raise Refused("Enter a case reference, or leave it empty to ask for a new record")
    if len(words.strip()) < 3:
        raise Refused("Say why")
    with audited_transaction(acting_user) as ledger:
        Report.objects.select_for_update().get(pk=report.pk)
        number = 1 + report.steps.count()
        step = ReportStep.objects.create(
            report=report, number=number, kind=kind, case=case, words=words.strip(), user=acting_user, at=timezone.now()
        )
        ledger.add(f"report.{kind}", case=case, subject=report, rows=[step], words=words.strip())
    return step


def name_readers(*, acting_user: User, report: Report, people: Sequence[User]) -> None:
    """Let further people see a protected disclosure. Raises `Refused` where one could not open it in any case."""
    unfit = [person.username for person in people if not person.may(May.RECORD_REPORTS)]
    if unfit or not people:
        cannot = f"These users' roles cannot see reports: {', '.join(unfit)}"
        raise Refused(cannot if unfit else "Enter at least one user name")
    with audited_transaction(acting_user) as ledger:
        for person in people:
            ReportReader.objects.get_or_create(report=report, user=person)
        ledger.add("report.readers_named", subject=report, people=sorted(person.username for person in people))

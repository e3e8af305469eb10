"""How a person may be contacted: written by the team, kept version by version, shown wherever the name is.

A note is about one record of a person. Where the run takes several records for one human, the note of
each is shown with every one of them, since 'do not contact' must not be missed for being written elsewhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.actions import forget_draft
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case
from reassess.workspace.pages.templatetags.govuk import moment
from reassess.workspace.people.models import ContactNote, Record
from reassess.workspace.platform.errors import Conflict, Refused

LONGEST = 2_000
"""Characters of one note."""

DO_NOT = "Do not contact"


@dataclass(frozen=True)
class Known:
    """What is known of contacting one human."""

    lines: tuple[str, ...] = ()
    do_not_contact: bool = False


def write_contact(
    *, acting_user: User, case: Case, person: str, do_not_contact: bool, preference: str, version: int
) -> ContactNote:
    """Write how a person of a case may be contacted. `version` is the number of the note that the form showed.

    Raises `Refused` for another role, an empty note or a person who is not of this case, and `Conflict` with
    both texts where somebody saved first.
    """
    if not acting_user.may(May.VOTE) and not acting_user.may(May.WORK_RISKS):
        raise Refused("Your role does not write on cases")
    if len(preference) > LONGEST:
        raise Refused(f"Write {LONGEST:,} characters or fewer")
    if not preference.strip():
        raise Refused("Write how the person wishes to be contacted, or why not at all, and how that is known")
    if not Record.objects.filter(case=case, person=person).exists():
        raise Refused("This person is not of this case")
    last = last_note(person)
    if version != (last.number if last else 0):
        raise Conflict("What is known of contact", preference, _words(last) if last else "", version)
    with acting(acting_user) as ledger:
        try:
            note = ContactNote.objects.create(
                person=person, case=case, number=version + 1, do_not_contact=do_not_contact,
                preference=preference.strip(), user=acting_user, at=timezone.now(),
            )  # fmt: skip
        except IntegrityError:
            raise Conflict("What is known of contact", preference, "", version) from None
        forget_draft(acting_user, f"contact:{person}")
        ledger.add("contact.written", case=case, subject=f"person:{person}", number=note.number, no=do_not_contact)
    return note


def last_note(person: str) -> ContactNote | None:
    """The note that counts on one record of a person."""
    return ContactNote.objects.filter(person=person).last()


def known_contact(reader: User, persons: Collection[str]) -> dict[str, Known]:
    """What is known of contacting the humans behind some person records, for one reader.

    Words written on a case that the reader may not see are left out; that somebody is not to be contacted
    is said all the same, since it protects them.
    """
    if not ContactNote.objects.exists():
        return {}
    same = _same_humans(persons)
    notes = _newest(ContactNote.objects.filter(person__in={one for group in same.values() for one in group}))
    seen = set(visible_cases(reader).filter(pk__in=[note.case_id for note in notes]).values_list("pk", flat=True))
    return {
        person: _known([note for note in notes if note.person in group], seen)
        for person, group in same.items()
        if any(note.person in group for note in notes)
    }


def not_to_contact(reader: User, persons: Collection[str]) -> set[str]:
    """Those of some person records who are not to be contacted: for the tag beside a name in a list."""
    return {person for person, known in known_contact(reader, persons).items() if known.do_not_contact}


def cases_not_to_contact(reader: User, cases: Collection[int]) -> set[int]:
    """Those of some cases in which somebody is not to be contacted: for lists whose words may name anybody."""
    if not ContactNote.objects.exists():
        return set()
    parts = list(Record.objects.filter(case__in=cases).values_list("case", "person").distinct())
    stop = not_to_contact(reader, {person for _, person in parts})
    return {case for case, person in parts if person in stop}


def _same_humans(persons: Collection[str]) -> dict[str, set[str]]:
    own = dict(Record.objects.filter(person__in=persons).values_list("person", "human"))
    groups: dict[int, set[str]] = {}
    for human, person in Record.objects.filter(human__in=set(own.values())).values_list("human", "person"):
        groups.setdefault(human, set()).add(person)
    return {person: groups[own[person]] if person in own else {person} for person in persons}


def _newest(notes: Iterable[ContactNote]) -> list[ContactNote]:
    newest: dict[str, ContactNote] = {}
    for note in sorted(notes, key=lambda note: note.number):
        newest[note.person] = note
    loaded = ContactNote.objects.filter(pk__in=[note.pk for note in newest.values()]).select_related("user", "case")
    return sorted(loaded, key=lambda note: (not note.do_not_contact, note.person))


def _known(notes: list[ContactNote], seen: set[int]) -> Known:
    lines = [_line(note, note.case_id in seen) for note in notes]
    return Known(tuple(line for line in lines if line), any(note.do_not_contact for note in notes))


def _line(note: ContactNote, visible: bool) -> str:
    if not visible:
        return f"{DO_NOT}: recorded on a case that you may not see" if note.do_not_contact else ""
    return f"{_words(note)} ({note.user}, {moment(note.at)}, {note.case.reference})"


def _words(note: ContactNote) -> str:
    return f"{DO_NOT}: {note.preference}" if note.do_not_contact else note.preference

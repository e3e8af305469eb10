"""How a person may be contacted: written by the team, kept version by version, shown wherever the name is.

A note is about one record of a person. If the run resolves several records to one person, the note on
each is shown with every one of them, since 'do not contact' must not be missed for being written elsewhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.people.models import ContactNote, PersonInCase
from reassess.workspace.platform.wording import moment

LONGEST = 2_000
"""Characters of one note."""

DO_NOT = "Do not contact"


@dataclass(frozen=True)
class Known:
    """What is known of contacting one person."""

    lines: tuple[str, ...] = ()
    do_not_contact: bool = False


def last_note(person: str) -> ContactNote | None:
    """The note that counts on one record of a person."""
    return ContactNote.objects.filter(person=person).last()


def known_contact(reader: User, persons: Collection[str]) -> dict[str, Known]:
    """What is known of contacting the people behind some person records, for one reader.

    Words written on a case that the reader may not see are left out; that somebody is not to be contacted
    is said all the same, since it protects them.
    """
    if not ContactNote.objects.exists():
        return {}
    same = _same_person(persons)
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
    parts = list(PersonInCase.objects.filter(case__in=cases).values_list("case", "person").distinct())
    stop = not_to_contact(reader, {person for _, person in parts})
    return {case for case, person in parts if person in stop}


def _same_person(persons: Collection[str]) -> dict[str, set[str]]:
    own = dict(PersonInCase.objects.filter(person__in=persons).values_list("person", "resolved_person"))
    groups: dict[int, set[str]] = {}
    for resolved, person in PersonInCase.objects.filter(resolved_person__in=set(own.values())).values_list(
        "resolved_person", "person"
    ):
        groups.setdefault(resolved, set()).add(person)
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
        return f"{DO_NOT}: recorded on a case that you do not have access to" if note.do_not_contact else ""
    return f"{note_words(note)} ({note.user}, {moment(note.at)}, {note.case.reference})"


def note_words(note: ContactNote) -> str:
    return f"{DO_NOT}: {note.preference}" if note.do_not_contact else note.preference

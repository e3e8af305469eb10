"""Write how a person of a case may be contacted."""

from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.cases.models import Case
from reassess.workspace.people.contact_notes import LONGEST, last_note, note_words
from reassess.workspace.people.models import ContactNote, PersonInCase
from reassess.workspace.platform.errors import Conflict, Refused


def write_contact(
    *, acting_user: User, case: Case, person: str, do_not_contact: bool, preference: str, version: int
) -> ContactNote:
    """Write how a person of a case may be contacted. `version` is the number of the note that the form showed.

    Raises `Refused` for another role, an empty note or a person who is not of this case, and `Conflict` with
    both texts where somebody saved first.
    """
    if not acting_user.may(May.VOTE) and not acting_user.may(May.WORK_RISKS):
        raise Refused("You do not have permission to write on cases")
    if len(preference) > LONGEST:
        raise Refused(f"Write {LONGEST:,} characters or fewer")
    if not preference.strip():
        raise Refused("Enter how to contact this person, or why not to, and how you know")
    if not PersonInCase.objects.filter(case=case, person=person).exists():
        raise Refused("This person is not recorded in this case")
    last = last_note(person)
    if version != (last.number if last else 0):
        raise Conflict("What is known of contact", preference, note_words(last) if last else "", version)
    with audited_transaction(acting_user) as ledger:
        try:
            note = ContactNote.objects.create(
                person=person,
                case=case,
                number=version + 1,
                do_not_contact=do_not_contact,
                preference=preference.strip(),
                user=acting_user,
                at=timezone.now(),
            )
        except IntegrityError:
            raise Conflict("What is known of contact", preference, "", version) from None
        delete_draft(acting_user=acting_user, key=f"contact:{person}")
        ledger.add(
            "contact.written",
            case=case,
            subject=f"person:{person}",
            rows=[note],
            number=note.number,
            no=do_not_contact,
        )
    return note

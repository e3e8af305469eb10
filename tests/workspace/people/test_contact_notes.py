"""What is known of contacting a person: written by the team, kept version by version, shown wherever the name is."""

from datetime import date

import pytest
from django.test import Client

from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.actions import restrict_case
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.actions import raise_enquiry
from reassess.workspace.external_reports.actions import record_report
from reassess.workspace.links.access import visible_pairs
from reassess.workspace.people.actions import write_contact
from reassess.workspace.people.contact_notes import known_contact, not_to_contact
from reassess.workspace.people.models import ContactNote, PersonInCase, ResolvedPerson
from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.risks.models import Risk

VICTIM, SUSPECT = "INV/0001-V1", "INV/0001-S1"
WORDS = "By letter through the adviser only; the adviser said so."


@pytest.fixture
def written(person, case):
    def write(name: str = "reviewer", *, who: str = VICTIM, number: int = 1, **more) -> ContactNote:
        fields = {"do_not_contact": True, "preference": WORDS, "version": 0}
        return write_contact(acting_user=person(name), case=case(number), person=who, **fields | more)

    return write


def test_a_note_is_one_row_a_version_and_one_entry(written, person):
    written()
    written("lead", do_not_contact=False, preference="By phone after six.", version=1)
    kept = list(ContactNote.objects.filter(person=VICTIM).values_list("number", "do_not_contact", "user__username"))
    assert kept == [(1, True, "reviewer"), (2, False, "lead")]
    assert Entry.objects.filter(verb="contact.written", subject=f"person:{VICTIM}").count() == 2
    known = known_contact(person("supervisor"), {VICTIM})[VICTIM]
    assert not known.do_not_contact
    assert known.lines[0].startswith("By phone after six. (Lead, ")


def test_the_second_to_save_sees_both_texts(written, signed_in, case):
    written()
    with pytest.raises(Conflict) as told:
        written("lead", preference="In person.", version=0)
    assert (told.value.yours, told.value.theirs) == ("In person.", f"Do not contact: {WORDS}")
    page = signed_in("lead").post(
        f"/cases/{case(1).pk}/contact/", {"person": VICTIM, "words": "In person.", "version": 0}
    )
    assert page.status_code == 409
    assert b"In person." in page.content
    assert WORDS.encode() in page.content


@pytest.mark.parametrize(
    "fields", [{"preference": "  "}, {"preference": "x" * 2_001}, {"who": "INV/0009-V1"}, {"who": "x"}]
)
def test_a_note_that_cannot_be(written, fields):
    with pytest.raises(Refused):
        written(**fields)
    assert not ContactNote.objects.exists()


@pytest.mark.parametrize("name", ["analyst", "oversight", "administrator"])
def test_who_does_not_write_on_cases_writes_none(written, name):
    with pytest.raises(Refused, match="permission"):
        written(name)


def test_it_is_shown_wherever_the_name_is(written, signed_in, case, person):
    written()
    client, pk = signed_in("supervisor"), case(1).pk
    risk = Risk.objects.filter(case=case(1), subject=VICTIM).first()
    enquiry = raise_enquiry(acting_user=person("supervisor"), case=case(1), title="Ask the adviser")
    human = ResolvedPerson.objects.get(records__person=VICTIM)
    for page in ("", "timeline/", "people/", "links/", "documents/1/", "decide/", "questions/"):
        assert WORDS.encode() in client.get(f"/cases/{pk}/{page}").content, page
    for path in (f"/risks/{risk.pk}/", f"/people/{human.pk}/", f"/enquiries/{enquiry.pk}/"):
        assert WORDS.encode() in client.get(path).content, path
    for path in ("/risks/", "/enquiries/", "/", f"/people/?q={human.name}", f"/search/?q={human.name}&kind=person"):
        assert b"Do not contact</strong>" in client.get(path).content, path


def test_a_note_on_one_record_of_a_person_stands_beside_the_others(written, person, signed_in, case):
    """The same suspect is in the first three cases."""
    written(who=SUSPECT)
    assert not_to_contact(person("reviewer"), {"INV/0003-S1", "INV/0009-S1"}) == {"INV/0003-S1"}
    assert WORDS.encode() in signed_in("reviewer").get(f"/cases/{case(3).pk}/people/").content


def test_a_pair_to_judge_carries_the_warning_of_either_side(written, person, signed_in):
    client = signed_in("analyst")
    pair = visible_pairs(person("analyst")).filter(judged="").first()
    pages = ("/links/", f"/links/{pair.pk}/")
    assert [path for path in pages if b"Do not contact</strong>" in client.get(path).content] == []
    written(who=pair.right, number=int(PersonInCase.objects.get(person=pair.right).case.reference.removeprefix("INV/")))
    assert [path for path in pages if b"Do not contact</strong>" in client.get(path).content] == list(pages)


def test_words_of_a_case_that_the_reader_may_not_see_stay_there_but_the_warning_does_not(written, person, case):
    written(who=SUSPECT)
    restrict_case(acting_user=person("lead2"), case=case(1), people=[], words="A protected person.")
    known = known_contact(person("reviewer"), {"INV/0003-S1"})["INV/0003-S1"]
    assert known.do_not_contact
    assert known.lines == ("Do not contact: recorded on a case that you do not have access to",)


def test_a_wish_of_a_hidden_case_is_not_shown_at_all(written, person, case):
    written(who=SUSPECT, do_not_contact=False)
    restrict_case(acting_user=person("lead2"), case=case(1), people=[], words="A protected person.")
    assert known_contact(person("reviewer"), {"INV/0003-S1"})["INV/0003-S1"].lines == ()


def test_the_form_writes_it_and_ignores_what_it_does_not_have(signed_in: "Client", person, case):
    client = signed_in("reviewer")
    fields = {"person": VICTIM, "words": WORDS, "do_not_contact": "yes", "version": 0, "user": person("lead").pk,
              "number": 7}  # fmt: skip
    assert client.post(f"/cases/{case(1).pk}/contact/", fields).status_code == 302
    note = ContactNote.objects.get()
    assert (note.number, note.user.username, note.do_not_contact, note.case) == (1, "reviewer", True, case(1))


def test_without_a_note_the_record_is_said_to_hold_none(signed_in, case):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/people/").content
    assert b"are not recorded. Ask before" in content
    Case.objects.update(restricted=False)


def test_the_referral_form_carries_it(written, signed_in, case):
    from io import BytesIO

    from docx import Document

    written()
    risk = Risk.objects.filter(case=case(1), subject=VICTIM).first()
    document = Document(BytesIO(signed_in("lead").get(f"/risks/{risk.pk}/form/mash/").content))
    cells = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert WORDS in cells["Contact instructions"]


def test_no_warning_stands_on_the_lines_of_enquiry_of_other_cases(written, person, signed_in, case):
    raise_enquiry(acting_user=person("supervisor"), case=case(9), title="Ask the adviser")
    written()
    for path in ("/enquiries/", "/"):
        assert b"Do not contact</strong>" not in signed_in("supervisor").get(path).content, path


def test_a_suggested_case_carries_the_warning(written, person, signed_in):
    report = record_report(acting_user=person("lead"), kind="press", title="A report", source="",
                           text="Call 07700 900000", received_on=date(2026, 1, 5), protected=False)  # fmt: skip
    path, client = f"/reports/{report.pk}/", signed_in("lead")
    assert b"INV/0001" in client.get(path).content
    assert b"Do not contact</strong>" not in client.get(path).content
    written()
    assert client.get(path).content.count(b"Do not contact</strong>") == 1

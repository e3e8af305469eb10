"""Answers with quotes of the record, notes and drafts; nothing that somebody wrote is lost."""

import json

import pytest
from django.db import IntegrityError, transaction

from reassess.workspace.answers.actions import give_answer, write_note
from reassess.workspace.answers.models import Answer, FirstView, Note
from reassess.workspace.answers.quotes import read_quotes
from reassess.workspace.audit.content import content_digest
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.actions import save_draft
from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.first_view_draw import drawn_for_first_view
from reassess.workspace.cases.models import Case, Draft
from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.platform.options import Options


def answer(person, case, name="reviewer", **more):
    fields = {
        "rule": "log-gap",
        "subject": "",
        "verdict": "yes",
        "words": "So it is.",
        "quotes": [],
        "version": 0,
    } | more
    return give_answer(acting_user=person(name), case=case, **fields)


@pytest.mark.parametrize("verdict", ["yes", "partly", "no", "na", "cannot"])
def test_the_five_answers(person, case, verdict):
    given = answer(person, case(1), verdict=verdict)
    entry = Entry.objects.first()
    assert (entry.verb, entry.subject) == ("answer.given", f"answers.answer:{given.pk}")
    bound = {f"answers.answer:{given.pk}": content_digest(given)}
    words = {"rule": "log-gap", "of": "", "verdict": verdict, "number": 1}
    assert json.loads(entry.detail) == words | {"content": bound}


def test_any_other_answer_is_refused(person, case):
    with pytest.raises(Refused, match="5 answers"):
        answer(person, case(1), verdict="maybe")


def test_a_later_answer_keeps_the_earlier_one(person, case):
    answer(person, case(1))
    answer(person, case(1), verdict="no", version=1)
    assert list(Answer.objects.order_by("number").values_list("number", "verdict")) == [(1, "yes"), (2, "no")]


def test_the_same_person_in_two_tabs_is_told(person, case):
    answer(person, case(1))
    with pytest.raises(Conflict) as told:
        answer(person, case(1), words="From the other tab.")
    assert (told.value.yours, told.value.theirs) == ("From the other tab.", "Yes: So it is.")
    assert Answer.objects.count() == 1


def test_readers_answer_apart_and_do_not_see_each_other(person, case, signed_in):
    answer(person, case(1), words="Only mine.")
    answer(person, case(1), name="reviewer2")
    assert b"Only mine." not in signed_in("reviewer2").get(f"/cases/{case(1).pk}/").content
    assert b"Only mine." in signed_in("reviewer").get(f"/cases/{case(1).pk}/").content


def test_a_quote_must_stand_in_the_record(person, case):
    file = CaseFile(Case.objects.select_related("dossier").get(pk=case(1).pk), person("reviewer"))
    [quote] = read_quotes(file, [], "the second person NAMED was\n")
    assert (quote["t"], quote["k"], quote["p"], quote["s"]) == ("document", "INV/0001-D1", 1, 20)
    [entry] = read_quotes(file, ["front counter by the duty officer"], "")
    assert (entry["t"], entry["k"], entry["f"]) == ("entry", "INV/0001-E1", "text")
    with pytest.raises(Refused, match="not in the record"):
        read_quotes(file, [], "words that nobody wrote")


def post_answer(client, case, **more):
    fields = {"rule": "log-gap", "subject": "", "verdict": "partly", "words": "In my words.", "version": 0, "number": 2}
    return client.post(f"/cases/{case.pk}/answer/", fields | more)


def test_the_form_saves_answer_and_quotes(signed_in, case):
    response = post_answer(signed_in("reviewer"), case(1), quote="The second person named")
    assert response["Location"].endswith(f"/cases/{case(1).pk}/#f2")
    assert Answer.objects.get().quotes[0]["words"] == "The second person named"


@pytest.mark.parametrize("wrong", [{"verdict": ""}, {"own_quote": "words that nobody wrote"}])
def test_an_incomplete_answer_comes_back_with_what_was_written(signed_in, case, wrong):
    response = post_answer(signed_in("reviewer"), case(1), **wrong)
    assert response.status_code == 422
    assert b"There is a problem" in response.content
    assert b"In my words." in response.content
    assert not Answer.objects.exists()


def test_what_else_stands_on_the_page_stands_there_again_after_a_refusal(signed_in, person, case):
    """An empty note with the version of none would be a trap for whoever saves it next."""
    write_note(acting_user=person("lead"), case=case(1), text="The team's words.", version=0)
    content = post_answer(signed_in("reviewer"), case(1), verdict="").content
    assert b"The team&#x27;s words." in content
    assert b'name="version" value="1"' in content


def test_a_question_without_a_finding_is_answered_on_its_own_page(signed_in, case):
    client = signed_in("reviewer")
    response = post_answer(client, case(1), rule="suspect-may-leave")
    assert response["Location"].endswith(f"/cases/{case(1).pk}/questions/#f2")
    assert b"Answered: Partly" in client.get(f"/cases/{case(1).pk}/questions/").content
    again = post_answer(client, case(1), rule="device-not-examined", verdict="")
    assert again.status_code == 422
    assert b"In my words." in again.content


def test_an_answer_to_a_rule_that_is_none(signed_in, case):
    assert post_answer(signed_in("reviewer"), case(1), rule="made-up").status_code == 404


def test_the_note_belongs_to_all_and_the_second_to_save_sees_both_texts(person, case, signed_in):
    write_note(acting_user=person("reviewer"), case=case(1), text="First text", version=0)
    response = signed_in("lead").post(f"/cases/{case(1).pk}/note/", {"text": "Second text", "version": 0})
    assert response.status_code == 409
    assert b"First text" in response.content
    assert b"Second text" in response.content
    assert Note.objects.count() == 1
    write_note(acting_user=person("lead"), case=case(1), text="Both", version=1)
    assert case(1).notes.first().text == "Both"


def test_the_database_itself_refuses_the_same_version_twice(person, case):
    note = write_note(acting_user=person("reviewer"), case=case(1), text="x", version=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(case=note.case, number=1, text="y", user=note.user, at=note.at)


def test_a_draft_is_kept_and_shown_again_only_to_its_writer(signed_in, case, person):
    key = f"answer:{case(1).pk}:log-gap:"
    client = signed_in("reviewer")
    kept = client.post("/drafts/", json.dumps({"key": key, "text": "Half a thought"}), content_type="application/json")
    assert kept.status_code == 200
    assert b"Half a thought" in signed_in("reviewer").get(f"/cases/{case(1).pk}/").content
    assert b"Half a thought" not in signed_in("reviewer2").get(f"/cases/{case(1).pk}/").content
    post_answer(client, case(1))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"key": 1}', "null", '"text"', "\x00"])
def test_a_draft_that_is_none(signed_in, body):
    assert signed_in("reviewer").post("/drafts/", body, content_type="application/json").status_code == 400


def test_a_draft_too_long(person):
    with pytest.raises(Refused):
        save_draft(acting_user=person("reviewer"), key="k", text="x" * 20_001)


def test_findings_stay_hidden_until_a_first_view_is_written(settings, signed_in, case):
    settings.OPTIONS = Options(second_factor=False, first_view_share=1.0)
    client, path = signed_in("reviewer"), f"/cases/{case(1).pk}/"
    assert b"No entry for 214 days" not in client.get(path).content
    assert client.post(f"{path}first-view/", {"text": "short"}).status_code == 422
    client.post(f"{path}first-view/", {"text": "The second person named was never seen."})
    assert FirstView.objects.get().text.startswith("The second person")
    assert b"No entry for 214 days" in client.get(path).content
    assert b"No entry for 214 days" in signed_in("lead").get(path).content


def test_before_a_first_view_no_page_says_what_the_machine_found(settings, signed_in, case, taken):
    settings.OPTIONS = Options(second_factor=False, first_view_share=1.0)
    pk, client = taken("reviewer").pk, signed_in("reviewer")
    for path in (f"/cases/{pk}/documents/", f"/cases/{pk}/documents/1/", f"/cases/{pk}/timeline/", "/queue/", "/"):
        content = client.get(path).content
        assert b'<mark class="hit">The second' not in content, path
        assert b"missed 2" not in content, path
        assert b"risk rule victim-still-child" not in content, path
        assert b"A victim is still a child" not in content or path == "/queue/", path  # there it is a filter's name
    assert b"after your first view" in client.get("/queue/").content
    client.post(f"/cases/{pk}/first-view/", {"text": "The second person named was never seen."})
    assert b'<mark class="hit">The second' in client.get(f"/cases/{pk}/documents/1/").content
    assert b"missed 2" in client.get("/queue/").content


@pytest.mark.parametrize("path", ["answer/", "vote/"])
def test_nothing_that_rests_on_the_findings_comes_before_a_first_view(settings, signed_in, case, taken, path):
    """A form sent by hand would else show the findings in its answer."""
    settings.OPTIONS = Options(second_factor=False, first_view_share=1.0)
    pk = taken("reviewer").pk
    fields = {"rule": "log-gap", "version": 0, "verdict": "", "outcomes": "O3", "reasons": "lines", "words": "x" * 30}
    response = signed_in("reviewer").post(f"/cases/{pk}/{path}", fields)
    assert response.status_code == 422
    assert b"your own view" in response.content
    assert b"No entry for 214 days" not in response.content
    assert not Answer.objects.exists()
    assert not case(1).votes.exists()


def test_the_share_of_first_views_is_about_what_was_set(settings, db):
    settings.OPTIONS = Options(first_view_share=0.3)
    drawn = sum(drawn_for_first_view(Case(reference=f"INV/{n}")) for n in range(2000))
    assert 520 < drawn < 680


@pytest.mark.parametrize("name", ["analyst", "assurer"])
def test_who_only_reads_writes_nothing(person, case, name):
    if name == "assurer":
        assert write_note(acting_user=person(name), case=case(1), text="An assurer votes, so writes.", version=0).pk
        return
    with pytest.raises(Refused, match="permission to write"):
        write_note(acting_user=person(name), case=case(1), text="x", version=0)


def test_two_notes_at_once_end_in_a_conflict_with_both_texts(person, case):
    stale = Case.objects.prefetch_related("notes").get(pk=case(1).pk)
    write_note(acting_user=person("reviewer"), case=case(1), text="The first of two.", version=0)
    with pytest.raises(Conflict) as conflict:
        write_note(acting_user=person("reviewer2"), case=stale, text="The second of two.", version=0)
    assert (conflict.value.yours, conflict.value.theirs) == ("The second of two.", "The first of two.")

"""A share of cases is read before the machine's findings are shown: by whoever decides, not by whoever looks later."""

import pytest
from django.utils import timezone

from reassess.workspace.answers.actions import write_first_view
from reassess.workspace.answers.first_view import before_first_view, must_write_first, unviewed
from reassess.workspace.answers.models import FirstView
from reassess.workspace.cases.models import Case, Change, Standing
from reassess.workspace.platform.options import Options
from reassess.workspace.votes.actions import cast_vote

WORDS = "The account was never taken and the phone never looked at."


@pytest.fixture(autouse=True)
def _every_case(settings):
    settings.OPTIONS = Options(second_factor=False, first_view_share=1.0)


def vote(person, taken, name, **more):
    case = taken(name)
    fields = {"outcomes": ["O2"], "reasons": ["none"], "stands_because": "all_pursued", "words": WORDS} | more
    return cast_vote(acting_user=person(name), case=case, **fields)


def test_each_reader_writes_their_own(signed_in, case):
    path = f"/cases/{case(1).pk}/"
    for name in ("reviewer", "reviewer2"):
        client = signed_in(name)
        assert b"Write your own view first" in client.get(path).content
        client.post(f"{path}first-view/", {"text": f"What {name} thinks of it, alone."})
        assert b"Write your own view first" not in client.get(path).content
    assert FirstView.objects.count() == 2


def test_a_supervisor_who_approves_sees_the_findings_without_one(signed_in, person, taken, case):
    vote(person, taken, "reviewer")
    vote(person, taken, "reviewer2")
    assert case(1).standing == Standing.APPROVAL
    client, path = signed_in("supervisor"), f"/cases/{case(1).pk}/"
    assert b"No entry for 214 days" in client.get(path).content
    assert b"missed 2" in client.get("/queue/").content
    assert b"Write your own view first" in signed_in("assurer").get(path).content  # they may be its blind re-reader


def test_what_is_written_stays_as_it_was(signed_in, case):
    client, path = signed_in("reviewer"), f"/cases/{case(1).pk}/first-view/"
    client.post(path, {"text": "The first words, before anything was shown."})
    client.post(path, {"text": "Other words, written after the findings were read."})
    assert FirstView.objects.get().text.startswith("The first words")


@pytest.mark.parametrize(
    ("second", "said"),
    [({}, "waits for a supervisor"), ({"outcomes": ["O3"], "stands_because": ""}, "readings differ"),
     ({"reasons": ["lines"]}, "readings differ")],
)  # fmt: skip
def test_after_a_vote_the_reader_is_told_where_the_case_stands(settings, signed_in, person, taken, second, said):
    settings.OPTIONS = Options(second_factor=False)
    posted = {"outcomes": ["O2"], "reasons": ["none"], "stands_because": "all_pursued", "words": WORDS}
    for name, fields, words in (("reviewer", {}, "The other reader does not see it"), ("reviewer2", second, said)):
        pk = taken(name).pk
        page = signed_in(name).post(f"/cases/{pk}/vote/", posted | fields, follow=True)
        assert words in page.content.decode()


def test_only_what_there_is_to_read_is_said_to_be_unread(settings, signed_in, taken, case):
    settings.OPTIONS = Options(second_factor=False)
    pk = taken("reviewer").pk
    said = signed_in("reviewer").get(f"/cases/{pk}/decide/").content
    assert b"You have not read the findings, the timeline, the people, the documents." in said


@pytest.mark.parametrize("query", ["finding=log-gap", "finding=no-such", "definition=cse-2017", "band=Same-day+risk"])
def test_no_filter_of_the_queue_says_what_was_found_before_a_first_view(signed_in, case, query):
    client = signed_in("reviewer")
    for path in ("/queue/", "/queue/export/"):
        assert b"INV/0001" not in client.get(f"{path}?{query}").getvalue()
    assert b"INV/0001" in client.get("/queue/?area=Northbank").content
    client.post(f"/cases/{case(1).pk}/first-view/", {"text": "What I think of it before anything is shown."})
    found = client.get(f"/queue/?{query}").content
    assert (b"INV/0001" in found) is ("no-such" not in query)
    assert b"INV/0002" not in found
    assert (b"INV/0001" in signed_in("lead").get(f"/queue/?{query}").content) is ("no-such" not in query)


def test_the_band_of_a_case_is_shown_after_a_first_view(signed_in, case, taken):
    pk, client = taken("reviewer").pk, signed_in("reviewer")
    tag = b"Same-day risk</strong>"
    pages = ("/", f"/cases/{pk}/", "/queue/", f"/cases/{pk}/timeline/")
    assert not [path for path in pages if tag in client.get(path).content]
    client.post(f"/cases/{pk}/first-view/", {"text": "What I think of it before anything is shown."})
    assert [path for path in pages if tag in client.get(path).content] == list(pages)


def test_what_a_later_run_found_is_said_after_a_first_view(signed_in, case):
    one = case(1)
    lines = ["New finding: The phone was never examined."]
    Change.objects.create(case=one, publication=one.publication, lines=lines, touches=True, at=timezone.now())
    client, path = signed_in("reviewer"), f"/cases/{one.pk}/"
    pages = ("/", path, f"{path}timeline/", f"{path}people/")
    assert not [page for page in pages if b"never examined" in client.get(page).content]
    client.post(f"{path}first-view/", {"text": "What I think of it before anything is shown."})
    assert b"never examined" in client.get(path).content


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("name", ["reviewer", "assurer", "lead", "supervisor"])
def test_the_filter_and_the_door_of_one_case_agree(settings, person, case, name, share):
    settings.OPTIONS = Options(second_factor=False, first_view_share=share)
    for number, standing in enumerate(Standing.values, start=1):
        Case.objects.filter(pk=case(number).pk).update(standing=standing)
    user = person(name)
    write_first_view(acting_user=person("reviewer"), case=case(7), text="Thought of before anything was shown.")
    hidden = set(Case.objects.filter(before_first_view(user)).values_list("pk", flat=True))
    assert hidden == {one.pk for one in Case.objects.all() if must_write_first(user, one)}
    assert unviewed(user, Case.objects.all()) == hidden

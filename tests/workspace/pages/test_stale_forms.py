"""Two tabs, two people, a publication in between: who acts on what is no longer so is told, and loses no word."""

import pytest

from reassess.workspace.accounts.actions import change_account
from reassess.workspace.cases.models import Grant, Standing
from reassess.workspace.enquiries.actions import allocate_enquiry, raise_enquiry
from reassess.workspace.external_reports.models import Report, ReportReader
from reassess.workspace.platform.errors import Refused
from reassess.workspace.publishing.publication import publish
from reassess.workspace.votes.actions import cast_vote, reopen_by_supervisor
from reassess.workspace.votes.models import Approval, Vote

from .. import made_run

WORDS = "The account was never taken and the phone never looked at."
VOTE = {"outcomes": "O3", "reasons": "lines", "words": WORDS}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def opened(client, pk: int) -> dict[str, str]:
    """What the form of a vote carries when it is opened."""
    page = client.get(f"/cases/{pk}/decide/").content.decode()
    return {name: hidden(page, name) for name in ("round", "publication")}


def test_a_vote_on_a_page_from_before_a_publication_comes_back_with_its_words(signed_in, taken, case, tmp_path):
    client, pk = signed_in("reviewer"), taken("reviewer", 2).pk
    form = opened(client, pk)
    publish(made_run.write(tmp_path / "0002", made_run.make(more=True)))
    late = client.post(f"/cases/{pk}/vote/", VOTE | form)
    assert late.status_code == 422
    assert b"has changed since you opened this page" in late.content
    assert WORDS.encode() in late.content
    assert b"phone was examined" in late.content  # what changed stands on the same page
    assert not Vote.objects.exists()
    assert client.post(f"/cases/{pk}/vote/", VOTE | opened(client, pk)).status_code == 302


def test_a_vote_on_a_page_from_before_a_reopening_comes_back(signed_in, taken, person, case):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O3"], reasons=["lines"], words=WORDS)
    reopen_by_supervisor(acting_user=person("supervisor"), case=case(1), words="A witness came forward.")
    taken("reviewer3")
    assert signed_in("reviewer3").post(f"/cases/{case(1).pk}/vote/", VOTE | {"round": "1"}).status_code == 422
    assert case(1).standing == Standing.REOPENED


def test_an_approval_of_an_earlier_round_is_refused(signed_in, taken, person, case):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O2"], reasons=["none"], words=WORDS,
                  stands_because="all_pursued")  # fmt: skip
    form = {"approved": "yes", "words": "I have read it all.", "round": "7"}
    assert signed_in("supervisor").post(f"/cases/{case(1).pk}/approve/", form).status_code == 422
    assert not Approval.objects.exists()
    assert signed_in("supervisor").post(f"/cases/{case(1).pk}/approve/", form | {"round": "1"}).status_code == 302


def test_a_lease_that_ended_meanwhile_costs_no_word(signed_in, taken, frozen, case):
    client, pk = signed_in("reviewer"), taken("reviewer").pk
    frozen(minutes=20)
    case(1).leases.update(ended_at=case(1).leases.get().taken_at, how="lapsed")
    response = client.post(f"/cases/{pk}/vote/", VOTE)
    assert response.status_code == 422
    assert b"Take this case before you decide it" in response.content
    assert WORDS.encode() in response.content


@pytest.mark.parametrize("people", ["lead nobodysname", "oversight", "administrator"])
def test_a_case_is_not_restricted_to_a_name_that_is_nobodys_or_reads_no_case(signed_in, case, people):
    """A mistyped name that is passed over would leave out the very person that it was meant for."""
    fields = {"people": people, "words": "A protected person.", "do": "restrict"}
    response = signed_in("lead2").post(f"/cases/{case(1).pk}/restrict/", fields)
    assert response.status_code == 422
    assert people.split()[-1].encode() in response.content
    assert not case(1).restricted
    assert not Grant.objects.exists()


def test_names_for_a_restricted_case_may_be_written_in_any_manner(signed_in, case):
    fields = {"people": " Reviewer,LEAD ", "words": "A protected person.", "do": "restrict"}
    assert signed_in("lead2").post(f"/cases/{case(1).pk}/restrict/", fields).status_code == 302
    assert set(Grant.objects.values_list("user__username", flat=True)) == {"lead2", "reviewer", "lead"}


def test_a_reader_of_a_disclosure_who_is_nobody_is_named(signed_in, person):
    report = Report.objects.create(kind="other", title="A", received_on="2026-01-01", text="x", protected=True,
                                   made_by=person("lead"), made_at="2026-01-01T00:00:00Z")  # fmt: skip
    ReportReader.objects.create(report=report, user=person("lead"))
    response = signed_in("lead").post(f"/reports/{report.pk}/readers/", {"people": "lead2 nobodysname"})
    assert response.status_code == 422
    assert b"nobodysname" in response.content
    assert ReportReader.objects.count() == 1


@pytest.mark.parametrize("owner", ["analyst", "assurer", "oversight"])
def test_a_line_of_enquiry_goes_to_nobody_who_could_not_open_it(person, case, owner):
    enquiry = raise_enquiry(acting_user=person("supervisor"), case=case(1), title="Ask again")
    with pytest.raises(Refused):
        allocate_enquiry(acting_user=person("supervisor"), enquiry=enquiry, version=1, owner=person(owner),
                         due_on=case(1).recorded_on)  # fmt: skip


@pytest.mark.parametrize("changes", [{"email": "no address"}, {"first_name": "x" * 151}, {"role": "king"}])
def test_an_account_takes_no_value_that_does_not_fit(person, changes):
    with pytest.raises(Refused):
        change_account(acting_user=person("administrator"), account=person("lead"), **changes)
    assert person("lead").email == ""


def test_a_kept_filter_leads_to_the_queue_whatever_it_holds(signed_in):
    client = signed_in("reviewer")
    for query in ("//evil.example.org", "x\r\nSet-Cookie: a=b", "band=x#//evil.example.org", "@evil.example.org"):
        response = client.post("/queue/filters/", {"name": "Mine", "query": query})
        assert response["Location"].startswith("/queue/?")
        assert "\n" not in response["Location"]

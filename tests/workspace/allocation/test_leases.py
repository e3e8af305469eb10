"""Taking a case is a lease with an end; nobody starves; withdrawing a person orphans nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.allocation.access import waiting_for
from reassess.workspace.allocation.actions import take_case, take_next, withdraw_person
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.actions import hand_back
from reassess.workspace.cases.leases import holder, live_leases
from reassess.workspace.cases.models import Case, CaseStaff, Lease, Standing
from reassess.workspace.enquiries.actions import allocate_enquiry, raise_enquiry
from reassess.workspace.platform.errors import Refused
from reassess.workspace.risks.actions import take_risk
from reassess.workspace.risks.models import Risk
from reassess.workspace.votes.actions import cast_vote, reopen_by_supervisor

WORDS = "The account was never taken and the phone never looked at."


def test_the_next_case_is_the_first_of_the_order(person):
    assert take_next(acting_user=person("reviewer")).reference == "INV/0001"
    entry = Entry.objects.first()
    assert (entry.verb, entry.actor_name) == ("case.taken", "reviewer")


def test_two_people_never_get_the_same_case(person):
    taken = [take_next(acting_user=person(name)).reference for name in ("reviewer", "reviewer2", "supervisor")]
    assert len(set(taken)) == 3


def test_the_database_keeps_two_leases_off_one_case(person, taken):
    case = taken("reviewer")
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012
        now = timezone.now()
        Lease.objects.create(case=case, user=person("reviewer2"), taken_at=now, ends_at=now)


def test_a_case_in_hand_is_refused(person, taken):
    case = taken("reviewer")
    with pytest.raises(Refused, match="Someone else"):
        take_case(acting_user=person("reviewer2"), case=case)


def test_a_person_holds_no_more_than_the_setting(person, taken):
    for number in (1, 2, 3):
        taken("reviewer", number)
    with pytest.raises(Refused, match="You have 3 cases"):
        take_next(acting_user=person("reviewer"))


def test_a_lease_ends_by_itself(person, taken, frozen):
    case = taken("reviewer")
    frozen(hours=9)
    assert holder(case) is None
    take_case(acting_user=person("reviewer2"), case=case)
    assert list(Lease.objects.order_by("pk").values_list("how", flat=True)) == ["lapsed", ""]


def test_handing_back_needs_no_reason(signed_in, taken, case):
    taken("reviewer")
    assert signed_in("reviewer").post(f"/cases/{case(1).pk}/hand-back/").status_code == 302
    assert not live_leases().exists()


def test_nobody_hands_back_for_another(person, taken):
    case = taken("reviewer")
    hand_back(acting_user=person("reviewer2"), case=case)
    assert holder(case) == person("reviewer")


def test_linked_cases_travel_together(person):
    """INV/0001 to INV/0003 are one set: whoever takes one is given the others, and nobody else is."""
    assert take_next(acting_user=person("reviewer2")).reference == "INV/0001"
    assert take_next(acting_user=person("reviewer")).reference == "INV/0004"
    Case.objects.filter(reference="INV/0003").update(position=99)
    assert [take_next(acting_user=person("reviewer2")).reference for _ in range(2)] == ["INV/0002", "INV/0003"]


def test_a_set_in_hand_keeps_nobody_from_a_case_of_its_band(person):
    """Once nothing else of the band is left, another reader gets what travels with somebody else's case."""
    take_next(acting_user=person("reviewer2"))
    Case.objects.exclude(set_key="INV/0001").update(band_rank=2000)
    assert take_next(acting_user=person("reviewer")).reference == "INV/0002"


def test_a_set_that_was_handed_back_is_free_again(person, case):
    take_next(acting_user=person("reviewer2"))
    hand_back(acting_user=person("reviewer2"), case=case(1))
    assert take_next(acting_user=person("reviewer")).reference == "INV/0001"


def test_a_case_unseen_for_longer_than_the_ceiling_comes_right_after_the_risks(person):
    Case.objects.filter(reference="INV/0014").update(published_at=timezone.now() - timedelta(days=91))
    order = list(waiting_for(person("reviewer")).values_list("reference", flat=True))
    assert order[:4] == ["INV/0001", "INV/0002", "INV/0003", "INV/0004"]
    assert order[4] == "INV/0014"


def test_a_second_reader_is_always_another(person, taken):
    case = taken("reviewer")
    cast_vote(acting_user=person("reviewer"), case=case, outcomes=["O3"], reasons=["lines"], words=WORDS)
    assert case not in waiting_for(person("reviewer"))
    assert case in waiting_for(person("reviewer2"))


def test_decided_cases_wait_for_nobody(person, taken):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O3"], reasons=["lines"], words=WORDS)
    assert not waiting_for(person("reviewer3")).filter(reference="INV/0001").exists()


def test_withdrawing_a_person_reopens_what_they_held_and_orphans_nothing(person, taken, case):
    reviewer, supervisor = person("reviewer"), person("supervisor")
    cast_vote(acting_user=reviewer, case=taken("reviewer", 1), outcomes=["O3"], reasons=["lines"], words=WORDS)
    taken("reviewer", 2)
    risk = Risk.objects.get(rule="suspect-may-leave")
    take_risk(acting_user=reviewer, risk=risk, version=1)
    enquiry = raise_enquiry(acting_user=reviewer, case=case(3), title="Ask again")
    allocate_enquiry(acting_user=supervisor, enquiry=enquiry, version=1, owner=reviewer,
                     due_on=timezone.localdate() + timedelta(days=7))  # fmt: skip
    withdraw_person(acting_user=person("administrator"), account=reviewer)
    risk.refresh_from_db()
    enquiry.refresh_from_db()
    assert (risk.owner, risk.state, enquiry.owner, enquiry.state) == (None, "open", None, "allocated")
    assert case(1).standing == Standing.REOPENED
    assert holder(case(2)) is None
    assert case(1).votes.count() == 1
    assert not User.objects.get(username="reviewer").is_active
    verbs = list(Entry.objects.order_by("-sequence").values_list("verb", flat=True)[:5])
    assert verbs == ["account.withdrawn", "case.reopened", "enquiry.allocated", "risk.handed_back", "enquiry.allocated"]


def test_a_decided_case_of_a_withdrawn_person_stays_decided(person, taken, case):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O3"], reasons=["lines"], words=WORDS)
    withdraw_person(acting_user=person("administrator"), account=person("reviewer"))
    assert case(1).standing == Standing.DECIDED


def test_nobody_withdraws_themselves(person):
    with pytest.raises(Refused):
        withdraw_person(acting_user=person("administrator"), account=person("administrator"))


def test_who_voted_cannot_take_the_case_again(person, taken, case):
    cast_vote(acting_user=person("reviewer"), case=taken("reviewer"), outcomes=["O3"], reasons=["lines"], words=WORDS)
    with pytest.raises(Refused, match="already had a part"):
        take_case(acting_user=person("reviewer"), case=case(1))


def test_a_decided_case_cannot_be_taken(person, taken, case):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O3"], reasons=["lines"], words=WORDS)
    with pytest.raises(Refused, match="not waiting for a reader"):
        take_case(acting_user=person("reviewer3"), case=case(1))


def test_a_person_of_the_first_investigation_cannot_take_it(person, case):
    account = person("reviewer")
    account.staff_id = "CONFLICT-1"
    account.save()
    CaseStaff.objects.create(case=case(1), staff_id="conflict-1")
    with pytest.raises(Refused, match="cannot take this case"):
        take_case(acting_user=account, case=case(1))


def test_withdrawal_leaves_a_round_in_which_the_person_did_not_vote(person, taken, case):
    for name in ("reviewer", "reviewer2"):
        cast_vote(acting_user=person(name), case=taken(name), outcomes=["O3"], reasons=["lines"], words=WORDS)
    reopen_by_supervisor(acting_user=person("supervisor"), case=case(1), words="A new witness came forward.")
    cast_vote(acting_user=person("reviewer3"), case=taken("reviewer3"), outcomes=["O3"], reasons=["lines"], words=WORDS)
    withdraw_person(acting_user=person("administrator"), account=person("reviewer"))
    assert (case(1).standing, case(1).reopenings.count()) == (Standing.SECOND, 1)

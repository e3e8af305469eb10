"""Votes: two people, blind; a third where they differ; a supervisor where the case would close."""

import json
from typing import Any

import pytest

from reassess.workspace.audit.content import content_digest
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.actions import answer_approval, cast_vote, refresh_standing, reopen_by_supervisor
from reassess.workspace.votes.blindness import visible_votes
from reassess.workspace.votes.models import Vote

WORDS = "The account was never taken and the phone never looked at."


def vote(
    user: Any, case: Case, outcomes: tuple[str, ...] = ("O3",), reasons: tuple[str, ...] = ("lines",), **more: Any
) -> Vote:
    return cast_vote(acting_user=user, case=case, outcomes=outcomes, reasons=reasons, words=WORDS, **more)


def test_a_first_vote_waits_for_a_second_and_is_written_into_the_audit(person, taken):
    case = taken("reviewer")
    cast = vote(person("reviewer"), case, answered=2, asked=5)
    case.refresh_from_db()
    assert case.standing == Standing.SECOND
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.verb, entry.case_id, entry.actor_name) == ("vote.cast", case.pk, "reviewer")
    assert entry.subject == f"votes.vote:{cast.pk}"
    assert json.loads(entry.detail) == {
        "content": {f"votes.vote:{cast.pk}": content_digest(cast)},
        "round": 1,
        "vote_number": 1,
        "outcomes": ["O3"],
        "reasons": ["lines"],
        "stands_because": "",
        "standing": "second",
    }


def test_two_equal_votes_decide(person, taken):
    vote(person("reviewer"), taken("reviewer"))
    vote(person("reviewer2"), taken("reviewer2"))
    assert Case.objects.get(reference="INV/0001").standing == Standing.DECIDED


@pytest.mark.parametrize(
    ("outcomes", "reasons", "standing"),
    [
        (("O3",), ("lines",), Standing.DECIDED),
        (("O3",), ("suspects",), Standing.THIRD),
        (("O3", "O6"), ("lines",), Standing.THIRD),
        (("O7",), ("lines",), Standing.THIRD),
    ],
)
def test_a_difference_also_of_reasons_goes_to_a_third(person, taken, outcomes, reasons, standing):
    vote(person("reviewer"), taken("reviewer"))
    vote(person("reviewer2"), taken("reviewer2"), outcomes, reasons)
    assert Case.objects.get(reference="INV/0001").standing == standing


def test_the_third_reader_sees_that_they_differ_and_not_how(person, taken, case):
    vote(person("reviewer"), taken("reviewer"))
    vote(person("reviewer2"), taken("reviewer2"), ("O7",))
    assert visible_votes(person("reviewer3"), case(1)) == []
    vote(person("reviewer3"), taken("reviewer3"), ("O7",))
    assert case(1).standing == Standing.DECIDED
    assert len(visible_votes(person("reviewer3"), case(1))) == 3


def test_nobody_sees_the_other_vote_before_both_are_in(person, taken, case):
    vote(person("reviewer"), taken("reviewer"))
    for name in ("reviewer2", "supervisor", "assurer", "lead"):
        assert visible_votes(person(name), case(1)) == []
    assert [v.user.username for v in visible_votes(person("reviewer"), case(1))] == ["reviewer"]


@pytest.mark.parametrize("name", ["lead", "analyst", "oversight", "administrator"])
def test_roles_that_do_not_vote(person, case, name):
    with pytest.raises(Refused, match="permission to vote"):
        vote(person(name), case(1))


def test_nobody_votes_without_the_lease_nor_twice(person, case, taken):
    with pytest.raises(Refused, match="Take this case"):
        vote(person("reviewer"), case(1))
    vote(person("reviewer"), taken("reviewer"))
    taken("reviewer2")
    with pytest.raises(Refused, match="Another person must vote"):
        vote(person("reviewer"), case(1))


@pytest.mark.parametrize(
    ("outcomes", "reasons", "stands", "words", "said"),
    [
        ((), ("lines",), "", WORDS, "at least one outcome"),
        (("O99",), ("lines",), "", WORDS, "at least one outcome"),
        (("O3",), (), "", WORDS, "at least one reason"),
        (("O3",), ("made-up",), "", WORDS, "at least one reason"),
        (("O3",), ("lines",), "", "short", "own words"),
        (("O2",), ("none",), "", WORDS, "why no further action is still right"),
        (("O2",), ("none",), "because", WORDS, "why no further action is still right"),
        (("O2", "O3"), ("none",), "exhausted", WORDS, "not both"),
    ],
)
def test_an_incomplete_vote_is_refused_and_nothing_is_written(person, taken, outcomes, reasons, stands, words, said):
    case = taken("reviewer")
    before = Entry.objects.count()
    with pytest.raises(Refused, match=said):
        cast_vote(acting_user=person("reviewer"), case=case, outcomes=outcomes, reasons=reasons, words=words,
                  stands_because=stands)  # fmt: skip
    assert not Vote.objects.filter(case=case).exists()
    assert Entry.objects.count() == before


def stands(person: Any, taken: Any) -> Case:
    for name in ("reviewer", "reviewer2"):
        vote(person(name), taken(name), ("O2",), ("none",), stands_because="all_pursued")
    return Case.objects.get(reference="INV/0001")


def test_no_further_action_needs_a_supervisor_who_did_not_vote(person, taken):
    case = stands(person, taken)
    assert case.standing == Standing.APPROVAL
    with pytest.raises(Refused, match="permission to approve"):
        answer_approval(acting_user=person("reviewer3"), case=case, approved=True, words="I have read it all.")
    answer_approval(acting_user=person("supervisor"), case=case, approved=True, words="I have read it all.")
    case.refresh_from_db()
    assert case.standing == Standing.DECIDED


def test_a_supervisor_who_voted_cannot_approve(person, taken):
    vote(person("supervisor"), taken("supervisor"), ("O2",), ("none",), stands_because="all_pursued")
    vote(person("reviewer2"), taken("reviewer2"), ("O2",), ("none",), stands_because="all_pursued")
    case = Case.objects.get(reference="INV/0001")
    with pytest.raises(Refused, match="Another supervisor"):
        answer_approval(acting_user=person("supervisor"), case=case, approved=True, words="I have read it all.")


def test_a_refused_approval_starts_a_new_round_and_keeps_the_votes(person, taken):
    case = stands(person, taken)
    answer_approval(acting_user=person("supervisor"), case=case, approved=False, words="The phone is still held.")
    case.refresh_from_db()
    assert case.standing == Standing.REOPENED
    assert case.votes.count() == 2
    assert list(Entry.objects.filter(case=case).order_by("-sequence").values_list("verb", flat=True)[:2]) == [
        "case.reopened", "approval.refused"
    ]  # fmt: skip


def test_a_supervisor_reopens_a_decided_case_with_words(person, taken):
    for name in ("reviewer", "reviewer2"):
        vote(person(name), taken(name))
    case = Case.objects.get(reference="INV/0001")
    with pytest.raises(Refused, match="Explain why"):
        reopen_by_supervisor(acting_user=person("supervisor"), case=case, words="")
    reopen_by_supervisor(acting_user=person("supervisor"), case=case, words="A new witness came forward.")
    case.refresh_from_db()
    assert case.standing == Standing.REOPENED


def test_the_cached_standing_is_always_what_the_rows_say(person, taken):
    vote(person("reviewer"), taken("reviewer"))
    for case in Case.objects.all():
        assert case.standing == refresh_standing(case)

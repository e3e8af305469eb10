"""One in twenty comes from the committed order; some of what was left closed is read again, blind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from reassess.workspace.accounts.models import User
from reassess.workspace.allocation.access import waiting_for
from reassess.workspace.allocation.actions import take_case, take_next
from reassess.workspace.assurance.actions import write_audit_positions
from reassess.workspace.assurance.draws import due_draw, hidden_positions, next_draw
from reassess.workspace.assurance.models import AuditDraw, AuditPosition
from reassess.workspace.audit.models import Commitment, Entry
from reassess.workspace.cases.actions import hand_back, restrict_case
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.decision_export import COLUMNS, decisions
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.actions import answer_approval, cast_blind_review, cast_vote
from reassess.workspace.votes.blindness import visible_votes
from reassess.workspace.votes.models import BlindReview, ReviewDraw
from reassess.workspace.votes.review_draws import is_blind_reviewer, open_review_draws

WORDS = "The account was never taken and the phone never looked at."
Person = Callable[[str], User]


@pytest.fixture
def share(settings: Any, db: None) -> Callable[..., None]:
    """Sets the shares of audit draws and of blind re-readings."""

    def put(**shares: float) -> None:
        settings.OPTIONS = replace(settings.OPTIONS, **shares)

    return put


def goes_further(user: User, case: Case) -> None:
    cast_vote(acting_user=user, case=case, outcomes=["O3"], reasons=["lines"], words=WORDS)


def rows_of(case: str) -> list[dict[str, object]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in decisions() if row[0] == case]


def drawn() -> list[str]:
    return list(AuditDraw.objects.order_by("pk").values_list("case__reference", flat=True))


def test_one_in_four_is_drawn_in_the_committed_order(person: Person, share: Any) -> None:
    share(audit_share=0.25, cases_at_once=14)
    taken = [take_next(acting_user=person("reviewer")).reference for _ in range(8)]
    assert drawn() == ["INV/0014", "INV/0013"] == [taken[3], taken[7]]


def test_nothing_is_drawn_before_its_share_is_due(person: Person, share: Any) -> None:
    share(audit_share=0.05, cases_at_once=14)
    for _ in range(14):
        take_next(acting_user=person("reviewer"))
    assert drawn() == []


def test_a_draw_that_is_handed_back_stays_next_and_goes_to_somebody_else(person: Person, share: Any) -> None:
    share(audit_share=0.5, cases_at_once=14)
    reviewer, other = person("reviewer"), person("reviewer2")
    take_next(acting_user=reviewer)
    case = take_next(acting_user=reviewer)
    hand_back(acting_user=reviewer, case=case)
    assert due_draw(reviewer) is None
    assert take_next(acting_user=reviewer).reference == "INV/0002"
    assert take_next(acting_user=other) == case
    assert drawn() == ["INV/0014"]


def test_a_draw_that_somebody_may_not_read_waits_and_none_goes_before_it(person: Person, share: Any) -> None:
    share(audit_share=0.5, cases_at_once=14)
    restrict_case(
        acting_user=person("lead"), case=Case.objects.get(reference="INV/0014"), people=[], words="Protected."
    )
    for _ in range(6):
        take_next(acting_user=person("reviewer"))
    assert drawn() == []
    assert next_draw().case.reference == "INV/0014"


def test_a_case_that_was_read_in_order_is_no_longer_drawn(person: Person, share: Any) -> None:
    share(audit_share=0.5, cases_at_once=14)
    case = Case.objects.get(reference="INV/0014")
    take_case(acting_user=person("reviewer"), case=case)
    goes_further(person("reviewer"), case)
    assert take_next(acting_user=person("reviewer2")).reference == "INV/0013"


def test_two_people_never_get_the_same_draw(person: Person, share: Any) -> None:
    share(audit_share=0.99, cases_at_once=14)
    people = [person(name) for name in ("reviewer", "reviewer2", "supervisor")]
    taken = [take_next(acting_user=user).reference for user in people for _ in range(3)]
    assert len(set(taken)) == 9
    assert drawn() == [f"INV/{14 - number:04d}" for number in range(len(drawn()))]


def test_a_draw_is_exported_as_audit_with_its_time(person: Person, share: Any) -> None:
    share(audit_share=0.5)
    take_next(acting_user=person("reviewer"))
    case = take_next(acting_user=person("reviewer"))
    goes_further(person("reviewer"), case)
    assert rows_of("INV/0014") == []
    take_case(acting_user=person("reviewer2"), case=case)
    goes_further(person("reviewer2"), case)
    first, second = rows_of("INV/0014")
    assert (first["stream"], second["stream"]) == ("audit", "second")
    assert first["drawn_at"] <= first["decided_at"]
    assert second["drawn_at"] == ""


def test_why_a_drawn_case_stands_there_is_hidden_until_one_has_voted(
    person: Person, share: Any, signed_in: Callable[[str], Client]
) -> None:
    share(audit_share=0.5)
    Case.objects.filter(reference="INV/0014").update(why="Raised most by: the words 'phone'")
    take_next(acting_user=person("reviewer"))
    case = take_next(acting_user=person("reviewer"))
    assert case.reference == "INV/0014"
    client = signed_in("reviewer")
    for path in ("/", "/queue/", f"/cases/{case.pk}/", f"/cases/{case.pk}/order/", f"/cases/{case.pk}/decide/"):
        assert b"Raised most by: the words" not in client.get(path).content, path
    assert b"after you have decided" in client.get(f"/cases/{case.pk}/order/").content
    exported = b"".join(client.get("/queue/export/").streaming_content).decode()
    assert next(line for line in exported.splitlines() if "INV/0014" in line).endswith(",")
    goes_further(person("reviewer"), case)
    assert b"What the score is made of" in client.get(f"/cases/{case.pk}/order/").content
    assert hidden_positions(person("reviewer2"), [case.pk]) == {case.pk}


def test_the_audit_trail_does_not_tell_which_case_was_drawn(person: Person, share: Any) -> None:
    share(audit_share=0.5)
    take_next(acting_user=person("reviewer"))
    take_next(acting_user=person("reviewer"))
    entry = Entry.objects.get(verb="audit.drawn")
    assert entry.case is None
    assert "0014" not in entry.detail + entry.subject


def test_places_follow_the_newest_order(db: None) -> None:
    write_audit_positions(order=[("INV/0003", 1), ("INV/0001", 2), ("elsewhere", 3)])
    assert list(AuditPosition.objects.order_by("number").values_list("case__reference", flat=True)) == [
        "INV/0003",
        "INV/0001",
    ]


# Blind reviews


def left_closed(person: Person, number: int = 1) -> Case:
    case = Case.objects.get(reference=f"INV/{number:04d}")
    for name in ("reviewer", "reviewer2"):
        take_case(acting_user=person(name), case=case)
        cast_vote(acting_user=person(name), case=case, outcomes=["O2"], reasons=["none"], words=WORDS,
                  stands_because="all_pursued")  # fmt: skip
    case.refresh_from_db()
    answer_approval(acting_user=person("supervisor"), case=case, approved=True, words="I have read it all.")
    case.refresh_from_db()
    return case


def reread(person: Person, case: Case, outcome: str, name: str = "assurer") -> BlindReview:
    reasons, stands = (["none"], "all_pursued") if outcome == "O2" else (["lines"], "")
    return cast_blind_review(acting_user=person(name), case=case, outcomes=[outcome], reasons=reasons, words=WORDS,
                       stands_because=stands)  # fmt: skip


def test_the_seed_of_the_draw_was_committed_before_the_first_decision(db: None) -> None:
    entry = Entry.objects.get(verb="commitment.made")
    assert Commitment.objects.get(purpose="rereads").digest in entry.detail
    assert not Entry.objects.filter(verb="vote.cast", sequence__lt=entry.sequence).exists()
    assert Commitment.objects.get(purpose="rereads").seed not in "".join(Entry.objects.values_list("detail", flat=True))


def test_all_none_or_a_share_of_approved_decisions_are_drawn(person: Person, share: Any) -> None:
    share(reread_share=0.0)
    left_closed(person, 1)
    assert not ReviewDraw.objects.exists()
    share(reread_share=1.0)
    left_closed(person, 2)
    assert list(ReviewDraw.objects.values_list("case__reference", "round", "share")) == [("INV/0002", 1, 1.0)]


def test_a_quality_assurer_is_given_it_first_and_sees_neither_votes_nor_outcome(
    person: Person, share: Any, signed_in: Callable[[str], Client]
) -> None:
    share(reread_share=1.0)
    case = left_closed(person, 5)
    assert take_next(acting_user=person("assurer")) == case
    assert visible_votes(person("assurer"), case) == []
    client = signed_in("assurer")
    for path in ("", "decide/", "order/", "timeline/"):
        content = client.get(f"/cases/{case.pk}/{path}").content.decode()
        assert "I have read it all" not in content, path
        assert "Decided" not in content, path
        assert WORDS not in content, path
    assert b"Save decision" in client.get(f"/cases/{case.pk}/decide/").content
    assert b"I have read it all" in signed_in("supervisor").get(f"/cases/{case.pk}/decide/").content


def test_to_its_re_reader_it_looks_like_any_second_reading_in_the_queue_and_the_trail(
    person: Person, share: Any, signed_in: Callable[[str], Client]
) -> None:
    share(reread_share=1.0)
    case = left_closed(person)
    client = signed_in("assurer")
    assert [one.reference for one in client.get("/queue/?state=second").context["page"].object_list] == ["INV/0001"]
    assert list(client.get("/queue/?state=decided").context["page"].object_list) == []
    for path in ("/audit/?case=INV/0001", "/audit/export/?case=INV/0001"):
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"all_pursued" not in content
    assert b"all_pursued" in signed_in("supervisor").get("/audit/?case=INV/0001").content
    assert case.standing == Standing.DECIDED


@pytest.mark.parametrize("name", ["reviewer3", "supervisor", "analyst"])
def test_nobody_else_is_given_it(person: Person, share: Any, name: str) -> None:
    share(reread_share=1.0)
    case = left_closed(person)
    assert case not in waiting_for(person(name))
    assert not is_blind_reviewer(person(name), case)
    with pytest.raises(Refused):
        reread(person, case, "O2", name)


def test_an_assurer_who_had_a_part_in_it_does_not_read_it_again(person: Person, share: Any) -> None:
    share(reread_share=1.0)
    case = Case.objects.get(reference="INV/0001")
    take_case(acting_user=person("assurer"), case=case)
    hand_back(acting_user=person("assurer"), case=case)
    left_closed(person)
    assert take_next(acting_user=person("assurer")).reference != "INV/0001"


def test_a_re_reading_that_agrees_changes_nothing(person: Person, share: Any) -> None:
    share(reread_share=1.0)
    case = left_closed(person)
    take_next(acting_user=person("assurer"))
    read = reread(person, case, "O2")
    case.refresh_from_db()
    assert (case.standing, read.differs, open_review_draws().count()) == (Standing.DECIDED, False, 0)
    row = rows_of("INV/0001")[-1]
    assert (row["stream"], row["positive"], row["closed"]) == ("reread", False, True)
    assert [one["closed"] for one in rows_of("INV/0001")] == [True, True, True]


def test_a_re_reading_that_differs_goes_to_one_more_reader_who_settles_it(
    person: Person, share: Any, signed_in: Callable[[str], Client]
) -> None:
    share(reread_share=1.0)
    case = left_closed(person)
    take_next(acting_user=person("assurer"))
    assert reread(person, case, "O3").differs
    case.refresh_from_db()
    assert case.standing == Standing.THIRD
    for name in ("reviewer", "reviewer2", "supervisor", "assurer"):
        assert case not in waiting_for(person(name)), name
    take_case(acting_user=person("reviewer3"), case=case)
    content = signed_in("reviewer3").get(f"/cases/{case.pk}/decide/").content
    assert b"Two readers gave different outcomes or reasons" in content
    assert WORDS.encode() not in content
    goes_further(person("reviewer3"), case)
    case.refresh_from_db()
    assert case.standing == Standing.DECIDED
    readings = rows_of("INV/0001")
    assert [(row["stream"], row["positive"]) for row in readings] == [
        ("order", False),
        ("second", False),
        ("reread", True),
    ]
    assert readings[0]["settled"] == "O3"
    content = signed_in("supervisor").get(f"/cases/{case.pk}/decide/").content
    assert b"Blind review" in content


def test_a_case_open_again_is_no_longer_read_again_blind(person: Person, share: Any) -> None:
    from reassess.workspace.votes.actions import reopen_by_supervisor

    share(reread_share=1.0)
    case = left_closed(person)
    reopen_by_supervisor(acting_user=person("supervisor"), case=case, words="A new witness came forward.")
    assert open_review_draws().count() == 0


def test_the_trail_does_not_tell_a_later_reader_how_an_open_case_was_voted_on(
    person: Person, signed_in: Callable[[str], Client]
) -> None:
    case = Case.objects.get(reference="INV/0001")
    take_case(acting_user=person("supervisor2"), case=case)
    goes_further(person("supervisor2"), case)
    page = signed_in("supervisor").get("/audit/?verb=vote").content.decode()
    assert "vote.cast" in page
    assert "supervisor2" in page
    assert "hidden until the case is settled" in page
    assert "lines" not in page
    assert "lines" in signed_in("supervisor2").get("/audit/?verb=vote").content.decode()


def test_an_assurer_for_whom_only_a_re_reading_waits_can_take_it(
    person: Person, share: Any, signed_in: Callable[[str], Client]
) -> None:
    share(reread_share=1.0)
    case = left_closed(person)
    Case.objects.exclude(pk=case.pk).update(in_newest_run=False)
    client = signed_in("assurer")
    assert b"disabled" not in client.get("/").content
    assert client.post("/next/").url == f"/cases/{case.pk}/"


def test_answers_leave_only_settled_cases_and_only_those_of_voters(person: Person, share: Any) -> None:
    from reassess.workspace.answers.actions import give_answer
    from reassess.workspace.decision_export import answers

    for name, number in (("reviewer", 1), ("reviewer2", 1), ("lead", 1), ("reviewer", 2)):
        give_answer(acting_user=person(name), case=Case.objects.get(reference=f"INV/{number:04d}"), rule="log-gap",
                    subject="", verdict="yes", words=WORDS, quotes=[], version=0)  # fmt: skip
    assert list(answers()) == []
    left_closed(person)
    assert [row[:3] + row[5:] for row in answers()] == [("INV/0001", "log-gap", "Northbank", "yes")] * 2

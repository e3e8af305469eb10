"""The order learnt anew beside the workspace: places and why are published, every order is kept, a failure is said."""

import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reassess import reordering as ordering
from reassess.records.errors import UserError
from reassess.review import Review
from reassess.review_settings import TEMPLATE
from reassess.workspace.allocation.actions import take_case
from reassess.workspace.assurance.actions import put_in_force
from reassess.workspace.assurance.models import Statement, WorkOrder
from reassess.workspace.assurance.orders import order_in_force
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case
from reassess.workspace.pages.cases.queue_explanation import in_force_on, places_over_time
from reassess.workspace.platform.server import refit_process as refitting
from reassess.workspace.publishing.publication import publish
from reassess.workspace.votes.actions import answer_approval, cast_vote

WORDS = "The account was never taken and the phone never looked at."


@pytest.fixture
def review(tmp_path: Path, run_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Review:
    """A review folder of this test's own, whose run is the one that is published."""
    shutil.copytree(run_folder, tmp_path / "runs" / "0001")
    (tmp_path / "review.toml").write_text(TEMPLATE.format(force="EXA", as_of="2026-04-30"), encoding="utf-8")
    (tmp_path / "workspace").mkdir()
    monkeypatch.setenv("REASSESS_REVIEW", str(tmp_path))
    settings.REVIEW = tmp_path
    return Review(tmp_path)


@pytest.fixture
def decided(person: Callable[[str], Any]) -> Callable[[int, bool], None]:
    """Two readers decide a case the same way, and a supervisor approves where it stays closed."""

    def decide(number: int, positive: bool) -> None:
        case = Case.objects.get(reference=f"INV/{number:04d}")
        outcome = {"outcomes": ["O3"], "reasons": ["lines"]} if positive else {
            "outcomes": ["O2"], "reasons": ["none"], "stands_because": "all_pursued"}  # fmt: skip
        for name in ("reviewer", "reviewer2"):
            take_case(acting_user=person(name), case=case)
            cast_vote(acting_user=person(name), case=case, words=WORDS, **outcome)
        case.refresh_from_db()
        if not positive:
            answer_approval(acting_user=person("supervisor"), case=case, approved=True, words="I have read it all.")

    return decide


def decide_four(decided: Callable[[int, bool], None]) -> None:
    for number, positive in ((5, True), (6, False), (7, True), (8, False)):
        decided(number, positive)


def test_publishing_a_run_puts_its_own_order_into_force(db: None) -> None:
    order = order_in_force()
    assert order is not None
    assert (order.run, order.version, order.decided, order.in_force) == ("0001", "a1b2c3-0", 0, True)
    assert Entry.objects.filter(verb="order.in_force").exists()


def test_a_refit_publishes_places_and_why_and_nothing_else(review: Review, decided: Any) -> None:
    decide_four(decided)
    untouched = ("reference", "scope", "standing", "missed", "digest", "seen_at", "publication_id")
    before = list(Case.objects.order_by("pk").values_list(*untouched))
    done = ordering.reorder(review)
    order = order_in_force()
    assert done.folder is not None
    assert (done.decided, order.decided, order.folder) == (4, 4, f"orders/{done.folder.name}")
    assert list(Case.objects.order_by("pk").values_list(*untouched)) == before
    assert sorted(Case.objects.values_list("position", flat=True)) == list(range(1, 15))
    assert Case.objects.filter(score=None).count() == 0
    ranked = list(Case.objects.order_by("position").values_list("band_rank", flat=True))
    assert ranked == sorted(ranked)


def test_every_order_keeps_the_versions_that_made_it(review: Review, decided: Any) -> None:
    decide_four(decided)
    ordering.reorder(review)
    facts = order_in_force().facts
    assert facts["cases decided"] == "4"
    assert facts["cases decided positive"] == "2"
    assert {"bands version", "blocks version", "prior version", "decisions hash", "reassess", "rules"} <= set(facts)


def test_a_refit_is_due_when_the_decided_cases_have_grown_by_a_twentieth(review: Review, decided: Any) -> None:
    decide_four(decided)
    assert ordering.reorder(review, only_if_due=True).folder is not None
    assert ordering.reorder(review, only_if_due=True).folder is None
    decided(9, True)
    time.sleep(1 - time.time() % 1)  # orders are kept by the second
    assert ordering.reorder(review, only_if_due=True).folder is not None


def test_where_a_case_stood_and_why_is_shown_over_time(
    review: Review, decided: Any, signed_in: Callable[[str], Client], case: Callable[[int], Case]
) -> None:
    client, path = signed_in("supervisor"), f"/cases/{case(1).pk}/order/"
    page = client.get(path).content.decode()
    assert "1 of 14" in page
    for said in (
        "What the score is made of",
        "the words &#x27;phone&#x27;",
        "1.250",
        "like INV/0002",
        "no table exhibit",
    ):
        assert said in page, said
    assert '<mark class="hit">' in page
    decide_four(decided)
    first = order_in_force()
    ordering.reorder(review)
    places = places_over_time("INV/0001")
    assert [place.order.decided for place in places] == [4, 0]
    assert "4 decided" in client.get(path).content.decode()
    assert "1.250" in client.get(f"{path}?order={first.pk}").content.decode()
    today = places[0].order.at.date().isoformat()
    assert f"{places[0].position} of 14" in client.get(f"{path}?on={today}").content.decode()
    for nothing in ("?on=2001-01-01", "?on=nonsense", "?order=9999"):
        assert b"not in the order of that day" in client.get(path + nothing).content, nothing
    assert in_force_on(places, date(2001, 1, 1)) is None


def test_cases_that_a_reader_may_not_see_are_not_named_among_the_nearest(
    signed_in: Callable[[str], Client], case: Callable[[int], Case]
) -> None:
    assert b"like INV/0002" in signed_in("reviewer").get(f"/cases/{case(1).pk}/order/").content
    Case.objects.filter(reference="INV/0002").update(restricted=True)
    assert b"INV/0002" not in signed_in("reviewer").get(f"/cases/{case(1).pk}/order/").content


def test_an_order_whose_folder_is_gone_is_said_to_be_so(
    signed_in: Callable[[str], Client], settings: Any, case: Any
) -> None:
    settings.REVIEW = Path("/nowhere")
    assert b"No reasons yet" in signed_in("reviewer").get(f"/cases/{case(1).pk}/order/").content


def looks(number: int) -> Callable[[], bool]:
    """Goes on for so many steps of the watch."""
    left = iter([True] * number)
    return lambda: next(left, False)


def test_the_watch_learns_when_there_is_something_to_learn(review: Review, decided: Any) -> None:
    said: list[str] = []
    before = WorkOrder.objects.count()
    ordering.watch(review, every=1, goes_on=looks(4), wait=lambda _: None, say=said.append)
    assert (said, WorkOrder.objects.count()) == ([], before)
    decide_four(decided)
    ordering.watch(review, every=1, goes_on=looks(8), wait=lambda _: None, say=said.append)
    assert len(said) == 1
    assert "learnt from 4 decided cases" in said[0]
    assert WorkOrder.objects.count() == before + 1


def test_before_there_is_history_the_watch_forecasts_from_assumptions(
    review: Review, signed_in: Callable[[str], Client]
) -> None:
    (review.path / "team.toml").write_text('[[reader]]\nname = "a"\n[[reader]]\nname = "b"\n', encoding="utf-8")
    (review.path / "workspace" / "settings.toml").write_text('deadline = "2027-06-30"\n', encoding="utf-8")
    ordering.watch(review, every=1, goes_on=looks(4), wait=lambda _: None)
    page = signed_in("oversight").get("/forecast/").content.decode()
    assert "There are only 0 working days of history" in page
    assert "we use the assumptions" in page
    assert b"yet. " in signed_in("oversight").get("/assurance/").content


def test_a_failed_refit_leaves_the_order_standing_and_says_so(
    review: Review, decided: Any, monkeypatch: pytest.MonkeyPatch, signed_in: Callable[[str], Client]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("not a number in the scores")

    decide_four(decided)
    standing, places = order_in_force(), list(Case.objects.values_list("reference", "position"))
    monkeypatch.setattr("reassess.triage.order.refit.refit", fails)
    ordering.watch(review, every=1, goes_on=looks(4), wait=lambda _: None)
    assert order_in_force() == standing
    assert list(Case.objects.values_list("reference", "position")) == places
    for path in ("/assurance/", "/forecast/"):
        page = signed_in("oversight").get(path).content.decode()
        assert "could not be updated" in page
        assert "not a number in the scores" in page
        assert "We are still using the order of" in page
    assert Entry.objects.filter(verb="order.failed").count() == 1


def test_an_interrupted_refit_leaves_no_order_behind(
    review: Review, decided: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    decide_four(decided)
    monkeypatch.setattr("reassess.triage.order.refit.write_order", fails)
    with pytest.raises(OSError, match="disk is full"):
        ordering.reorder(review)
    assert list((review.path / "orders").glob("[!.]*")) == []


def test_a_review_without_a_publication_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="reassess publish"):
        ordering.reorder(Review(tmp_path))


def test_a_deadline_that_is_no_day_is_named(review: Review, decided: Any) -> None:
    decide_four(decided)
    (review.path / "workspace" / "settings.toml").write_text('deadline = "soon"\n', encoding="utf-8")
    with pytest.raises(UserError, match="2026-12-18"):
        ordering.reorder(review)


def test_both_pages_say_what_was_worked_out(review: Review, decided: Any, signed_in: Callable[[str], Client]) -> None:
    assert b"yet. " in signed_in("oversight").get("/assurance/").content
    assert b"No deadline is set" in signed_in("oversight").get("/forecast/").content
    decide_four(decided)
    (review.path / "workspace" / "settings.toml").write_text('deadline = "2027-06-30"\n', encoding="utf-8")
    assert ordering.reorder(review).statements == ("assurance", "forecast")
    for role in ("oversight", "supervisor", "assurer", "analyst"):
        said = signed_in(role).get("/assurance/").content.decode()
        for words in ("have been read. 2 of them had", "At most", "not proof that everything was found", "SHA-256",
                      "too few draws to tell", "the case goes further"):  # fmt: skip
            assert words in said, words
        assert "INV/" not in said
    page = signed_in("oversight").get("/forecast/").content.decode()
    for words in (
        "30 June 2027",
        "we use the assumptions",
        "One more reader",
        "<polygon points=",
        "<polyline",
        "50%",
        "85%",
        "95%",
    ):
        assert words in page, words
    assert "style=" not in page
    assert "<script>" not in page
    assert Statement.objects.count() == 2


def test_publishing_the_run_again_keeps_the_newest_order_of_it(review: Review, decided: Any) -> None:
    decide_four(decided)
    done = ordering.reorder(review)
    learnt = list(Case.objects.order_by("pk").values_list("position", flat=True))
    publish(review.path / "runs" / "0001")
    assert list(Case.objects.order_by("pk").values_list("position", flat=True)) == learnt
    assert order_in_force().folder == f"orders/{done.folder.name}"


def test_a_kept_order_can_be_put_into_force_again(review: Review, decided: Any) -> None:
    decide_four(decided)
    first = list(Case.objects.order_by("pk").values_list("position", flat=True))
    ordering.reorder(review)
    put_in_force(folder=review.path / "runs" / "0001")
    assert list(Case.objects.order_by("pk").values_list("position", flat=True)) == first


def test_the_process_beside_the_server_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*arguments: Any, **more: Any) -> subprocess.Popen[bytes]:
        started.append(real(*arguments, **more))
        return started[0]

    monkeypatch.setattr(refitting.subprocess, "Popen", start)
    (tmp_path / "workspace").mkdir()
    with refitting.refitting(tmp_path):
        assert started[0].poll() is None
    assert started[0].poll() is not None


def test_no_process_is_started_where_the_setting_is_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refitting.subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "settings.toml").write_text("refit_seconds = 0\n", encoding="utf-8")
    with refitting.refitting(tmp_path):
        pass

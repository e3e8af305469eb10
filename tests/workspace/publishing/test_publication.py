"""Publishing again keeps every human decision, says what changed, and re-opens what the change touches."""

from pathlib import Path

import pyarrow.parquet
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reassess.records.errors import UserError
from reassess.workspace.answers.actions import give_answer
from reassess.workspace.answers.models import Answer
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.dossier_packing import unpack
from reassess.workspace.cases.models import Case, CatalogueEntry, Change, Dossier, Finding, Publication, Standing
from reassess.workspace.links.actions import judge_pair
from reassess.workspace.links.models import Pair
from reassess.workspace.publishing.changes import compare
from reassess.workspace.publishing.publication import publish
from reassess.workspace.risks.actions import close_risk, take_risk
from reassess.workspace.risks.models import Risk, State
from reassess.workspace.votes.actions import cast_vote
from reassess.workspace.votes.models import Vote

from .. import made_run

WORDS = "The account was never taken and the phone never looked at."


def decide(person, taken, number):
    for name in ("reviewer", "reviewer2"):
        case = taken(name, number)
        cast_vote(acting_user=person(name), case=case, outcomes=["O3"], reasons=["lines"], words=WORDS)


@pytest.fixture
def later(tmp_path: Path):
    def make(**options) -> Path:
        return made_run.write(tmp_path / "0002", made_run.make(**options))

    return make


def test_a_later_run_words_what_it_names_and_an_older_one_leaves_the_words_that_are_there(later, db):
    path = later()
    file = path / "rules" / "named.parquet"
    rows = pyarrow.parquet.read_table(file).to_pylist()
    renamed = [row | {"title": "Named anew", "version": 2} for row in rows]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(renamed), file)
    publish(path)
    assert set(CatalogueEntry.objects.values_list("title", "version")) == {("Named anew", "2")}
    assert catalogue.names().title(CatalogueEntry.Kind.DEFINITION, "cse-2017") == "Named anew"
    file.unlink()
    publish(path)
    assert CatalogueEntry.objects.count() == len(made_run.NAMED)


def test_a_run_that_names_nothing_is_published_with_slugs_as_words(later, db):
    CatalogueEntry.objects.all().delete()
    path = later()
    (path / "rules" / "named.parquet").unlink()
    publish(path)
    assert not CatalogueEntry.objects.exists()
    assert catalogue.names().title(CatalogueEntry.Kind.DEFINITION, "cse-2017") == "CSE 2017"


def test_the_first_publication_writes_everything(case):
    first = case(1)
    assert (first.scope, first.band, first.position, first.missed, first.new, first.risk) == (
        "in",
        "Same-day risk",
        1,
        2,
        1,
        2,
    )
    assert sorted(first.staff.values_list("staff_id", flat=True)) == ["D000", "P000", "S000", "SUP1"]
    dossier = unpack(first.dossier.body)
    assert [row["rule"] for row in dossier["finding"]] == [
        "language-in-decision", "log-gap", "suspect-in-other-investigation", "suspect-not-interviewed",
        "victim-missing-now", "victim-still-child"]  # fmt: skip
    assert {row["case"] for row in dossier["same_human"]} == {"INV/0002", "INV/0003"}
    assert dossier["not_assessable"] == [{"rule": "device-not-examined", "note": "exhibit.examined_on", "subjects": 1}]
    assert Case.objects.count() == made_run.CASES
    assert set(first.definitions.values_list("definition", "verdict")) == {
        ("cse-2017", "in"),
        ("group-two-or-more", "in"),
    }


def test_a_hub_is_no_identifier_in_common(case):
    assert [row["value"] for row in unpack(case(5).dossier.body).get("shared", [])] == []
    assert [row["value"] for row in unpack(case(4).dossier.body)["shared"]] == ["07700900003"]


def test_publishing_the_same_run_again_changes_nothing(person, taken, run_folder):
    decide(person, taken, 1)
    counts = publish(run_folder)
    assert (counts.cases, counts.new, counts.changed, counts.reopened, counts.risks) == (made_run.CASES, 0, 0, 0, 0)
    assert Case.objects.get(reference="INV/0001").standing == Standing.DECIDED
    assert not Change.objects.exists()


def test_a_new_finding_reopens_a_decided_case_and_keeps_its_votes(person, taken, later, case):
    decide(person, taken, 2)
    counts = publish(later(more=True))
    again = case(2)
    assert (counts.changed, counts.reopened, again.standing) == (1, 1, Standing.REOPENED)
    assert Vote.objects.filter(case=again).count() == 2
    change = again.changes.get()
    assert change.lines == ["New finding: No record that the phone was examined."]
    assert change.touches
    opened = again.reopenings.get()
    assert (opened.round, opened.why, opened.user) == (2, "publication", None)


def test_a_change_under_an_undecided_case_is_said_and_reopens_nothing(later, case, signed_in):
    signed_in("reviewer").get(f"/cases/{case(2).pk}/")
    assert publish(later(more=True)).reopened == 0
    assert case(2).standing == Standing.UNREAD
    assert b"1 change on" in signed_in("reviewer").get("/").content
    assert b"phone was examined" in signed_in("reviewer").get(f"/cases/{case(2).pk}/").content


def test_cases_that_a_run_no_longer_holds_stay_and_are_marked(later, case, signed_in):
    counts = publish(later(cases=12))
    assert counts.gone == 2
    assert not case(14).in_newest_run
    assert b"not in the newest run" in signed_in("reviewer").get(f"/cases/{case(14).pk}/").content


def test_answers_stay_with_a_finding_that_is_gone(person, later, case, tmp_path):
    give_answer(
        acting_user=person("reviewer"),
        case=case(1),
        rule="log-gap",
        subject="",
        verdict="yes",
        words="So it is.",
        quotes=[],
        version=0,
    )
    made = made_run.make()
    made.rows["rules.finding"] = [row for row in made.rows["rules.finding"] if row["rule"] != "log-gap"]
    publish(made_run.write(tmp_path / "0003", made))
    assert Finding.objects.get(case=case(1), rule="log-gap").gone
    assert Answer.objects.get(case=case(1)).words == "So it is."
    assert case(1).changes.get().lines == ["No longer found: No entry for 214 days."]


def test_a_closed_risk_that_is_found_again_after_it_was_gone_opens_again(person, tmp_path, run_folder, case):
    risk = Risk.objects.get(rule="suspect-may-leave")
    take_risk(acting_user=person("lead"), risk=risk, version=1)
    made = made_run.make()
    made.rows["rules.finding"] = [row for row in made.rows["rules.finding"] if row["rule"] != "suspect-may-leave"]
    publish(made_run.write(tmp_path / "0003", made))
    risk.refresh_from_db()
    assert (risk.found, risk.state, risk.owner) == (False, State.OWNED, person("lead"))
    close_risk(
        acting_user=person("lead"), risk=risk, version=risk.version, reason="no_longer", words="Seen at work this week."
    )
    publish(run_folder)
    risk.refresh_from_db()
    assert (risk.found, risk.state) == (True, State.OPEN)
    assert [step.kind for step in risk.steps.all()] == ["found", "owned", "not_found", "closed", "found_again"]


def test_a_risk_without_a_clock_is_published_as_one(tmp_path, case):
    made = made_run.make()
    found = next(row for row in made.rows["rules.finding"] if row["rule"] == "suspect-may-leave")
    found |= {"rule": "victim-missing-now", "band": "before_contact"}
    publish(made_run.write(tmp_path / "0003", made))
    risk = Risk.objects.get(rule="victim-missing-now", subject=found["subject"])
    assert (risk.band, risk.band_rank, risk.due_at) == ("before_contact", 3, None)


def test_judgements_survive_and_a_pair_keeps_its_row(person, run_folder):
    pair = Pair.objects.first()
    judge_pair(acting_user=person("reviewer"), pair=pair, verdict="same", reason="Same face", version=0)
    publish(run_folder)
    again = Pair.objects.get(left=pair.left, right=pair.right)
    assert (again.pk, again.judged, again.in_newest_run) == (pair.pk, "same", True)


@pytest.mark.parametrize("missing", ["rules/finding.parquet", "triage/queue.parquet", "manifest.json"])
def test_an_unfinished_run_is_refused_and_nothing_is_written(missing, later, db):
    folder = later()
    (folder / missing).unlink()
    before = Publication.objects.count()
    with pytest.raises(UserError, match="reassess run"):
        publish(folder)
    assert Publication.objects.count() == before


def test_what_did_not_change_is_not_written_again(run_folder, db):
    with CaptureQueriesContext(connection) as captured:
        publish(run_folder)
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in written if "cases_dossier" in sql or "cases_finding" in sql or "risks_risk" in sql]
    assert len(captured) < 70


@pytest.mark.parametrize(
    ("change", "lines", "touches"),
    [
        (lambda d: d["entry"].pop(), ["Log entries: 1 no longer there"], True),
        (lambda d: d["entry"][0].update(source_row=99), [], False),
        (lambda d: d["file"][0].update(path="extracts/later/documents/D1.txt"), [], False),
        (lambda d: d["file"][0].update(sha256="f" * 64), ["Document files: 1 changed"], False),
        (lambda d: d["entry"][0].update(text="Other words"), ["Log entries: 1 changed"], True),
        (lambda d: d["shared"].clear(), ["Shared identifiers: 1 no longer there"], False),
        (lambda d: d["scope"][2].update(verdict="out"), ["Scope by national-2025: was in, is out"], True),
    ],
)
def test_what_counts_as_a_change(case, change, lines, touches):
    body = Dossier.objects.get(case=case(1)).body
    before, after = unpack(body), unpack(body)
    change(after)
    changed = compare(before, after, {})
    assert (changed.lines, changed.touches) == (lines, touches)

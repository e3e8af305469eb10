"""The trail: one entry for each change and read, chained; the database refuses to change it; verify finds a break."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.errors import UserError
from reassess.workspace.audit.chain import START, Link, digest, first_broken
from reassess.workspace.audit.heads import Head, read_head, write_head
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.links.actions import judge_pair
from reassess.workspace.links.models import Judgement, Pair
from reassess.workspace.platform.database.append_only import (
    AppendOnlyError,
    create_statements,
    guarded_models,
    missing_triggers,
)
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.server.start import require_this_version
from reassess.workspace.risks.models import Risk
from reassess.workspace.verification import verify_trail


def chain(length: int) -> list[Link]:
    links, previous = [], START
    for number in range(1, length + 1):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=-number)  # a clock that runs backwards breaks nothing
        link = Link(number, at, number % 3, f"user{number % 3}", "case.read", number, "", "{}", previous)
        link = Link(**{**vars(link), "digest": digest(link)})
        links.append(link)
        previous = link.digest
    return links


@given(st.integers(1, 12), st.data())
def test_any_single_change_is_found_at_its_place(length, data):
    links = chain(length)
    assert first_broken(links) is None
    place = data.draw(st.integers(0, length - 1))
    name, value = data.draw(
        st.sampled_from(
            [
                ("verb", "x"),
                ("detail", "[]"),
                ("actor_name", "eve"),
                ("case_id", None),
                ("at", datetime(2027, 1, 1, tzinfo=UTC)),
                ("previous", "f" * 64),
            ]
        )
    )
    links[place] = Link(**{**vars(links[place]), name: value})
    assert first_broken(links).sequence == place + 1


@given(st.integers(3, 12), st.data())
def test_an_entry_taken_out_or_moved_is_found(length, data):
    links = chain(length)
    place = data.draw(st.integers(0, length - 2))
    assert first_broken(links[:place] + links[place + 1 :]).sequence == place + 1
    links[place], links[place + 1] = links[place + 1], links[place]
    assert first_broken(links).sequence == place + 1


def test_a_read_of_a_case_is_one_entry(signed_in, case, person):
    before = Entry.objects.first().sequence
    signed_in("reviewer").get(f"/cases/{case(3).pk}/timeline/")
    entry = Entry.objects.filter(sequence__gt=before, verb="case.read").get()
    assert (entry.actor, entry.case, json.loads(entry.detail)) == (person("reviewer"), case(3), {"page": "timeline"})


def test_a_change_that_fails_leaves_no_entry(person, case):
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError), audited_transaction(person("reviewer")) as ledger:  # noqa: PT012
        ledger.add("case.read", case=case(1))
        raise ZeroDivisionError
    assert Entry.objects.count() == before


def test_an_inner_step_that_fails_takes_only_its_own_entries_with_it(person, case):
    with audited_transaction(person("reviewer")) as outer:
        outer.add("outer")
        with pytest.raises(Refused), audited_transaction(person("lead")) as inner:  # noqa: PT012
            inner.add("inner")
            raise Refused("no")
    assert list(Entry.objects.order_by("-sequence").values_list("verb", "actor_name")[:1]) == [("outer", "reviewer")]


@pytest.mark.parametrize("model", list(guarded_models()), ids=lambda model: model._meta.db_table)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_append_only_tables(model, statement, person, case):
    pair = Pair.objects.first()
    judge_pair(acting_user=person("reviewer"), pair=pair, verdict="unsure", reason="Too little", version=0)
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        rows = cursor.fetchone()[0]
    if rows == 0:
        assert not missing_triggers(connection)  # the guard is there; without a row there is nothing to refuse
        return
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, column=column))


def test_bulk_changes_are_refused_too(person):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().update(verb="x")
    with pytest.raises(AppendOnlyError):
        Entry.objects.first().save()
    with pytest.raises(AppendOnlyError):
        Entry.objects.first().delete()


def test_truncate_is_refused_on_postgresql(db):
    if connection.vendor != "postgresql":
        assert len(create_statements("t", "sqlite")) == 2
        return
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry CASCADE")


def drop(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


def test_the_check_names_a_guard_that_is_missing(db):
    assert run_checks(tags=["database"], databases=["default"]) == []
    name = missing = "votes_vote_no_update" if connection.vendor == "sqlite" else "votes_vote_no_change"
    drop("votes_vote", name)
    assert missing_triggers(connection) == [missing]
    [error] = run_checks(tags=["database"], databases=["default"])
    assert missing in error.msg


def test_verify_finds_an_entry_changed_behind_the_guard_and_names_it(db, tmp_path):
    assert verify_trail(tmp_path).good
    for name in ("update",) if connection.vendor == "sqlite" else ("change",):
        drop("audit_entry", f"audit_entry_no_{name}")
    middle = Entry.objects.count() // 2
    Entry.objects.filter(sequence=middle).update(actor_name="somebody-else")
    found = verify_trail(tmp_path)
    assert found.broken.sequence == middle
    assert not found.good
    assert f"The first broken entry is number {middle}" in " ".join(found.sentences())


def test_verify_finds_a_standing_that_no_vote_made(db, tmp_path, case):
    Case.objects.filter(pk=case(4).pk).update(standing=Standing.DECIDED)
    assert verify_trail(tmp_path).wrong_standings == ["INV/0004"]


def test_a_signed_head_shows_a_trail_that_was_cut_or_written_anew(db, tmp_path):
    last = Entry.objects.order_by("-sequence").first()
    write_head(tmp_path, Head("2026-04-30", last.sequence, last.digest))
    assert verify_trail(tmp_path).good
    write_head(tmp_path, Head("2026-05-01", last.sequence + 5, last.digest))
    write_head(tmp_path, Head("2026-05-02", last.sequence, "0" * 64))
    wrong = verify_trail(tmp_path).wrong_heads
    assert "cut off" in wrong[0]
    assert "written anew" in wrong[1]


def test_a_head_that_was_edited_does_not_fit_its_signature(tmp_path: Path):
    file = write_head(tmp_path, Head("2026-04-30", 7, "ab"))
    assert read_head(file, tmp_path / "head-key.pub") == Head("2026-04-30", 7, "ab")
    file.write_text(file.read_text().replace('"sequence": 7', '"sequence": 8'))
    with pytest.raises(UserError, match="signature does not fit"):
        read_head(file, tmp_path / "head-key.pub")


def test_a_head_without_the_public_key_cannot_be_checked(tmp_path: Path):
    file = write_head(tmp_path, Head("2026-04-30", 7, "ab"))
    (tmp_path / "head-key.pub").unlink()
    with pytest.raises(UserError, match="Put back the copy"):
        read_head(file, tmp_path / "head-key.pub")


def test_a_database_of_an_older_version_is_not_judged_by_this_one(db):
    require_this_version()
    MigrationRecorder.Migration.objects.filter(app="votes").delete()
    with pytest.raises(UserError, match="steps behind this version"):
        require_this_version()


def test_the_page_filters_and_keeps_to_what_the_role_may_see(signed_in, case):
    signed_in("reviewer").get(f"/cases/{case(2).pk}/")
    page = signed_in("supervisor").get("/audit/?who=reviewer&verb=case.read&case=INV/0002").content
    assert b"INV/0002" in page
    accounts = signed_in("administrator").get("/audit/").content
    assert b"case.read" not in accounts
    assert b"session.begun" in accounts


def test_the_export_defuses_formulas_and_is_itself_recorded(signed_in, person):
    with audited_transaction(person("reviewer")) as ledger:
        ledger.add("=cmd()", subject="+1")
    response = signed_in("supervisor").get("/audit/export/")
    text = b"".join(response.streaming_content).decode()
    assert "'=cmd()" in text
    assert "'+1" in text
    assert Entry.objects.filter(verb="audit.exported").exists()


def test_judgements_keep_every_version(person):
    pair = Pair.objects.first()
    judge_pair(acting_user=person("reviewer"), pair=pair, verdict="same", reason="Same face", version=0)
    judge_pair(acting_user=person("reviewer2"), pair=pair, verdict="different", reason="Not the same", version=1)
    assert list(Judgement.objects.values_list("number", "verdict")) == [(1, "same"), (2, "different")]


@pytest.mark.parametrize(("role", "leads"), [("supervisor", True), ("assurer", False)])
def test_an_entry_leads_to_what_it_is_about_only_where_the_role_opens_it(signed_in, role, leads):
    risk = Risk.objects.first()
    signed_in("lead").get(f"/risks/{risk.pk}/form/mash/")
    content = signed_in(role).get("/audit/?verb=risk.form_made").content.decode()
    assert (f'href="/risks/{risk.pk}/"' in content) == leads
    assert f"risk {risk.pk}" in content


@pytest.mark.parametrize(("role", "offered"), [("supervisor", True), ("administrator", False)])
def test_the_filter_offers_what_the_role_may_read(signed_in, role, offered):
    content = signed_in(role).get("/audit/").content.decode()
    assert ('value="vote.cast"' in content) == offered
    assert 'value="account.created"' in content


def test_a_code_that_the_filter_does_not_know_stays_chosen(signed_in):
    content = signed_in("supervisor").get("/audit/?verb=risk.noted").content.decode()
    assert '<option value="risk.noted" selected>Risk noted</option>' in content

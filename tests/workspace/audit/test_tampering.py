"""A person with all rights on database and files changes the record; whoever holds a checkpoint finds it."""

import json
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from reassess.records.errors import UserError
from reassess.workspace.answers.actions import write_note
from reassess.workspace.audit.chain import Link, digest
from reassess.workspace.audit.checkpoints import (
    CHECKPOINTS,
    cosign,
    leaves_of,
    make_checkpoint,
    read_checkpoint,
    write_checkpoint,
)
from reassess.workspace.audit.content import content_digest
from reassess.workspace.audit.heads import KEY, PUBLIC_KEY
from reassess.workspace.audit.models import Entry
from reassess.workspace.enquiries.actions import raise_enquiry
from reassess.workspace.platform.database.append_only import expected_triggers, guarded_models, missing_triggers
from reassess.workspace.verification import COLUMNS, entry_digests, verify_trail
from reassess.workspace.votes.actions import cast_vote
from reassess.workspace.votes.models import Vote

TRIES = 100
WORDS = "The account was never taken and the phone never looked at."


def unguarded() -> None:
    """Take every guard off, as the owner of the tables can."""
    with connection.cursor() as cursor:
        for model in guarded_models():
            for name in expected_triggers(model, connection.vendor):
                on = "" if connection.vendor == "sqlite" else f" ON {model._meta.db_table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def rebuild_from(first: int) -> None:
    """Write every entry from `first` on anew, so that the chain fits again."""
    rows = list(Entry.objects.order_by("sequence").values_list(*COLUMNS))
    previous = rows[first - 2][-1] if first > 1 else "0" * 64
    for number, row in enumerate(rows[first - 1 :], first):
        link = Link(**{**vars(Link(*row)), "sequence": number, "previous": previous})
        previous = digest(link)
        Entry.objects.filter(sequence=row[0]).update(sequence=-number, previous=link.previous, digest=previous)
    for (number,) in list(Entry.objects.filter(sequence__lt=0).values_list("sequence")):
        Entry.objects.filter(sequence=number).update(sequence=-number)


def rewrite(entry: int) -> None:
    Entry.objects.filter(sequence=entry).update(detail='{"page": "summary of another case"}')
    rebuild_from(entry)


def truncate(entry: int) -> None:
    Entry.objects.filter(sequence__gte=entry).delete()


def take_out(entry: int) -> None:
    Entry.objects.filter(sequence=entry).delete()
    rebuild_from(entry)


def swap_actor(entry: int) -> None:
    Entry.objects.filter(sequence=entry).update(actor_name="somebody")


def fork(entry: int) -> None:
    truncate(entry)
    for number in range(entry, entry + 40):
        Entry.objects.create(
            sequence=number, at=datetime.now(UTC), actor_name="system", verb="case.read", subject="", detail="{}",
            previous="", digest="")  # fmt: skip
    rebuild_from(entry)


TAMPERINGS: tuple[Callable[[int], None], ...] = (rewrite, truncate, take_out, swap_actor, fork)


@pytest.fixture
def history(db: None, person: Any, taken: Any, case: Any) -> None:
    """A vote, a note, a line of enquiry."""
    cast_vote(acting_user=person("reviewer"), case=taken("reviewer"), outcomes=["O3"], reasons=["lines"], words=WORDS)
    write_note(acting_user=person("reviewer"), case=case(2), text="The note of the team.", version=0)
    raise_enquiry(acting_user=person("reviewer"), case=case(3), title="Ask for the log", text="From the archive")


@pytest.fixture
def witnessed(history: None, tmp_path: Path) -> tuple[Path, Path]:
    """A workspace folder and the folder of a witness that saw the trail as it stands."""
    workspace, witness = tmp_path / "workspace", tmp_path / "witness"
    digests, broken = entry_digests()
    assert broken is None
    made = make_checkpoint(digests)
    write_checkpoint(workspace, made)
    return workspace, cosign(workspace, witness, made, leaves_of(digests))


def test_every_tampering_is_found_by_whoever_holds_a_checkpoint(witnessed: tuple[Path, Path]) -> None:
    workspace, kept = witnessed
    dice, last = random.Random(20261201), Entry.objects.count()
    for _ in range(TRIES):
        tamper, entry = dice.choice(TAMPERINGS), dice.randint(max(1, last - 60), last)
        point = transaction.savepoint()
        unguarded()
        tamper(entry)
        shutil.rmtree(workspace / CHECKPOINTS, ignore_errors=True)
        found = verify_trail(workspace, [kept])
        assert not found.good, (tamper, entry)
        assert found.broken or found.wrong_heads, (tamper, entry)
        transaction.savepoint_rollback(point)


def test_a_witness_does_not_cosign_what_does_not_follow(witnessed: tuple[Path, Path]) -> None:
    workspace, kept = witnessed
    unguarded()
    rewrite(Entry.objects.count() - 1)
    digests, broken = entry_digests()
    assert broken is None  # the chain alone says nothing
    with pytest.raises(UserError, match="written anew"):
        cosign(workspace, kept.parents[1], make_checkpoint(digests), leaves_of(digests))
    with pytest.raises(UserError, match="cut off"):
        cosign(workspace, kept.parents[1], make_checkpoint(digests[:-2]), leaves_of(digests[:-2]))


def test_a_witness_goes_on_with_an_honest_trail_and_knows_the_key(witnessed: tuple[Path, Path], person: Any, case: Any):
    workspace, kept = witnessed
    write_note(acting_user=person("reviewer"), case=case(2), text="A second version.", version=1)
    digests, _ = entry_digests()
    made = make_checkpoint(digests)
    again = cosign(workspace, kept.parents[1], made, leaves_of(digests))
    assert read_checkpoint(again, kept.parents[1] / PUBLIC_KEY).size == made.size
    found = verify_trail(workspace, [again])
    assert (found.good, found.anchored, found.entries) == (True, made.size, made.size)
    for name in (KEY, PUBLIC_KEY):
        (workspace / name).unlink()
    write_checkpoint(workspace, made)
    with pytest.raises(UserError, match="not the key that this witness knows"):
        cosign(workspace, kept.parents[1], made, leaves_of(digests))


def test_keys_and_checkpoints_are_private(witnessed: tuple[Path, Path]) -> None:
    workspace, kept = witnessed
    assert (workspace / KEY).stat().st_mode & 0o777 == 0o600
    assert kept.stat().st_mode & 0o777 == 0o400
    assert kept.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("table", "column"),
    [("votes_vote", "words"), ("answers_note", "text"), ("enquiries_enquiry", "text"), ("enquiries_enquiry", "title")],
)
def test_changed_words_are_found_and_named(history: None, tmp_path: Path, table: str, column: str) -> None:
    assert verify_trail(tmp_path).good
    unguarded()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = 'Other words'")
    found = verify_trail(tmp_path)
    [(sequence, why)] = found.wrong_content
    assert sequence == Entry.objects.filter(detail__contains=f"{table.replace('_', '.')}:").latest("sequence").sequence
    assert "not what was written" in why


def test_a_row_taken_out_or_put_in_is_found(history: None, tmp_path: Path, person: Any, case: Any) -> None:
    unguarded()
    vote = Vote.objects.get()
    columns = {name: getattr(vote, name) for name in ("outcomes", "reasons", "words", "answered", "asked", "at")}
    Vote.objects.create(
        case=case(5), round=1, vote_number=1, user=person("reviewer2"), publication=vote.publication, **columns
    )
    assert "1 vote rows have no entry in the trail" in " ".join(why for _, why in verify_trail(tmp_path).wrong_content)
    Vote.objects.all().delete()
    assert "is not there any more" in " ".join(why for _, why in verify_trail(tmp_path).wrong_content)


def test_entries_that_bind_nothing_still_verify(history: None, tmp_path: Path) -> None:
    unguarded()
    entry = Entry.objects.get(verb="vote.cast")
    detail = {name: value for name, value in json.loads(entry.detail).items() if name != "content"}
    Entry.objects.filter(pk=entry.pk).update(detail=json.dumps(detail, sort_keys=True))
    rebuild_from(entry.pk)
    found = verify_trail(tmp_path)
    assert (found.broken, found.wrong_content) == (None, [])


def test_an_empty_trail_is_not_called_whole(db: None, tmp_path: Path) -> None:
    unguarded()
    Entry.objects.all().delete()
    found = verify_trail(tmp_path)
    assert not found.good
    assert found.sentences()[0] == "The trail is empty: there is nothing to check."


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
def test_replace_is_refused_whatever_the_connection_has_set(history: None, verb: str, pragma: str) -> None:
    vote = Vote.objects.get()
    names = ", ".join(field.column for field in Vote._meta.concrete_fields)
    other = names.replace("words", "'Other words'", 1)
    for key in (names, names.replace("id, ", "", 1)):
        values = other if key == names else other.replace("id, ", "", 1)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers = {pragma}")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{verb} INTO votes_vote ({key}) SELECT {values} FROM votes_vote")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = ON")
    assert content_digest(Vote.objects.get()) == content_digest(vote)


def test_upsert_is_refused(history: None) -> None:
    names = ", ".join(field.column for field in Vote._meta.concrete_fields)
    statement = (
        f"INSERT INTO votes_vote ({names}) SELECT {names} FROM votes_vote WHERE TRUE"
        " ON CONFLICT (id) DO UPDATE SET words = 'Other words'"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_guard_of_the_same_name_that_does_nothing_is_found(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = "votes_vote_no_update"
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON votes_vote BEGIN SELECT 1; END")
        else:
            name = "votes_vote_no_change"
            cursor.execute(
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
            cursor.execute(f"DROP TRIGGER {name} ON votes_vote")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON votes_vote FOR EACH ROW EXECUTE FUNCTION nothing()"
            )
    assert missing_triggers(connection) == [name]

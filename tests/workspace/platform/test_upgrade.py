"""A workspace that an older version made opens with today's names: its rows, its guards and its trail are whole."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from reassess.workspace.platform.database.append_only import (
    create_statements,
    missing_triggers,
    present_triggers,
    trigger_names,
)
from reassess.workspace.platform.database.upgrade import (
    APPLIED_BY_RENAMING,
    COLUMNS,
    MIGRATED_APPS,
    MODELS,
    columns_of,
    upgrade,
)

OLD = Path(__file__).parents[1] / "data" / "workspace_before_renaming.sql"
"""Schema and rows of a workspace of November 2026: votes, a blind review, a draft, a report and more, all invented."""

LOOK = """
import json, sys
from pathlib import Path
from reassess.records.errors import UserError
from reassess.workspace.platform.server.start import open_workspace
review = Path(sys.argv[1])
try:
    open_workspace(review)
    open_workspace(review)
except UserError as error:
    print(json.dumps({"error": str(error)}))
    raise SystemExit
from django.apps import apps
from reassess.workspace.commands import verify
from reassess.workspace.votes.models import BlindReview, Vote
from reassess.workspace.people.models import PersonInCase
found = verify(review)
print(json.dumps({
    "rows": {model._meta.db_table: model._default_manager.count() for model in apps.get_models()},
    "votes": list(Vote.objects.values_list("case__reference", "vote_number", "user__username")),
    "reviewed": [[one.draw.case.reference, one.differs] for one in BlindReview.objects.all()],
    "people": PersonInCase.objects.exclude(resolved_person=None).count(),
    "good": found.good, "says": found.sentences(),
}))
"""


@pytest.fixture
def old_review(tmp_path: Path) -> Path:
    """A review whose workspace was made by the older version."""
    (tmp_path / "workspace").mkdir()
    with sqlite3.connect(tmp_path / "workspace" / "workspace.sqlite3") as database:
        database.executescript(OLD.read_text(encoding="utf-8"))
    return tmp_path


def opened(review: Path) -> dict[str, object]:
    """What today's version finds in a review, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REASSESS_REVIEW")}
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(review)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def schema(review: Path) -> tuple[dict[str, set[str]], set[str]]:
    """Columns by table, and the names of all triggers."""
    with sqlite3.connect(review / "workspace" / "workspace.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: {row[1] for row in database.execute(f"PRAGMA table_info({table})")} for table in tables}
        return columns, {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}


def test_an_older_workspace_opens_with_every_row_and_verifies(old_review: Path):
    found = opened(old_review)
    assert found["good"], found["says"]
    rows = found["rows"]
    assert (rows["people_resolvedperson"], rows["people_personincase"], rows["people_caseidentifier"]) == (54, 56, 14)
    assert (rows["cases_draft"], rows["audit_commitment"], rows["cases_caseread"]) == (1, 1, 2)
    assert (rows["external_reports_report"], rows["external_reports_reportreader"]) == (1, 2)
    assert rows["audit_entry"] == 46, "the trail is as it was written"
    assert found["votes"] == [["INV/0001", 1, "tom"], ["INV/0001", 2, "mei"], ["INV/0002", 1, "tom"]]
    assert found["reviewed"] == [["INV/0001", True]]
    assert found["people"] == 56


def test_an_upgraded_workspace_has_the_tables_columns_and_guards_of_a_new_one(old_review: Path, tmp_path: Path):
    new = tmp_path / "new"
    new.mkdir()
    opened(new)
    opened(old_review)
    assert schema(old_review) == schema(new)


def test_the_guards_of_renamed_tables_still_refuse_change(old_review: Path):
    opened(old_review)
    with sqlite3.connect(old_review / "workspace" / "workspace.sqlite3") as database:
        for statement in (
            "UPDATE votes_blindreview SET differs = 0",
            "DELETE FROM audit_commitment",
            "DELETE FROM external_reports_reportstep",
            "UPDATE votes_vote SET vote_number = 3",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="is append-only"):
                database.execute(statement)


def test_a_guard_that_was_taken_away_is_not_put_back_by_the_upgrade(old_review: Path):
    with sqlite3.connect(old_review / "workspace" / "workspace.sqlite3") as database:
        database.execute("DROP TRIGGER votes_rereading_no_update")
    assert "votes_blindreview_no_update" in str(opened(old_review)["error"])


def go_back() -> None:
    """Give every table, column and guard its old name again, as the older version left them."""
    with connection.cursor() as cursor:
        for table, old, new in COLUMNS:
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")
        for one in MODELS:
            guards = present_triggers(connection) & set(trigger_names(one.table, connection.vendor))
            for name in guards:
                on = "" if connection.vendor == "sqlite" else f" ON {one.table}"
                cursor.execute(f"DROP TRIGGER {name}{on}")
            cursor.execute(f"ALTER TABLE {one.table} RENAME TO {one.old_table}")
            for statement in create_statements(one.old_table, connection.vendor) if guards else ():
                cursor.execute(statement)
        for old, new in MIGRATED_APPS:
            cursor.execute("UPDATE django_migrations SET app = %s WHERE app = %s", [old, new])
        for _, app, name in APPLIED_BY_RENAMING:
            cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, name])


def columns() -> dict[str, set[str]]:
    """Columns by table, as the database has them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: columns_of(cursor, table) for table in tables}


def test_going_back_and_upgrading_again_changes_nothing_on_either_database(db: None):
    before = columns()
    go_back()
    assert "people_human" in columns()
    assert missing_triggers(connection)
    assert upgrade()
    assert columns() == before
    left = missing_triggers(connection)  # guards against REPLACE come with a migration after it
    assert [name for name in left if not name.endswith("_no_replace")] == []
    assert not upgrade(), "the second time there is nothing to rename"

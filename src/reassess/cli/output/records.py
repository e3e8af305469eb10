"""Print the results of the verbs on records and runs: check, run, compare, caseload, publish, demo."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console

from reassess.cli.output.parts import parts_in_words
from reassess.cli.output.tables import MOST_ROWS, print_line, print_table
from reassess.records.manifest import read_manifest
from reassess.records.store import Run
from reassess.rules.catalogue import GROUPS, Rule
from reassess.rules.requirements import missing_from

if TYPE_CHECKING:
    from reassess.caseload import Summary
    from reassess.demonstration import Demonstration
    from reassess.intake import CheckReport
    from reassess.reports.compare import Comparison
    from reassess.workspace.publishing.publication import PublishCounts

BANDS = ("immediate", "same_day", "next_working_day", "before_contact")


def print_check_report(out: Console, report: "CheckReport", rules: Sequence[Rule]) -> None:
    """Print rows by table, the first rows that cannot be used, and the rules that cannot be assessed."""
    columns = ("rows_in", "loaded", "quarantined", "duplicates")
    rows = [[name, *(counts[column] for column in columns)] for name, counts in report.counts.items()]
    print_table(out, "Rows", ["table", "in", "usable", "unusable", "duplicates"], rows)
    notes = [*report.notes]
    notes += [f"not in the extract: {', '.join(report.absent)}"] if report.absent else []
    notes += [f"{name} lacks {', '.join(fields)}" for name, fields in report.lacking.items()]
    for note in notes:
        print_line(out, f"- {note}")
    _print_problems(out, report)
    missing = [(missing_from(rule.front.needs, report.supplied), rule) for rule in rules]
    lost = [[rule.group, rule.slug, reason] for reason, rule in missing if reason]
    if lost:
        print_table(out, "Rules that cannot be assessed on this extract", ["group", "rule", "because"], lost)
    out.print(f"{report.wrong:,} row(s) cannot be used as they are." if report.wrong else "Nothing is wrong.")


def _print_problems(out: Console, report: "CheckReport") -> None:
    if not report.problems:
        return
    kinds = [[k.table, k.field, k.reason, k.rows, f"{k.file} row {k.row}"] for k in report.kinds[:MOST_ROWS]]
    print_table(out, "What is wrong, most frequent first", ["table", "field", "what", "rows", "first at"], kinds)
    rows = [[p.table, p.file, str(p.row), p.field, p.value[:60], p.reason] for p in report.problems[:MOST_ROWS]]
    title = f"The first {len(rows)} of {report.wrong:,} unusable rows"
    print_table(out, title, ["table", "file", "row", "field", "value", "what is wrong"], rows)


def print_caseload(out: Console, summary: "Summary") -> None:
    """Print the rows of each table of an invented caseload, and the answers planted in it."""
    print_table(out, f"{summary.directory / 'extract'}: rows", ["table", "rows"], summary.rows.items())
    print_table(out, f"{summary.directory / 'truth'}: planted answers", ["file", "rows"], summary.truth.items())


def print_run(out: Console, run: Run) -> None:
    """Print the summary of a run: rows in and out, scope, findings by group, risks by band, and time by stage."""
    manifest = read_manifest(run)
    out.print(f"[bold]Run {manifest['run']}[/] is finished: {run.path}", highlight=False)
    _print_rows_loaded(out, manifest["records"])
    parts = {status: number for status, number in manifest["document_parts"].items() if status != "parts_in"}
    print_line(out, parts_in_words(parts))
    _print_findings(out, run)
    stages = [
        [stage["stage"], str(stage["seconds"]), _rows_written(stage["rows"]) or "see above"]
        for stage in manifest["stages"]
    ]
    print_table(out, "Stages", ["stage", "seconds", "rows written"], stages)


def _print_rows_loaded(out: Console, records: Mapping[str, Any]) -> None:
    columns = ("rows_in", "loaded", "quarantined", "duplicates", "superseded")
    rows = [[name, *(counts[column] for column in columns)] for name, counts in records["tables"].items()]
    title = "Rows in = loaded + quarantined + exact duplicates + superseded"
    print_table(out, title, ["table", "in", *columns[1:]], rows)
    for notice in records["notices"]:
        print_line(out, f"- {notice['source']}: {notice['says']}")
    if records["absent"]:
        print_line(out, f"- not in the extract: {', '.join(records['absent'])}")


def _print_findings(out: Console, run: Run) -> None:
    with run.connect() as con:
        scope, found, bands = (con.execute(sql).fetchall() for sql in (_SCOPE, _FOUND, _BANDS))
    print_table(out, "Investigations in scope", ["criteria", "in", "unknown", "out", "near misses"], scope)
    columns = ["group", "found", "in investigations", "doubtful", "not assessable"]
    print_table(out, "Findings", columns, sorted(found, key=lambda row: GROUPS.index(row[0])))
    print_table(out, "Risks by band", ["band", "found"], sorted(bands, key=lambda row: BANDS.index(row[0])))


_SCOPE = """
    SELECT criteria, count(*) FILTER (verdict = 'in'), count(*) FILTER (verdict = 'unknown'),
           count(*) FILTER (verdict = 'out'), count(*) FILTER (near_miss)
    FROM rules.scope WHERE element = '' GROUP BY criteria ORDER BY criteria
"""
_FOUND = """
    SELECT "group", count(*) FILTER (verdict = 'found'), count(DISTINCT investigation_id) FILTER (verdict = 'found'),
           count(*) FILTER (verdict = 'found' AND doubtful), count(*) FILTER (verdict = 'not_assessable')
    FROM rules.finding GROUP BY "group"
"""
_BANDS = "SELECT band, count(*) FROM rules.finding WHERE verdict = 'found' AND band IS NOT NULL GROUP BY band"


def _rows_written(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{name.split('.')[-1]} {number:,}" for name, number in rows.items())


def print_comparison(out: Console, result: "Comparison") -> None:
    """Print the settings, rules and rows that differ between two runs, then each difference with its cause."""
    out.print(f"[bold]Run {result.before} to run {result.after}[/]", highlight=False)
    settings = [[name, before, after] for name, (before, after) in result.settings.items()]
    print_table(out, "Settings that differ", ["setting", "before", "after"], settings)
    print_table(out, "Rules that differ", ["rule", "change"], result.rules.items())
    changes = ("added", "removed", "changed")
    rows = [[name, *(counts.get(change, 0) for change in changes)] for name, counts in result.rows.items()]
    print_table(out, "Rows that differ", ["table", *changes], rows)
    shown = result.differences[: 10 * MOST_ROWS]
    columns = ["kind", "investigation", "name", "subject", "before", "after", "cause"]
    values = [[d.kind, d.investigation_id, d.name, d.subject, d.before, d.after, d.cause] for d in shown]
    print_table(out, f"{len(result.differences):,} differences (the first {len(shown)})", columns, values)


def print_publication(out: Console, counts: "PublishCounts") -> None:
    """Print what a publication changed in the workspace."""
    print_table(out, "Published to the workspace", ["what", "number"], vars(counts).items())


def print_demonstration(out: Console, built: "Demonstration", port: int) -> None:
    """Print the folders of a demonstration, its accounts, and how to start."""
    accounts = [[account.username, account.role, account.password] for account in built.accounts]
    print_table(out, "Accounts (first passwords, shown once)", ["user", "role", "password"], accounts)
    for name, path in (("caseload", built.caseload), ("review", built.review), ("run", built.run.path)):
        print_line(out, f"{name}: {path}")
    print_line(out, f"\nThe workspace: http://localhost:{port}. Sign in as reviewer and accept the code of conduct.")
    print_line(out, "Press n for the first case, read its findings with j and k, answer with 1 to 5, then Decide.")

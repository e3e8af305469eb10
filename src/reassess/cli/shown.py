"""What the command line shows: tables and paragraphs of what the rooms return, and nothing computed anew."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from reassess.records.manifest import read_manifest
from reassess.records.store import Run
from reassess.reports.explain import Evidence, Explanation, Found, Judged
from reassess.rules.catalogue import GROUPS, Rule
from reassess.rules.requirements import missing_from

if TYPE_CHECKING:
    from reassess.caseload import Summary
    from reassess.demonstration import Demonstration
    from reassess.intake import CheckReport
    from reassess.reading.search import SearchPage
    from reassess.reports.compare import Comparison
    from reassess.triage.assurance.fairness import GroupRow
    from reassess.triage.order.order_archive import PastPosition
    from reassess.workspace.publishing.publication import PublishCounts

MOST_ROWS = 20
VERDICT_STYLES = {"in": "green", "out": "dim", "unknown": "yellow"}


def table(out: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table with a title; numbers to the right with thousands separated."""
    shown = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    held = [list(row) for row in rows]
    for number, column in enumerate(columns):
        numeric = bool(held) and all(isinstance(row[number], int | float) for row in held)
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in held:
        shown.add_row(*[f"{value:,}" if isinstance(value, int) else escape(str(value)) for value in row])
    out.print(shown)
    out.print()


def checked(out: Console, report: "CheckReport", rules: Sequence[Rule]) -> None:
    """The report of `check`: counts by table, the first unusable rows, and the rules that what is missing costs."""
    table(
        out, "Rows", ["table", "in", "usable", "unusable", "duplicates"],
        [[name, c["rows_in"], c["loaded"], c["quarantined"], c["duplicates"]] for name, c in report.counts.items()],
    )  # fmt: skip
    for note in report.notes:
        out.print(f"- {escape(note)}", highlight=False, soft_wrap=True)
    if report.absent:
        out.print(f"- not in the extract: {', '.join(report.absent)}", highlight=False, soft_wrap=True)
    for name, fields in report.lacking.items():
        out.print(f"- {name} lacks {', '.join(fields)}", highlight=False, soft_wrap=True)
    if report.problems:
        table(
            out, "What is wrong, the most frequent first", ["table", "field", "what", "rows", "first at"],
            [[k.table, k.field, k.reason, k.rows, f"{k.file} row {k.row}"] for k in report.kinds[:MOST_ROWS]],
        )  # fmt: skip
        table(
            out, f"The first {min(MOST_ROWS, len(report.problems))} of {report.wrong:,} unusable rows",
            ["table", "file", "row", "field", "value", "what is wrong"],
            [[p.table, p.file, str(p.row), p.field, p.value[:60], p.reason] for p in report.problems[:MOST_ROWS]],
        )  # fmt: skip
    costs = [(missing_from(rule.front.needs, report.supplied), rule) for rule in rules]
    lost = [[rule.group, rule.slug, words] for words, rule in costs if words]
    if lost:
        table(out, "Rules that cannot be assessed on this extract", ["group", "rule", "because"], lost)
    out.print("Nothing is wrong." if not report.wrong else f"{report.wrong:,} row(s) cannot be used as they stand.")


def made(out: Console, summary: "Summary") -> None:
    """What an invented caseload holds: rows by table, and what was planted."""
    table(out, f"{summary.directory / 'extract'}: rows", ["table", "rows"], summary.rows.items())
    table(out, f"{summary.directory / 'truth'}: planted answers", ["file", "rows"], summary.truth.items())


def ran(out: Console, run: Run) -> None:
    """The summary of a run: rows in and out, what was found by group, scope under each set of criteria, the times."""
    manifest = read_manifest(run)
    out.print(f"[bold]Run {manifest['run']}[/] is finished: {run.path}", highlight=False)
    table(
        out, "Rows in = loaded + quarantined + exact duplicates + superseded",
        ["table", "in", "loaded", "quarantined", "duplicates", "superseded"],
        [[n, c["rows_in"], c["loaded"], c["quarantined"], c["duplicates"], c["superseded"]]
         for n, c in manifest["records"]["tables"].items()],
    )  # fmt: skip
    for notice in manifest["records"]["notices"]:
        out.print(f"- {escape(notice['source'])}: {escape(notice['says'])}", highlight=False, soft_wrap=True)
    if manifest["records"]["absent"]:
        out.print(f"- not in the extract: {', '.join(manifest['records']['absent'])}", highlight=False, soft_wrap=True)
    with run.connect() as con:
        scope = con.execute(
            "SELECT criteria, count(*) FILTER (verdict = 'in'), count(*) FILTER (verdict = 'unknown'),"
            " count(*) FILTER (verdict = 'out'), count(*) FILTER (near_miss)"
            " FROM rules.scope WHERE element = '' GROUP BY criteria ORDER BY criteria"
        ).fetchall()
        found = con.execute(
            "SELECT \"group\", count(*) FILTER (verdict = 'found'),"
            " count(DISTINCT investigation_id) FILTER (verdict = 'found'),"
            " count(*) FILTER (verdict = 'found' AND doubtful), count(*) FILTER (verdict = 'not_assessable')"
            ' FROM rules.finding GROUP BY "group"'
        ).fetchall()
        bands = con.execute(
            "SELECT band, count(*) FROM rules.finding WHERE verdict = 'found' AND band IS NOT NULL GROUP BY band"
        ).fetchall()
    table(out, "Investigations in scope", ["criteria", "in", "unknown", "out", "near misses"], scope)
    table(
        out, "Findings", ["group", "found", "in investigations", "doubtful", "not assessable"],
        sorted(found, key=lambda row: GROUPS.index(row[0])),
    )  # fmt: skip
    order = ("immediate", "same_day", "next_working_day")
    table(out, "Risks by clock", ["band", "found"], sorted(bands, key=lambda row: order.index(row[0])))
    table(out, "Stages", ["stage", "seconds", "rows written"], [_stage(stage) for stage in manifest["stages"]])


def _stage(stage: dict[str, Any]) -> list[str]:
    rows = ", ".join(f"{name.split('.')[-1]} {number:,}" for name, number in stage["rows"].items())
    return [stage["stage"], str(stage["seconds"]), rows or "see above"]


def explained(out: Console, told: Explanation) -> None:
    """One investigation: its record, its scope element by element, its definitions, its findings with evidence."""
    out.print(f"[bold]{escape(told.investigation_id)}[/]", highlight=False)
    for name, value in told.record.items():
        out.print(f"  {name}: {escape(value)}", highlight=False)
    for title, judged in (("Scope", told.scope), ("Definitions", told.definitions)):
        if judged:
            out.print(f"\n[bold]{title}[/]")
        for item in judged:
            _judged(out, item)
    out.print(f"\n[bold]Findings ({len(told.findings)})[/]")
    for found in told.findings:
        _found(out, found)
    if told.silence:
        out.print(f"  {escape(told.silence)}", highlight=False, soft_wrap=True)


def notes(out: Console, title: str, lines: Sequence[str]) -> None:
    """Sentences under a title; nothing where there are none."""
    if lines:
        out.print(f"\n[bold]{title} ({len(lines)})[/]")
    for line in lines:
        out.print(f"  {escape(line)}", highlight=False, soft_wrap=True)


def _judged(out: Console, item: Judged) -> None:
    near = " (near miss)" if item.near_miss else ""
    out.print(f"  {item.name}: {_verdict(item.verdict)}{near}", highlight=False)
    for element in item.elements:
        note = f" - {escape(element.note)}" if element.note else ""
        out.print(f"    {element.name}: {_verdict(element.verdict)}{note}", highlight=False)
        if element.said_under:
            out.print(f"      rows as under {element.said_under}", style="dim", highlight=False)
        for evidence in element.evidence[:MOST_ROWS]:
            out.print(f"      {escape(_place(evidence))}", style="dim", highlight=False)


def _verdict(verdict: str) -> str:
    return f"[{VERDICT_STYLES[verdict]}]{verdict}[/]"


def _found(out: Console, found: Found) -> None:
    marks = [found.band] if found.band else []
    marks += ["doubtful"] * found.doubtful + ["before the standard"] * found.before_standard
    tail = f" [{', '.join(marks)}]" if marks else ""
    out.print(f"\n  [bold]{escape(found.says)}[/]{escape(tail)}", highlight=False, soft_wrap=True)
    out.print(
        f"    {found.group} / {found.rule} / {escape(found.subject or 'the investigation')}: {found.verdict}",
        highlight=False,
    )
    out.print(f"    Why: {escape(found.why)}", highlight=False, soft_wrap=True)
    expected = f"; expected from {found.expected_from}" if found.expected_from else ""
    out.print(f"    Source: {escape(found.source)}{expected}", highlight=False, soft_wrap=True)
    if found.note:
        out.print(f"    Note: {escape(found.note)}", highlight=False, soft_wrap=True)
    for evidence in found.evidence[:MOST_ROWS]:
        out.print(f"    rests on {escape(_place(evidence))}", style="dim", highlight=False, soft_wrap=True)


def _place(evidence: Evidence) -> str:
    words = f" “{evidence.words}”" if evidence.words else ""
    fields = "; ".join(f"{name}={value}" for name, value in evidence.fields.items())
    return f"{evidence.table} {evidence.key} ({evidence.place}){words} {fields}".rstrip()


def compared(out: Console, result: "Comparison") -> None:
    """What differs between two runs: settings, rules, rows, then each verdict, finding and link with its cause."""
    out.print(f"[bold]Run {result.before} to run {result.after}[/]", highlight=False)
    table(
        out,
        "Settings that differ",
        ["setting", "before", "after"],
        [[n, a, b] for n, (a, b) in result.settings.items()],
    )
    table(out, "Rules that differ", ["rule", "change"], result.rules.items())
    table(
        out, "Rows that differ", ["table", "added", "removed", "changed"],
        [[n, c.get("added", 0), c.get("removed", 0), c.get("changed", 0)] for n, c in result.rows.items()],
    )  # fmt: skip
    shown = result.differences[: 10 * MOST_ROWS]
    table(
        out, f"{len(result.differences):,} differences (the first {len(shown)})",
        ["kind", "investigation", "name", "subject", "before", "after", "cause"],
        [[d.kind, d.investigation_id, d.name, d.subject, d.before, d.after, d.cause] for d in shown],
    )  # fmt: skip


def rule_list(out: Console, rules: Sequence[Rule]) -> None:
    """Every rule of the library: group, name, title and, for risks, the clock."""
    table(
        out, f"{len(rules)} rules", ["group", "rule", "asserts", "clock"],
        [[rule.group, rule.slug, rule.front.title, rule.front.band or ""] for rule in rules],
    )  # fmt: skip


def hits(out: Console, page: "SearchPage") -> None:
    """Hits of a search, each with where it stands and the found words marked."""
    for hit in page.hits:
        place = f"{hit.investigation_id or 'no investigation'}  {hit.source_table} {hit.source_key} {hit.source_field}"
        out.print(f"[bold]{escape(place)}[/]{f' page {hit.page}' if hit.page else ''}", highlight=False)
        marked = escape(hit.marked("\ue001", "\ue002")).replace("\ue001", "[reverse]").replace("\ue002", "[/]")
        out.print(f"  {marked}", highlight=False)
    if not page.hits:
        out.print("No hits in what this run has read.")
    elif page.more:
        out.print("There are more: --first leaves out those shown.", style="dim")
    if not page.ranked:
        out.print("So many passages match that the newest are shown first.", style="dim")


def published(out: Console, counts: "PublishCounts") -> None:
    """What a publication changed in the workspace."""
    table(out, "Published into the workspace", ["what", "number"], vars(counts).items())


def demonstrated(out: Console, built: "Demonstration", port: int) -> None:
    """Where everything of a demonstration is, who can sign in, and where to begin."""
    table(
        out, "Accounts (first passwords, shown once)", ["user", "role", "password"],
        [[account.username, account.role, account.password] for account in built.accounts],
    )  # fmt: skip
    for name, path in (("caseload", built.caseload), ("review", built.review), ("run", built.run.path)):
        out.print(f"{name}: {path}", highlight=False)
    out.print(
        f"\nThe workspace: http://localhost:{port} - sign in as reviewer, accept the code of conduct,", highlight=False
    )
    out.print("press n for the first case, read its findings with j and k, answer with 1 to 5, then Decide.")


def groups(out: Console, run: Run, count: int) -> None:
    """The largest groups of a run in words, with what would break each, and the places that stand out."""
    with run.connect() as con:
        found = con.execute(
            "SELECT group_id, suspects, victims, investigations, first_year, last_year, description"
            " FROM networks.group ORDER BY investigations DESC, suspects DESC, group_id LIMIT ?",
            [count],
        ).fetchall()
        total = con.execute("SELECT count(*) FROM networks.group").fetchall()[0][0]
        spots = con.execute(_HOTSPOTS, [count]).fetchall()
    out.print(f"[bold]{total:,} groups; the {len(found)} with most investigations[/]")
    for group_id, suspects, victims, cases, first, last, words in found:
        years = f"{first}-{last}" if first != last else str(first)
        head = f"{group_id}: {suspects} suspects, {victims} victims, {cases} investigations, {years}"
        out.print(f"\n[bold]{escape(head)}[/]", highlight=False)
        out.print(f"  {escape(words)}", highlight=False, soft_wrap=True)
    out.print()
    table(
        out, "Places with more investigations than chance would give",
        ["what", "where", "kind", "cases", "by chance", "95 in 100 interval", "years"], spots,
    )  # fmt: skip


_HOTSPOTS = """
    SELECT what, coalesce(name, id), kind, investigations, round(expected, 1), low || ' to ' || high,
           CASE WHEN first_year = last_year THEN first_year::VARCHAR ELSE first_year || '-' || last_year END
    FROM networks.hotspot
    LEFT JOIN (SELECT place_id, any_value(coalesce(name, address) ORDER BY location_id) AS name
               FROM linking.place JOIN records.location USING (location_id) GROUP BY place_id) ON place_id = id
    WHERE stands_out ORDER BY what DESC, investigations DESC, id LIMIT ?
"""


def fairness(out: Console, rows: "Sequence[GroupRow]") -> None:
    """Waits and miss rates of groups with their intervals, and what the numbers allow to be said."""
    table(
        out, "By group, from the audit draws only", ["of victims", "value", "draws", "positives", "what can be said"],
        [[row.characteristic, row.value, row.draws, row.positives, row.says] for row in rows],
    )  # fmt: skip


def placed(out: Console, place: "PastPosition") -> None:
    """Where a case stood in an order that was in force, and each thing that moved it."""
    head = f"{place.investigation_id} stood {place.position:,} of {place.of:,} in band {place.band}"
    out.print(f"{head}, in the order of {place.ordered_at:%-d %B %Y %H:%M}.", highlight=False)
    for _, name, value, says in place.why:
        moved = f" ({value:+.2f})" if value is not None else ""
        out.print(f"  {escape(f'{name}{moved}: {says}')}", highlight=False, soft_wrap=True)

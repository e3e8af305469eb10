"""Print lists: rules, search hits, groups and hotspots, waits and miss rates of groups."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from reassess.cli.output.tables import print_line, print_table
from reassess.records.store import Run
from reassess.rules.catalogue import Rule

if TYPE_CHECKING:
    from reassess.reading.search import SearchPage
    from reassess.triage.assurance.fairness import GroupRow


def print_rules(out: Console, rules: Sequence[Rule]) -> None:
    """Print every rule: group, name, title and, for a risk, its band."""
    rows = [[rule.group, rule.slug, rule.front.title, rule.front.band or ""] for rule in rules]
    print_table(out, f"{len(rules)} rules", ["group", "rule", "asserts", "band"], rows)


def print_hits(out: Console, page: "SearchPage") -> None:
    """Print the hits of a search: where each one is, and its text with the words found marked."""
    for hit in page.hits:
        where = f"{hit.investigation_id or 'no investigation'}  {hit.source_table} {hit.source_key} {hit.source_field}"
        out.print(f"[bold]{escape(where)}[/]{f' page {hit.page}' if hit.page else ''}", highlight=False)
        marked = escape(hit.marked("\ue001", "\ue002")).replace("\ue001", "[reverse]").replace("\ue002", "[/]")
        out.print(f"  {marked}", highlight=False)
    if not page.hits:
        out.print("Nothing in this run matches. Try fewer words, or the start of a word with *.")
    elif page.more:
        out.print("There are more hits. Use --first to leave out those already shown.", style="dim")
    if not page.ranked:
        out.print("Too many passages match to rank them, so the newest are shown first.", style="dim")


def print_groups(out: Console, run: Run, count: int) -> None:
    """Print the groups of a run with most investigations, and the places with more than chance would give."""
    with run.connect() as con:
        groups = con.execute(_GROUPS, [count]).fetchall()
        total = con.execute("SELECT count(*) FROM networks.group").fetchall()[0][0]
        hotspots = con.execute(_HOTSPOTS, [count]).fetchall()
    out.print(f"[bold]{total:,} groups; the {len(groups)} with most investigations[/]")
    for group_id, suspects, victims, cases, first, last, words in groups:
        years = f"{first}-{last}" if first != last else str(first)
        head = f"{group_id}: {suspects} suspects, {victims} victims, {cases} investigations, {years}"
        out.print(f"\n[bold]{escape(head)}[/]", highlight=False)
        print_line(out, f"  {words}")
    out.print()
    columns = ["what", "where", "kind", "cases", "by chance", "95% interval", "years"]
    print_table(out, "Places with more investigations than chance would give", columns, hotspots)


_GROUPS = """
    SELECT group_id, suspects, victims, investigations, first_year, last_year, description
    FROM networks.group ORDER BY investigations DESC, suspects DESC, group_id LIMIT ?
"""
_HOTSPOTS = """
    SELECT what, coalesce(name, id), kind, investigations, round(expected, 1), low || ' to ' || high,
           CASE WHEN first_year = last_year THEN first_year::VARCHAR ELSE first_year || '-' || last_year END
    FROM networks.hotspot
    LEFT JOIN (SELECT place_id, any_value(coalesce(name, address) ORDER BY location_id) AS name
               FROM linking.place JOIN records.location USING (location_id) GROUP BY place_id) ON place_id = id
    WHERE stands_out ORDER BY what DESC, investigations DESC, id LIMIT ?
"""


def print_fairness(out: Console, rows: "Sequence[GroupRow]") -> None:
    """Print waits and miss rates of groups with their intervals, and what can be concluded from them."""
    columns = ["of victims", "value", "draws", "positives", "what can be said"]
    values = [[row.characteristic, row.value, row.draws, row.positives, row.says] for row in rows]
    print_table(out, "By group, from the audit draws only", columns, values)

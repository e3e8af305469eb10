"""Tables and notes that every verb prints."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

MOST_ROWS = 20
"""Rows of a long list that are printed."""


def print_table(out: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table with a title. Numbers are right-aligned, with a comma at each thousand."""
    shown = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    held = [list(row) for row in rows]
    for number, column in enumerate(columns):
        numeric = bool(held) and all(isinstance(row[number], int | float) for row in held)
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in held:
        shown.add_row(*[f"{value:,}" if isinstance(value, int) else escape(str(value)) for value in row])
    out.print(shown)
    out.print()


def print_line(out: Console, text: str, *, style: str | None = None) -> None:
    """Print a sentence as it is, without markup, on as many lines as it needs."""
    out.print(text, style=style, highlight=False, soft_wrap=True, markup=False)


def print_notes(out: Console, title: str, lines: Sequence[str]) -> None:
    """Print sentences under a title, or nothing if there are none."""
    if lines:
        out.print(f"\n[bold]{title} ({len(lines)})[/]")
    for line in lines:
        print_line(out, f"  {line}")

"""Print what files consist of, and what became of each part: the verbs read and check."""

from typing import TYPE_CHECKING

from rich.console import Console

from reassess.cli.output.tables import MOST_ROWS, print_line, print_table

if TYPE_CHECKING:
    from reassess.reading.files.pages import FileText
    from reassess.reading.folder import FolderCounts


def print_folder(out: Console, counts: "FolderCounts") -> None:
    """Print files by status, the parts of all files by status, and the first parts that were not read."""
    print_table(out, "Files", ["result", "files"], counts.by_status.items())
    total = sum(counts.parts_by_status.values())
    title = "Parts of files in = read + recognised + refused"
    print_table(out, title, ["in", *counts.parts_by_status], [[total, *counts.parts_by_status.values()]])
    if counts.refused:
        shown = counts.refused[:MOST_ROWS]
        print_table(
            out, f"The first {len(shown)} of {len(counts.refused):,} parts not read", ["file", "part", "why"], shown
        )


def print_file(out: Console, text: "FileText") -> None:
    """Print the text of a file page by page, its status, and each of its parts."""
    for number, page in enumerate(text.pages, 1):
        print_line(out, f"--- page {number}")
        print_line(out, page.text)
    print_line(out, f"{text.kind}: {text.status}" + (f" ({text.reason})" if text.reason else ""))
    rows = [[str(part.kind), part.name, part.count, str(part.status), part.reason] for part in text.parts]
    print_table(out, "Parts of the file", ["kind", "part", "how many", "result", "why not"], rows)

"""Print what files consist of, and what became of each part: the verbs read and check."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console

from reassess.cli.output.tables import MOST_ROWS, print_line, print_table

if TYPE_CHECKING:
    from reassess.reading.files.pages import FileText
    from reassess.reading.folder import FolderCounts


def print_folder(out: Console, counts: "FolderCounts") -> None:
    """Print files by status, the parts of all files by status, and the first parts that were not read."""
    print_table(out, "Files", ["result", "files"], counts.by_status.items())
    print_line(out, parts_in_words(counts.parts_by_status))
    if counts.refused:
        shown = counts.refused[:MOST_ROWS]
        print_table(
            out, f"The first {len(shown)} of {len(counts.refused):,} parts not read", ["file", "part", "why"], shown
        )


def parts_in_words(by_status: Mapping[str, int]) -> str:
    """Return the account of the parts of files as a sentence: '... 3 in = 2 read + 0 recognised + 1 refused'."""
    shown = " + ".join(f"{number:,} {status}" for status, number in by_status.items())
    return f"Parts of documents: {sum(by_status.values()):,} in = {shown}"


def print_file(out: Console, text: "FileText") -> None:
    """Print the text of a file page by page, its status, and each of its parts."""
    for number, page in enumerate(text.pages, 1):
        print_line(out, f"--- page {number}")
        print_line(out, page.text)
    print_line(out, f"{text.kind}: {text.status}" + (f" ({text.reason})" if text.reason else ""))
    rows = [[str(part.kind), part.name, part.count, str(part.status), part.reason] for part in text.parts]
    print_table(out, "Parts of the file", ["kind", "part", "how many", "result", "why not"], rows)

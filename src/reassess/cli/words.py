"""Verbs for text: read, search."""

from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress
from reassess.records.errors import UserError


@app.command()
def read(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER_OR_FILE", help="Any folder of files, or one file.")],
    to: Annotated[
        Path | None, typer.Option("--out", help="The Parquet file to write, one row a page. Needed for a folder.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read files.")] = 2,
) -> None:
    """Extract the text of a folder of files, with positions: PDF, Word, mail, sheets, scans and others.

    Says what parts the files have, and which of them were not read. A single file without --out is shown as text.

    Example: reassess read case-papers --out text.parquet
    """
    from reassess.cli.output.parts import print_file, print_folder
    from reassess.reading import read_file, read_folder

    if to is None:
        if not folder.is_file():
            raise UserError(f"{folder}: not a file. For a folder, add --out and the Parquet file to write.")
        with progress("read"):
            text = read_file(folder)
        print_file(out, text)
        return
    with progress("read") as step:
        counts = read_folder(folder, to, workers=workers, progress=step)
    out.print(f"{counts.files:,} files, {counts.pages:,} pages: {to}", highlight=False)
    print_folder(out, counts)


@app.command()
def search(
    review: ReviewPath,
    words: Annotated[
        str, typer.Argument(help='Words, a "phrase", the start of a word*, a name, or a number in any form.')
    ],
    investigation: Annotated[list[str] | None, typer.Option(help="Only in these investigations.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="A year; give it twice for the first and last year.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only these tables: entry, document, person, identifier ...")
    ] = None,
    first: Annotated[int, typer.Option(min=0, help="How many hits to leave out.")] = 0,
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many hits to show.")] = 10,
) -> None:
    """Search everything that was read: entries, documents, names and numbers.

    Example: reassess search met "07700 900101" --kind entry --year 2011 --year 2014
    """
    from reassess.cli.output.lists import print_hits
    from reassess.reading import build_index, open_index
    from reassess.reading.search import Filters
    from reassess.review import Review

    held = Review(review)
    file = held.search_index(held.latest())
    if not file.exists():
        with progress("index") as step:
            build_index(held.latest(), file, step)
    years = (min(year), max(year)) if year else None
    with open_index(file) as index:
        filters = Filters(investigations=investigation, years=years, kinds=kind or ())
        print_hits(out, index.search(words, allowed=None, filters=filters, first=first, count=count))

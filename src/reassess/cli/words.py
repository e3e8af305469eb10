"""Verbs on words: read, search."""

from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress


@app.command()
def read(
    folder: Annotated[Path, typer.Argument(help="Any folder of files.")],
    to: Annotated[Path, typer.Option("--out", help="The Parquet file to write: a row a page.")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read.")] = 2,
) -> None:
    """Any folder of files to text with positions: PDF, Word, mail, sheets, scans and others.

    Example: reassess read case-papers --out text.parquet
    """
    from reassess.cli import shown
    from reassess.reading import read_folder

    with progress("read") as step:
        counts = read_folder(folder, to, workers=workers, progress=step)
    out.print(f"{counts.files:,} files, {counts.pages:,} pages: {to}", highlight=False)
    shown.table(out, "Files", ["what became of them", "files"], counts.by_status.items())


@app.command()
def search(
    review: ReviewPath,
    words: Annotated[str, typer.Argument(help='Words, a "phrase", a begin*, a name or a number in any form.')],
    investigation: Annotated[list[str] | None, typer.Option(help="Only in these investigations.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="A year, or the first and the last.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only these: entry, document, person, identifier ...")] = None,
    first: Annotated[int, typer.Option(min=0, help="How many hits to leave out.")] = 0,
    count: Annotated[int, typer.Option(min=1, max=1000, help="How many hits to show.")] = 10,
) -> None:
    """Everything that was read, searched: entries, documents, names, numbers.

    Example: reassess search met "07700 900101" --kind entry --year 2011 --year 2014
    """
    from reassess.cli import shown
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
        shown.hits(out, index.search(words, allowed=None, filters=filters, first=first, count=count))

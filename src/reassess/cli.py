"""The verbs of the command line, in the order of the work. Each is thin: it calls a room and shows what came."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from reassess.records.errors import UserError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Looks again at closed investigations: what was missed, what is newly possible, who is at risk today.",
)
rules_app = typer.Typer(no_args_is_help=True, help="The rule library: list, show, test, new.")
app.add_typer(rules_app, name="rules")

out = Console()
err = Console(stderr=True)

ReviewPath = Annotated[Path, typer.Argument(metavar="REVIEW", help="The review's folder.")]
Mapping = Annotated[Path | None, typer.Option("--mapping", help="How the force's own names and codes read (TOML).")]


def main() -> None:
    """Run the command line: a UserError is said in words and ends with exit code 2."""
    try:
        app()
    except UserError as error:
        err.print(f"[bold red]Cannot go on.[/] {error}", highlight=False, soft_wrap=True)
        sys.exit(2)


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A line that says what is being done and for how long; silent where the output is not a terminal."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err, transient=True,
        disable=not err.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(title)
        yield lambda step: bar.update(task, description=f"{title}: {step}")


@app.command()
def init(
    review: ReviewPath,
    force: Annotated[str, typer.Option(help="Recording force, as its code in the extract.")],
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the assessment.")],
) -> None:
    """Make a review folder with its settings.

    Example: reassess init met --force MPS --as-of 2026-04-30
    """
    from reassess import review as reviews

    made = reviews.init(review, force, as_of.date())
    out.print(f"Made {made.path / 'review.toml'}. Next: reassess run {review} EXTRACT")


@app.command()
def check(
    extract: Annotated[Path, typer.Argument(help="The extract: a folder, a zip or a workbook.")],
    mapping: Mapping = None,
    all_rows: Annotated[
        Path | None, typer.Option("--all-rows", help="Write every unusable row to this CSV file.")
    ] = None,
) -> None:
    """Validate an extract without loading it: what is wrong row by row, and what is missing costs.

    Exit code 0: nothing wrong. 1: something was found. 2: the extract cannot be used at all.

    Example: reassess check handover-2026-03
    """
    from reassess import shown
    from reassess.intake import check as check_extract
    from reassess.rules.library import load, package_folder

    with progress("check") as step:
        report = check_extract(extract, mapping=mapping, listing=all_rows, progress=step)
    shown.checked(out, report, load([package_folder()]))
    raise typer.Exit(1 if report.wrong else 0)


@app.command("map")
def map_extract(
    extract: Annotated[Path, typer.Argument(help="The extract whose names are the force's own.")],
    to: Annotated[Path, typer.Option("--out", help="The mapping file to write.")],
) -> None:
    """Propose a mapping from a force's own names, codes and date formats; unsure lines are marked.

    Example: reassess map handover --out met.toml
    """
    from reassess.intake import propose_mapping

    if to.exists():
        raise UserError(f"{to}: is there already and is not overwritten. Choose another name.")
    with progress("map"):
        text = propose_mapping(extract)
    to.write_text(text, encoding="utf-8")
    unsure = text.count("# unsure")
    out.print(f"Wrote {to}, {unsure} line(s) marked 'unsure'. Read it, then: reassess check {extract} --mapping {to}")


@app.command()
def run(
    review: ReviewPath,
    extracts: Annotated[
        list[Path] | None, typer.Argument(metavar="EXTRACT...", help="None: those of the newest run.")
    ] = None,
    mapping: Mapping = None,
    people: Annotated[
        Path | None, typer.Option(help="Identity given: a CSV of person_id and human or entity_id.")
    ] = None,
) -> None:
    """The whole job: extracts to findings in order, as a new run.

    Example: reassess run met handover-2026-03 --mapping met.toml
    """
    from reassess import review as reviews
    from reassess import shown

    with progress("run") as step:
        held = reviews.Review(review)
        finished = reviews.run(held, extracts or [], mapping=mapping, people=people, progress=step)
    shown.ran(out, finished)


@app.command()
def export(
    review: ReviewPath,
    to: Annotated[Path, typer.Option("--to", help="The folder to write into.")],
    format: Annotated[str, typer.Option(help="csv, parquet or xlsx.")] = "csv",
    words: Annotated[bool, typer.Option(help="Keep sentences and quoted words, which can name people.")] = False,
) -> None:
    """Scope, definitions, findings, people and evidence of the latest run, in the layout of a casebook.

    Example: reassess export met --to handback
    """
    from reassess.reports.export import export as export_run
    from reassess.review import Review

    if format not in ("csv", "parquet", "xlsx"):
        raise UserError(f"--format takes csv, parquet or xlsx, not '{format}'.")
    latest = Review(review).latest()
    with progress("export"):
        rows = export_run(latest, to, format, words=words)  # type: ignore[arg-type]
    for name, number in rows.items():
        out.print(f"{to / name}.{format}: {number:,} rows")
    if not words:
        out.print("Sentences and quoted words, which can name people, are left out (--words keeps them).")


@app.command()
def explain(
    review: ReviewPath,
    investigation: Annotated[str | None, typer.Argument(help="The force's reference.")] = None,
    rule: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="Two person records: why they are one human, or not.")
    ] = None,
) -> None:
    """Why an investigation is in or out, element by element, and what each finding rests on.

    Examples: reassess explain met 2801417/11 · reassess explain met 2801417/11 log-gap ·
    reassess explain met --pair N0102 N0201
    """
    from reassess import shown
    from reassess.reports.explain import explain as explain_one
    from reassess.review import Review

    latest = Review(review).latest()
    if pair:
        from reassess.linking import explain_pair

        out.print(explain_pair(latest, *pair), highlight=False)
    elif investigation:
        shown.explained(out, explain_one(latest, investigation, rule))
    else:
        raise UserError("Say which investigation, or --pair A B.")


@app.command()
def compare(review: ReviewPath, before: str, after: str) -> None:
    """What changed between two runs, and which rule, setting or row caused it.

    Example: reassess compare met 1 2
    """
    from reassess import shown
    from reassess.reports.compare import compare as compare_runs
    from reassess.review import Review

    held = Review(review)
    with progress("compare"):
        result = compare_runs(held.run_named(before), held.run_named(after))
    shown.compared(out, result)


@rules_app.command("list")
def rules_list() -> None:
    """Every rule: its group, its name, the sentence it asserts. Example: reassess rules list"""
    from reassess import shown
    from reassess.rules.library import load, package_folder

    shown.rule_list(out, load([package_folder()]))


@rules_app.command("show")
def rules_show(slug: str) -> None:
    """One rule: why, source, SQL and examples. Example: reassess rules show log-gap"""
    from reassess.rules.library import find, load, package_folder
    from reassess.rules.pages import page

    out.print(page(find(load([package_folder()]), slug)), highlight=False, markup=False)


@rules_app.command("test")
def rules_test(
    folder: Annotated[Path | None, typer.Argument(help="A folder of the force's own rules.")] = None,
) -> None:
    """Run every rule's examples, also of a folder of the force's own. Example: reassess rules test our-rules"""
    from reassess.rules.library import load, package_folder
    from reassess.rules.proof import prove

    folders = [package_folder(), *([folder] if folder else [])]
    with progress("examples"):
        tested = prove(load(folders))
    out.print(f"{tested} examples pass.")


@rules_app.command("new")
def rules_new(
    slug: str,
    group: Annotated[str, typer.Option(help="missed, new, risk, justice or record.")] = "missed",
    folder: Annotated[Path, typer.Option(help="Where the force's own rules lie.")] = Path("rules"),
) -> None:
    """Begin a rule of the force's own: the SQL file with its front matter, and its examples.

    Example: reassess rules new no-house-to-house --group missed --folder our-rules
    """
    from reassess.rules.beginning import begin

    for path in begin(slug, group, folder):
        out.print(f"Wrote {path}")
    out.print(f"Edit both, then: reassess rules test {folder}")


@rules_app.command("pages")
def rules_pages(folder: Annotated[Path, typer.Argument(help="The folder to write into.")]) -> None:
    """A Markdown page for each rule, made from the rule itself. Example: reassess rules pages rule-pages"""
    from reassess.rules.library import load, package_folder
    from reassess.rules.pages import write_pages

    out.print(f"Wrote {write_pages(load([package_folder()]), folder)} pages and an index to {folder}.")


@app.command()
def caseload(
    directory: Annotated[Path, typer.Argument(help="A folder to make; extract/ and truth/ go below it.")],
    investigations: Annotated[int, typer.Option(min=10, max=1_000_000)] = 9_000,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
) -> None:
    """An invented caseload with planted truth, of any size.

    Example: reassess caseload invented --investigations 9000 --seed 1
    """
    from reassess import shown
    from reassess.caseload import generate

    with progress("caseload") as step:
        summary = generate(directory, investigations, seed, progress=lambda done, of: step(f"{done:,} of {of:,}"))
    shown.made(out, summary)


@app.command()
def read(
    folder: Annotated[Path, typer.Argument(help="Any folder of files.")],
    to: Annotated[Path, typer.Option("--out", help="The Parquet file to write: a row a page.")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that read.")] = 2,
) -> None:
    """Any folder of files to text with positions: PDF, Word, mail, sheets, scans and others.

    Example: reassess read case-papers --out text.parquet
    """
    from reassess import shown
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
    from reassess import shown
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

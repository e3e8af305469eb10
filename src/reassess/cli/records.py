"""Verbs for records and runs: init, check, map, run, export, explain, compare, caseload."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassess.cli.common import Mapping, ReviewPath, app, out, progress
from reassess.records.errors import UserError

if TYPE_CHECKING:
    from reassess.records.store import Run


@app.command()
def init(
    review: ReviewPath,
    force: Annotated[str, typer.Option(help="The recording force, by its code in the extract.")],
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the assessment.")],
) -> None:
    """Create the folder of a review, with its settings.

    Example: reassess init met --force MPS --as-of 2026-04-30
    """
    from reassess import review as reviews

    made = reviews.init(review, force, as_of.date())
    out.print(f"Created {made.path / 'review.toml'}. Next: reassess run {review} EXTRACT")


@app.command()
def check(
    extract: Annotated[Path, typer.Argument(help="The extract: a folder, a zip or a workbook.")],
    mapping: Mapping = None,
    all_rows: Annotated[
        Path | None, typer.Option("--all-rows", help="Write every row that cannot be used to this CSV file.")
    ] = None,
    documents: Annotated[
        bool, typer.Option("--documents", help="Read the files under documents/ too, and list what cannot be read.")
    ] = False,
) -> None:
    """Check an extract without loading it: rows that are wrong, and rules that cannot be assessed.

    Exit code 0: nothing is wrong. 1: some rows are wrong. 2: the extract cannot be used at all.

    Example: reassess check handover-2026-03
    """
    from reassess.cli.output.records import print_check_report
    from reassess.intake import check as check_extract
    from reassess.rules.catalogue import load, package_folder

    with progress("check") as step:
        report = check_extract(extract, mapping=mapping, listing=all_rows, progress=step)
    print_check_report(out, report, load([package_folder()]))
    if documents:
        _check_documents(extract)
    raise typer.Exit(1 if report.wrong else 0)


def _check_documents(extract: Path) -> None:
    """Read the documents of an extract and print what became of every part of every file."""
    from tempfile import TemporaryDirectory

    from reassess.cli.output.parts import print_folder
    from reassess.intake.received import open_extracts
    from reassess.reading import read_folder

    with TemporaryDirectory(prefix="reassess-") as name, progress("read documents") as step:
        opened = open_extracts([extract], Path(name) / "extracts")
        folders = [each.documents for each in opened if each.documents is not None]
        counted = [read_folder(folder, Path(name) / "text.parquet", progress=step) for folder in folders]
    for counts in counted:
        print_folder(out, counts)


@app.command("map")
def map_extract(
    extract: Annotated[Path, typer.Argument(help="An extract with the force's own names.")],
    to: Annotated[Path, typer.Option("--out", help="The mapping file to write.")],
) -> None:
    """Propose a mapping from the force's own names, codes and date formats. Unsure lines are marked.

    Example: reassess map handover --out met.toml
    """
    from reassess.intake import propose_mapping

    if to.exists():
        raise UserError(f"{to}: this file already exists. Choose another name, or delete it first.")
    with progress("map"):
        text = propose_mapping(extract)
    to.write_text(text, encoding="utf-8")
    unsure = text.count("# unsure")
    out.print(
        f"Wrote {to}, {unsure} line(s) marked 'unsure'. Check them, then: reassess check {extract} --mapping {to}"
    )


@app.command()
def run(
    review: ReviewPath,
    extracts: Annotated[
        list[Path] | None, typer.Argument(metavar="EXTRACT...", help="Default: the extracts of the newest run.")
    ] = None,
    mapping: Mapping = None,
    people: Annotated[Path | None, typer.Option(help="Use these identities: a CSV of person_id and entity_id.")] = None,
    publish: Annotated[bool, typer.Option(help="Publish the run to the workspace.")] = True,
) -> None:
    """Run the whole analysis: from extracts to findings in order of work, as a new run.

    Example: reassess run met handover-2026-03 --mapping met.toml
    """
    from reassess import review as reviews
    from reassess.cli.output.records import print_publication, print_run

    with progress("run") as step:
        held = reviews.Review(review)
        finished = reviews.run(held, extracts or [], mapping=mapping, supplied_identities=people, progress=step)
        published = reviews.publish(held, step) if publish else None
    print_run(out, finished)
    if published:
        print_publication(out, published)


@app.command()
def export(
    review: ReviewPath,
    to: Annotated[Path, typer.Option("--to", help="The folder to write into.")],
    format: Annotated[str, typer.Option(help="csv, csv-excel, parquet or xlsx.")] = "csv",
    words: Annotated[bool, typer.Option(help="Include sentences and quoted words. They can name people.")] = False,
    masked: Annotated[bool, typer.Option(help="Number the names and numbers that findings are about.")] = False,
) -> None:
    """Export scope, definitions, findings, people and evidence of the latest run.

    Example: reassess export met --to handback
    """
    from reassess.reports.export import export as export_run
    from reassess.review import Review

    if format not in ("csv", "csv-excel", "parquet", "xlsx"):
        raise UserError(f"--format is '{format}'. Use csv, csv-excel, parquet or xlsx.")
    latest = Review(review).latest()
    with progress("export"):
        rows = export_run(latest, to, format, words=words, masked=masked)  # type: ignore[arg-type]
    for name, number in rows.items():
        out.print(f"{to / name}.{format.split('-')[0]}: {number:,} rows")
    if not words:
        out.print("Sentences and quoted words are left out because they can name people. Use --words to include them.")
    if not masked:
        out.print("Some findings are about a name or a number. Use --masked for files that leave the team.")


Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Show the position in the queue on this day, and why.")
]
Pair = Annotated[tuple[str, str] | None, typer.Option(help="Two person records: why they are the same person or not.")]
Chart = Annotated[Path | None, typer.Option(help="With --pair: write the match weights as a chart (.svg, .png).")]


@app.command()
def explain(
    review: ReviewPath,
    investigation: Annotated[str | None, typer.Argument(help="The reference of the investigation.")] = None,
    rule: Annotated[str | None, typer.Argument(help="Explain this rule only.")] = None,
    pair: Pair = None,
    chart: Chart = None,
    on: Day = None,
) -> None:
    """Explain why an investigation is in or out of scope, and what each finding rests on.

    Example: reassess explain met 2801417/11 · reassess explain met 2801417/11 log-gap ·
    reassess explain met --pair N0102 N0201
    """
    from reassess.review import Review

    latest = Review(review).latest()
    if pair:
        _explain_pair(latest, pair, chart)
    elif investigation and on:
        from reassess.cli.output.explanation import print_position
        from reassess.triage.order.order_archive import position_on

        print_position(out, position_on(review / "orders", investigation, on.date()))
    elif investigation:
        _explain_investigation(latest, investigation, rule)
    else:
        raise UserError("explain: nothing to explain. Give an investigation, or --pair A B.")


def _explain_pair(latest: "Run", pair: tuple[str, str], chart: Path | None) -> None:
    from reassess.cli.output.tables import print_line
    from reassess.linking import explain_pair

    explanation = explain_pair(latest, *pair)
    for line in explanation.sentences():
        print_line(out, line)
    if chart:
        from reassess.linking.waterfall import waterfall

        waterfall(explanation).save(chart)
        print_line(out, f"Wrote {chart}.")


def _explain_investigation(latest: "Run", investigation: str, rule: str | None) -> None:
    from reassess.cli.output.explanation import print_explanation
    from reassess.cli.output.tables import print_notes
    from reassess.linking import describe_hubs
    from reassess.reports.explain import explain as explain_one

    print_explanation(out, explain_one(latest, investigation, rule))
    print_notes(out, "Left out because too many people share them", describe_hubs(latest, investigation))


@app.command()
def compare(review: ReviewPath, before: str, after: str) -> None:
    """Show what changed between two runs, and which rule, setting or row caused it.

    Example: reassess compare met 1 2
    """
    from reassess.cli.output.records import print_comparison
    from reassess.reports.compare import compare as compare_runs
    from reassess.review import Review

    held = Review(review)
    with progress("compare"):
        result = compare_runs(held.run_named(before), held.run_named(after))
    print_comparison(out, result)


@app.command()
def caseload(
    directory: Annotated[Path, typer.Argument(help="A new folder for extract/ and truth/.")],
    investigations: Annotated[int, typer.Option(min=10, max=1_000_000)] = 9_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    dirt: Annotated[float, typer.Option(min=0, max=1, help="The share of rows to damage, to try out check.")] = 0.0,
) -> None:
    """Create an invented caseload of any size, with known answers.

    Example: reassess caseload invented --investigations 9000 --seed 1
    """
    from reassess.caseload import generate
    from reassess.cli.output.records import print_caseload

    with progress("caseload") as step:
        summary = generate(
            directory, investigations, seed, dirt=dirt, progress=lambda done, of: step(f"{done:,} of {of:,}")
        )
    print_caseload(out, summary)

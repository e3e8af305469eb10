"""Verbs on records and runs: init, check, map, run, export, explain, compare, caseload."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import Mapping, ReviewPath, app, out, progress
from reassess.records.errors import UserError


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
    from reassess.cli import shown
    from reassess.intake import check as check_extract
    from reassess.rules.catalogue import load, package_folder

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
    publish: Annotated[bool, typer.Option(help="Write the run into the workspace.")] = True,
) -> None:
    """The whole job: extracts to findings in order, as a new run.

    Example: reassess run met handover-2026-03 --mapping met.toml
    """
    from reassess import review as reviews
    from reassess.cli import shown

    with progress("run") as step:
        held = reviews.Review(review)
        finished = reviews.run(held, extracts or [], mapping=mapping, people=people, progress=step)
        published = reviews.publish(held, step) if publish else None
    shown.ran(out, finished)
    if published:
        shown.published(out, published)


@app.command()
def export(
    review: ReviewPath,
    to: Annotated[Path, typer.Option("--to", help="The folder to write into.")],
    format: Annotated[str, typer.Option(help="csv, csv-excel, parquet or xlsx.")] = "csv",
    words: Annotated[bool, typer.Option(help="Keep sentences and quoted words, which can name people.")] = False,
    masked: Annotated[bool, typer.Option(help="Count names, numbers and accounts instead of giving them.")] = False,
) -> None:
    """Scope, definitions, findings, people and evidence of the latest run, in the layout of a casebook.

    Example: reassess export met --to handback
    """
    from reassess.reports.export import export as export_run
    from reassess.review import Review

    if format not in ("csv", "csv-excel", "parquet", "xlsx"):
        raise UserError(f"--format takes csv, csv-excel, parquet or xlsx, not '{format}'.")
    latest = Review(review).latest()
    with progress("export"):
        rows = export_run(latest, to, format, words=words, masked=masked)  # type: ignore[arg-type]
    for name, number in rows.items():
        out.print(f"{to / name}.{format.split('-')[0]}: {number:,} rows")
    if not words:
        out.print("Sentences and quoted words, which can name people, are left out (--words keeps them).")
    if not masked:
        out.print("Some findings are about a name or a number: give --masked for a file that leaves the team.")


@app.command()
def explain(
    review: ReviewPath,
    investigation: Annotated[str | None, typer.Argument(help="The force's reference.")] = None,
    rule: Annotated[str | None, typer.Argument(help="Only this rule.")] = None,
    pair: Annotated[
        tuple[str, str] | None, typer.Option(help="Two person records: why they are one human, or not.")
    ] = None,
    chart: Annotated[Path | None, typer.Option(help="With --pair: the weights as a picture (.svg, .png).")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Where it stood in the order of that day, and why.")
    ] = None,
) -> None:
    """Why an investigation is in or out, element by element, and what each finding rests on.

    Example: reassess explain met 2801417/11 · reassess explain met 2801417/11 log-gap ·
    reassess explain met --pair N0102 N0201
    """
    from reassess.cli import shown
    from reassess.reports.explain import explain as explain_one
    from reassess.review import Review

    latest = Review(review).latest()
    if pair:
        from reassess.linking import explain_pair

        explanation = explain_pair(latest, *pair)
        for line in explanation.sentences():
            out.print(line, highlight=False, soft_wrap=True, markup=False)
        if chart:
            from reassess.linking.waterfall import waterfall

            waterfall(explanation).save(chart)
            out.print(f"Wrote {chart}.")
    elif investigation and on:
        from reassess.triage.order.order_archive import place_on

        shown.placed(out, place_on(review / "orders", investigation, on.date()))
    elif investigation:
        from reassess.linking import left_out

        shown.explained(out, explain_one(latest, investigation, rule))
        shown.notes(out, "Left out as hubs", left_out(latest, investigation))
    else:
        raise UserError("Say which investigation, or --pair A B.")


@app.command()
def compare(review: ReviewPath, before: str, after: str) -> None:
    """What changed between two runs, and which rule, setting or row caused it.

    Example: reassess compare met 1 2
    """
    from reassess.cli import shown
    from reassess.reports.compare import compare as compare_runs
    from reassess.review import Review

    held = Review(review)
    with progress("compare"):
        result = compare_runs(held.run_named(before), held.run_named(after))
    shown.compared(out, result)


@app.command()
def caseload(
    directory: Annotated[Path, typer.Argument(help="A folder to make; extract/ and truth/ go below it.")],
    investigations: Annotated[int, typer.Option(min=10, max=1_000_000)] = 9_000,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    dirt: Annotated[float, typer.Option(min=0, max=1, help="The share of rows to break, for trying out check.")] = 0.0,
) -> None:
    """An invented caseload with planted truth, of any size.

    Example: reassess caseload invented --investigations 9000 --seed 1
    """
    from reassess.caseload import generate
    from reassess.cli import shown

    with progress("caseload") as step:
        summary = generate(
            directory, investigations, seed, dirt=dirt, progress=lambda done, of: step(f"{done:,} of {of:,}")
        )
    shown.made(out, summary)

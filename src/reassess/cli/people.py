"""Verbs for people: link, judge, group."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress
from reassess.records.errors import UserError


@app.command()
def link(
    tables: Annotated[list[Path], typer.Argument(metavar="TABLE [TABLE2]", help="A table of people, or two to join.")],
    columns: Annotated[str, typer.Option(help="role=column, ...: forename=first_name,surname=surname,born_on=dob")],
    to: Annotated[Path, typer.Option("--out", help="A .csv or .parquet file for id and entity_id.")],
    id_column: Annotated[str, typer.Option("--id", help="The column that names a row.")] = "unique_id",
    threshold: Annotated[
        float | None, typer.Option(min=0, max=1, help="Link pairs with at least this probability.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the samples the model is trained on.")] = 1,
    engine: Annotated[str, typer.Option(help="duckdb, or spark for many machines.")] = "duckdb",
    spark_master: Annotated[
        str | None, typer.Option(envvar="SPARK_MASTER", help="Where Spark runs: spark://host:7077, yarn, local[*].")
    ] = None,
) -> None:
    """Find the rows of any table that are the same person. Needs no labels; the model is built from the columns.

    Example: reassess link people.csv --columns forename=first_name,surname=surname,born_on=dob --out ids.csv
    """
    from reassess.linking import link_table

    if len(tables) > 2:
        raise UserError(f"link: {len(tables)} tables given. Give one table, or two to join.")
    with progress("link") as step:
        counts = link_table(
            tables, id_column, _roles(columns), to, threshold=threshold, seed=seed, engine=engine,
            spark_master=spark_master, progress=step,
        )  # fmt: skip
    out.print(", ".join(f"{number:,} {name}" for name, number in counts.items()) + f": {to}", highlight=False)


def _roles(columns: str) -> dict[str, str]:
    pairs = [part.split("=", 1) for part in columns.split(",") if part.strip()]
    wrong = [part for part in pairs if len(part) != 2]
    if wrong or not pairs:
        raise UserError(
            f"--columns is '{columns}'. Write role=column, separated by commas: surname=last_name,born_on=dob"
        )
    return {role.strip(): column.strip() for role, column in pairs}


@app.command()
def judge(
    review: ReviewPath,
    left: Annotated[str | None, typer.Argument(metavar="A", help="A person record.")] = None,
    right: Annotated[str | None, typer.Argument(metavar="B", help="Another person record.")] = None,
    verdict: Annotated[str | None, typer.Argument(help="same, different or unsure.")] = None,
    reason: Annotated[str, typer.Option(help="The reason, in your own words.")] = "",
    file: Annotated[Path | None, typer.Option(help="A CSV of left_id, right_id, verdict and reason.")] = None,
    by: Annotated[str, typer.Option(help="Who decided. Default: your account on this machine.")] = "",
) -> None:
    """Record that two person records are the same person, or are not. The next run follows it.

    Example: reassess judge met N0102 N0201 same --reason "one number, one nickname, seen together"
    """
    from reassess.linking import judge as judge_pair
    from reassess.linking import judge_file
    from reassess.review_settings import read_settings

    who, now = by or getpass.getuser(), datetime.now(UTC)
    read_settings(review / "review.toml")
    if file:
        out.print(f"{len(judge_file(review, file, who, now, _known(review))):,} judgements saved.")
    elif left and right and verdict:
        judge_pair(review, left, right, verdict, reason, who, now, _known(review))
        out.print("Judgement saved. The next run follows it.")
    else:
        raise UserError(
            "judge: no judgement given. Give two records and same, different or unsure, or use --file FILE."
        )


def _known(review: Path) -> set[str] | None:
    """Return the person records of the latest run, or None if the review has no run yet."""
    from reassess.records.manifest import finished_runs, read_manifest

    runs = finished_runs(review / "runs")
    if not runs:
        return None
    read_manifest(runs[-1])
    with runs[-1].connect() as con:
        return {person for (person,) in con.execute("SELECT person_id FROM records.person").fetchall()}


@app.command()
def group(
    review: ReviewPath,
    count: Annotated[int, typer.Option(min=1, help="How many groups to show.")] = 20,
) -> None:
    """Show groups of connected people, places and investigations in the latest run, and hotspots.

    Example: reassess group met
    """
    from reassess.cli.output.lists import print_groups
    from reassess.review import Review

    print_groups(out, Review(review).latest(), count)

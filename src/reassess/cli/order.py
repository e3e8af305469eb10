"""Verbs on the order of work: simulate, assure, forecast."""

from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import app, out, progress


@app.command()
def simulate(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS|REVIEW", help="A labelled table, or a review of a caseload.")
    ],
    text: Annotated[str, typer.Option(help="Columns whose words are read, separated by commas.")] = "title,abstract",
    label: Annotated[str, typer.Option(help="The column that says whether a record is positive.")] = "label_included",
    tokens: Annotated[str, typer.Option(help="Columns of tokens with semicolons between them.")] = "",
    planted: Annotated[Path | None, typer.Option(help="A caseload's truth/planted.csv, for a review.")] = None,
    seed: Annotated[int, typer.Option(help="Of the first records and of the draws.")] = 0,
    target: Annotated[float, typer.Option(min=0.5, max=1, help="The share of positives to reach.")] = 0.95,
    to: Annotated[Path | None, typer.Option("--out", help="A folder for the curve as CSV and PNG.")] = None,
) -> None:
    """The same ordering and assurance code on any labelled table, so that anyone can check the claims.

    Example: reassess simulate records.csv --text title,abstract --label label_included --target 0.95
    """
    from reassess.cli import shown
    from reassess.triage import account, replay, simulate_table
    from reassess.triage.tables import read_labelled

    if records.is_dir():
        from reassess.review import Review

        with progress("simulate"):
            played = replay.simulate_run(Review(records).latest(), _planted(planted), seed=seed, target=target)
        shown.table(out, "Simulation on the planted truth", ["what", "value"], replay.replay_in_words(played).items())
        return
    with progress("simulate"):
        held = read_labelled(records, _split(text), label, _split(tokens))
        simulation = simulate_table(held, seed, target)
    shown.table(out, "Simulation", ["what", "value"], account.measures_in_words(simulation))
    for line in account.looks_in_words(simulation):
        out.print(line, highlight=False)
    if to:
        to.mkdir(parents=True, exist_ok=True)
        account.write_curve(simulation, to / "curve.csv")
        account.write_chart(simulation, to / "curve.png")
        out.print(f"Wrote {to / 'curve.csv'} and {to / 'curve.png'}.")


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _planted(file: Path | None) -> Path:
    if file is None:
        raise typer.BadParameter(
            "a review is simulated on its caseload's planted truth: --planted DIR/truth/planted.csv"
        )
    return file

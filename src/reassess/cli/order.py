"""Verbs on the order of work: simulate, order, assure, forecast."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress
from reassess.records.errors import UserError


@app.command()
def simulate(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS|REVIEW", help="A labelled table, or a review of a caseload.")
    ],
    text: Annotated[str, typer.Option(help="Columns whose words are read, separated by commas.")] = "title,abstract",
    label: Annotated[str, typer.Option(help="The column that says whether a record is positive.")] = "label_included",
    tokens: Annotated[str, typer.Option(help="Columns of tokens with semicolons between them.")] = "",
    planted: Annotated[
        Path | None, typer.Option(help="A caseload's truth/planted.csv, for a review; found beside a demonstration's.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the first records and of the draws.")] = 0,
    target: Annotated[float, typer.Option(min=0.5, max=1, help="The share of positives to reach.")] = 0.95,
    to: Annotated[Path, typer.Option("--out", help="A folder for the curve as CSV and PNG.")] = Path("simulated"),
) -> None:
    """The same ordering and assurance code on any labelled table, so that anyone can check the claims.

    Example: reassess simulate records.csv --text title,abstract --label label_included --target 0.95
    """
    from reassess.cli import shown
    from reassess.triage import simulate_table
    from reassess.triage.simulation import replay
    from reassess.triage.simulation import simulation_report as account
    from reassess.triage.simulation.labelled_tables import read_labelled

    if records.is_dir():
        from reassess.review import Review

        with progress("simulate"):
            played = replay.simulate_run(Review(records).latest(), _planted(records, planted), seed=seed, target=target)
        shown.table(out, "Simulation on the planted truth", ["what", "value"], replay.replay_in_words(played).items())
        return
    with progress("simulate"):
        held = read_labelled(records, _split(text), label, _split(tokens))
        simulation = simulate_table(held, seed, target)
    shown.table(out, "Simulation", ["what", "value"], account.measures_in_words(simulation))
    for line in account.looks_in_words(simulation):
        out.print(line, highlight=False)
    curve, chart = account.write_results(simulation, to)
    out.print(f"Wrote {curve} and {chart}.", highlight=False)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _planted(review: Path, said: Path | None) -> Path:
    """The planted truth of a review's caseload: what was said, or where a demonstration keeps it."""
    file = said or review.parent / "caseload" / "truth" / "planted.csv"
    if not file.is_file():
        raise UserError(f"{file}: not there. A review is simulated on its caseload's truth: --planted FILE")
    return file


@app.command()
def order(
    review: ReviewPath,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until stopped; the server runs it so.")] = False,
    every: Annotated[int, typer.Option(min=1, help="With --watch: seconds between two looks.")] = 60,
    beside: Annotated[int, typer.Option(help="With --watch: the process with which it ends; 0 for none.")] = 0,
) -> None:
    """Learn the order of work anew from the decisions so far, and put it into force in the workspace.

    Example: reassess order met
    """
    from reassess.reordering import order_again
    from reassess.reordering import watch as go_on
    from reassess.review import Review

    held = Review(review)
    if watch:
        go_on(
            held,
            every=every,
            goes_on=lambda: not beside or os.getppid() == beside,
            say=lambda words: out.print(words, highlight=False, soft_wrap=True),
        )
        return
    with progress("order") as step:
        done = order_again(held, progress=step)
    said = f" Said anew: {', '.join(done.statements)}." if done.statements else ""
    out.print(f"In force: {done.folder}, learnt from {done.decided:,} decided cases.{said}", highlight=False)


@app.command()
def assure(
    review: ReviewPath,
    groups: Annotated[
        bool, typer.Option(help="Also the waits and miss rates of groups, from the audit draws.")
    ] = False,
    readers: Annotated[bool, typer.Option(help="Also how far readers agree, by question, area and year.")] = False,
) -> None:
    """How many missed lines can still be among the unread, as 'at most m', in a sentence that says what it means.

    Example: reassess assure met --groups --readers
    """
    from reassess.cli import shown
    from reassess.review import Review, decisions_so_far
    from reassess.triage.assurance.assure import sentence
    from reassess.triage.run_evaluation import assure_run, fairness_run
    from reassess.triage.published_statements import agreement_in_words
    from reassess.workspace.ordering_api import export_answers

    held = Review(review)
    run, seed = held.latest(), held.settings.seed
    decisions = decisions_so_far(held)
    if decisions is None:
        raise UserError(f"{review}: nobody has decided on a case yet, so there is nothing to be sure of.")
    out.print(sentence(assure_run(run, decisions, seed=seed)), highlight=False, soft_wrap=True)
    if groups:
        shown.fairness(out, fairness_run(run, decisions, seed=seed))
    if readers:
        answers = review / "cache" / "answers.csv"
        export_answers(review, answers)
        rows = agreement_in_words(run, decisions, answers)
        shown.table(out, "How far readers agree", ["by", "value", "answered twice", "alpha", "kappa"], rows)


@app.command()
def forecast(
    review: ReviewPath,
    deadline: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day by which all must be read.")],
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Counted from; the clock's day.")] = None,
    team: Annotated[Path | None, typer.Option(help="Who reads when, as TOML; else the readers so far.")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="A PNG file for the burn-up picture.")] = None,
) -> None:
    """The chance of finishing by the deadline, and the 50, 85 and 95% days, over the team's own calendar.

    Example: reassess forecast met --deadline 2026-12-18 --team team.toml
    """
    from reassess.review import Review, decisions_so_far
    from reassess.triage.decisions import first_decisions
    from reassess.triage.forecast.burnup import burn_up_table
    from reassess.triage.forecast.burnup_chart import write_burn_up
    from reassess.triage.forecast.wording import in_words
    from reassess.triage.run_evaluation import forecast_run

    held = Review(review)
    decisions = decisions_so_far(held)
    if team is None and decisions is None:
        raise UserError(f"{review}: nobody has decided on a case yet. Say who will read and when: --team TEAM.toml")
    outlook = forecast_run(
        held.latest(),
        decisions,
        deadline=deadline.date(),
        today=today.date() if today else date.today(),
        team=team,
        seed=held.settings.seed,
    )
    out.print(in_words(outlook.forecast), highlight=False, soft_wrap=True)
    scored = outlook.scored
    if scored.forecasts:
        said = f"Scored each week on its own past: {scored.forecasts} forecasts, Brier {scored.brier:.2f}"
        out.print(f"{said} (0 is perfect, 0.25 is always saying 50%).", highlight=False, soft_wrap=True)
    if to:
        rows = burn_up_table(outlook.forecast, outlook.remaining, outlook.history)
        write_burn_up(rows, deadline.date(), len(outlook.remaining.classes) + len(first_decisions(outlook.history)), to)
        out.print(f"Wrote {to}.")

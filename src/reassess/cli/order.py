"""Verbs for the order of work: simulate, order, assure, forecast."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress
from reassess.records.errors import UserError

if TYPE_CHECKING:
    from reassess.records.store import Run
    from reassess.triage.run_evaluation import RunForecast


Records = Annotated[
    Path, typer.Argument(metavar="RECORDS|REVIEW", help="A labelled table, or the review of a caseload.")
]
Planted = Annotated[
    Path | None, typer.Option(help="The truth/planted.csv of the caseload. Found by itself in a demonstration.")
]
Today = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count from this day. Default: today.")]
TeamFile = Annotated[
    Path | None, typer.Option(help="A TOML file of readers and their days. Default: the readers so far.")
]


@app.command()
def simulate(
    records: Records,
    text: Annotated[str, typer.Option(help="Text columns, separated by commas.")] = "title,abstract",
    label: Annotated[str, typer.Option(help="The column that says whether a record is positive.")] = "label_included",
    tokens: Annotated[str, typer.Option(help="Columns of tokens separated by semicolons.")] = "",
    planted: Planted = None,
    seed: Annotated[int, typer.Option(help="Seed of the first records and of the draws.")] = 0,
    target: Annotated[float, typer.Option(min=0.5, max=1, help="The share of positives to find.")] = 0.95,
    to: Annotated[Path, typer.Option("--out", help="A folder for the curve as CSV and PNG.")] = Path("simulated"),
) -> None:
    """Run the ordering and assurance code on any labelled table, so that anyone can check the claims.

    Example: reassess simulate records.csv --text title,abstract --label label_included --target 0.95
    """
    if records.is_dir():
        _simulate_review(records, _planted(records, planted), seed, target)
    else:
        _simulate_table(records, (_split(text), label, _split(tokens)), seed, target, to)


def _simulate_review(review: Path, planted: Path, seed: int, target: float) -> None:
    from reassess.cli.output.tables import print_table
    from reassess.review import Review
    from reassess.triage.simulation import replay

    with progress("simulate"):
        played = replay.simulate_run(Review(review).latest(), planted, seed=seed, target=target)
    print_table(out, "Simulation on the planted answers", ["what", "value"], replay.replay_in_words(played).items())


def _simulate_table(file: Path, columns: tuple[list[str], str, list[str]], seed: int, target: float, to: Path) -> None:
    from reassess.cli.output.tables import print_table
    from reassess.triage import simulate_table
    from reassess.triage.simulation import simulation_report
    from reassess.triage.simulation.labelled_tables import read_labelled

    with progress("simulate"):
        held = read_labelled(file, *columns)
        simulation = simulate_table(held, seed, target)
    print_table(out, "Simulation", ["what", "value"], simulation_report.measures_in_words(simulation))
    for line in simulation_report.looks_in_words(simulation):
        out.print(line, highlight=False)
    curve, chart = simulation_report.write_results(simulation, to)
    out.print(f"Wrote {curve} and {chart}.", highlight=False)


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _planted(review: Path, said: Path | None) -> Path:
    """Return the file of planted answers: the one given, or the one that a demonstration keeps."""
    file = said or review.parent / "caseload" / "truth" / "planted.csv"
    if not file.is_file():
        raise UserError(f"{file}: no such file. Give the planted answers of the caseload: --planted FILE")
    return file


@app.command()
def order(
    review: ReviewPath,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running until stopped, as the server does.")] = False,
    every: Annotated[int, typer.Option(min=1, help="With --watch: seconds between checks.")] = 60,
    beside: Annotated[int, typer.Option(help="With --watch: stop when this process ends; 0 for none.")] = 0,
) -> None:
    """Learn the order of work again from the decisions so far, and use it in the workspace.

    Example: reassess order met
    """
    from reassess.reordering import reorder
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
        done = reorder(held, progress=step)
    said = f" Statements updated: {', '.join(done.statements)}." if done.statements else ""
    out.print(f"In force: {done.folder}, learnt from {done.decided:,} decided cases.{said}", highlight=False)


@app.command()
def assure(
    review: ReviewPath,
    groups: Annotated[bool, typer.Option(help="Show waits and miss rates of groups, from the audit draws.")] = False,
    readers: Annotated[bool, typer.Option(help="Show how far readers agree, by question, area and year.")] = False,
) -> None:
    """Show how many missed lines can remain in unread cases, as 'at most m', and what that means.

    Example: reassess assure met --groups --readers
    """
    from reassess.cli.output.lists import print_fairness
    from reassess.feedback import decisions_so_far
    from reassess.review import Review
    from reassess.triage.assurance.wording import assurance_sentences
    from reassess.triage.run_evaluation import BlindReviewDraws, assure_run, fairness_run
    from reassess.workspace.ordering_api import blind_review_draws

    held = Review(review)
    run, seed = held.latest(), held.settings.seed
    decisions = decisions_so_far(held.path)
    if decisions is None:
        raise UserError(f"{review}: no case has been decided yet. Decide some cases, then run this again.")
    assured = assure_run(run, decisions, reviews=BlindReviewDraws(*blind_review_draws(held.path)))
    out.print(assurance_sentences(assured), highlight=False, soft_wrap=True)
    if groups:
        print_fairness(out, fairness_run(run, decisions, seed=seed))
    if readers:
        _print_agreement(review, run, decisions)


def _print_agreement(review: Path, run: "Run", decisions: Path) -> None:
    from reassess.cli.output.tables import print_table
    from reassess.triage.published_statements import agreement_in_words
    from reassess.workspace.ordering_api import export_answers

    answers = review / "cache" / "answers.csv"
    export_answers(review, answers)
    rows = agreement_in_words(run, decisions, answers)
    print_table(out, "How far readers agree", ["by", "value", "answered twice", "alpha", "kappa"], rows)


@app.command("verify-draw")
def verify_draw(
    path: Annotated[Path, typer.Argument(metavar="REVIEW|FILE", help="A review, or a file made with --reveal.")],
    reveal: Annotated[
        Path | None, typer.Option(help="Reveal the seed in this new file. Later draws can be predicted from then on.")
    ] = None,
) -> None:
    """Check that every audit draw followed the seed committed before the first decision.

    Example: reassess verify-draw met --reveal draws.json
    """
    from reassess import draw_check
    from reassess.review import Review

    if path.is_file():
        record = draw_check.read_record(path)
    elif reveal is not None:
        record = draw_check.reveal(Review(path), reveal)
        out.print(f"Wrote {reveal}. The audit trail says that the seed is revealed.", highlight=False, soft_wrap=True)
    else:
        record = draw_check.draw_record(Review(path))
    wrong = draw_check.problems(record)
    for sentence in wrong:
        out.print(sentence, highlight=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(1)
    said = f"All {len(record.drawn):,} draws follow the committed seed. Its hash is {record.commitment}."
    out.print(said, highlight=False, soft_wrap=True)


@app.command()
def forecast(
    review: ReviewPath,
    deadline: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day by which all cases must be read.")],
    today: Today = None,
    team: TeamFile = None,
    to: Annotated[Path | None, typer.Option("--out", help="Write the burn-up chart to this PNG file.")] = None,
) -> None:
    """Forecast the chance of finishing by the deadline, and the days by which 50, 85 and 95% of forecasts finish.

    Example: reassess forecast met --deadline 2026-12-18 --team team.toml
    """
    from reassess.cli.output.tables import print_line
    from reassess.feedback import decisions_so_far
    from reassess.review import Review
    from reassess.triage.forecast.wording import forecast_sentences
    from reassess.triage.run_evaluation import forecast_run

    held = Review(review)
    decisions = decisions_so_far(held.path)
    if team is None and decisions is None:
        raise UserError(f"{review}: no case has been decided yet. Say who will read and when: --team TEAM.toml")
    outlook = forecast_run(
        held.latest(),
        decisions,
        deadline=deadline.date(),
        today=today.date() if today else date.today(),
        team=team,
        seed=held.settings.seed,
    )
    print_line(out, forecast_sentences(outlook.forecast))
    scored = outlook.backtest
    if scored.forecasts:
        tested = f"Tested each week on earlier weeks only: {scored.forecasts} forecasts, Brier {scored.brier:.2f}"
        print_line(out, f"{tested} (0 is perfect, 0.25 is always saying 50%).")
    if to:
        _write_burn_up(outlook, deadline.date(), to)


def _write_burn_up(outlook: "RunForecast", deadline: date, to: Path) -> None:
    from reassess.triage.decisions import first_decisions
    from reassess.triage.forecast.burnup import burn_up_table
    from reassess.triage.forecast.burnup_chart import write_burn_up

    rows = burn_up_table(outlook.forecast, outlook.remaining, outlook.history)
    write_burn_up(rows, deadline, len(outlook.remaining.classes) + len(first_decisions(outlook.history)), to)
    out.print(f"Wrote {to}.")

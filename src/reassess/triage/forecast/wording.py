"""The forecast in words: the chance, the days, what is missing, and what it rests on."""

from datetime import date

from reassess.triage.forecast.monte_carlo import Forecast


def chance_in_words(chance: float) -> str:
    """A chance from so many draws as a percentage; never as a certainty.

    >>> chance_in_words(0.8512), chance_in_words(1.0), chance_in_words(0.001)
    ('85%', 'over 99%', 'under 1%')
    """
    return "over 99%" if chance > 0.99 else "under 1%" if chance < 0.01 else f"{chance:.0%}"


def in_words(result: Forecast) -> str:
    """The forecast as sentences: the chance, the dates, on what it rests, and what is missing."""
    if not result.effort_left:
        return "Nothing is left to read."
    return " ".join([_chance_in_words(result), _days_in_words(result), *_missing_in_words(result), _rests_on(result)])


def _day(day: date) -> str:
    return day.strftime("%-d %B %Y")


def _passed(result: Forecast) -> bool:
    return result.deadline < result.today


def _chance_in_words(result: Forecast) -> str:
    if _passed(result):
        return f"The deadline of {_day(result.deadline)} has passed."
    return f"The chance of finishing by {_day(result.deadline)} is {chance_in_words(result.chance)}."


def _days_in_words(result: Forecast) -> str:
    said = {level: f"by {_day(day)}" if day else "not within five years" for level, day in result.dates.items()}
    return f"With even chances it is done {said[0.5]}; with 85% {said[0.85]}; with 95% {said[0.95]}."


def _missing_in_words(result: Forecast) -> list[str]:
    """What is missing for the deadline, as one sentence; none where it has passed."""
    if _passed(result):
        return []
    several = f"{result.further_readers} more full-time readers would make the chance 85%."
    return [
        {
            None: "Even forty more readers would not make it likely.",
            0: "No further reader is needed for a chance of 85%.",
            1: "One more full-time reader would make the chance 85%.",
        }.get(result.further_readers, several)
    ]


def _rests_on(result: Forecast) -> str:
    return (
        f"This rests on stated assumptions (assumptions.yaml): there are only {result.history_days} working days of"
        f" history."
        if result.from_assumptions
        else f"This rests on {result.history_days} working days of this team."
    )

"""The forecast in words, for the command line and the pages."""

from datetime import date

from reassess.triage.forecast.monte_carlo import Forecast


def chance_in_words(chance: float) -> str:
    """An estimated probability as a percentage, never shown as certain.

    >>> chance_in_words(0.8512), chance_in_words(1.0), chance_in_words(0.001)
    ('85%', 'over 99%', 'under 1%')
    """
    return "over 99%" if chance > 0.99 else "under 1%" if chance < 0.01 else f"{chance:.0%}"


def forecast_sentences(result: Forecast) -> str:
    """The forecast as sentences: the chance, the finishing dates, the readers needed and what it rests on."""
    if not result.effort_left:
        return "Nothing is left to read."
    sentences = [_chance_sentence(result), _dates_sentence(result), _readers_sentence(result), _basis_sentence(result)]
    return " ".join(filter(None, sentences))


def _chance_sentence(result: Forecast) -> str:
    deadline = _day(result.deadline)
    if _has_passed(result):
        return f"The deadline of {deadline} has passed."
    return f"The chance of finishing by {deadline} is {chance_in_words(result.chance)}."


def _day(day: date) -> str:
    return day.strftime("%-d %B %Y")


def _has_passed(result: Forecast) -> bool:
    return result.deadline < result.today


def _dates_sentence(result: Forecast) -> str:
    when = {level: f"by {_day(day)}" if day else "not within five years" for level, day in result.dates.items()}
    return f"Finishing date: 50% chance {when[0.5]}, 85% chance {when[0.85]}, 95% chance {when[0.95]}."


def _readers_sentence(result: Forecast) -> str:
    """How many more readers an 85% chance needs; empty if the deadline has passed."""
    if _has_passed(result):
        return ""
    if result.further_readers is None:
        return "Even 40 more readers would not make the chance 85%."
    if result.further_readers == 0:
        return "An 85% chance needs no more readers."
    if result.further_readers == 1:
        return "One more full-time reader would make the chance 85%."
    return f"{result.further_readers} more full-time readers would make the chance 85%."


def _basis_sentence(result: Forecast) -> str:
    if result.from_assumptions:
        return (
            f"This rests on stated assumptions (assumptions.yaml), because there are only {result.history_days} working"
            f" days of history."
        )
    return f"This rests on {result.history_days} working days of this team."

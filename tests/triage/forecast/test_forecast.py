"""The forecast: the calendar, what a case weighs, dates that move the right way, and what it rests on."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.triage.decisions import Decision
from reassess.triage.forecast.burnup import burn_up_table
from reassess.triage.forecast.burnup_chart import write_burn_up
from reassess.triage.forecast.effort import class_efforts, effort_a_person_day
from reassess.triage.forecast.monte_carlo import Forecast, RemainingWork, backtest, forecast, what_if
from reassess.triage.forecast.team import Absence, Reader, Team, bank_holiday, team_of
from reassess.triage.forecast.wording import forecast_sentences

TEAM = team_of(["a", "b"])
START = date(2026, 1, 5)
TODAY = date(2026, 3, 2)


def history(weeks: int = 8, minutes: dict[str, int] | None = None) -> list[Decision]:
    """Six cases a working day by two readers: three light, two ordinary, one heavy."""
    spent = minutes or {"light": 20, "ordinary": 40, "heavy": 120}
    found = []
    for number in range(weeks * 7):
        day = START + timedelta(days=number)
        if TEAM.present(day):
            for number_today, name in enumerate(["light", "light", "light", "ordinary", "ordinary", "heavy"]):
                opened = datetime(day.year, day.month, day.day, 9 + number_today % 3)
                decided = opened + timedelta(minutes=spent[name])
                case = f"{day}-{number_today}"
                found.append(Decision(case, "ab"[number_today % 2], opened, decided, None, False, "order", name))
    return found


@pytest.mark.parametrize(
    ("day", "region", "closed"),
    [
        (date(2026, 4, 3), "ENG", True),
        (date(2026, 4, 6), "ENG", True),
        (date(2026, 4, 6), "SCT", False),
        (date(2026, 11, 30), "SCT", True),
        (date(2026, 3, 17), "NIR", True),
        (date(2026, 3, 17), "WLS", False),
        # Moved and added by proclamation: the Platinum Jubilee, a state funeral, a coronation.
        (date(2022, 5, 30), "ENG", False),
        (date(2022, 6, 2), "ENG", True),
        (date(2022, 6, 3), "WLS", True),
        (date(2022, 9, 19), "ENG", True),
        (date(2023, 5, 8), "WLS", True),
        # On a weekend: the day that stands for it.
        (date(2021, 12, 27), "ENG", True),
        (date(2021, 12, 28), "WLS", True),
        (date(2022, 1, 3), "ENG", True),
    ],
)
def test_bank_holidays_are_those_of_the_country(day: date, region: str, closed: bool) -> None:
    assert bank_holiday(day, region) is closed


def test_weekends_leave_and_joining_count() -> None:
    away = (Absence(date(2026, 3, 3), date(2026, 3, 4)),)
    team = Team([Reader("a", away=away), Reader("b", weekdays=frozenset({0, 1}), share=0.5, joins=date(2026, 3, 3))])
    present = [team.present(date(2026, 3, 2) + timedelta(days=number)) for number in range(7)]
    assert present == [1, 0.5, 0, 1, 1, 0, 0]
    with pytest.raises(UserError, match="none of ENG"):
        Team([], "UK")


def test_efforts_are_learnt_from_reading_times_and_shrunk() -> None:
    few, many = (class_efforts(history(weeks, {"light": 40, "ordinary": 40, "heavy": 40})) for weeks in (1, 8))
    assert 0.5 < few["light"] < many["light"] <= many["heavy"] + 0.2
    assert many["heavy"] < few["heavy"] < 2.5
    assert class_efforts([])["heavy"] == 2.5


def test_work_on_a_day_off_counts_for_the_next_working_day() -> None:
    saturday = datetime(2026, 1, 10, 10)
    extra = Decision("sat", "a", saturday, saturday + timedelta(minutes=40), None, False, "order", "ordinary")
    efforts = {"light": 0.5, "ordinary": 1.0, "heavy": 2.5}
    plain = effort_a_person_day(history(2), efforts, TEAM, date(2026, 1, 19))
    more = effort_a_person_day([*history(2), extra], efforts, TEAM, date(2026, 1, 19))
    assert len(plain) == len(more) == 10
    assert sum(more) == pytest.approx(sum(plain) + 0.5)
    assert more[5] == pytest.approx(plain[5] + 0.5)


def asked(classes: list[str | None], deadline: date) -> Forecast:
    return forecast(RemainingWork(classes, extra=0.0), history(), TEAM, deadline=deadline, today=TODAY)


MIX: list[str | None] = ["light", "light", "light", "ordinary", "ordinary", "heavy"]


def test_an_even_pace_gives_the_day_that_can_be_counted() -> None:
    """Forty days' work of an even team from 2 March: past Good Friday and Easter Monday to 28 April."""
    result = asked(MIX * 40, date(2026, 6, 30))
    assert result.chance == 1
    assert result.dates[0.5] == date(2026, 4, 28)
    assert not result.from_assumptions


def test_heavier_work_finishes_later() -> None:
    mixed = asked(MIX * 40, date(2026, 6, 30)).dates[0.85]
    heavy = asked(["heavy"] * 240, date(2026, 6, 30)).dates[0.85]
    assert mixed is not None
    assert heavy is not None
    assert mixed < heavy


def test_further_readers_bring_it_forward_and_are_counted() -> None:
    tight = date(2026, 4, 10)
    result = asked(MIX * 40, tight)
    assert result.chance < 0.5
    assert result.further_readers in (1, 2)
    remaining = RemainingWork(MIX * 40, extra=0.0)
    helped = what_if(result, remaining, history(), TEAM, further=result.further_readers or 0)
    assert helped.chance >= 0.85
    assert asked(MIX * 4000, tight).further_readers is None


def test_before_there_is_history_it_says_what_it_rests_on() -> None:
    result = forecast(RemainingWork(MIX * 10), history(1), TEAM, deadline=date(2026, 6, 30), today=date(2026, 1, 12))
    assert result.from_assumptions
    assert "stated assumptions" in forecast_sentences(result)
    assert result.dates[0.5] != result.dates[0.95]
    assert "40 working days of this team" in forecast_sentences(asked(MIX * 40, date(2026, 6, 30)))


def test_nothing_left_is_said_and_nothing_more() -> None:
    assert forecast_sentences(asked([], date(2020, 1, 1))) == "Nothing is left to read."
    assert forecast_sentences(asked([], date(2026, 6, 30))) == "Nothing is left to read."


def test_a_deadline_that_has_passed_is_said_and_no_chance_of_meeting_it() -> None:
    result = asked(MIX * 40, TODAY - timedelta(days=1))
    assert (result.chance, result.further_readers) == (0, None)
    said = forecast_sentences(result)
    assert said.startswith("The deadline of 1 March 2026 has passed. Finishing date: 50% chance by 28 April 2026,")
    assert "chance of finishing" not in said
    assert "readers would" not in said


def test_a_team_of_nobody_never_finishes_and_the_first_reader_is_missing() -> None:
    nobody = Team([])
    result = forecast(RemainingWork(MIX, extra=0.0), [], nobody, deadline=date(2026, 6, 30), today=TODAY)
    assert result.dates == {0.5: None, 0.85: None, 0.95: None}
    assert result.further_readers == 1
    said = forecast_sentences(result)
    assert "95% chance not within five years. One more full-time reader would make the chance 85%." in said
    assert burn_up_table(result, RemainingWork(MIX, extra=0.0), [])[-1]["cases"] == 0


def test_one_more_reader_never_makes_it_later_whatever_the_seed() -> None:
    remaining = RemainingWork(MIX * 40, extra=0.0)
    uneven = [one for number, one in enumerate(history()) if number % 7]
    for seed in (2, 7):
        base = forecast(remaining, uneven, TEAM, deadline=date(2026, 4, 24), today=TODAY, seed=seed)
        more = what_if(base, remaining, uneven, TEAM, further=0)
        assert (more.chance, more.dates) == (base.chance, base.dates)
        assert what_if(base, remaining, uneven, TEAM).chance >= base.chance


def test_work_of_one_day_in_a_leap_year_and_across_new_year_is_counted() -> None:
    assert forecast(RemainingWork(["light"], extra=0.0), history(), TEAM, deadline=TODAY, today=TODAY).chance == 1
    late = forecast(RemainingWork(MIX * 4, extra=0.0), [], TEAM, deadline=date(2028, 2, 29), today=date(2027, 12, 24))
    day = late.dates[0.5]
    assert day is not None
    assert TEAM.present(day)


def test_equal_input_gives_an_equal_forecast() -> None:
    assert forecast_sentences(asked(MIX * 40, TODAY + timedelta(days=50))) == forecast_sentences(
        asked(MIX * 40, TODAY + timedelta(days=50))
    )


def test_past_forecasts_are_scored() -> None:
    scored = backtest(history(12), TEAM, START + timedelta(weeks=12))
    assert scored.forecasts == 7
    assert scored.brier is not None
    assert scored.brier < 0.2
    assert backtest(history(2), TEAM, START + timedelta(weeks=2)).brier is None


def test_burn_up_counts_cases_and_draws_them(tmp_path: Path) -> None:
    result = asked(MIX * 40, date(2026, 5, 29))
    rows = burn_up_table(result, RemainingWork(MIX * 40, extra=0.0), history())
    read = [row for row in rows if row["series"] == "read"]
    assert read[-1]["cases"] == len(history())
    late = [int(str(row["cases"])) for row in rows if row["series"] == "late"]
    assert late == sorted(late)
    assert late[-1] == len(history()) + 240
    write_burn_up(rows, result.deadline, len(history()) + 240, tmp_path / "burn.svg")
    assert (tmp_path / "burn.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", ["burn.xyz", "burn", "no-folder/burn.png"])
def test_a_picture_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"Name a \.png or \.svg file"):
        write_burn_up([], date(2026, 5, 29), 1, tmp_path / name)

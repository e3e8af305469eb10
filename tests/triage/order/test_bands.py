"""Bands before scores: whatever the model says, no case crosses a band."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.triage.assurance.audit_sample import KeyPurpose, random_key
from reassess.triage.config import read_config
from reassess.triage.order.bands import BandFacts, SortCriteria, band_of, bands, sorted_rows
from reassess.workspace.platform.options import Options

SCORES = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([0.0, 1.0]))
STANDINGS = st.lists(
    st.builds(
        SortCriteria,
        st.integers(0, 7),
        SCORES,
        st.integers(0, 4),
        st.integers(0, 3).map(lambda n: random_key("1", KeyPurpose.TIE_BREAK, str(n))),
    ),
    max_size=40,
)


@settings(max_examples=500)
@given(STANDINGS)
def test_no_model_moves_a_case_across_a_band(criteria: list[SortCriteria]) -> None:
    ordered = [criteria[at] for at in sorted_rows(criteria)]
    assert [one.band for one in ordered] == sorted(one.band for one in criteria)


@settings(max_examples=500)
@given(STANDINGS)
def test_scores_that_are_no_numbers_come_last_in_their_band(criteria: list[SortCriteria]) -> None:
    ordered = [criteria[at] for at in sorted_rows(criteria)]
    for before, after in pairwise(ordered):
        if before.band == after.band and not math.isfinite(before.score):
            assert not math.isfinite(after.score)
        if before.band == after.band and math.isfinite(before.score) and math.isfinite(after.score):
            assert before.score >= after.score


@given(STANDINGS)
def test_a_failed_refit_leaves_age_and_random_key(criteria: list[SortCriteria]) -> None:
    failed = [SortCriteria(one.band, math.nan, one.age, one.random_key) for one in criteria]
    ordered = [failed[at] for at in sorted_rows(failed)]
    assert ordered == sorted(failed, key=lambda one: (one.band, -one.age, one.random_key))


def facts(**given: object) -> BandFacts:
    content: dict[str, object] = {"risk_bands": frozenset(), "scope": "in", "offence_classes": frozenset({"86"})}
    return BandFacts(**{**content, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "band"),
    [
        (facts(), "rest"),
        (facts(scope="unknown"), "rest"),
        (facts(scope="out"), "outside"),
        (facts(offence_classes=frozenset({"19", "86"})), "rape"),
        (facts(offence_classes=frozenset({"17", "17B"})), "priority"),
        (facts(offence_classes=frozenset({"21"})), "priority"),
        (facts(offence_classes=frozenset({"17"})), "rest"),
        (facts(offence_classes=frozenset({"19"}), scope="out"), "outside"),
        (facts(risk_bands=frozenset({"same_day", "immediate"})), "immediate"),
        (facts(risk_bands=frozenset({"next_working_day"}), scope="out"), "next_working_day"),
        (facts(risk_bands=frozenset({"next_working_day", "same_day"})), "same_day"),
        (facts(unseen_days=91), "unseen_too_long"),
        (facts(unseen_days=90), "rest"),
        (facts(unseen_days=400, risk_bands=frozenset({"same_day"})), "same_day"),
    ],
)
def test_band_follows_from_rules_and_people(given: BandFacts, band: str) -> None:
    assert band_of(given).name == band


def test_risks_come_before_offences_and_out_of_scope_last() -> None:
    assert list(bands()) == [
        "immediate",
        "same_day",
        "next_working_day",
        "before_contact",
        "unseen_too_long",
        "rape",
        "priority",
        "rest",
        "outside",
    ]


def test_a_band_that_nobody_defined_is_refused() -> None:
    with pytest.raises(KeyError):
        band_of(facts(risk_bands=frozenset({"whenever"})))


FACTS = st.builds(
    BandFacts,
    st.sets(st.sampled_from(["immediate", "same_day", "next_working_day", "before_contact"])).map(frozenset),
    st.sampled_from(["in", "out", "unknown"]),
    st.sets(st.sampled_from(["19", "17", "17B", "20", "20B", "21", "86"])).map(frozenset),
    st.one_of(st.none(), st.integers(0, 400)),
)


@given(FACTS, FACTS)
def test_more_risk_never_puts_a_case_later(one: BandFacts, other: BandFacts) -> None:
    more = BandFacts(one.risk_bands | other.risk_bands, one.scope, one.offence_classes, one.unseen_days)
    assert band_of(more).rank <= band_of(one).rank


@given(FACTS)
def test_nobody_at_risk_today_waits_behind_an_offence_or_a_clock(given_: BandFacts) -> None:
    if given_.risk_bands & {"immediate", "same_day"}:
        assert band_of(given_).rank < bands()["unseen_too_long"].rank


@given(FACTS, st.integers(0, 400))
def test_waiting_longer_never_puts_a_case_later(given_: BandFacts, more: int) -> None:
    waited = (given_.unseen_days or 0) + more
    longer = BandFacts(given_.risk_bands, given_.scope, given_.offence_classes, waited)
    assert band_of(longer).rank <= band_of(given_).rank


def test_the_ceiling_is_that_by_which_the_workspace_serves() -> None:
    assert read_config("bands.yaml")["unseen_ceiling_days"] == Options().unseen_ceiling_days

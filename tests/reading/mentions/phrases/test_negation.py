"""Whether a phrase is denied or in doubt where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.phrases import negation as stance
from tests.reading.known import found


@pytest.mark.parametrize(
    ("text", "kind", "negated"),
    [
        ("No threats to kill were made.", "threat_to_life", True),
        ("No reply. She reports threats to kill.", "threat_to_life", False),
        ("No further action was taken on the threat to kill.", "threat_to_life", False),
        ("She has not been seen since the threat to kill.", "threat_to_life", False),
        ("Threats to kill: none.", "threat_to_life", True),
        ("not only threats to kill but", "threat_to_life", False),
        ("No injuries, no threats to kill, no weapons", "threat_to_life", True),
        ("She did not attend because she felt suicidal", "self_harm", False),
        ("The nurse found no evidence of self-harm.", "self_harm", True),
        ("Nil self harm.", "self_harm", True),
        ("She isn't suicidal", "self_harm", True),
        ("No contact with victim, who is suicidal", "self_harm", False),
        ("Without any plans to leave the country", "leave_country", True),
        ("no intention of leaving the UK", "leave_country", True),
        ("He denied any plans to leave the country.", "leave_country", True),
        ("No reply, suicidal.", "self_harm", False),
        ("No answer and suicidal", "self_harm", False),
        ("Risk assessment: self-harm: no.", "self_harm", True),
        ("Self harm? No", "self_harm", True),
        ("Self harm? Yes", "self_harm", False),
        ("Self-harm (Y/N): N", "self_harm", True),
        ("Self-harm: N/A", "self_harm", True),
        ("Self harm - none known", "self_harm", True),
        ("Nil: self harm", "self_harm", True),
        ("Not thought to be suicidal", "self_harm", True),
        ("There is nothing to suggest self-harm", "self_harm", True),
        ("She was not suicidal but had taken an overdose", "self_harm", True),
        ("No one threatened to kill her", "threat_to_life", True),
        ("Nobody helped when he threatened to kill her", "threat_to_life", False),
        ("It is not clear whether he threatened to kill her", "threat_to_life", False),
    ],
)
def test_negation(text: str, kind: str, negated: bool) -> None:
    assert [f.negated for f in found(text, kind)][:1] == [negated]


def test_a_denial_runs_down_a_list_of_risks() -> None:
    text = "No previous history of self harm, overdose or suicidal thoughts. Overdose in May."
    assert [f.negated for f in found(text, "self_harm")] == [True, True, True, False]


@pytest.mark.parametrize("text", ["Suicidal: denies", "She denied being suicidal", "Suicidal thoughts were denied."])
def test_what_somebody_denies_is_denied_and_doubtful(text: str) -> None:
    assert [(f.negated, f.doubtful) for f in found(text, "self_harm")] == [(True, True)]


@pytest.mark.parametrize("piece", ["to or of or ", "self harm, ", "plans of ", "a-b or ", "any other ", "not "])
def test_no_text_makes_the_search_for_a_denial_slow(piece: str) -> None:
    """A denial is looked for word by word: as one pattern, some of these took longer than the age of the universe."""
    assert found("no " + piece * 200 + "suicidal", "self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether she felt suicidal.",
        "Is she suicidal?",
        "Self-harm risk assessment to be done",
        "at risk of self-harm",
    ],
)
def test_questions_and_forms_are_in_doubt_but_not_left_out(text: str) -> None:
    assert [(f.negated, f.doubtful) for f in found(text, "self_harm")] == [(False, True)]


RISKY = st.lists(
    st.sampled_from(["no", "not", "denies", "suicidal", "self-harm", "?", ".", ",", "or", "whether", "nil", ":"]),
    max_size=14,
).map(" ".join)


@given(RISKY)
def test_whatever_stands_around_a_risk_it_is_never_left_out(text: str) -> None:
    risks = [f for f in found(text, "self_harm") if f.value == "suicidal"]
    assert len(risks) == text.count("suicidal")


@given(RISKY)
def test_a_sentence_of_its_own_says_nothing_of_the_one_before(text: str) -> None:
    (last,) = [f for f in found(f"{text}. She is suicidal.", "self_harm") if f.start > len(text)]
    assert (last.negated, last.doubtful) == (False, False)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_either_denied_or_not(before: str, after: str) -> None:
    denied, unsure = stance.negated(before.lower(), after.lower())
    assert denied or not unsure

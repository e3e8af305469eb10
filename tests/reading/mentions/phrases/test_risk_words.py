"""Risk words: everyday wordings are found, other senses and denials are not, and a denial reaches no further."""

import pytest

from benchmarks.reading.risk_words.measure import hits, sentences
from tests.reading.known import FINDER, found

RECALL, PRECISION = 0.97, 0.85


def hit(kind: str, text: str) -> bool:
    """Whether a list finds something in the text that is not denied."""
    return any(not each.negated for each in found(text, kind))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("threat_to_life", "He told her that she would end up dead."),
        ("threat_to_life", "He said that he would put a bullet in her."),
        ("threat_to_life", "A source says that money was offered to have the victim killed."),
        ("self_harm", "The victim has been cutting her arms."),
        ("self_harm", "She said that there was no point in going on."),
        ("self_harm", "Ligature found in her room by the night staff."),
        ("self_harm", "She wants to be dead."),
        ("leave_country", "He has applied for an emergency passport."),
        ("leave_country", "He is going back to Romania."),
        ("group", "Two men collected her by car."),
        ("language", "She chose to be with him."),
    ],
)
def test_everyday_wordings_are_found(kind: str, text: str) -> None:
    assert hit(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("threat_to_life", "She is killing time until the officer comes."),
        ("self_harm", "He overdosed the sample in the laboratory log."),
        ("self_harm", "She cut her hair before the interview."),
        ("leave_country", "He left the country lane at the bridge."),
        ("group", "Two men from the council fitted a lock."),
        ("group", "Four boys of one swimming club report the same coach."),
        ("group", "The two drivers of the ambulance were seen."),
        ("group", "The group of schools has a new head."),
        ("language", "The prosecutor chose to wait."),
        ("language", "Family chose to move away."),
    ],
)
def test_the_same_words_in_another_sense_are_not_found(kind: str, text: str) -> None:
    assert not hit(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("threat_to_life", "She does not think that he would kill her."),
        ("threat_to_life", "Threat to kill Zoe Quill: not made out."),
        ("threat_to_life", "She is not in fear for her life."),
        ("threat_to_life", "Asked if she was afraid of being killed, she said no."),
        ("self_harm", "No evidence that she self-harms."),
        ("self_harm", "Self-harm ruled out for the girl."),
        ("leave_country", "Nobody has said that he is leaving the country."),
    ],
)
def test_what_is_denied_is_marked_so(kind: str, text: str) -> None:
    assert found(text, kind)
    assert all(each.negated or each.doubtful for each in found(text, kind))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("threat_to_life", "She did not say why she fears for her life."),
        ("threat_to_life", "He did not answer but said he would kill her."),
        ("threat_to_life", "No reply to the message that he will kill her."),
        ("self_harm", "She was not believed when she said that she wants to die."),
        ("leave_country", "No action was taken when he planned to leave the country."),
    ],
)
def test_a_denial_of_something_else_denies_no_risk(kind: str, text: str) -> None:
    assert hit(kind, text)


def test_each_hit_shows_its_words() -> None:
    text = "He told her that she would end up dead."
    (each,) = found(text, "threat_to_life")
    assert text[each.start : each.end] == "end up dead"


def test_the_bed_of_sentences_has_its_size_and_its_shares() -> None:
    bed = list(sentences())
    assert len(bed) >= 1_200
    for group in ("risk", "near", "other"):
        assert sum(each.group == group for each in bed) * 3 == len(bed)


def test_risk_words_on_the_half_of_the_bed_that_no_list_was_tuned_on() -> None:
    judged = [(each.group == "risk", bool(hits(FINDER, each))) for each in sentences() if each.half == "unseen"]
    right = sum(risk and hit for risk, hit in judged)
    assert right / sum(risk for risk, _ in judged) >= RECALL
    assert right / sum(hit for _, hit in judged) >= PRECISION


"""Every question is put so that 'Yes' confirms the finding of its rule."""

import re

import pytest

from reassess.rules.catalogue import Rule, load, package_folder

NEGATIVE = re.compile(r"\b(no|not|nobody|nothing|without|cannot|never)\b", re.IGNORECASE)
TERMS = re.compile(r"no further action|not to charge", re.IGNORECASE)
"""Terms of the trade that hold a negative word and deny nothing."""

WHOLE = re.compile(r"\b(every|each|everybody|everyone|all)\b(?! different)", re.IGNORECASE)


def denies(sentence: str) -> bool:
    """Whether a sentence says that something is missing."""
    return NEGATIVE.search(TERMS.sub("", sentence)) is not None


@pytest.mark.parametrize("rule", load([package_folder()]), ids=lambda rule: rule.slug)
def test_the_question_asks_for_what_the_finding_says(rule: Rule):
    """A finding that something is missing is asked as missing. None asks whether all is as it should be."""
    assert denies(rule.front.title) == denies(rule.front.question), rule.front.question
    assert not WHOLE.search(rule.front.question), rule.front.question

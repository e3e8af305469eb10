"""Phrase lists: their own examples are their tests."""

import pytest

from reassess.reading.mentions.found import Unit
from reassess.reading.mentions.phrases.lists import phrase_lists
from tests.reading.known import found

EXAMPLES = [(each, example) for each in phrase_lists() for example in each.examples]


@pytest.mark.parametrize(("phrases", "example"), EXAMPLES, ids=[f"{e[0].kind}: {e[1]['text'][:50]}" for e in EXAMPLES])
def test_examples_of_the_phrase_lists(phrases, example) -> None:  # type: ignore[no-untyped-def]
    text = example["text"]
    mentions = found(text, phrases.kind, unit=Unit(text, party=example.get("party", "")))
    if example["words"] is None:
        assert mentions == []
        return
    mention = next(m for m in mentions if text[m.start : m.end] == example["words"])
    assert mention.negated is example.get("negated", False)
    for name in ("doubtful", "detail", "speaker"):
        assert getattr(mention, name) == example.get(name, getattr(mention, name))


@pytest.mark.parametrize("phrases", phrase_lists(), ids=[each.kind for each in phrase_lists()])
def test_each_list_has_a_source_a_version_and_a_negative_example(phrases) -> None:  # type: ignore[no-untyped-def]
    assert phrases.source
    assert phrases.version >= 1
    assert any(example["words"] is None for example in phrases.examples)
    assert any(example["words"] for example in phrases.examples)

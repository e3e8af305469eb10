"""Recall and precision of the lists of risk words on sentences written for it.

    python -m benchmarks.reading.risk_words.measure [--half tuning|unseen] [--misses]

The sentences are split by the hash of what they say, before any voice and name is put in: no wording stands in both
halves. Lists are tuned on the tuning half only.
"""

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from reassess.reading.mentions.dictionary.entries import Dictionary
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Found, Unit
from reassess.records.yaml_text import load_yaml

VARIANTS = 4
"""Sentences made of each wording: another voice and other names in each."""


class Bed(TypedDict):
    """The file of sentences."""

    voices: list[str]
    victims: list[str]
    suspects: list[str]
    others: list[str]
    lists: dict[str, dict[str, list[str]]]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the bed: the list it tests, risk, near or other, and the half that it is in."""

    kind: str
    group: str
    half: str
    text: str


def sentences() -> Iterator[Sentence]:
    """Every sentence of the bed."""
    bed: Bed = load_yaml(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))
    for kind, groups in bed["lists"].items():
        for group, wordings in groups.items():
            for wording in wordings:
                yield from _variants(bed, kind, group, wording)


def _variants(bed: Bed, kind: str, group: str, wording: str) -> Iterator[Sentence]:
    digest = int(hashlib.sha256(f"{kind}/{wording}".encode()).hexdigest(), 16)
    half = "unseen" if digest % 2 else "tuning"
    for number in range(digest // 2, digest // 2 + VARIANTS):
        text = wording.format(
            V=bed["victims"][number % len(bed["victims"])],
            S=bed["suspects"][number % len(bed["suspects"])],
            O=bed["others"][number % len(bed["others"])],
        )
        text = text[0].upper() + text[1:]
        yield Sentence(kind, group, half, bed["voices"][number % len(bed["voices"])].format(text))


def hits(finder: Finder, sentence: Sentence) -> list[Found]:
    """What the list finds in the sentence and does not take for denied."""
    (mentions,) = finder.find([Unit(sentence.text)])
    return [each for each in mentions if each.kind == sentence.kind and not each.negated]


def main() -> None:
    """Print recall and precision of each list, and on request every sentence that is judged wrongly."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--half", choices=("tuning", "unseen"), default="unseen")
    arguments.add_argument("--misses", action="store_true", help="print the sentences that are judged wrongly")
    args = arguments.parse_args()
    finder = Finder.of(Dictionary([], [], [], []))
    chosen = [each for each in sentences() if each.half == args.half]
    judged = [(each, hits(finder, each)) for each in chosen]
    for kind in sorted({each.kind for each in chosen}):
        of_kind = [(each.group == "risk", found) for each, found in judged if each.kind == kind]
        right = sum(risk and bool(found) for risk, found in of_kind)
        wrong = sum(not risk and bool(found) for risk, found in of_kind)
        risks = sum(risk for risk, _ in of_kind)
        shares = f"recall {right / risks:.3f}  precision {right / (right + wrong):.3f}"
        print(f"{kind:16} {len(of_kind):4} sentences  {shares}")
    if args.misses:
        for each, found in judged:
            if (each.group == "risk") != bool(found):
                print(each.kind, each.group, each.text, [each.text[f.start : f.end] for f in found], sep=" | ")


if __name__ == "__main__":
    main()

"""Weigh the reasons by which persons are found in a text of which nothing is known, and write the weights down.

Run: python -m benchmarks.reading.weigh_persons

A logistic regression on the half of the marked texts that is there to weigh on; the held-out half is left alone. How
much is asked for is chosen where templates that were left out in turn come out best. The file written is
`phrases/names/persons.yaml` of the package: same texts, same code, same models, the same file.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

import reassess.reading.mentions.phrases.data
from benchmarks.reading.presidio_spans import HALVES, TEXTS, half, template, truth
from reassess.reading.mentions.persons.candidates import Candidate, candidates
from reassess.reading.mentions.persons.reasons import MEASURES, REASONS, reasons
from reassess.reading.mentions.persons.unknown_text import chosen

FILES = ("synth_dataset_v2.json", "generated_large.json")
OUT = Path(reassess.reading.mentions.phrases.data.__file__).parent / "names" / "persons.yaml"
FOLDS = 5
RESTRAINT = 0.3
"""C of the regression: templates are few, and reasons overlap."""
HEAD = """\
# What each reason weighs for a run of words being a person's name. Written by `benchmarks.reading.weigh_persons`: a
# logistic regression on one half of the Presidio texts (MIT licence), parted by template; the other half is held out.
# The reasons themselves are in `mentions/reasons.py`.
version: 2
source: microsoft/presidio-research, synth_dataset_v2 and generated_large, the half of the templates weighed on.
"""


@dataclass(frozen=True)
class Marked:
    """A text's candidates with how far each reason holds for them (candidates x reasons), and its true spans."""

    fold: int
    candidates: Sequence[Candidate]
    holding: Any
    spans: set[tuple[int, int]]

    @property
    def right(self) -> list[bool]:
        """For each candidate whether it is a person."""
        return [(each.start, each.end) in self.spans for each in self.candidates]


def marked(item: dict[str, Any]) -> Marked:
    """One text, looked at."""
    found = list(candidates(item["full_text"]))
    holding = np.array([list(reasons(each).values()) for each in found]).reshape(
        len(found), len(REASONS) + len(MEASURES)
    )
    spans = {(start, end) for label, start, end in truth(item) if label == "PERSON"}
    return Marked(sha256(template(item).encode()).digest()[1] % FOLDS, found, holding, spans)


def fitted(texts: Sequence[Marked]) -> LogisticRegression:
    """The regression on some texts."""
    seen = [text for text in texts if text.candidates]
    regression = LogisticRegression(C=RESTRAINT, max_iter=5000)
    return regression.fit(np.vstack([text.holding for text in seen]), np.concatenate([text.right for text in seen]))


def f1(texts: Sequence[Marked], weigh: Callable[[Marked], Sequence[float]], asked: float) -> float:
    """Exact-span F1 where more than `asked` makes a person."""
    counts: Counter[str] = Counter()
    for text in texts:
        got = {(each.start, each.end) for each in chosen(zip(text.candidates, weigh(text), strict=True), asked)}
        counts.update(hit=len(got & text.spans), extra=len(got - text.spans), missed=len(text.spans - got))
    return 2 * counts["hit"] / (2 * counts["hit"] + counts["extra"] + counts["missed"])


def best_asked(texts: Sequence[Marked]) -> tuple[float, float]:
    """The log odds to ask for, and the F1 that they give on templates left out in turn."""
    left_out = [fitted([text for text in texts if text.fold != fold]) for fold in range(FOLDS)]
    weighed = {id(text): _decided(left_out[text.fold], text) for text in texts}
    tried = [(f1(texts, lambda text: weighed[id(text)], asked), asked) for asked in np.arange(-1.5, 0.6, 0.1)]
    score, asked = max(tried)
    return float(asked), score


def _decided(regression: LogisticRegression, text: Marked) -> Sequence[float]:
    return regression.decision_function(text.holding).tolist() if text.candidates else []


def main() -> None:
    """Weigh, print what is expected on templates never seen, and write the file."""
    items = [item for file in FILES for item in json.loads((TEXTS / file).read_text(encoding="utf-8"))]
    texts = [marked(item) for item in items if half(item) == HALVES[0]]
    regression, (asked, score) = fitted(texts), best_asked(texts)
    names = [*REASONS, *MEASURES]
    weights = {name: round(float(value), 3) for name, value in zip(names, regression.coef_[0], strict=True)}
    content = {"asked": round(asked - float(regression.intercept_[0]), 3), "weights": weights}
    OUT.write_text(HEAD + yaml.safe_dump(content, sort_keys=False, width=120), encoding="utf-8")
    print(
        f"{len(texts):,} texts, {len(names)} reasons; F1 {score:.3f} on templates left out in turn. Written: {OUT.name}"
    )


if __name__ == "__main__":
    main()

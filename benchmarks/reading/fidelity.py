"""Fidelity: of files with every part that their format has, the share of words read and of parts accounted for.

A part is accounted for if its words are read, or if the reader says that it was not read. Ours, kreuzberg and
markitdown read the same files; the peers have no account of parts, so for them only an error counts as saying so.

Run: python -m benchmarks.reading.fidelity [--parts]
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reading.fidelity_files import Plan, made_files
from benchmarks.reading.word_recall import kreuzberg, markitdown
from reassess.reading import read_file
from reassess.reading.files.pages import PartStatus

TARGET_PARTS, TARGET_WORDS = 1.0, 0.99


@dataclass
class Score:
    """What one reader made of a file: words planted and read, parts planted and accounted for, deleted words shown."""

    words: int = 0
    read: int = 0
    parts: int = 0
    accounted: int = 0
    deleted_shown: int = 0
    lost: tuple[str, ...] = ()
    error: str = ""

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.words + other.words,
            self.read + other.read,
            self.parts + other.parts,
            self.accounted + other.accounted,
            self.deleted_shown + other.deleted_shown,
        )

    def __str__(self) -> str:
        if self.error:
            return f"{self.error:23}"
        return f"{self.read / self.words:6.1%} {self.accounted / self.parts:7.1%}{' deleted!' * self.deleted_shown:9}"


def scored(plan: Plan, text: str, *, refused: int) -> Score:
    """Score a text. `refused`: the number of parts that the reader says it did not read."""
    found = set(text.split())
    missing = {kind: words for kind, words in plan.parts.items() if not set(words.split()) <= found}
    planted = [word for words in plan.parts.values() for word in words.split()]
    return Score(
        words=len(planted),
        read=sum(word in found for word in planted),
        parts=len(plan.parts),
        accounted=len(plan.parts) - max(0, len(missing) - refused),
        deleted_shown=int(bool(plan.deleted) and bool(set(plan.deleted.split()) & found)),
        lost=tuple(missing),
    )


def ours(file: Path, plan: Plan) -> Score:
    """Score our own reader."""
    text = read_file(file)
    words = " ".join(page.text for page in text.pages).replace("|", " ").replace(",", " ")
    return scored(plan, words, refused=text.parts_by_status[PartStatus.REFUSED])


def peer(reader: Callable[[Path], str]) -> Callable[[Path, Plan], Score]:
    """Return the function that scores another reader; one that raises an error says so for every part."""

    def score(file: Path, plan: Plan) -> Score:
        try:
            text = reader(file)
        except ImportError:
            raise
        except Exception as error:  # noqa: BLE001 - other readers raise errors of many kinds
            return replace(scored(plan, "", refused=len(plan.parts)), error=type(error).__name__)
        return scored(plan, text.replace("|", " ").replace(",", " ").replace("*", " "), refused=0)

    return score


def installed_readers() -> dict[str, Callable[[Path, Plan], Score]]:
    """Return ours and the peers that are installed, by name."""
    readers: dict[str, Callable[[Path, Plan], Score]] = {"ours": ours}
    for reader in (kreuzberg, markitdown):
        try:
            __import__(reader.__name__)
        except ImportError:
            print(f"{reader.__name__} is not installed: pip install 'reassess[bench]'")
        else:
            readers[reader.__name__] = peer(reader)
    return readers


def main() -> None:
    """Print a line for each format, and the totals. Exit code 1 if ours is below the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", action="store_true", help="name the parts whose words are missing")
    options = parser.parse_args()
    readers = installed_readers()
    totals = {name: Score() for name in readers}
    print(f"{'':6}" + "".join(f"{name:>26}" for name in readers))
    print(f"{'file':6}" + "".join(f"{'words   parts':>17}{'':9}" for _ in readers))
    with TemporaryDirectory() as folder:
        for ending, content, plan in made_files():
            file = Path(folder) / f"sample.{ending}"
            file.write_bytes(content)
            scores = {name: score(file, plan) for name, score in readers.items()}
            print(f"{ending:6}" + "".join(f"{score!s:>26}" for score in scores.values()))
            for name, score in scores.items():
                totals[name] += score
                if options.parts and score.lost:
                    print(f"       {name} lacks {', '.join(score.lost)}")
    print(f"{'all':6}" + "".join(f"{score!s:>26}" for score in totals.values()))
    own = totals["ours"]
    is_enough = own.accounted / own.parts >= TARGET_PARTS and own.read / own.words >= TARGET_WORDS
    raise SystemExit(0 if is_enough and not own.deleted_shown else 1)


if __name__ == "__main__":
    main()

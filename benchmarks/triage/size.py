"""What features, refit and scores cost at 9,000 records of 200 or 2,000 words, in time and memory.

The words are made up with the frequencies of language (Zipf), because no public set of this size may be shipped.
"""

import argparse
import resource
import time
from collections.abc import Iterator

import numpy as np

from reassess.triage.order.features.blocks import words_block
from reassess.triage.order.scorer import DecidedCases, block_scores, fit_blocks

RECORDS = 9000
VOCABULARY = 60_000


def texts(words: int) -> Iterator[str]:
    """Records of about so many made-up words, one after another; making them is not timed."""
    generator = np.random.default_rng(0)
    ranks = np.arange(1, VOCABULARY + 1)
    running = np.cumsum(1 / ranks) / (1 / ranks).sum()
    names = np.array([f"w{rank}x" for rank in ranks])
    for _ in range(RECORDS):
        number = max(int(words * generator.lognormal(0, 0.4)), 1)
        yield " ".join(names[np.searchsorted(running, generator.random(number))])


class _Timed:
    """Yields texts and keeps the time that making them took, so that it can be taken off."""

    def __init__(self, words: int) -> None:
        self.words, self.spent = words, 0.0

    def __iter__(self) -> Iterator[str]:
        source = texts(self.words)
        while True:
            started = time.process_time()
            text = next(source, None)
            self.spent += time.process_time() - started
            if text is None:
                return
            yield text


def main() -> None:
    """Print seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=200)
    words = parser.parse_args().words
    source = _Timed(words)
    started = time.process_time()
    block = words_block(source)
    print(f"features: {time.process_time() - started - source.spent:.2f} s, {block.matrix.nnz:,} cells")
    rows = np.arange(0, RECORDS, 3)
    decided = DecidedCases(rows, np.random.default_rng(1).random(len(rows)) < 0.05)
    started = time.process_time()
    scores = block_scores([block], fit_blocks([block], decided)).sum(axis=1)
    np.argsort(-scores)
    print(f"refit on {len(rows):,} decisions and reorder: {time.process_time() - started:.2f} s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

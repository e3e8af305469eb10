"""Word recall of readers on documents with known text: ours, markitdown and kreuzberg, side by side.

Run: python -m benchmarks.reading.word_recall
"""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reassess.reading import read_file

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "documents"
TRUTH = {
    "2305.03393v1-pg9.pdf": ("expected/2305.03393v1-pg9.md", "text"),
    "amt_handbook_sample.pdf": ("expected/amt_handbook_sample.md", "text"),
    "multi_page.pdf": ("expected/multi_page.md", "text"),
    "crazyones.pdf": ("crazyones.txt", "text"),
    "lorem_ipsum.docx": ("expected/lorem_ipsum.docx.md", "text"),
    "word_tables.docx": ("expected/word_tables.docx.md", "text"),
    "ocr_test.pdf": ("expected/ocr_test.easyocr.full_page.md", "scan"),
    "ocr_test_rotated_90.pdf": ("expected/ocr_test.easyocr.full_page.md", "scan"),
    "linn.png": ("linn.txt", "scan"),
    "skew.pdf": ("linn.txt", "scan"),
}
Reader = Callable[[Path], str]


def words(text: str) -> Counter[str]:
    """Return the words of a text with their counts, without Markdown and punctuation."""
    plain = (
        text.replace("\ufb01", "fi")
        .replace("\ufb02", "fl")
        .replace("\ufb00", "ff")
        .replace("<!-- image -->", " ")
        .replace("&amp;", "&")
    )
    return Counter(re.findall(r"[^\W_]+", plain.lower()))


def recall(truth: Counter[str], read: Counter[str]) -> float:
    """Return the share of the true words that were read, counting repeats."""
    return sum((truth & read).values()) / sum(truth.values())


def ours(file: Path) -> str:
    """Return the text of a file by our own reader."""
    return "\n".join(page.text for page in read_file(file).pages)


def markitdown(file: Path) -> str:
    """Return the text of a file by markitdown."""
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(file)).text_content)


def kreuzberg(file: Path) -> str:
    """Return the text of a file by kreuzberg."""
    from kreuzberg import extract_file_sync

    return str(extract_file_sync(str(file)).content)


def measured(reader: Reader, file: Path, truth: Counter[str]) -> str:
    """Return the recall of one reader on one file, or the name of the error it raised."""
    try:
        return f"{recall(truth, words(reader(file))):.4f}"
    except Exception as error:  # noqa: BLE001 - other readers raise errors of many kinds; the table shows which
        return type(error).__name__


def main() -> None:
    """Print one line for each document."""
    print(f"{'document':28} {'kind':5} {'ours':>8} {'markitdown':>12} {'kreuzberg':>12}")
    found: dict[str, list[tuple[int, int]]] = {"text": [], "scan": []}
    for name, (expected, kind) in TRUTH.items():
        truth = words((DOCUMENTS / expected).read_text(encoding="utf-8"))
        got = words(ours(DOCUMENTS / name))
        found[kind].append((sum((truth & got).values()), sum(truth.values())))
        scores = [measured(reader, DOCUMENTS / name, truth) for reader in (ours, markitdown, kreuzberg)]
        print(f"{name:28} {kind:5} {scores[0]:>8} {scores[1]:>12} {scores[2]:>12}", flush=True)
    for kind, counts in found.items():
        share = sum(hit for hit, _ in counts) / sum(total for _, total in counts)
        print(f"ours, all words of all {kind} documents: {share:.4f}")


if __name__ == "__main__":
    main()

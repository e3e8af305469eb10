"""Pages and files read per second: ours in child processes with limits, markitdown and kreuzberg in this process.

Run: python -m benchmarks.reading.throughput [--pages 2000] [--files 400] [--workers 2]
"""

import argparse
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reading.word_recall import kreuzberg, markitdown
from reassess.reading.files.limits import Limits
from reassess.reading.files.pool import Request, read_all
from tests.reading import sample_files

LINE = "Enquiry {n} made at the address on the list, nobody was at home, a card was left with a number to ring."
PAGES_A_FILE = 100
SLOW_PEER = 40


def line(number: int) -> str:
    """A procedural sentence with a number in it."""
    return LINE.format(n=number)


def make_pdfs(folder: Path, pages: int) -> list[Path]:
    """PDF files of 100 pages with 40 lines each."""
    made = []
    for first in range(0, pages, PAGES_A_FILE):
        texts = ["\n".join(line(page * 40 + n) for n in range(40)) for page in range(first, first + PAGES_A_FILE)]
        made.append(sample_files.written(folder, f"{first:06}.pdf", sample_files.pdf(texts)))
    return made


def make_office(folder: Path, count: int) -> list[Path]:
    """Half Word documents with a table, half mails with a text."""
    made = []
    for number in range(count // 2):
        paragraphs = [line(number * 20 + n) for n in range(20)]
        content = sample_files.docx(paragraphs, [["number", "seen"], [str(number), "2015-07-11"]])
        made.append(sample_files.written(folder, f"{number:06}.docx", content))
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", f"Report {number}"
        message.set_content("\n".join(paragraphs))
        made.append(sample_files.written(folder, f"{number:06}.eml", message.as_bytes()))
    return made


def ours(files: Sequence[Path], workers: int) -> float:
    """Return the seconds to read the files in child processes, including their start."""
    started = time.perf_counter()
    texts = list(read_all([Request(f.name, f, f.name) for f in files], Limits(), workers))
    assert all(text.status == "read" for _, text in texts)
    return time.perf_counter() - started


def peer(reader: Callable[[Path], str], files: Sequence[Path]) -> float:
    """Return the seconds to read the files one after the other."""
    started = time.perf_counter()
    for file in files:
        reader(file)
    return time.perf_counter() - started


def main() -> None:
    """Print one line for each reader and kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        pdfs, office = make_pdfs(folder, options.pages), make_office(folder, options.files)
        print(f"ours, {options.workers} workers: {options.pages / ours(pdfs, options.workers):8.1f} PDF pages a second")
        print(
            f"ours, {options.workers} workers: "
            f"{len(office) / ours(office, options.workers):8.1f} Word and mail files a second"
        )
        for reader in (kreuzberg, markitdown):
            sample = pdfs if reader is kreuzberg else pdfs[:2]
            print(f"{reader.__name__:16}: {len(sample) * PAGES_A_FILE / peer(reader, sample):8.1f} PDF pages a second")
            print(
                f"{reader.__name__:16}: "
                f"{SLOW_PEER / peer(reader, office[:SLOW_PEER]):8.1f} Word and mail files a second"
            )


if __name__ == "__main__":
    main()

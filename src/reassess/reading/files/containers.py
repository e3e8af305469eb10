"""Files inside files: what a mail, an archive and the whole reading have in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Unreadable


@dataclass
class Spent:
    """What reading one file has cost so far, with everything that is inside it."""

    members: int = 0
    unpacked: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Inside:
    """How a container hands on a file it holds: depth, cost and the notes on parts that could not be read."""

    limits: Limits
    spent: Spent
    pages_of: "Callable[[bytes, str, Inside], Iterator[Page]]"
    depth: int = 0

    def part(self, content: bytes, name: str) -> Iterator[Page]:
        """The pages of a file inside this one, the first under its name; one that gives no text leaves a note."""
        self.spent.members += 1
        self.spent.unpacked += len(content)
        refusal = self._refusal()
        if refusal:
            self.spent.notes.append(f"{name}: {refusal}")
            return
        deeper = replace(self, depth=self.depth + 1)
        title = f"Attachment: {name}\n"
        try:
            for page in self.pages_of(content, name, deeper):
                yield _titled(page, title)
                title = ""
        except Unreadable as error:
            self.spent.notes.append(f"{name}: {error.reason}")

    def _refusal(self) -> str:
        if self.depth >= self.limits.depth:
            return f"more than {self.limits.depth} deep inside other files"
        if self.spent.members > self.limits.members:
            return f"more than {self.limits.members:,} files inside one"
        if self.spent.unpacked > self.limits.unpacked:
            return f"more than {self.limits.unpacked:,} bytes inside one file"
        return ""


def _titled(page: Page, title: str) -> Page:
    by = len(title)
    boxes = tuple(replace(box, start_at=box.start_at + by, end_at=box.end_at + by) for box in page.boxes)
    return Page(title + page.text, boxes)

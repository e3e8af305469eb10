"""Files inside files: the nesting depth, size and notes that mail, archives and `extract` share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Unreadable


@dataclass
class Usage:
    """Files and bytes unpacked from one file so far, and notes on the parts that could not be read."""

    members: int = 0
    unpacked: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Container:
    """What the reader of a container needs to pass on the files inside: limits, usage so far, and depth.

    read_pages: the function that reads a file of any kind.
    """

    limits: Limits
    usage: Usage
    read_pages: "Callable[[bytes, str, Container], Iterator[Page]]"
    depth: int = 0

    def member_pages(self, content: bytes, name: str) -> Iterator[Page]:
        """Yield the pages of a file inside this one, the first headed by its name; leave a note if it gives none."""
        self.usage.members += 1
        self.usage.unpacked += len(content)
        refusal = self._limit_passed()
        if refusal:
            self.usage.notes.append(f"{name}: {refusal}")
            return
        heading = f"Attachment: {name}\n"
        try:
            for page in self.read_pages(content, name, replace(self, depth=self.depth + 1)):
                yield _headed(page, heading)
                heading = ""
        except Unreadable as error:
            self.usage.notes.append(f"{name}: {error.reason}")

    def _limit_passed(self) -> str:
        if self.depth >= self.limits.depth:
            return f"more than {self.limits.depth} deep inside other files"
        if self.usage.members > self.limits.members:
            return f"more than {self.limits.members:,} files inside one"
        if self.usage.unpacked > self.limits.unpacked:
            return f"more than {self.limits.unpacked:,} bytes inside one file"
        return ""


def _headed(page: Page, heading: str) -> Page:
    shift = len(heading)
    boxes = tuple(replace(box, start_at=box.start_at + shift, end_at=box.end_at + shift) for box in page.boxes)
    return Page(heading + page.text, boxes)

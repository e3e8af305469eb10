"""What a reader is given beside the bytes: limits, the account of the parts of the file, and the files inside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Part, PartKind, PartStatus, Status, Unreadable

_NAME_CHARACTERS = 300


@dataclass
class Usage:
    """Files and bytes unpacked from one file so far, and the account of its parts: how many of each are alike."""

    members: int = 0
    unpacked: int = 0
    accounted: int = 0
    parts: dict[Part, int] = field(default_factory=dict)

    def account(self, part: Part) -> None:
        """Add a part. Parts that are alike in everything are counted as one entry."""
        key = replace(part, count=1)
        self.parts[key] = self.parts.get(key, 0) + part.count
        self.accounted += part.count

    def listed(self) -> tuple[Part, ...]:
        """Return the account of all parts, in the order the reader came to them."""
        return tuple(replace(part, count=count) for part, count in self.parts.items())


@dataclass(frozen=True)
class Container:
    """The file that a reader reads, which may hold other files: limits, usage so far, depth, and place in the file.

    A reader accounts for every part that a person would see in the file: with `part` around its reading, or with
    `read_part`, `recognised_part` and `refuse_part`. A reader that accounts for nothing has read a body and no more.

    read_pages: the function that reads a file of any kind. location: the names of the files around, parted by '/'.
    """

    limits: Limits
    usage: Usage
    read_pages: "Callable[[bytes, str, Container], Iterator[Page]]"
    depth: int = 0
    location: str = ""

    def read_part(self, kind: PartKind, name: str = "", count: int = 1) -> None:
        """Account for a part that was read as text. name: what to call it, by default its kind."""
        self._account(kind, name, PartStatus.READ, "", count)

    def recognised_part(self, kind: PartKind, name: str = "", count: int = 1) -> None:
        """Account for a part that was recognised from a picture."""
        self._account(kind, name, PartStatus.RECOGNISED, "", count)

    def refuse_part(self, kind: PartKind, name: str, reason: str, count: int = 1) -> None:
        """Account for a part that was not read, with the reason in words. The file is then `partly` read at best."""
        self._account(kind, name, PartStatus.REFUSED, reason, count)

    @contextmanager
    def part(self, kind: PartKind, name: str = "") -> Iterator[None]:
        """Account for a part: read at the end of the block, or refused if the block fails, whatever the error.

        Limits of the whole file (`too_long`) still end its reading.
        """
        try:
            yield
        except GeneratorExit:
            raise
        except BaseException as error:
            failure = in_words(error)
            if failure.status is Status.TOO_LONG:
                raise
            self.refuse_part(kind, name, failure.reason)
        else:
            self.read_part(kind, name)

    def member_pages(self, content: bytes, name: str, kind: PartKind = PartKind.ATTACHMENT) -> Iterator[Page]:
        """Yield the pages of a file inside this one, the first headed by its name, and account for it.

        Never raises for what the file holds: a file that gives no text is accounted for as refused.
        """
        return self.member(name, kind, len(content), lambda inside: self.read_pages(content, name, inside))

    def member(
        self, name: str, kind: PartKind, size: int, read: "Callable[[Container], Iterator[Page]]"
    ) -> Iterator[Page]:
        """Yield the pages of a file inside this one as `member_pages` does, by a reader that is known already."""
        self.usage.members += 1
        self.usage.unpacked += size
        refusal = self._limit_passed()
        if refusal:
            self.refuse_part(kind, name, refusal)
            return
        heading = f"Attachment: {name}\n"
        try:
            for page in read(replace(self, depth=self.depth + 1, location=f"{self.location}/{name}".lstrip("/"))):
                yield _headed(page, heading)
                heading = ""
        except GeneratorExit:
            raise
        except BaseException as error:  # noqa: BLE001 - readers in Rust raise no `Exception`
            self.refuse_part(kind, name, in_words(error).reason)
        else:
            self.read_part(kind, name)

    def _account(self, kind: PartKind, name: str, status: PartStatus, reason: str, count: int) -> None:
        own = name or kind.value
        is_file = kind in (PartKind.ATTACHMENT, PartKind.EMBEDDED)
        full = f"{self.location}{'/' if is_file else ': '}{own}" if self.location else own
        self.usage.account(Part(kind, full[:_NAME_CHARACTERS], status, reason, count))

    def _limit_passed(self) -> str:
        if self.depth >= self.limits.depth:
            return f"more than {self.limits.depth} deep inside other files"
        if self.usage.members > self.limits.members:
            return f"more than {self.limits.members:,} files inside one"
        if self.usage.unpacked > self.limits.unpacked:
            return f"more than {self.limits.unpacked:,} bytes inside one file"
        return ""


def in_words(error: BaseException) -> Unreadable:
    """Return a reader's error, of whatever kind, as `Unreadable`. Raises it again if it asks the process to stop."""
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
    if isinstance(error, Unreadable):
        return error
    if isinstance(error, (MemoryError, RecursionError)):
        return Unreadable(Status.TOO_LONG, f"needs more memory than a file is allowed ({type(error).__name__})")
    return Unreadable(Status.UNREADABLE, f"could not be read ({type(error).__name__}: {error})"[:300])


def _headed(page: Page, heading: str) -> Page:
    shift = len(heading)
    boxes = tuple(replace(box, start_at=box.start_at + shift, end_at=box.end_at + shift) for box in page.boxes)
    return Page(heading + page.text, boxes)

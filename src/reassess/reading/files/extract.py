"""From the bytes of a file to its pages, the account of its parts, and its status."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reassess.reading.files.containers import Container, Usage, in_words
from reassess.reading.files.formats.registry import pages_of_kind, read_pages
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Part, PartStatus, Status, Unreadable, rest_refused
from reassess.reading.files.sniff import detect_kind

VERSION = 5
"""Raise this when a change gives another text or status for the same file. Cached texts are then read again."""
_REASONS_SHOWN = 5


@dataclass
class _Sent:
    """Passes pages on and counts their characters. Raises `Unreadable` at the limit of one file."""

    emit: Callable[[Page], None]
    limit: int
    characters: int = 0

    def __call__(self, page: Page) -> None:
        characters = self.characters + len(page.text.strip())
        if characters > self.limit:
            raise Unreadable(Status.TOO_LONG, f"more than {self.limit:,} characters")
        self.characters = characters
        self.emit(page)


def extract(content: bytes, name: str, limits: Limits, emit: Callable[[Page], None]) -> FileText:
    """Read a file, passing each page to `emit` as soon as it is ready. The result holds status and parts, no pages.

    A parser that fails gives the status `unreadable`, or `partly` after some text, with its message as the reason.
    """
    usage = Usage()
    sent = _Sent(emit, limits.characters)
    kind = "file"
    try:
        kind = detect_kind(content, name)
        for page in pages_of_kind(kind, content, Container(limits, usage, read_pages)):
            sent(page)
    except BaseException as error:  # noqa: BLE001 - parsers raise errors of many kinds; each is listed as the reason
        failure = in_words(error)
        reason = failure.reason.replace("could not be read", f"could not be read as {kind}", 1)
        usage.account(rest_refused(reason, any_read=sent.characters > 0))
        is_broken_off = failure.status is Status.UNREADABLE and sent.characters > 0
        return FileText(kind, Status.PARTLY if is_broken_off else failure.status, reason, parts=usage.listed())
    return replace(_result(kind, sent.characters, usage.listed()), parts=usage.listed())


def _result(kind: str, characters: int, parts: tuple[Part, ...]) -> FileText:
    refused = [part for part in parts if part.status is PartStatus.REFUSED]
    reason = "; ".join(f"{part.name}: {part.reason}" for part in refused[:_REASONS_SHOWN])
    if len(refused) > _REASONS_SHOWN:
        reason += f"; and {len(refused) - _REASONS_SHOWN} more"
    if not characters:
        return FileText(kind, Status.EMPTY, reason or "no words were found in it")
    return FileText(kind, Status.PARTLY if refused else Status.READ, reason)

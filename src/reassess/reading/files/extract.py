"""From the bytes of a file to its pages, the account of its parts, and its status."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from reassess.reading.files.containers import Container, Usage, in_words
from reassess.reading.files.formats.registry import pages_of_kind, read_pages
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Part, PartKind, PartStatus, Status, Unreadable
from reassess.reading.files.sniff import detect_kind

VERSION = 5
"""Raise this when a change gives another text or status for the same file. Cached texts are then read again."""
_REASONS_SHOWN = 5


def extract(content: bytes, name: str, limits: Limits, emit: Callable[[Page], None]) -> FileText:
    """Read a file, passing each page to `emit` as soon as it is ready. The result holds status and parts, no pages.

    A parser that fails gives the status `unreadable`, with its error message as the reason.
    """
    usage = Usage()
    kind = "file"
    try:
        kind = detect_kind(content, name)
        container = Container(limits, usage, read_pages)
        characters = _emit_pages(pages_of_kind(kind, content, container), limits, emit)
    except BaseException as error:  # noqa: BLE001 - parsers raise errors of many kinds; each is listed as the reason
        failure = in_words(error)
        reason = failure.reason.replace("could not be read", f"could not be read as {kind}", 1)
        usage.account(Part(PartKind.BODY, "the rest of the file", PartStatus.REFUSED, reason))
        return FileText(kind, failure.status, reason, parts=usage.listed())
    return replace(_result(kind, characters, usage.listed()), parts=usage.listed())


def _emit_pages(pages: Iterable[Page], limits: Limits, emit: Callable[[Page], None]) -> int:
    """Emit all pages and return their characters. Raises `Unreadable` at the limit of one file."""
    characters = 0
    for page in pages:
        characters += len(page.text.strip())
        if characters > limits.characters:
            raise Unreadable(Status.TOO_LONG, f"more than {limits.characters:,} characters")
        emit(page)
    return characters


def _result(kind: str, characters: int, parts: tuple[Part, ...]) -> FileText:
    refused = [part for part in parts if part.status is PartStatus.REFUSED]
    reason = "; ".join(f"{part.name}: {part.reason}" for part in refused[:_REASONS_SHOWN])
    if len(refused) > _REASONS_SHOWN:
        reason += f"; and {len(refused) - _REASONS_SHOWN} more"
    if not characters:
        return FileText(kind, Status.EMPTY, reason or "no words were found in it")
    return FileText(kind, Status.PARTLY if refused else Status.READ, reason)

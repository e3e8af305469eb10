"""From the bytes of a file to its pages and its status."""

from collections.abc import Callable
from functools import partial

from reassess.reading.files.containers import Container, Usage
from reassess.reading.files.formats.registry import read_pages
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status, Unreadable
from reassess.reading.files.sniff import detect_kind

VERSION = 3
"""Raise this when a change gives another text or status for the same file. Cached texts are then read again."""
_NOTES_SHOWN = 5


def extract(content: bytes, name: str, limits: Limits, emit: Callable[[Page], None]) -> FileText:
    """Read a file, passing each page to `emit` as soon as it is ready. The result holds the status and no pages.

    A parser that fails gives the status `unreadable`, with its error message as the reason.
    """
    kind = detect_kind(content, name)
    result = partial(FileText, kind)
    usage = Usage()
    characters = 0
    try:
        for page in read_pages(content, name, Container(limits, usage, read_pages)):
            characters += len(page.text.strip())
            if characters > limits.characters:
                return result(Status.TOO_LONG, f"more than {limits.characters:,} characters")
            emit(page)
    except Unreadable as error:
        return result(error.status, error.reason)
    except (MemoryError, RecursionError) as error:
        return result(Status.TOO_LONG, f"needs more memory than a file is allowed ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - parsers raise errors of many kinds; each is listed as the reason
        return result(Status.UNREADABLE, f"could not be read as {kind} ({type(error).__name__}: {error})"[:300])
    return result(*_status(characters, usage.notes))


def _status(characters: int, notes: list[str]) -> tuple[Status, str]:
    reason = "; ".join(notes[:_NOTES_SHOWN])
    if len(notes) > _NOTES_SHOWN:
        reason += f"; and {len(notes) - _NOTES_SHOWN} more"
    if not characters:
        return Status.EMPTY, reason or "no words were found in it"
    return (Status.PARTLY if notes else Status.READ), reason

"""From the bytes of a file to its pages: which module reads which kind."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PIL import Image, UnidentifiedImageError

from reassess.reading.files import ocr
from reassess.reading.files.containers import Inside, Spent
from reassess.reading.files.formats.archives import zip_archive
from reassess.reading.files.formats.fixed_layout import pdf
from reassess.reading.files.formats.mail import eml, outlook
from reassess.reading.files.formats.office import legacy_office, opendocument, rtf, slides, spreadsheets, word
from reassess.reading.files.formats.text import html, plain
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status, Unreadable
from reassess.reading.files.sniff import described, kind_of

VERSION = 3
"""Raise it when a change gives another text or status for the same file: the cache then reads such files again."""


def _image(content: bytes, limits: Limits) -> Iterator[Page]:
    try:
        for picture in ocr.pictures(content, limits):
            yield ocr.recognise(picture, limits)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole picture ({error})") from error


_READERS: Mapping[str, Callable[[bytes, Limits], Iterator[Page]]] = {
    "pdf": pdf.read,
    "docx": word.read,
    "doc": legacy_office.read_doc,
    "pptx": slides.read,
    "ppt": legacy_office.read_ppt,
    "odt": opendocument.read,
    "rtf": rtf.read,
    "sheet": spreadsheets.read,
    "html": html.read,
    "image": _image,
    "csv": plain.read,
    "text": plain.read,
}
_CONTAINERS: Mapping[str, Callable[[bytes, Inside], Iterator[Page]]] = {
    "mail": eml.read,
    "msg": outlook.read,
    "zip": zip_archive.read,
}
_REFUSED = {
    "empty": (Status.EMPTY, "the file is empty"),
    "encrypted": (Status.ENCRYPTED, "the document is protected by a password"),
    "iwork": (Status.UNSUPPORTED, "a Pages, Numbers or Keynote document: export it as PDF and hand it over again"),
    "archive": (Status.UNSUPPORTED, "an archive that is no ZIP: unpack it and hand over the files, or a ZIP of them"),
    "wordperfect": (Status.UNSUPPORTED, "a WordPerfect document: save it as .docx or PDF and hand it over again"),
    "mailbox": (Status.UNSUPPORTED, "an Outlook mailbox: export its mails as .msg or .eml and hand them over"),
    "recording": (Status.UNSUPPORTED, "sound or film: hand over the transcript; somebody has to listen to it"),
}
_UNKNOWN = "nothing here reads it: hand over a PDF or a text of it"


def pages_of(content: bytes, name: str, inside: Inside) -> Iterator[Page]:
    """The pages of a file of whatever kind; raises `Unreadable` with the reason where it gives none or no more."""
    kind = kind_of(content, name)
    if kind in _CONTAINERS:
        return _CONTAINERS[kind](content, inside)
    if kind in _READERS:
        return _READERS[kind](content, inside.limits)
    status, reason = _REFUSED.get(kind) or (Status.UNSUPPORTED, f"a file {described(content)}; {_UNKNOWN}")
    raise Unreadable(status, reason)


def extract(content: bytes, name: str, limits: Limits, emit: Callable[[Page], None]) -> FileText:
    """Read a file, giving each page to `emit` as soon as it is there; the answer carries no pages.

    Any failure of a parser becomes status `unreadable` with what the parser said.
    """
    spent = Spent()
    kind = kind_of(content, name)
    answer = partial(FileText, kind)
    characters = 0
    try:
        for page in pages_of(content, name, Inside(limits, spent, pages_of)):
            characters += len(page.text.strip())
            if characters > limits.characters:
                return answer(Status.TOO_LONG, f"more than {limits.characters:,} characters")
            emit(page)
    except Unreadable as error:
        return answer(error.status, error.reason)
    except (MemoryError, RecursionError) as error:
        return answer(Status.TOO_LONG, f"needs more memory than a file is allowed ({type(error).__name__})")
    except Exception as error:  # noqa: BLE001 - parsers fail in ways of their own; the reason is kept and listed
        return answer(Status.UNREADABLE, f"could not be read as {kind} ({type(error).__name__}: {error})"[:300])
    return answer(*_verdict(characters, spent.notes))


def _verdict(characters: int, notes: list[str]) -> tuple[Status, str]:
    reason = "; ".join(notes[:5]) + (f"; and {len(notes) - 5} more" if len(notes) > 5 else "")
    if not characters:
        return Status.EMPTY, reason or "no words were found in it"
    return (Status.PARTLY if notes else Status.READ), reason

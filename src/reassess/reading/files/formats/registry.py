"""The dispatch table: which module reads which kind of file, and what to say of kinds that nothing reads.

To add a format, let `sniff.detect_kind` recognise it, write its reader in a folder beside this file, and name the
reader here. It accounts for the parts of the file through the container it is given.
"""

from collections.abc import Callable, Iterator, Mapping

from reassess.reading.files.containers import Container
from reassess.reading.files.formats.archives import zip_archive
from reassess.reading.files.formats.fixed_layout import image, pdf
from reassess.reading.files.formats.mail import eml, mbox, outlook
from reassess.reading.files.formats.office import flat_xml, legacy_office, opendocument, rtf, slides, word
from reassess.reading.files.formats.office.sheets import spreadsheets
from reassess.reading.files.formats.text import html, plain
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable
from reassess.reading.files.sniff import describe_unsupported, detect_kind

READERS: Mapping[str, Callable[[bytes, Container], Iterator[Page]]] = {
    "pdf": pdf.read,
    "docx": word.read,
    "doc": legacy_office.read_doc,
    "pptx": slides.read,
    "ppt": legacy_office.read_ppt,
    "odt": opendocument.read,
    "rtf": rtf.read,
    "sheet": spreadsheets.read,
    "html": html.read,
    "image": image.read,
    "csv": plain.read,
    "text": plain.read,
    "mail": eml.read,
    "mbox": mbox.read,
    "msg": outlook.read,
    "word2003": flat_xml.read_word,
    "excel2003": flat_xml.read_excel,
    "flat_opc": flat_xml.read_package,
    "flat_odf": flat_xml.read_opendocument,
    "zip": zip_archive.read,
}
REFUSED: Mapping[str, tuple[Status, str]] = {
    "empty": (Status.EMPTY, "the file is empty"),
    "encrypted": (Status.ENCRYPTED, "the document is protected by a password"),
    "iwork": (Status.UNSUPPORTED, "a Pages, Numbers or Keynote document: export it as PDF and supply that"),
    "archive": (Status.UNSUPPORTED, "an archive other than ZIP: unpack it and supply the files, or a ZIP of them"),
    "wordperfect": (Status.UNSUPPORTED, "a WordPerfect document: save it as .docx or PDF and supply that"),
    "tnef": (Status.UNSUPPORTED, "an attachment that only Outlook opens (winmail.dat): supply the mail as .msg"),
    "office_package": (Status.UNSUPPORTED, "an office file of a kind that cannot be read: export it as PDF"),
    "mailbox": (Status.UNSUPPORTED, "an Outlook mailbox: export its mails as .msg or .eml and supply those"),
    "recording": (Status.UNSUPPORTED, "a sound or video recording: supply a transcript; someone must listen to it"),
}


def read_pages(content: bytes, name: str, container: Container) -> Iterator[Page]:
    """Yield the pages of a file of any kind. Raises `Unreadable`, also after some pages, with the reason."""
    return pages_of_kind(detect_kind(content, name), content, container)


def pages_of_kind(kind: str, content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of a file whose kind is known. Raises `Unreadable` as `read_pages` does."""
    if kind in READERS:
        before = container.usage.accounted
        yield from READERS[kind](content, container)
        if container.usage.accounted == before:
            container.read_part(PartKind.BODY)
        return
    if kind in REFUSED:
        raise Unreadable(*REFUSED[kind])
    reason = f"a file {describe_unsupported(content)}, which cannot be read: supply it as PDF or text"
    raise Unreadable(Status.UNSUPPORTED, reason)

"""PDF, page by page: the text layer, OCR where the page shows pictures, then forms, notes, and the files inside."""

from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout import pdf_forms, pdf_notes, pdf_pictures
from reassess.reading.files.formats.fixed_layout.pdf_letters import text_layer
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

WRONG_PASSWORD, OTHER_SECURITY = 4, 5


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of a PDF in order, then its form data and attached files. A page that fails costs no other.

    Raises `Unreadable`: encrypted, broken, or more pages than the limits allow. Pages before the limit are yielded.
    """
    document = _open(content)
    if document.get_formtype():
        document.init_forms()
    attached: list[tuple[str, bytes | None]] = []
    scans = pdf_pictures.ScanCount(container.limits.scanned_pages)
    for number in range(len(document)):
        if number >= container.limits.pages:
            raise Unreadable(Status.TOO_LONG, f"{len(document):,} pages; the first {number:,} were read")
        yield _page(document, number, scans, attached, container)
    data = pdf_forms.form_data(document)
    if data:
        yield from split_pages(clean_text("Form data\n" + "\n".join(data)))
        container.read_part(PartKind.FORM, "form data (XFA)")
    yield from _attachments([*pdf_notes.attachments(document), *attached], container)


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == WRONG_PASSWORD:
            raise Unreadable(Status.ENCRYPTED, "the PDF is protected by a password") from error
        if error.err_code == OTHER_SECURITY:
            reason = "the PDF is protected by rights management or a certificate: supply it without"
            raise Unreadable(Status.ENCRYPTED, reason) from error
        raise Unreadable(Status.UNREADABLE, f"not a whole PDF ({error})") from error


def _page(
    document: pdfium.PdfDocument,
    number: int,
    scans: pdf_pictures.ScanCount,
    attached: list[tuple[str, bytes | None]],
    container: Container,
) -> Page:
    """Return a page, or an empty one where it is broken, so that the pages after it keep their numbers.

    Files attached to the page are added to `attached`.
    """
    name = f"page {number + 1}"
    try:
        page = document[number]
        layer = text_layer(page)
    except pdfium.PdfiumError as error:
        container.refuse_part(PartKind.PAGE, name, f"the page is broken ({error})")
        return Page("")
    read = pdf_pictures.with_recognised(page, layer, name, scans, container)
    lines = [*pdf_forms.filled_in(document, page, container), *pdf_notes.notes(page, name, container)]
    attached += pdf_notes.page_attachments(page, name)
    page.close()
    return Page("\n".join([read.text, clean_text("\n".join(lines))]), read.boxes) if lines else read


def _attachments(attached: Iterable[tuple[str, bytes | None]], container: Container) -> Iterator[Page]:
    for name, content in attached:
        if content is None:
            container.refuse_part(PartKind.ATTACHMENT, name, "its content cannot be taken out of the PDF")
        else:
            yield from container.member_pages(content, name)

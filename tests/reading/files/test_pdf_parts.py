"""What a PDF shows beside its text layer: forms, notes, attached files, scans, broken pages, odd letters."""

from dataclasses import replace

import pytest
from PIL import Image

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files
from tests.reading.sample_files import pdf_page, stream


def read(content: bytes) -> FileText:
    pages: list[Page] = []
    text = extract(content, "a.pdf", Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def words(text: FileText) -> str:
    return "\n".join(page.text for page in text.pages)


def parts(text: FileText) -> list[tuple[str, str]]:
    return [(part.kind.value, part.status.value) for part in text.parts]


def form(*fields: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(fields)))
    widget = b"<< /Type /Annot /Subtype /Widget /Rect [50 700 250 720] /P 3 0 R %s >>"
    return pdf_page(
        "Contact form",
        page=b"/Annots [" + kids + b"]",
        catalogue=b"/AcroForm << /Fields [" + kids + b"] /DA (/Helv 12 Tf 0 g) >>",
        more=[widget % field for field in fields],
    )


def test_values_of_a_form_are_text_with_the_names_of_their_fields() -> None:
    text = read(
        form(
            b"/FT /Tx /T (driver) /V (Rufus Tench)",
            b"/FT /Tx /T (empty)",
            b"/FT /Ch /Ff 131072 /T (outcome) /Opt [[(nfa) (No further action)] [(chg) (Charged)]] /V (nfa)",
            b"/FT /Btn /T (seen) /V /Yes /AS /Yes /AP << /N << /Yes 4 0 R /Off 4 0 R >> >>",
        )
    )
    assert words(text) == "Contact form\ndriver: Rufus Tench\noutcome: No further action\nseen: yes"
    assert (text.status, parts(text)) == (Status.READ, [("page", "read"), ("form", "read")])


def test_the_data_of_an_xfa_form_is_text() -> None:
    data = b"<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><form><driver>Rufus Tench"
    data += b"</driver><note/></form></xfa:data></xfa:datasets>"
    catalogue = b"/AcroForm << /Fields [] /XFA [(datasets) 6 0 R] >>"
    content = pdf_page("Please wait", catalogue=catalogue, more=[stream(data)])
    assert "driver: Rufus Tench" in words(read(content))


def annotated(annotation: bytes, *more: bytes) -> bytes:
    head = b"<< /Type /Annot /Rect [300 700 320 720] /P 3 0 R "
    return pdf_page("Seen at the shop", page=b"/Annots [6 0 R]", more=[head + annotation + b" >>", *more])


@pytest.mark.parametrize("kind", [b"Text", b"FreeText", b"Highlight", b"Stamp"])
def test_notes_and_typed_comments_are_text(kind: bytes) -> None:
    text = read(annotated(b"/Subtype /" + kind + b" /T (Ada) /Contents (The driver is Rufus Tench)"))
    assert words(text) == "Seen at the shop\nNote (Ada): The driver is Rufus Tench"
    assert ("comment", "read") in parts(text)


def test_handwriting_is_named_as_not_read() -> None:
    text = read(annotated(b"/Subtype /Ink /InkList [[300 700 310 710 320 700]]"))
    assert (text.status, "handwriting on page 1: drawn" in text.reason) == (Status.PARTLY, True)


@pytest.mark.parametrize("on_page", [True, False])
def test_attached_files_are_read(on_page: bool) -> None:
    file = b"<< /Type /Filespec /F (note.txt) /UF (note.txt) /EF << /F 7 0 R >> >>"
    packed = stream(b"The van belongs to Rufus Tench.", b"/Type /EmbeddedFile")
    if on_page:
        content = annotated(b"/Subtype /FileAttachment /FS " + file, packed)
    else:
        names = b"/Names << /EmbeddedFiles << /Names [(note.txt) 6 0 R] >> >>"
        content = pdf_page("Seen at the shop", catalogue=names, more=[file, packed])
    text = read(content)
    assert words(text) == "Seen at the shop\nAttachment: note.txt\nThe van belongs to Rufus Tench."
    assert ("attachment", "read") in parts(text)


def test_a_pdf_under_rights_management_is_said_to_be_protected() -> None:
    content = sample_files.locked_pdf().replace(b"/Filter /Standard", b"/Filter /OtherSec")
    text = read(content)
    assert (text.status, "rights management" in text.reason) == (Status.ENCRYPTED, True)


def test_a_broken_page_costs_no_other() -> None:
    content = sample_files.pdf(["One", "Two", "Three"])
    text = read(content.replace(b"/Kids [4 0 R 5 0 R 6 0 R]", b"/Kids [4 0 R 1 0 R 6 0 R]"))
    assert [page.text for page in text.pages] == ["One", "", "Three"]
    assert (text.status, text.reason.split(" (")[0]) == (Status.PARTLY, "page 2: the page is broken")


def scans(words_on_page: str, *placed: tuple[Image.Image, tuple[int, int, int, int]]) -> bytes:
    """A page of words and pictures, each at left, bottom, width and height in points."""
    names = b" ".join(b"/I%d %d 0 R" % (n, 6 + n) for n in range(len(placed)))
    drawn = b"".join(b" q %d 0 0 %d %d %d cm /I%d Do Q" % (w, h, x, y, n) for n, (_, (x, y, w, h)) in enumerate(placed))
    content = pdf_page(
        words_on_page,
        more=[
            stream(
                image.convert("L").tobytes(),
                b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray" % image.size,
            )
            for image, _ in placed
        ],
    )
    # The page has its pictures and draws them after its words.
    content = content.replace(b"/Font << /F1 5 0 R >> >>", b"/Font << /F1 5 0 R >> /XObject << " + names + b" >> >>", 1)
    return content.replace(b" ET\nendstream", b" ET" + drawn + b"\nendstream", 1)


def test_a_scan_in_strips_is_recognised() -> None:
    whole = sample_files.picture("The van belongs to\nRufus Tench", (1190, 400), 60)
    strips = [(whole.crop((0, y, 1190, y + 50)), (0, 800 - y // 2, 595, 25)) for y in range(0, 400, 50)]
    text = read(scans("", *strips))
    assert "Rufus Tench" in words(text)
    assert parts(text) == [("page", "recognised")]


def test_a_small_scan_is_recognised() -> None:
    picture = sample_files.picture("Rufus Tench", (700, 250), 60)
    text = read(scans("Seen", (picture, (100, 300, 350, 125))))
    assert words(text) == "Seen\nRufus Tench"
    assert parts(text) == [("page", "read"), ("picture", "recognised")]
    box = text.pages[0].boxes[0]
    assert text.pages[0].text[box.start_at : box.end_at] == "Rufus"
    assert 0.17 < box.x0 < box.x1 < 0.75
    assert 0.49 < box.y0 < box.y1 < 0.65


def test_a_scan_under_a_printed_heading_is_recognised_and_the_heading_stays() -> None:
    heading = "\n".join(["Complete this form in black ink and return it to the station"] * 5)
    picture = sample_files.picture("The van belongs to\nRufus Tench", (1190, 500), 60)
    text = read(scans(heading, (picture, (0, 300, 595, 250))))
    assert words(text).startswith(heading)
    assert "Rufus Tench" in words(text)


def test_a_searchable_scan_is_read_by_its_own_text_layer() -> None:
    layer = "\n".join(["The words of the scan as its scanner recognised them"] * 30)
    text = read(scans(layer, (sample_files.picture("The words", (1190, 1600), 60), (0, 0, 595, 842))))
    assert words(text) == layer
    assert parts(text) == [("page", "read")]


def letters_map(shift: int) -> bytes:
    """A map that says of every glyph that it is another letter, so many places on."""
    pairs = b"".join(b"<%02x> <%04x>\n" % (code, code + shift) for code in range(32, 123))
    cmap = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def\n"
    cmap += b"1 begincodespacerange <00> <ff> endcodespacerange\n91 beginbfchar\n"
    return stream(cmap + pairs + b"endbfchar\nendcmap end end")


@pytest.mark.parametrize("shift", [-29, 0xE000, 0xFFFD - 0x61])
def test_letters_without_meaning_are_recognised_from_the_page(shift: int) -> None:
    shown = "The statement of the witness\nwas taken at the shop\nand read to her at home"
    text = read(pdf_page(shown, font=b"/ToUnicode 6 0 R", more=[letters_map(shift)]))
    assert words(text).split() == shown.split()
    assert parts(text) == [("page", "recognised")]

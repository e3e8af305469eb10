"""OpenDocument: notes, comments, headers, footers, text boxes, form values, pictures and files inside a document."""

from dataclasses import replace

import pytest

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "text", "table", "style", "presentation", "form")},
        "draw": "drawing",
    }.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
PREVIEW = '<draw:image xlink:href="Pictures/preview.png"/>'
OBJECT = f'<draw:frame><draw:object xlink:href="./Object 1"/>{PREVIEW}</draw:frame>'


def odt(body: str, styles: str = "", members: dict[str, bytes] | None = None) -> bytes:
    return sample_files.zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content(body),
            "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>".encode(),
            **(members or {}),
        }
    )


def content(body: str, head: str = "") -> bytes:
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"{head}<office:document-content {SPACES}>{inner}</office:document-content>".encode()


def read(file: bytes) -> FileText:
    pages: list[Page] = []
    text = extract(file, "a.odt", Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def lines(file: bytes) -> list[str]:
    return "\n".join(page.text for page in read(file).pages).split("\n")


@pytest.mark.parametrize(
    ("inner", "shown", "kind"),
    [
        (
            "<office:annotation><dc:creator>Bruno</dc:creator><dc:date>2014</dc:date><text:p>Check</text:p>"
            "</office:annotation>",
            "Comment (Bruno): Check",
            "comment",
        ),
        (
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Check</text:p>"
            "</text:note-body></text:note>",
            "Notes: Check",
            "note",
        ),
        (
            "<draw:frame><draw:text-box><text:p>Check</text:p></draw:text-box></draw:frame>",
            "Text box: Check",
            "text box",
        ),
    ],
)
def test_what_stands_beside_the_words_is_not_glued_into_them(inner: str, shown: str, kind: str) -> None:
    file = odt(f"<text:p>Seen{inner} today</text:p><text:p>Left</text:p>")
    assert lines(file) == ["Seen today", "Left", shown]
    assert (kind, "read") in [(part.kind, part.status) for part in read(file).parts]


@pytest.mark.parametrize("kind", ["header", "header-left", "footer", "footer-first"])
def test_headers_and_footers_are_read(kind: str) -> None:
    styles = f"<style:{kind}><text:p>MG11 of Ada Quill</text:p></style:{kind}>"
    assert lines(odt("<text:p>Body</text:p>", styles)) == [
        "Body",
        f"{kind.split('-')[0].title()}: MG11 of Ada Quill",
    ]


def test_blanks_tabs_and_line_breaks_are_those_shown() -> None:
    body = "<text:p> a\n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/><text:span>e</text:span> f</text:p>"
    assert lines(odt(body)) == [" a b   c\td", "e f"]


def test_deleted_words_are_not_shown() -> None:
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>red</text:p></text:deletion>"
    body = f"{deleted}</text:changed-region></text:tracked-changes><text:p>The van is grey</text:p>"
    assert lines(odt(body)) == ["The van is grey"]


def test_values_of_form_controls_are_read() -> None:
    forms = "<office:forms><form:form><form:text form:name='driver' form:current-value='Rufus Tench'/>"
    forms += "<form:checkbox form:name='seen' form:current-state='checked'/><form:text form:name='empty'/>"
    file = odt(f"{forms}</form:form></office:forms><text:p>Form</text:p>")
    assert lines(file) == ["Form", "driver: Rufus Tench", "seen: yes"]


def test_pictures_and_embedded_files_are_read_and_previews_are_no_part() -> None:
    scan = sample_files.png(sample_files.picture("Rufus Tench", (700, 200), 60))
    members = {
        "Pictures/a.png": scan,
        "Pictures/preview.png": b"torn",
        "Object 1/content.xml": content("<text:p>Inner words</text:p>"),
    }
    file = odt(f"<text:p>See{OBJECT}</text:p>", members=members)
    assert lines(file) == ["See", "Attachment: Object 1", "Inner words", "Rufus Tench"]
    assert read(file).status is Status.READ
    ole = OBJECT.replace("draw:object", "draw:object-ole")
    file = odt(f"<text:p>See{ole}</text:p>", members={"Object 1": sample_files.doc(["Inner words"])})
    assert lines(file)[:3] == ["See", "Attachment: Object 1", "Inner words"]


def test_a_document_without_thumbnail_or_with_an_old_declaration_is_read() -> None:
    old = '<?xml version="1.0"?><!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD 1.0//EN" "office.dtd">'
    listed = b'<manifest><file-entry full-path="Thumbnails/thumbnail.png"/></manifest>'
    members = {"content.xml": content("<text:p>Seen</text:p>", old), "META-INF/manifest.xml": listed}
    assert lines(odt("", members=members)) == ["Seen"]


def test_broken_styles_cost_only_the_headers() -> None:
    text = read(odt("<text:p>Seen</text:p>", members={"styles.xml": b"<torn"}))
    assert (text.status, text.pages[0].text) == (Status.PARTLY, "Seen")
    assert text.reason.startswith("headers and footers: ")

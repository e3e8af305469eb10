"""Files with every part that their format has, and different words in each part: the material of `fidelity`.

Everything is invented and made here, nothing is kept. The words are made of syllables, so that no word of one part
stands in another, and none in any template of an office program.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from io import BytesIO

import xlsxwriter
from compressed_rtf import compress
from odf.dc import Creator
from odf.draw import Frame, TextBox
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import Footer, Header, MasterPage, PageLayout
from odf.table import Table, TableCell, TableRow
from odf.text import Note, NoteBody, NoteCitation, P

from tests.reading import sample_files
from tests.reading.sample_outlook import BINARY, PLAIN, RICH, UNICODE, attachment, compound_tree, message

SYLLABLES = ("ba", "del", "fin", "gor", "hul", "kam", "lem", "mon", "nor", "pol", "rin", "sat", "tuv", "vel", "zan")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Plan:
    """The parts of one file: kind of part to its words, and the words that were deleted and must not be shown."""

    start: int
    parts: dict[str, str] = field(default_factory=dict)
    deleted: str = ""

    def words(self, kind: str) -> str:
        """Return the words of a part of this kind, new ones for each."""
        self.parts[kind] = self._next()
        return self.parts[kind]

    def struck(self) -> str:
        """Return words that the file holds as deleted."""
        self.deleted = self._next()
        return self.deleted

    def _next(self) -> str:
        self.start += 1
        return " ".join(_word(self.start * 8 + number) for number in range(4))


def _word(number: int) -> str:
    digits = []
    for _ in range(3):
        number, digit = divmod(number, len(SYLLABLES))
        digits.append(SYLLABLES[digit])
    return "".join(digits)


def _paragraph(text: str, more: str = "") -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def _root(name: str, content: str) -> bytes:
    spaces = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return f"<w:{name} {spaces}>{content}</w:{name}>".encode()


def _picture(plan: Plan, kind: str = "picture") -> bytes:
    return sample_files.png(sample_files.picture(plan.words(kind), (1400, 200), 44))


def docx(plan: Plan) -> bytes:
    """A Word document with side parts, a form, tracked changes, a text box, and files and pictures inside."""
    choice = f'<w:ddList><w:result w:val="0"/><w:listEntry w:val="{plan.words("form")}"/></w:ddList>'
    form = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{choice}</w:ffData></w:fldChar></w:r>'
    tracked = f"<w:ins><w:r><w:t>{plan.words('tracked change')}</w:t></w:r></w:ins>"
    tracked += f"<w:del><w:r><w:delText>{plan.struck()}</w:delText></w:r></w:del>"
    box = f"<w:r><w:pict><w:txbxContent>{_paragraph(plan.words('text box'))}</w:txbxContent></w:pict></w:r>"
    cells = f"<w:tc>{_paragraph(plan.words('table'))}</w:tc>"
    body = _paragraph(plan.words("body")) + "".join(f"<w:p>{each}</w:p>" for each in (form, tracked, box))
    body += f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    body += '<w:altChunk r:id="r5"/><w:p><w:r><a:blip r:embed="r7"/></w:r></w:p>'
    sides = {kind: _root(tag, _paragraph(plan.words(kind))) for kind, tag in (("header", "hdr"), ("footer", "ftr"))}
    notes = {
        kind: _root(kind, f'<w:{kind[:-1]} w:id="2">{_paragraph(plan.words(kind))}</w:{kind[:-1]}>')
        for kind in ("footnotes", "endnotes", "comments")
    }
    links: list[tuple[str, str, bytes]] = [(kind, f"{kind}.xml", part) for kind, part in (sides | notes).items()]
    links.append(("aFChunk", "chunk.html", f"<html><p>{plan.words('alternative')}</p></html>".encode()))
    links.append(("package", "embeddings/a.docx", sample_files.docx([plan.words("embedded file")])))
    links.append(("image", "media/a.png", _picture(plan)))
    return _office(_root("document", f"<w:body>{body}</w:body>"), links)


def _office(document: bytes, links: list[tuple[str, str, bytes]]) -> bytes:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="{{}}" Type="{R}/{{}}" Target="{{}}"/>'
    listed = "".join(one.format(f"r{number}", kind, name) for number, (kind, name, _) in enumerate(links))
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    types += 'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    types += 'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    members = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": f'<Relationships xmlns="{rels}">{one.format("r", "officeDocument", "word/document.xml")}'
        "</Relationships>".encode(),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">{listed}</Relationships>'.encode(),
    }
    return sample_files.zipped(members | {f"word/{name}": content for _, name, content in links})


def odt(plan: Plan) -> bytes:
    """An OpenDocument text with a note, a comment, a header and footer, a table and a text box."""
    document = OpenDocumentText()
    layout = PageLayout(name="l")
    document.automaticstyles.addElement(layout)
    master = MasterPage(name="Standard", pagelayoutname=layout)
    for kind, side in (("header", Header()), ("footer", Footer())):
        side.addElement(P(text=plan.words(kind)))
        master.addElement(side)
    document.masterstyles.addElement(master)
    paragraph = P(text=plan.words("body"))
    note, body = Note(id="n", noteclass="footnote"), NoteBody()
    body.addElement(P(text=plan.words("footnotes")))
    note.addElement(NoteCitation(text="1"))
    note.addElement(body)
    comment = Annotation()
    comment.addElement(Creator(text="Ada"))
    comment.addElement(P(text=plan.words("comments")))
    frame, box = Frame(width="5cm", height="2cm"), TextBox()
    box.addElement(P(text=plan.words("text box")))
    frame.addElement(box)
    for each in (note, comment, frame):
        paragraph.addElement(each)
    document.text.addElement(paragraph)
    document.text.addElement(_odf_table(plan.words("table")))
    return _saved(document)


def ods(plan: Plan) -> bytes:
    """An OpenDocument workbook with a cell and a comment."""
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(_odf_table(plan.words("cell"), plan.words("comments")))
    return _saved(document)


def _odf_table(words: str, comment: str = "") -> Table:
    table, row, cell = Table(name="calls"), TableRow(), TableCell(valuetype="string")
    if comment:
        note = Annotation()
        note.addElement(P(text=comment))
        cell.addElement(note)
    cell.addElement(P(text=words))
    row.addElement(cell)
    table.addElement(row)
    return table


def _saved(document: OpenDocumentText) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(plan: Plan) -> bytes:
    """A document in rich text with side parts and a tracked deletion."""
    return (
        rf"{{\rtf1\ansi{{\header {plan.words('header')}\par}}{{\footer {plan.words('footer')}\par}}"
        rf"{plan.words('body')}{{\footnote {plan.words('footnotes')}}}{{\*\annotation {plan.words('comments')}}}"
        rf"{{\deleted {plan.struck()}}}{{\shp{{\*\shpinst{{\shptxt {plan.words('text box')}\par}}}}}}"
        rf"\par\trowd\intbl {plan.words('table')}\cell\row}}"
    ).encode()


def xlsx(plan: Plan) -> bytes:
    """An Excel workbook of two sheets with a comment, a text box, a header and a picture."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        first = book.add_worksheet(plan.words("sheet name").split()[0])
        plan.parts["sheet name"] = plan.parts["sheet name"].split()[0]
        first.write(0, 0, plan.words("cell"))
        first.write_comment(0, 0, plan.words("comments"))
        first.insert_textbox(4, 1, plan.words("text box"))
        first.set_header(f"&L{plan.words('header')}")
        first.insert_image(9, 1, "a.png", {"image_data": BytesIO(_picture(plan))})
        book.add_worksheet("second").write(0, 0, plan.words("second sheet"))
    return out.getvalue()


def pdf(plan: Plan) -> bytes:
    """A PDF with a page of text, a form field, a note, an attached file and a scanned page."""
    page = f"BT /F1 12 Tf 50 780 Td ({plan.words('page')}) Tj ET".encode()
    image = sample_files.picture(plan.words("scanned page"), (1190, 1684), 40)
    attached = plan.words("attachment").encode()
    font = b"<< /Font << /F1 7 0 R >> /XObject << /I 10 0 R >> >>"
    sheet = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources " + font
    box = b"/Subtype /Widget /FT /Tx /T (driver) /Rect [50 700 300 720]"
    return sample_files.pdf_of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >>"
            b" /Names << /EmbeddedFiles << /Names [(a.txt) 8 0 R] >> >> >>",
            b"<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>",
            sheet + b" /Contents 11 0 R /Annots [5 0 R 6 0 R] >>",
            sheet + b" /Contents 12 0 R >>",
            b"<< /Type /Annot " + box + f" /V ({plan.words('form')}) >>".encode(),
            f"<< /Type /Annot /Subtype /Text /Rect [50 600 70 620] /Contents ({plan.words('comments')}) >>".encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 9 0 R >> >>",
            _stream(attached, b"/Type /EmbeddedFile"),
            _stream(
                image.convert("L").tobytes(),
                b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"
                % image.size,
            ),
            _stream(page),
            _stream(b"595 0 0 842 0 0 cm /I Do"),
        ]
    )


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(content), content)


def eml(plan: Plan) -> bytes:
    """A mail whose alternatives differ, with an attachment, a picture and a mail inside."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.org", "b@example.org"
    mail["Subject"] = plan.words("subject")
    mail.set_content(plan.words("body"))
    mail.add_alternative(f"<p>{plan.words('alternative')}</p>", subtype="html")
    attached = sample_files.docx([plan.words("attachment")])
    mail.add_attachment(attached, maintype="application", subtype="octet-stream", filename="a.docx")
    mail.add_attachment(_picture(plan), maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "c@example.org", "inner"
    inner.set_content(plan.words("mail inside"))
    mail.add_attachment(inner)
    return mail.as_bytes()


def mbox(plan: Plan) -> bytes:
    """A mailbox of two mails, one of them in base64."""
    head = b"From a@example.org Thu Jun 12 00:30:00 2014\nFrom: a@example.org\nSubject: one\nMIME-Version: 1.0\n"
    second = head + b"Content-Transfer-Encoding: base64\n\n" + b64encode(plan.words("second mail").encode())
    return head + f"\n{plan.words('first mail')}\n\n".encode() + second + b"\n"


def msg(plan: Plan) -> bytes:
    """An Outlook mail with an attachment, and a mail inside whose body is rich text only."""
    rich = compress(rb"{\rtf1\ansi " + plan.words("mail inside").encode() + rb"\par}")
    inside = message({(RICH, BINARY): rich}, inner=True)
    attached = [attachment("a.txt", plan.words("attachment").encode()), attachment("inner", inside)]
    body = {(PLAIN, UNICODE): plan.words("body").encode("utf-16-le")}
    return compound_tree(message(body, subject=plan.words("subject"), attachments=attached))


def html(plan: Plan) -> bytes:
    """A web page with a table, a filled form, deep levels and a picture inside."""
    picture = b64encode(_picture(plan)).decode()
    return (
        f"<html><body><p>{plan.words('body')}</p><table><tr><td>{plan.words('table')}</td></tr></table>"
        f'<input value="{plan.words("form")}">{"<div>" * 900}{plan.words("deep level")}{"</div>" * 900}'
        f'<img src="data:image/png;base64,{picture}"></body></html>'
    ).encode()


def pptx(plan: Plan) -> bytes:
    """A presentation of two slides with notes."""
    return sample_files.pptx([plan.words("first slide"), plan.words("second slide")], plan.words("notes"))


def archive(plan: Plan) -> bytes:
    """An archive with a text, a document and an archive inside."""
    inner = sample_files.zipped({"b.txt": plan.words("archive inside").encode()})
    document = sample_files.docx([plan.words("document")])
    return sample_files.zipped({"a.txt": plan.words("text").encode(), "a.docx": document, "more.zip": inner})


def word2003(plan: Plan) -> bytes:
    """A Word 2003 XML document with a note and a header."""
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    note = f"<w:r><w:footnote>{_paragraph(plan.words('footnotes'))}</w:footnote></w:r>"
    header = f"<w:sectPr><w:hdr>{_paragraph(plan.words('header'))}</w:hdr></w:sectPr>"
    body = f"<w:body>{_paragraph(plan.words('body'), note)}{header}</w:body>"
    return f'<?xml version="1.0"?><w:wordDocument xmlns:w="{space}">{body}</w:wordDocument>'.encode()


MAKERS: Mapping[str, Callable[[Plan], bytes]] = {
    "docx": docx,
    "doc": lambda plan: sample_files.doc([plan.words("body") + "\r"]),
    "odt": odt,
    "rtf": rtf,
    "xml": word2003,
    "pptx": pptx,
    "ppt": lambda plan: sample_files.ppt([plan.words("slide")]),
    "xlsx": xlsx,
    "xls": lambda plan: sample_files.xls({"calls": [[plan.words("cell")]], "b": [[plan.words("second sheet")]]}),
    "ods": ods,
    "pdf": pdf,
    "png": _picture,
    "eml": eml,
    "mbox": mbox,
    "msg": msg,
    "html": html,
    "txt": lambda plan: plan.words("body").encode() + b"\x0c" + plan.words("second page").encode() + b"\x00\x1a",
    "csv": lambda plan: f"who,what\n{plan.words('cell')},x\n".encode(),
    "zip": archive,
}


def made_files() -> Iterator[tuple[str, bytes, Plan]]:
    """Yield the ending, the content and the plan of a file of every format."""
    for number, (ending, make) in enumerate(MAKERS.items()):
        plan = Plan(number * 20)
        yield ending, make(plan), plan

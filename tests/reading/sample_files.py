"""Files for the tests, made when a test runs: honest ones and hostile ones, none of them kept."""

import struct
import zlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from PIL import Image, ImageDraw, ImageFont


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF with a text layer: one page a string, lines parted by line ends."""
    return pdf_of_streams([_drawn(page) for page in pages])


def _drawn(text: str) -> bytes:
    lines = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.split("\n"))
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return f"BT /F1 12 Tf 14 TL 50 780 Td {shown} ET".encode("cp1252")


def pdf_of_streams(streams: Sequence[bytes], *, deflated: bool = False) -> bytes:
    """A PDF whose pages are drawn by these streams; equal streams are stored once."""
    distinct = list(dict.fromkeys(streams))
    count = len(streams)
    first_stream = 4 + count
    kids = " ".join(f"{4 + n} 0 R" for n in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    numbers = {stream: first_stream + n for n, stream in enumerate(distinct)}
    for stream in streams:
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {numbers[stream]} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
    how = b" /Filter /FlateDecode" if deflated else b""
    objects += [b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(s), how, s) for s in distinct]
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def bomb_pdf(unpacked: int) -> bytes:
    """A PDF whose one page unpacks to so many bytes of nothing."""
    return pdf_of_streams([deflated_zeros(unpacked)], deflated=True)


def deflated_zeros(size: int) -> bytes:
    """So many zero bytes, packed by the ZIP method."""
    packer = zlib.compressobj(1)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def picture(text: str, size: tuple[int, int] = (1000, 300), letters: int = 40) -> Image.Image:
    """A white picture with dark text, as a scanner would give it."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((40, 40), text, fill=0, font=ImageFont.load_default(letters), spacing=20)
    return image


def scan(text: str) -> bytes:
    """A PDF whose page is only a picture of text."""
    out = BytesIO()
    picture(text, (1654, 2339), 44).save(out, "PDF", resolution=200.0)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def docx(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document of paragraphs and, after them, one table."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for cells, words in zip(made.rows, table, strict=True):
            for cell, word in zip(cells.cells, words, strict=True):
                cell.text = word
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(archive: bytes, member: str, content: bytes) -> bytes:
    """An archive with the content of one member replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == member else old.read(info.filename))
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested_mail(depth: int, innermost: str) -> bytes:
    """A mail that carries a mail that carries a mail, so deep, with a text in the last one."""
    content = f"From: a@example.org\r\nSubject: innermost\r\nMIME-Version: 1.0\r\n\r\n{innermost}\r\n".encode()
    for level in range(depth):
        edge = f"edge{level}".encode()
        content = (
            b"From: a@example.org\r\nSubject: level\r\nMIME-Version: 1.0\r\n"
            b'Content-Type: multipart/mixed; boundary="' + edge + b'"\r\n\r\n--' + edge
            + b"\r\nContent-Type: text/plain\r\n\r\nlevel\r\n--" + edge
            + b"\r\nContent-Type: message/rfc822\r\n\r\n" + content + b"\r\n--" + edge + b"--\r\n"
        )  # fmt: skip
    return content


def written(folder: Path, name: str, content: bytes) -> Path:
    """The content as a file of that name."""
    file = folder / name
    file.write_bytes(content)
    return file


SECTOR = 512
_END, _FREE, _TABLE_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (OLE2) of up to three streams, as the office programs of before 2007 wrote them."""
    padded = {
        name: content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0") for name, content in streams.items()
    }
    chains: list[int] = [_TABLE_SECTOR, _END]
    entries = [_entry("Root Entry", 5, child=1, start=_END, size=0)]
    body = b""
    for number, (name, content) in enumerate(padded.items(), 1):
        first, count = len(chains), len(content) // SECTOR
        chains += [*range(first + 1, first + count), _END]
        following = number + 1 if number < len(padded) else _FREE
        entries.append(_entry(name, 2, child=_FREE, start=first, size=len(content), right=following))
        body += content
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    assert len(table) == SECTOR
    return head.ljust(SECTOR, b"\xff") + table + b"".join(entries).ljust(SECTOR, b"\0") + body


def _entry(name: str, kind: int, *, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def doc(
    pieces: Sequence[str],
    *,
    version: int = 193,
    flags: int = 0x0200,
    deleted: tuple[int, int] | None = None,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A Word document of before 2007: pieces in Windows Latin where they fit, else in two bytes a character.

    deleted: where, in the bytes of the text, words are deleted by a tracked change. more: further streams.
    """
    main = bytearray(2048)
    struct.pack_into("<HHHHH", main, 0, 0xA5EC, version, 0, 0, 0)
    struct.pack_into("<H", main, 10, flags)
    ends, places = [0], []
    for piece in pieces:
        try:
            packed, place = piece.encode("cp1252"), len(main) * 2 | 0x40000000
        except UnicodeEncodeError:
            packed, place = piece.encode("utf-16-le"), len(main)
        ends.append(ends[-1] + len(piece))
        places.append(struct.pack("<HIH", 0, place, 0))
        main += packed
    table = struct.pack(f"<{len(ends)}I", *ends) + b"".join(places)
    clx = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    if deleted is not None:
        main += bytes(-len(main) % SECTOR)
        first, last = (2048 + place for place in deleted)
        struct.pack_into("<II", main, 0x00FA, len(clx), 12)
        clx += struct.pack("<III", 2048, last, len(main) // SECTOR)
        # Two runs: one of plain text, and one that is bold and deleted.
        runs = struct.pack("<III", 2048, first, last) + bytes([0, 200])
        properties = b"\x06" + struct.pack("<HBHB", 0x0835, 1, 0x0800, 1)
        main += runs.ljust(400, b"\0") + properties.ljust(SECTOR - 401, b"\0") + b"\x02"
    return compound({"WordDocument": bytes(main), "1Table": clx, **(more or {})})


def ppt(lines: Sequence[str]) -> bytes:
    """A presentation of before 2007 with these lines, every other one in two bytes a character."""
    atoms = b""
    for number, line in enumerate(lines):
        kind, packed = (0x0FA0, line.encode("utf-16-le")) if number % 2 else (0x0FA8, line.encode("latin-1"))
        atoms += struct.pack("<HHI", 0, kind, len(packed)) + packed
    return compound({"PowerPoint Document": struct.pack("<HHI", 0xF, 0x03E8, len(atoms)) + atoms})


def pptx(slides: Sequence[str], notes: str = "") -> bytes:
    """A presentation: one text a slide, shown in the order given though the parts are named the other way round."""
    a, p = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/presentationml/2006/main",
    )
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = f'<Relationship Id="{{}}" Type="{r}/{{}}" Target="{{}}"/>'
    names = [f"slides/slide{len(slides) - n}.xml" for n in range(len(slides))]
    shown = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    members = {
        "_rels/.rels": rels.format(one.format("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{p}" xmlns:r="{r}">{shown}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels.format(
            "".join(one.format(f"r{n}", "slide", m) for n, m in enumerate(names))
        ),
    }
    for name, text in zip(names, slides, strict=True):
        words = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        cells = "".join(
            f"<a:tc><a:txBody><a:p><a:r><a:t>{c}</a:t></a:r></a:p></a:txBody></a:tc>" for c in ("Action", "Who")
        )
        members[f"ppt/{name}"] = (
            f'<p:sld xmlns:p="{p}" xmlns:a="{a}">{words}<a:tbl><a:tr>{cells}</a:tr></a:tbl></p:sld>'
        )
    if notes:
        members["ppt/slides/_rels/" + names[0].split("/")[1] + ".rels"] = rels.format(
            one.format("r1", "notesSlide", "../notesSlides/n.xml")
        )
        members["ppt/notesSlides/n.xml"] = (
            f'<p:notes xmlns:p="{p}" xmlns:a="{a}"><a:p><a:r><a:t>{notes}</a:t></a:r></a:p></p:notes>'
        )
    return zipped({name: content.encode() for name, content in members.items()})


def locked_pdf() -> bytes:
    """A PDF that opens with a password that nobody knows."""
    key = b"<" + b"41" * 32 + b">"
    lock = b"<< /Filter /Standard /V 1 /R 2 /O " + key + b" /U " + key + b" /P -4 >>"
    plain = pdf(["words"])
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + lock + b" /ID [<00><00>]", 1)


def xls(sheets: dict[str, Sequence[Sequence[str | float | date]]], *, locked: bool = False) -> bytes:
    """A workbook of before 2007 (BIFF8) with these rows; `locked` says that it is protected by a password."""
    words = list(dict.fromkeys(c for rows in sheets.values() for cells in rows for c in cells if isinstance(c, str)))
    parts = [_biff_sheet(rows, words) for rows in sheets.values()]
    shared = struct.pack("<II", len(words), len(words)) + b"".join(map(_biff_words, words))
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6))
    head += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b""
    # Cell formats: the first for all cells, the second for days.
    head += b"".join(_record(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 14))
    tail = _record(0x00FC, shared) + _record(0x000A, b"")
    listed = [struct.pack("<BB", len(name), 0) + name.encode("latin-1") for name in sheets]
    at = len(head) + sum(4 + 6 + len(name) for name in listed) + len(tail)
    for name, part in zip(listed, parts, strict=True):
        head += _record(0x0085, struct.pack("<IH", at, 0) + name)
        at += len(part)
    return compound({"Workbook": head + tail + b"".join(parts)})


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _biff_words(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def _biff_sheet(rows: Sequence[Sequence[str | float | date]], words: Sequence[str]) -> bytes:
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6))
    out += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                out += _record(0x00FD, struct.pack("<HHHI", row, column, 0, words.index(cell)))
            else:
                is_day = isinstance(cell, date)
                number = (cell - date(1899, 12, 30)).days if isinstance(cell, date) else cell
                out += _record(0x0203, struct.pack("<HHHd", row, column, int(is_day), number))
    return out + _record(0x000A, b"")


def pdf_page(
    words: str, *, page: bytes = b"", catalogue: bytes = b"", font: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """A PDF of one page in Helvetica, with more entries for its page (3), catalogue (1) and font (5).

    more: further objects, from number 6.
    """
    drawn = _drawn(words)
    return pdf_of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> " + page + b" >>",
            stream(drawn),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding " + font + b" >>",
            *more,
        ]
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)

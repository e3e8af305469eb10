"""Files for the tests, made when a test runs: honest ones and hostile ones, none of them kept."""

import zlib
from collections.abc import Sequence
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
    return _assembled(objects)


def _assembled(objects: Sequence[bytes]) -> bytes:
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

"""The files of investigations: texts, mails, Word files, sheets and PDFs, made by hand so that they cost nothing.

Each file is the smallest that its format allows, with fixed times inside, so that equal seeds give equal bytes.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from reassess.caseload.case import Case
from reassess.caseload.days import iso, uk
from reassess.caseload.generator_state import GeneratorState

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
)
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"


def add_documents(state: GeneratorState, case: Case, folder: Path) -> int:
    """Write the files of a case under folder (documents/), with their rows; gives the number of files."""
    if state.rng.random() > 0.2:
        return 0
    wanted = state.rng.choice((1, 1, 1, 2))
    for _ in range(wanted):
        _write_one(state, case, folder)
    return wanted


def _write_one(state: GeneratorState, case: Case, folder: Path) -> None:
    kind, ending, title = state.rng.choices(_KINDS, _WEIGHTS)[0]
    document = state.new_id("D")
    path = f"{case.ref.replace('/', '-')}/{kind}_{document}.{ending}"
    day = min(case.opened + state.rng.randrange(1, 60), case.end)
    lines = _lines(state.rng, case, title, day)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_WRITERS[ending](lines, day))
    case.add("document", document, case.ref, path, kind, f"{title}, {case.ref}", day)


_KINDS: tuple[tuple[str, str, str], ...] = (
    ("officer_report", "txt", "Officer report"), ("statement", "txt", "Statement"), ("email", "eml", "Message"),
    ("interview_record", "docx", "Record of interview"), ("minutes", "docx", "Minutes of meeting"),
    ("forensic_report", "pdf", "Laboratory report"), ("letter", "pdf", "Letter"), ("phone_report", "csv",
    "Phone report"),
    ("other", "xlsx", "Schedule of items"),
)  # fmt: skip
_WEIGHTS = (30, 12, 22, 8, 6, 6, 5, 6, 5)


def _lines(rng: Random, case: Case, title: str, day: int) -> list[str]:
    """What the file says; every name and number in it is held by a table of the same case."""
    named = [part.record.name for part in case.parts if part.record.full_name] or ["R1"]
    numbers = [value for kind, value, *_ in case.identifiers if kind in ("phone", "vehicle", "email")]
    body = [
        f"{title.upper()} {case.ref}",
        f"From: {case.oic}   Date: {uk(day)}",
        rng.choice(("Present: {}.", "Person seen: {}.", "About: {}.")).format(rng.choice(named)),
        rng.choice(
            (
                "Papers were read and placed on file.",
                "The record was read through with the supervisor.",
                "Dates were checked.",
            )
        ),
        rng.choice(
            ("Next contact is in the diary.", "Copy sent to the social work team.", "Copies are on the shared drive.")
        ),
    ]
    if numbers and rng.random() < 0.5:
        body.insert(3, f"Contact noted: {rng.choice(numbers)}.")
    if case.premises and rng.random() < 0.5:
        body.insert(3, f"Attended {rng.choice(case.premises).name}.")
    return body


def _txt(lines: list[str], day: int) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _csv(lines: list[str], day: int) -> bytes:
    return "\r\n".join(["line,date,text", *(f'{at},{iso(day)},"{line}"' for at, line in enumerate(lines))]).encode()


def _eml(lines: list[str], day: int) -> bytes:
    head = [
        "From: duty.team@example.org",
        "To: officer@example.org",
        f"Subject: {lines[0].title()}",
        f"Date: {_mail_date(day)}",
    ]
    kind = ["MIME-Version: 1.0", 'Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: 8bit", ""]
    return "\r\n".join([*head, *kind, *lines[2:], ""]).encode()


def _mail_date(day: int) -> str:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    year, month, date = iso(day).split("-")
    weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day % 7]
    return f"{weekday}, {date} {months[int(month) - 1]} {year} 10:00:00 +0000"


def _pdf(lines: list[str], day: int) -> bytes:
    """One page with a text layer in a built-in font."""
    shown = "".join(f"({line.translate(_ESCAPES)}) Tj T* " for line in lines)
    stream = f"BT /F1 11 Tf 50 780 Td 16 TL {shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return pdf_file(objects)


_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def pdf_file(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _docx(lines: list[str], day: int) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    )
    kind = f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.wordprocessingml.document.main+xml"/>'
    return _package(kind, {"_rels/.rels": _link("officeDocument", "word/document.xml"), "word/document.xml": document})


def _xlsx(lines: list[str], day: int) -> bytes:
    rows = "".join(f'<row><c t="inlineStr"><is><t>{escape(line)}</t></is></c></row>' for line in lines)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    sheets = '<sheets><sheet name="Items" sheetId="1" r:id="rId1"/></sheets>'
    book = f'{head}<workbook xmlns="{space}" xmlns:r="{_OFFICE}">{sheets}</workbook>'
    sheet = f'{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    kind = (
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.spreadsheetml.worksheet+xml"/>'
    )
    links = {
        "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _link("worksheet", "worksheets/sheet1.xml"),
    }
    return _package(kind, {**links, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet})


def _link(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">{link}</Relationships>'


def _package(kinds: str, parts: dict[str, str]) -> bytes:
    """A zip of XML parts with the same time on each, so that the bytes depend on the words alone."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for name, text in {"[Content_Types].xml": f"{_TYPES}{_DEFAULTS}{kinds}</Types>", **parts}.items():
            package.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text)
    return held.getvalue()


_WRITERS: dict[str, Callable[[list[str], int], bytes]] = {
    "txt": _txt, "csv": _csv, "eml": _eml, "pdf": _pdf, "docx": _docx, "xlsx": _xlsx,
}  # fmt: skip

"""Mail of every form is read whole: each text of a body, letters as they were meant, and the mails inside."""

import struct
from base64 import b64encode
from binascii import b2a_uu
from pathlib import Path

import pytest
from compressed_rtf import compress

from reassess.reading import read_file
from reassess.reading.files.extract import extract
from reassess.reading.files.formats.mail.bodies import without_repeats
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, PartStatus, Status
from tests.reading import sample_files
from tests.reading.sample_outlook import (
    BINARY,
    EIGHT_BIT,
    MARKUP,
    PLAIN,
    RICH,
    UNICODE,
    attachment,
    compound_tree,
    message,
)

HEAD = b"From: Bruno Maltby <bruno@example.org>\r\nTo: ada@example.org\r\nSubject: Rota\r\nMIME-Version: 1.0\r\n"
WORDS = "The keys belong to Imran Sole."
BASE64 = b64encode(WORDS.encode())


def read(content: bytes, name: str = "a.eml") -> tuple[FileText, str]:
    pages: list[Page] = []
    answer = extract(content, name, Limits(), pages.append)
    return answer, "\n".join(page.text for page in pages)


def parted(kind: str, *parts: tuple[str, bytes]) -> bytes:
    """A mail of several parts, each with its headers."""
    body = b"".join(b"--x\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return HEAD + f"Content-Type: multipart/{kind}; boundary=x\r\n\r\n".encode() + body + b"--x--\r\n"


PLAIN_PART, HTML_PART = "Content-Type: text/plain", "Content-Type: text/html"


@pytest.mark.parametrize(
    "content",
    [
        parted("mixed", (HTML_PART, f"<p>{WORDS}</p>".encode()), (PLAIN_PART, b"Checked for viruses.")),
        parted("mixed", (PLAIN_PART, b"See below."), (HTML_PART, f"<p>{WORDS}</p>".encode())),
        parted("alternative", (PLAIN_PART, b"Please view this as HTML."), (HTML_PART, f"<p>{WORDS}</p>".encode())),
        parted("alternative", (HTML_PART, b"<p>See the plain text.</p>"), (PLAIN_PART, WORDS.encode())),
        parted("related", (HTML_PART, f"<p>{WORDS}</p>".encode())),
        parted("alternative", (PLAIN_PART, b" \r\n"), (HTML_PART, f"<p>{WORDS}</p>".encode())),
    ],
    ids=["html then plain", "plain then html", "placeholder", "html is the placeholder", "related", "blank plain"],
)
def test_every_text_of_a_body_is_read(content: bytes) -> None:
    answer, text = read(content)
    assert (answer.status, WORDS in text) == (Status.READ, True)


def test_alternatives_that_say_the_same_are_read_once() -> None:
    markup = f"<p>{WORDS}</p>".replace(" ", "&nbsp;").encode()
    answer, text = read(parted("alternative", (PLAIN_PART, WORDS.encode()), (HTML_PART, markup)))
    assert text.count("Imran") == 1
    assert [(part.name, part.status) for part in answer.parts] == [
        ("body", PartStatus.READ),
        ("alternative", PartStatus.READ),
    ]


def test_the_fuller_of_three_alternatives_stands_for_the_others() -> None:
    assert without_repeats(["one", "One two", "", "two"]) == ["One two"]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("base64 ", BASE64),
        ("base64;", BASE64),
        ("BASE64 (as ever)", BASE64),
        ("(as ever) base64", BASE64),
        ("base64", BASE64 + b"\r\n-- \r\n"[:2]),
        ("base64", BASE64.rstrip(b"=")),
        ("x-uuencode", b"begin 644 a\r\n" + b2a_uu(WORDS.encode()) + b"`\r\nend\r\n"),
        ("quoted-printable;", WORDS.replace("I", "=49").encode()),
        ("made-up", WORDS.encode()),
    ],
)
def test_transfer_encodings_however_they_are_written(head: str, body: bytes) -> None:
    _, text = read(HEAD + f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {head}\r\n\r\n".encode() + body)
    assert text.rstrip().endswith(WORDS)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", ""])
def test_a_mail_inside_a_mail_in_any_transfer_encoding(encoding: str) -> None:
    inner = b"From: c@example.org\r\nTo: d@example.org\r\nSubject: Inner\r\n\r\n" + WORDS.encode() + b"\r\n"
    written = {"base64": b64encode(inner), "quoted-printable": inner.replace(b"@", b"=40")}.get(encoding, inner)
    head = 'Content-Type: message/rfc822; name="fwd.eml"\r\nContent-Disposition: attachment; filename="fwd.eml"'
    head += f"\r\nContent-Transfer-Encoding: {encoding}" if encoding else ""
    answer, text = read(parted("mixed", (PLAIN_PART, b"Forwarded."), (head, written)))
    assert answer.status is Status.READ
    assert "Attachment: fwd.eml\nFrom: c@example.org\nTo: d@example.org\nSubject: Inner\n\n" + WORDS in text


def test_a_report_on_delivery_is_text() -> None:
    report = b"Reporting-MTA: dns; example.org\r\n\r\nFinal-Recipient: rfc822; imran.sole@example.org\r\n"
    _, text = read(parted("report", (PLAIN_PART, b"Not delivered."), ("Content-Type: message/delivery-status", report)))
    assert "imran.sole@example.org" in text


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("Subject: Zoë Núñez rang".encode(), "Subject: Zoë Núñez rang"),
        ("Subject: Zoë Núñez rang".encode("latin-1"), "Subject: Zoë Núñez rang"),
        (b"Subject: =?iso-8859-1?Q?O=92Neill?= rang", "Subject: O’Neill rang"),
        (b"Subject: =?x-made-up?Q?O=92Neill?= rang", "Subject: O’Neill rang"),
        (b"Subject: =?utf-8?B?broken", "Subject: =?utf-8?B?broken"),
        (b"Subject: one\r\nTo: a@example.org\r\nTo: b@example.org", "To: b@example.org"),
        (b"Bcc: c@example.org", "Bcc: c@example.org"),
    ],
)
def test_letters_of_headers(head: bytes, shown: str) -> None:
    _, text = read(b"From: a@example.org\r\n" + head + b"\r\nMIME-Version: 1.0\r\n\r\nx")
    assert shown in text
    assert "\ufffd" not in text


@pytest.mark.parametrize(
    ("charset", "body", "words"),
    [
        ("iso-8859-1", b"Rory O\x92Neill \x85", "Rory O’Neill …"),
        ("us-ascii", b"Rory O\x92Neill", "Rory O’Neill"),
        ("us-ascii", "Zoë".encode(), "Zoë"),
        ("iso-8859-1", "Zoë".encode(), "Zoë"),
        ("windows-950", "陳".encode("cp950"), "陳"),
        ("gb2312", "陳".encode("gb18030"), "陳"),
        ("ks_c_5601-1987", "한".encode("cp949"), "한"),
        ("utf-8", b"Zo\xeb Quill \x96 she said", "Zoë Quill – she said"),
        ("utf-8", "Zoë – ".encode() + b"O\x92Neill", "Zoë – O’Neill"),
        ("rot13", b"Zoe", "Zoe"),
        ("x-unknown", "Zoë".encode("cp1252"), "Zoë"),
    ],
)
def test_letters_of_bodies(charset: str, body: bytes, words: str) -> None:
    _, text = read(HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + body)
    assert text.endswith(words)


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (b"From bruno@example.org Thu Jun 12 00:30:00 2014\r\n", "a.eml"),
        (b"From bruno@example.org Thu Jun 12 00:30:00 2014\r\n", "a.txt"),
        (b"Authentication-Results: mx.example.org; none\r\n", "a.eml"),
        (b"Thread-Topic: Rota\r\n", "a"),
        (b"X-Folder: inbox\r\n", "a.eml"),
        (b"\r\n\r\n", "a.eml"),
        (b"ARC-Seal: i=1; a=rsa-sha256; b=" + b"A" * 9000 + b"\r\n", "a.eml"),
    ],
)
def test_a_mail_is_told_whatever_its_first_line_is(first: bytes, name: str) -> None:
    content = first + HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + BASE64
    answer, text = read(content, name)
    assert (answer.kind, WORDS in text) == ("mail", True)


def test_a_mail_as_apple_stores_it() -> None:
    mail = HEAD + b"\r\n" + WORDS.encode()
    answer, text = read(b"%d\n%s<?xml version='1.0'?><plist/>" % (len(mail), mail), "a.emlx")
    assert (answer.kind, text.endswith(WORDS)) == ("mail", True)


@pytest.mark.parametrize(
    "words", [b"From now on the rota is kept here.\nNobody came.", b"To: MP2281\nRe: accounts\nNo data is held."]
)
def test_a_note_that_begins_like_a_mail_is_text(words: bytes) -> None:
    assert read(words, "a.txt")[0].kind == "text"


def test_every_mail_of_a_mailbox_is_read() -> None:
    first = b"From a@example.org Thu Jun 12 00:30:00 2014\n" + HEAD.replace(b"\r", b"") + b"\n>From the start.\n\n"
    second = first.replace(b"\n>From the start.", b"Content-Transfer-Encoding: base64\n\n" + BASE64)
    answer, text = read(first + second, "inbox.mbox")
    assert (answer.kind, answer.status) == ("mbox", Status.READ)
    assert text.index("From the start.") < text.index(WORDS)
    assert ">From" not in text


def test_a_signed_mail_is_read_and_a_sealed_one_is_named() -> None:
    signature = ('Content-Type: application/pkcs7-signature; name="smime.p7s"', b"\x30\x82\x01")
    answer, text = read(parted("signed", (PLAIN_PART, WORDS.encode()), signature))
    assert (answer.status, WORDS in text) == (Status.READ, True)
    sealed = HEAD + b'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\n\r\n\x30\x82\x01'
    answer, _ = read(sealed)
    assert (answer.status, answer.reason) == (
        Status.PARTLY,
        "smime.p7m: the mail is sealed (S/MIME or PGP): ask for it as opened",
    )


BODY = "The keys belong to Imran Sole."


def msg(bodies: dict[tuple[int, int], bytes], **more: object) -> bytes:
    return compound_tree(message(bodies, **more))  # type: ignore[arg-type]


def test_an_outlook_mail_has_headers_a_body_and_attachments() -> None:
    content = msg({(PLAIN, UNICODE): BODY.encode("utf-16-le")}, attachments=[attachment("plan.txt", b"Attached words")])
    answer, text = read(content, "a.msg")
    assert (answer.kind, answer.status) == ("msg", Status.READ)
    assert text.startswith("From: Bruno Maltby\nTo: Ada Quill\nSubject: Meeting\n\n" + BODY)
    assert text.endswith("Attachment: plan.txt\nAttached words")


def test_outlook_mails_inside_outlook_mails() -> None:
    deepest = message({(PLAIN, UNICODE): BODY.encode("utf-16-le")}, subject="Deepest", inner=True)
    middle = message(
        {(PLAIN, UNICODE): "Middle.".encode("utf-16-le")}, attachments=[attachment("b", deepest)], inner=True
    )
    answer, text = read(msg({}, attachments=[attachment("a", middle)]), "a.msg")
    assert answer.status is Status.READ
    assert "Subject: Deepest\n\n" + BODY in text
    assert [part.name for part in answer.parts] == ["body", "a: body", "a/b: body", "a/b", "a"]


RICH_BODY = rb"{\rtf1\ansi The keys belong to Imran Sole.\par}"
HTML_BODY = f"<p>{BODY}</p>".encode()


@pytest.mark.parametrize(
    "bodies",
    [
        {(RICH, BINARY): compress(RICH_BODY)},
        {(RICH, BINARY): compress(RICH_BODY, compressed=False)},
        {(PLAIN, UNICODE): " \r\n".encode("utf-16-le"), (MARKUP, BINARY): HTML_BODY},
        {(PLAIN, UNICODE): "See HTML.".encode("utf-16-le"), (MARKUP, BINARY): HTML_BODY},
        {(MARKUP, UNICODE): HTML_BODY.decode().encode("utf-16-le")},
        {(MARKUP, EIGHT_BIT): HTML_BODY},
    ],
    ids=["rich text", "rich text as it is", "blank beside HTML", "placeholder beside HTML", "HTML", "HTML in 8 bits"],
)
def test_the_body_of_an_outlook_mail_in_any_form(bodies: dict[tuple[int, int], bytes]) -> None:
    answer, text = read(msg(bodies), "a.msg")
    assert (answer.status, BODY in text) == (Status.READ, True)


def test_a_broken_body_as_rich_text_is_named() -> None:
    packed = bytearray(compress(RICH_BODY))
    packed[20] ^= 0xFF
    answer, _ = read(msg({(RICH, BINARY): bytes(packed)}), "a.msg")
    assert answer.status is Status.PARTLY
    assert answer.reason.startswith("body as rich text: could not be read")


@pytest.mark.parametrize(
    ("code_page", "raw", "words"),
    [
        (65001, "Zoë Quill".encode("cp1252"), "Zoë Quill"),
        (950, "陳大文".encode("cp950"), "陳大文"),
        (1252, b"O\x92Neill", "O’Neill"),
        (20127, b"O\x92Neill", "O’Neill"),
        (99999, b"O\x92Neill", "O’Neill"),
        (932, "山田".encode("cp932") + b"\x81", "山田"),
    ],
)
def test_the_code_page_of_an_outlook_mail_costs_no_more_than_the_letters_that_do_not_fit(
    code_page: int, raw: bytes, words: str
) -> None:
    answer, text = read(msg({(PLAIN, EIGHT_BIT): raw}, code_page=code_page), "a.msg")
    assert (answer.status, words in text) == (Status.READ, True)


def test_what_is_only_linked_or_shown_in_an_outlook_mail_is_named() -> None:
    linked, shown = attachment("plan.doc", b"", method=2), attachment("chart", {"CONTENTS": b"x"})
    answer, _ = read(msg({(PLAIN, UNICODE): b"x\0"}, attachments=[linked, shown]), "a.msg")
    assert answer.status is Status.PARTLY
    assert answer.reason.split("; ") == [
        "plan.doc: only a link to the file is in the mail: ask for the file",
        "chart: an object of another program, shown inside the mail",
    ]


def test_a_protected_attachment_does_not_make_its_mail_protected() -> None:
    locked = sample_files.compound({"EncryptedPackage": b"\x01" * 5000})
    content = msg({(PLAIN, UNICODE): BODY.encode("utf-16-le")}, attachments=[attachment("a.docx", locked)])
    answer, text = read(content, "a.msg")
    assert (answer.kind, answer.status, BODY in text) == ("msg", Status.PARTLY, True)
    assert "a.docx: the document is protected by a password" in answer.reason


def test_a_damaged_outlook_mail_ends_in_words_in_the_child_process(tmp_path: Path) -> None:
    content = bytearray(msg({(PLAIN, UNICODE): BODY.encode("utf-16-le")}))
    content[600:700] = struct.pack("<25I", *[7] * 25)
    answer = read_file(sample_files.written(tmp_path, "a.msg", bytes(content)))
    assert answer.reason or answer.status is Status.READ
    assert "Traceback" not in answer.reason

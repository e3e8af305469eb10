"""Mailboxes in one file (.mbox): every mail inside, in order."""

import re
from collections.abc import Iterator
from functools import partial

from reassess.reading.files.containers import Container
from reassess.reading.files.formats.mail import eml
from reassess.reading.files.mailbox import mails
from reassess.reading.files.pages import Page, PartKind

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of every mail in a mailbox."""
    for number, mail in enumerate(mails(content), 1):
        own = _QUOTED_FROM.sub(rb"\1", mail)
        yield from container.member(f"mail {number}", PartKind.ATTACHMENT, len(mail), partial(eml.read, own))

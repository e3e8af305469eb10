"""Mailboxes in one file (.mbox): where one mail ends and the next begins."""

import re

# A new mail begins, at the start or after an empty line, with a line 'From ' that a header follows.
_BREAK = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))(?=From [^\r\n]+\r?\n[!-9;-~]+:)")


def mails(content: bytes) -> list[bytes]:
    """Return the mails of a mailbox, or the whole content where it holds only one."""
    return [mail for mail in _BREAK.split(content) if mail.strip()]

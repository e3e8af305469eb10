"""Who speaks where a phrase stands: the writer, somebody quoted, or somebody whose words are reported.

Values: the writer's role (`police`, `prosecutor`, `partner`, `victim`, `suspect`, `witness`, `unknown`), `quoted:ROLE`
inside quotation marks, `reported:ROLE` where a sentence says what somebody said, and `header` and `signature` in mail.
"""

import re

from reassess.reading.mentions.found import Unit

_ROLES = {
    "victim": r"victim|complainant|aggrieved|survivor|viw|v1|v2",
    "suspect": r"suspects?|offender|accused|defendant|detainee|driver|s1|s2|person interviewed",
    "witness": r"witness|neighbour|passer-by|friend",
    "family": r"mother|father|parents?|sister|brother|aunt|uncle|grandmother|grandfather|carer|family"
    r"|stepfather|stepmother",
    "partner": r"social worker|s/w|school|teacher|placement|key ?worker|youth worker|nurse|doctor|gp|hospital|care home"
    r"|health team"
    r"|social care|social services|manager|adviser|isva|support worker|foster carer|head ?teacher",
    "police": r"officer|oic|dc|ds|di|pc|sgt|supervisor|detective|inspector",
    "prosecutor": r"prosecutor|cps|crown prosecution service|lawyer|counsel",
}
_ROLE = re.compile("|".join(rf"\b(?P<{role}>{words})\b" for role, words in _ROLES.items()))
_SAYS = re.compile(
    r"\b(?:says?|said|stat(?:es|ed)|report(?:s|ed)?|describ(?:es|ed)|claim(?:s|ed)|alleg(?:es|ed)|told|tells|records|recorded"
    r"|disclosed|feels|felt|believes|thinks|wrote|writes|explained|added)\b"
)
# 'V1 is said to be ...' are not the words of V1.
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly |also |often )?$")
_HEADED = {"partner", "family", "police", "prosecutor"}
LONGEST_HEADING = 40
_QUOTES = (("\u201c", "\u201d"), ('"', '"'), ("\u2018", "\u2019"))
_HEADER_LINE = re.compile(r"(?:From|To|Cc|Bcc|Sent|Date|Subject|Attachment): ?.*")
_SIGNATURE = re.compile(
    r"^(?:-- ?|(?:kind |best |many )?(?:regards|wishes|thanks)[,.]?"
    r"|yours (?:sincerely|faithfully)[,.]?|sent from my .*)$",
    re.IGNORECASE | re.MULTILINE,
)
QUOTE_REACH = 1500
CUE_REACH = 400


def speaker_at(unit: Unit, start: int, end: int) -> str:
    """Who speaks at characters `start` to `end` of a passage."""
    if unit.mail:
        place = mail_place(unit.text, start)
        if place:
            return place
    opened = _quotation(unit.text, start, end)
    if opened is not None:
        role = _role_before(unit.text, opened)
        # An officer who writes of a suspect's interview is spoken of in it, and quotes the suspect.
        return f"quoted:{(unit.party if role in ('', 'police') else role) or role or 'unknown'}"
    role = _reporting(unit.text, start)
    return f"reported:{role}" if role and role != unit.voice else unit.voice


def mail_place(text: str, start: int) -> str:
    """'header' or 'signature' where a position of a mail stands in one, else nothing."""
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start : text.find("\n", start) if "\n" in text[start:] else len(text)]
    if _HEADER_LINE.fullmatch(line) and _in_header_block(text, line_start):
        return "header"
    signed = list(_SIGNATURE.finditer(text, 0, start))
    # A forwarded mail below a signature begins with headers of its own.
    return "signature" if signed and not re.search(r"^From: ", text[signed[-1].end() : start], re.MULTILINE) else ""


def _in_header_block(text: str, line_start: int) -> bool:
    head = text[:line_start].rstrip("\n").split("\n")
    return all(_HEADER_LINE.fullmatch(line) for line in head if line) or any(
        _HEADER_LINE.fullmatch(line)
        for line in (head[-1], text[line_start:].partition("\n")[2].partition("\n")[0])
        if line
    )


def _quotation(text: str, start: int, end: int) -> int | None:
    """Where the quotation around the words opens, None where they are not quoted."""
    window = max(0, start - QUOTE_REACH)
    paragraph = max(text.rfind("\n\n", window, start) + 2, window) if "\n\n" in text[window:start] else window
    for opening, closing in _QUOTES:
        at = _open_quote(text, paragraph, start, opening, closing)
        if at is not None and _closes(text, end, closing):
            return at
    return None


def _open_quote(text: str, window: int, start: int, opening: str, closing: str) -> int | None:
    if opening == closing:
        marks = [place for place in range(window, start) if text[place] == opening]
        return marks[-1] if len(marks) % 2 else None
    at = text.rfind(opening, window, start)
    if at < 0:
        return None
    closed = [p for p in range(at + 1, start) if text[p] == closing and not text[p + 1 : p + 2].isalpha()]
    return None if closed else at


def _closes(text: str, end: int, closing: str) -> bool:
    return closing in text[end : end + QUOTE_REACH]


def _role_before(text: str, position: int) -> str:
    """The role that was spoken of last before a position."""
    found = list(_ROLE.finditer(text[max(0, position - CUE_REACH) : position].lower()))
    return (found[-1].lastgroup or "") if found else ""


def _reporting(text: str, start: int) -> str:
    """Whose words a sentence reports: a role, then a verb of saying, before the phrase; else the role it is headed by
    ('Placement update: ...')."""
    before = text[max(0, start - CUE_REACH) : start].lower()
    sentence = re.split(r"[.!?]\s|\n\s*\n", before)[-1]
    said = [verb for verb in _SAYS.finditer(sentence) if not _PASSIVE.search(sentence[: verb.start()])]
    if not said:
        return _heading(sentence)
    subjects = [role.lastgroup for role in _ROLE.finditer(sentence[: said[-1].start()]) if _is_subject(sentence, role)]
    return (subjects[-1] or "") if subjects else ""


def _heading(sentence: str) -> str:
    heading, colon, _ = sentence.partition(":")
    found = _ROLE.search(heading) if colon and len(heading) <= LONGEST_HEADING else None
    return found.lastgroup or "" if found and found.lastgroup in _HEADED else ""


def _is_subject(sentence: str, role: re.Match[str]) -> bool:
    """'Mother of the victim says' and 'victim's mother says' are the mother's words, not the victim's."""
    owns = sentence[role.end() : role.end() + 2] in ("'s", "\u2019s")
    return not owns and not re.search(
        r"\b(?:of|about|to|for|with|by) (?:the |a |her |his )?$", sentence[: role.start()]
    )

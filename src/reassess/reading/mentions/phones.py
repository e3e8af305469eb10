"""Telephone numbers, found by what is possible, not by what is assigned: the ranges kept for drama count too."""

import re
from collections.abc import Iterator

from reassess.reading.mentions.found import Found, lowered
from reassess.reading.mentions.prefilter import around, beginnings, begun_at, starts

_GAP = r"[ .\-()\u2010-\u2013]{0,2}"
# The first character is tested before what stands in front of it: the search then jumps from candidate to candidate.
_UK = re.compile(
    rf"[+0(](?<![\w+.][+0(])(?:(?:(?<=\+)44|(?<=0)044)(?:{_GAP}0)?|(?<=\()0|(?<=0))(?:{_GAP}\d){{9,10}}(?!\d)"
    r"(?:,? ?(?:x|ext\.?|extn\.?|extension) ?\d{1,6}(?!\d))?"
)
# The country's code without its +, a line that broke inside a mobile number, a slash after the dialling code, and a
# letter O that stands for the first zero.
_ODD_MOBILE = re.compile(
    r"[40O](?<![\w+.\-/][40O])"
    r"(?:(?<=4)4(?=7\d{9}(?!\d))7\d{9}|(?<=0)7\d{3}[\n/]\d{6}|(?<=O)7\d{3} ?\d{3} ?\d{3})(?![\w/])"
)
_ABROAD = re.compile(rf"\+(?<!\w\+)(?!44)[1-9]\d{{0,2}}(?:{_GAP}\d){{6,12}}(?:\s?(?:x|ext\.?)\s?\d{{1,6}})?(?!\d)")
_ABROAD_00 = re.compile(rf"00(?<![\d.\-+]00)(?!44|0|\d{{13}}(?!\d)) ?[2-9](?:{_GAP}\d){{8,13}}(?:x\d{{1,6}})?(?!\d)")
# A spreadsheet that took a mobile number for a quantity has dropped its leading zero.
_NO_ZERO = re.compile(r"7(?<![\w+.\-/]7)\d{9}(?![\w])")
_MOBILE_NO_ZERO = re.compile(r"7\d{9}$")
_GROUPED = re.compile(
    r"[(\d](?:(?<=\()\d{2,4}\)(?:\s?\d{3,4}[-.\s]\d{3,4}|\d{6,8})|(?<=\d)\d{2}[-.]\d{3}[-.]\d{4})"
    r"(?:x\d{1,6})?(?![\d-])"
)
# 'Number' alone is no cue: cards, accounts and references have numbers too.
_CUE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|cell|fax|desk|rang|ring|call(?:ed|ing)?|text(?:ed)?|whatsapp|messages?"
    r"|answering|reach(?:ed|able)?|registered|subscriber|handset|sim)\b"
    r"(?:\s+(?:no|number|me|us|you|him|her|is|was|back|to|at|on|from|of|the|my))*[.:]?\s*",
    re.IGNORECASE,
)
_CUE_WORDS = (
    *("tel", "phone", "mob", "cell", "fax", "desk", "rang", "ring", "call", "text", "whatsapp", "message"),
    *("answering", "reach", "registered", "subscriber", "handset", "sim"),
)
_LOOSE = re.compile(rf"[+(\d](?:{_GAP}\d){{5,13}}(?:\s?(?:x|ext\.?)\s?\d{{1,6}})?(?![\d/:])")
_LOOSE_LINE = re.compile(
    rf"[+(\d](?<![\w.\-/][+(\d])(?:{_GAP}\d){{5,13}}(?:x\d{{1,6}})?(?=(?: |-)(?:office|fax|mobile)\b)", re.IGNORECASE
)
_LINE_WORD = re.compile(r"\d(?=(?: |-)(?:office|fax|mobile)\b)", re.IGNORECASE)
_LONGEST_NUMBER = 60
_DATE = re.compile(r"\(?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})(?![.-]\d)")
_DIGITS = re.compile(r"\d")
_APART = re.compile(r"0 7\d{3}[ -]?\d{3}")
LEAST_FIRST_GROUP = 3


def phones(text: str) -> Iterator[Found]:
    """UK numbers in any spelling, as digits from 0; numbers abroad as + and digits.

    What is a number only by its grouping or by a word beside it is marked doubtful.
    """
    taken: list[tuple[int, int]] = []
    for found in _candidates(text):
        if not any(start < found.end and found.start < end for start, end in taken[-3:]):
            taken.append((found.start, found.end))
            yield found


def _candidates(text: str) -> Iterator[Found]:
    found = [*_uk(text), *_abroad(text), *_doubtful(text)]
    # A sure reading of a number goes before a doubtful one of the same digits, a longer before a shorter.
    yield from sorted(found, key=lambda f: (f.start // 1, f.doubtful, -f.end))


def _uk(text: str) -> Iterator[Found]:
    for match in _UK.finditer(text):
        value = uk_number(_without_extension(match.group()))
        if value:
            start = match.start() + (match.group()[0] == "(" and ")" not in match.group())
            yield Found(start, match.end(), "phone", value)


def _without_extension(written: str) -> str:
    return re.split(r"[,xe]", written)[0]


def uk_number(written: str) -> str | None:
    """A UK number as digits from 0, or None where the digits cannot be one.

    >>> uk_number("+44 (0)7700 900101"), uk_number("0044 7700 900101"), uk_number("01.02.2015 10")
    ('07700900101', '07700900101', None)
    """
    if _DATE.match(written):
        return None
    digits = "".join(_DIGITS.findall(written))
    abroad = written.startswith("+44") or digits.startswith("0044")
    national = "0" + digits.removeprefix("00").removeprefix("44").lstrip("0") if abroad else digits
    first_group = re.split(r"[ .\-()]+", written.lstrip("("))[0]
    if not abroad and len(first_group) < LEAST_FIRST_GROUP and not _APART.match(written):
        return None
    return national if len(national) in (10, 11) and national[0] == "0" and national[1] in "1235789" else None


def _abroad(text: str) -> Iterator[Found]:
    for match in _ABROAD.finditer(text):
        yield Found(match.start(), match.end(), "phone", "+" + _digits(match))
    for match in _ABROAD_00.finditer(text):
        yield Found(match.start(), match.end(), "phone", "+" + _digits(match)[2:], doubtful=True)


def _doubtful(text: str) -> Iterator[Found]:
    for match in _NO_ZERO.finditer(text):
        yield Found(match.start(), match.end(), "phone", "0" + match.group(), doubtful=True)
    for match in _ODD_MOBILE.finditer(text):
        yield Found(
            match.start(), match.end(), "phone", "07" + "".join(_DIGITS.findall(match.group()))[-9:], doubtful=True
        )
    yield from map(_loose, _GROUPED.finditer(text))
    yield from map(_loose, around(_LOOSE_LINE, text, starts(_LINE_WORD.finditer(text)), _LONGEST_NUMBER))
    for cue in begun_at(_CUE, text, beginnings(lowered(text), _CUE_WORDS)):
        number = _LOOSE.match(text, cue.end())
        if number and not _DATE.match(number.group()):
            yield _loose(number)


def _digits(match: re.Match[str]) -> str:
    """The digits of a number; those of an extension are not its own."""
    return "".join(_DIGITS.findall(_without_extension(match.group())))


def _loose(match: re.Match[str]) -> Found:
    digits = _digits(match)
    value = uk_number(_without_extension(match.group())) or (f"0{digits}" if _MOBILE_NO_ZERO.match(digits) else digits)
    return Found(match.start(), match.end(), "phone", value, doubtful=True)

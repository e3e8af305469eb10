"""The text layer of a PDF page, and whether its letters mean anything.

A PDF draws glyphs. Which letters they are stands in a map that some programs leave out: the page looks right and
its text layer is another alphabet ('7KH' for 'The'), private letters, or replacement marks.
"""

import re
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reassess.reading.files.cleaning import clean_text

# PDFium writes one of these for a hyphen that only splits a word at the end of a line.
_LINE_END_HYPHENS = ("\ufffe\r\n", "\x02\r\n", "\ufffe", "\x02")
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_BULLETS = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc\uf0a8\uf06f\uf0fe\uf0e0](?=\\s|$)")
_MAX_MEANINGLESS = 0.03
_SAMPLE = 20
_COMMON = re.compile(r"\b(?:the|and|of|to|in|is|for|on|was|at|by|with|from|no|not|he|she|it|as|be|or|that)\b", re.I)
# A subset font numbers its glyphs in the order of ASCII, which moves every letter by 29.
_SHIFT = 29


@dataclass(frozen=True)
class TextLayer:
    """The text layer of a page, and whether its letters can be trusted."""

    text: str
    is_meaningful: bool


def text_layer(page: pdfium.PdfPage) -> TextLayer:
    """Return the text layer of a page. Raises PdfiumError if the page is broken."""
    textpage = page.get_textpage()
    raw = textpage.get_text_bounded()
    for mark in _LINE_END_HYPHENS:
        raw = raw.replace(mark, "")
    is_meaningful = not (_has_odd_letters(raw) or _is_shifted(raw) or _lacks_map(textpage))
    textpage.close()
    return TextLayer(clean_text(raw), is_meaningful)


def _has_odd_letters(raw: str) -> bool:
    # Much faster than the search on an ordinary page, whose letters can all be printed.
    if raw.replace("\r\n", " ").isprintable() and "\ufffd" not in raw:
        return False
    return len(_MEANINGLESS.findall(_BULLETS.sub("", raw))) > _MAX_MEANINGLESS * len(raw)


def _is_shifted(raw: str) -> bool:
    """Whether the text has common English words only if every letter is moved by 29."""
    if not raw or _COMMON.search(raw):
        return False
    moved = "".join(chr(ord(letter) + _SHIFT) if 2 < ord(letter) < 98 else letter for letter in raw)
    return len(_COMMON.findall(moved)) > max(1, len(raw) // 200)


def _lacks_map(textpage: pdfium.PdfTextPage) -> bool:
    """Whether PDFium found no letter for a good part of the glyphs, by a sample of them."""
    count = textpage.count_chars()
    sample = range(0, count, max(1, count // _SAMPLE))
    failed = sum(pdfium_c.FPDFText_HasUnicodeMapError(textpage, index) == 1 for index in sample)
    return bool(failed > 0.1 * len(sample))

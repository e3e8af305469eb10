"""Bytes to text: by the encoding that a file declares where it fits, else by the most likely one.

Labels are read as browsers and mail programs read them: iso-8859-1 and us-ascii mean Windows-1252, gb2312 means
gb18030, and so on. Source: the WHATWG Encoding Standard, section 4.2, 'Names and labels'.
"""

import codecs
import re

from charset_normalizer import from_bytes

from reassess.records.files.text_encoding import encoding_by_mark, utf16_without_mark

_SAMPLE = 60_000
WINDOWS_LATIN = "cp1252"
# Each key is Python's own name of an encoding whose label stands for a larger one.
_LARGER = {
    "ascii": WINDOWS_LATIN,
    "iso8859-1": WINDOWS_LATIN,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_NO_CHARACTER_SETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"}
_MULTI_BYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SIDE_BY_SIDE = re.compile(rb"[\x80-\xff]{2,}")
_LETTER_BY_LETTER = "reassess-letter-by-letter"


def _as_windows_letters(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that do not fit, one by one, as Windows-1252: an error handler for `bytes.decode`."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(WINDOWS_LATIN, "replace"), error.end


codecs.register_error(_LETTER_BY_LETTER, _as_windows_letters)


def encoding_named(label: str) -> str | None:
    """Return the encoding that a label or code page stands for ('windows-950', 'us-ascii'), None for no encoding."""
    wanted = label.strip().strip("\"'").lower()
    for name in (wanted, re.sub(r"^(x-windows-|windows-|x-)", "cp", wanted), re.sub(r"^x-|-[ie]$", "", wanted)):
        try:
            found = codecs.lookup(name)
        except (LookupError, ValueError, UnicodeError):
            continue
        if found._is_text_encoding and found.name not in _NO_CHARACTER_SETS:
            return _LARGER.get(found.name, found.name)
    return None


def decoded(content: bytes, label: str = "") -> str:
    """Return the text in the encoding of its byte order mark, of a label, or in the most likely one.

    A byte that does not fit costs no more than itself: it is read as Windows-1252, or becomes U+FFFD.
    """
    if marked := encoding_by_mark(content):
        return content.decode(marked, errors="replace")
    encoding_declared = encoding_named(label)
    if encoding_declared is None:
        return _guessed(content)
    if encoding_declared == WINDOWS_LATIN and _is_utf8(content):
        return content.decode("utf-8")
    try:
        return content.decode(encoding_declared)
    except UnicodeDecodeError:
        if encoding_declared.startswith(("utf", "cp65001")):
            return _guessed(content)
        return content.decode(encoding_declared, _LETTER_BY_LETTER)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(content: bytes) -> str:
    if utf16 := utf16_without_mark(content):
        return content.decode(utf16, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        sample = content[:_SAMPLE] if error.start < _SAMPLE else content[error.start : error.start + _SAMPLE]
    return content.decode(_likely_encoding(sample), _LETTER_BY_LETTER)


def _likely_encoding(sample: bytes) -> str:
    """Return the encoding of text that is not, or not wholly, UTF-8.

    UTF-8 where most letters beyond ASCII are whole in it. A detector decides only on text in another script, where
    such letters stand side by side: on the few of an English text, such as a pound sign, it is unreliable.
    """
    high = sum(byte >= 0x80 for byte in sample)
    if sum(map(len, _MULTI_BYTE.findall(sample))) * 4 > high * 3:
        return "utf-8"
    side_by_side = sum(map(len, _SIDE_BY_SIDE.findall(sample)))
    letters = sum(65 <= byte <= 122 for byte in sample)
    if side_by_side * 2 < high or high < 10 or high * 5 < letters:
        return WINDOWS_LATIN
    best = from_bytes(sample).best()
    return best.encoding if best else WINDOWS_LATIN

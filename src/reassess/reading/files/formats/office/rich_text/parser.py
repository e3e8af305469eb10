"""Parser of Rich Text Format: the body, the texts of their own around it, form fields, pictures and objects."""

import codecs
import re
from dataclasses import dataclass, field, replace

from reassess.reading.files.formats.office.form_fields import NOT_TICKED, TICKED
from reassess.reading.files.formats.office.rich_text.codes import (
    CHARACTERS,
    CHARSETS,
    ENTERED,
    PICTURES,
    SKIPPED,
    SYMBOLS,
    TITLES,
)

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_MAX_DEPTH = 2_000
_CHECK_BOX, _LIST, _NOT_SET = 1, 2, 25


@dataclass
class Text:
    """A text under construction: the pieces so far, and where the present table cell begins."""

    title: str = ""
    pieces: list[str] = field(default_factory=list)
    cell_start: int = 0

    def end_cell(self) -> None:
        """Put the words of the present cell on one line, with the mark that parts cells."""
        cell = " ".join("".join(self.pieces[self.cell_start :]).split())
        self.pieces[self.cell_start :] = [f"{cell} | "]
        self.cell_start = len(self.pieces)

    def whole(self) -> str:
        """Return the text, with characters beyond U+FFFF put together from the two halves that RTF writes."""
        text = "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return "\n".join(line.rstrip(" |") for line in text.split("\n"))


@dataclass
class FormField:
    """A field of a form: its kind, the number of the result and of the default, and the entries to choose from."""

    kind: int = 0
    result: int = _NOT_SET
    default: int = 0
    entries: list[str] = field(default_factory=list)

    def shown(self) -> str:
        """Return what the field shows: a box, ticked or not, or the entry chosen."""
        chosen = self.default if self.result == _NOT_SET else self.result
        if self.kind == _CHECK_BOX:
            return TICKED if chosen else NOT_TICKED
        is_choice = self.kind == _LIST and 0 <= chosen < len(self.entries)
        return self.entries[chosen] if is_choice else ""


@dataclass
class Blob:
    """A picture or an object, as hexadecimal digits or bytes. kind: the ending of a picture, or 'object'."""

    kind: str = ""
    digits: bytearray = field(default_factory=bytearray)
    binary: bytes = b""

    def content(self) -> bytes:
        """Return the bytes."""
        digits = bytes(digit for digit in self.digits if digit in b"0123456789abcdefABCDEF")
        return self.binary or bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


@dataclass(frozen=True)
class _Group:
    """The state of a group: where its words go, their encoding, and what applies to them."""

    text: Text | None
    encoding: str
    fallback: int = 1
    is_deleted: bool = False
    in_table: bool = False
    blob: Blob | None = None
    form: FormField | None = None
    in_fonts: bool = False
    outer: Text | None = None


class Document:
    """A parsed document: `body`, other `texts`, form `fields`, and `blobs`; `is_whole` unless the file breaks off."""

    def __init__(self, content: bytes) -> None:
        self.body = Text()
        self.texts: list[Text] = []
        self.fields: list[FormField] = []
        self.blobs: list[Blob] = []
        self._group = _Group(self.body, "cp1252")
        self._groups: list[_Group] = []
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._default = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_marked = False
        self._parse(content)
        self._flush()
        self.is_whole = not self._groups

    def _parse(self, content: bytes) -> None:
        position = 0
        while match := _TOKEN.match(content, position):
            position = match.end()
            kind = match.lastgroup
            if kind == "text":
                self._literal(match["text"])
            elif kind == "hex":
                self._literal(bytes([int(match["hex"], 16)]))
            elif kind in ("word", "number"):
                position += self._word(match["word"].decode(), match["number"], content, position)
            elif kind == "symbol":
                self._symbol(match["symbol"])
            elif kind == "brace":
                self._brace(match["brace"])

    def _literal(self, content: bytes) -> None:
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        self._is_marked = False
        group = self._group
        if group.blob is not None:
            group.blob.digits += content
        elif group.text is not None and not group.is_deleted:
            self._bytes += content[skipped:]

    def _flush(self) -> None:
        """Decode the bytes gathered so far in the encoding of their font."""
        if self._bytes and self._group.text is not None:
            self._group.text.pieces.append(self._bytes.decode(self._group.encoding, "replace"))
        self._bytes.clear()

    def _emit(self, characters: str) -> None:
        self._flush()
        group = self._group
        if group.text is not None and not group.is_deleted and group.blob is None:
            group.text.pieces.append(characters)
            if characters == "\n" and not group.in_table:
                group.text.cell_start = len(group.text.pieces)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        self._is_marked = False
        if brace == b"{":
            if len(self._groups) >= _MAX_DEPTH:
                raise RecursionError(f"groups more than {_MAX_DEPTH} deep")
            self._groups.append(self._group)
        elif self._groups:
            self._end_group(self._groups.pop())

    def _end_group(self, outer: _Group) -> None:
        ended, self._group = self._group, outer
        if ended.form is not None and outer.form is None:
            if ended.outer is not None and not outer.is_deleted:
                ended.outer.pieces.append(ended.form.shown())
        elif ended.form is not None and ended.text is not None and ended.text is not outer.text:
            ended.form.entries.append(ended.text.whole())

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_marked = True
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in SYMBOLS:
            self._emit(SYMBOLS[symbol])

    def _word(self, word: str, number: bytes | None, content: bytes, position: int) -> int:
        """Act on a control word; return how many bytes of raw data follow it."""
        value = int(number) if number else None
        marked, self._is_marked = self._is_marked, False
        if word == "bin":
            size = max(0, value or 0)
            if self._group.blob is not None:
                self._group.blob.binary = content[position : position + size]
            return size
        self._flush()
        if word == "u" and value is not None:
            self._emit(chr(value & 0xFFFF))
            self._to_skip = self._group.fallback
        elif self._to_skip and word in CHARACTERS:
            self._to_skip -= 1
        elif word in TITLES or word in SKIPPED or marked or word in _STARTS:
            self._start(word, marked)
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._end_cell_or_row(word)
        elif word in CHARACTERS:
            self._emit(CHARACTERS[word])
        else:
            self._set(word, value)
        return 0

    def _end_cell_or_row(self, word: str) -> None:
        text = self._group.text
        if text is None:
            return
        if word.endswith("cell"):
            text.end_cell()
        else:
            text.pieces.append("\n")
            text.cell_start = len(text.pieces)

    def _start(self, word: str, marked: bool) -> None:
        """Begin a group whose words go elsewhere, or nowhere."""
        group = self._group
        if word in TITLES:
            text = Text(TITLES[word])
            self.texts.append(text)
            self._group = replace(group, text=text, in_table=False)
        elif word in ("pict", "objdata"):
            blob = Blob("object" if word == "objdata" else "")
            if group.text is not None or word == "objdata":
                self.blobs.append(blob)
            self._group = replace(group, blob=blob)
        elif word == "formfield":
            form = FormField()
            self.fields.append(form)
            self._group = replace(group, form=form, text=None, outer=group.text or group.outer)
        elif word == "ffl":
            self._group = replace(group, text=Text())
        elif word == "ud":
            self._group = replace(group, text=group.outer)
        elif word in SKIPPED or (marked and word not in ENTERED):
            self._group = replace(group, text=None, outer=group.text or group.outer, in_fonts=word == "fonttbl")

    def _set(self, word: str, value: int | None) -> None:
        """Set what a control word says of the words that follow in its group."""
        group = self._group
        if word in ("deleted", "plain", "intbl", "pard"):
            self._group = _paragraph_or_character(group, word, value)
        elif word == "uc":
            self._group = replace(group, fallback=max(0, value or 0))
        elif word in ("f", "fcharset", "cpg", "ansicpg", "mac", "pc", "pca"):
            self._set_encoding(word, value or 0)
        elif word in PICTURES and group.blob is not None:
            group.blob.kind = PICTURES[word]
        elif group.form is not None and word in ("fftype", "ffres", "ffdefres"):
            name = {"fftype": "kind", "ffres": "result", "ffdefres": "default"}[word]
            setattr(group.form, name, value or 0)

    def _set_encoding(self, word: str, value: int) -> None:
        if word == "f" and self._group.in_fonts:
            self._font = value
        elif word == "f":
            self._group = replace(self._group, encoding=self._fonts.get(value, self._default))
        elif word == "fcharset":
            self._fonts[self._font] = CHARSETS.get(value, self._default) if value else self._default
        elif word == "cpg" and self._group.in_fonts:
            self._fonts[self._font] = known_encoding(f"cp{value}")
        elif word in ("ansicpg", "mac", "pc", "pca"):
            named = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{value}")
            self._default = known_encoding(named)
            self._group = replace(self._group, encoding=self._default)


_STARTS = ("pict", "objdata", "formfield", "ffl", "ud")


def _paragraph_or_character(group: _Group, word: str, value: int | None) -> _Group:
    if word == "deleted":
        return replace(group, is_deleted=value != 0)
    if word == "plain":
        return replace(group, is_deleted=False)
    return replace(group, in_table=word == "intbl")


def known_encoding(name: str) -> str:
    """Return the encoding if Python has it, or else Windows-1252."""
    name = {"cp65001": "utf-8", "cp10000": "mac_roman", "cp0": "cp1252"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"

"""What was chosen in the fields of a Word form from before 2007, and the ticks that Word draws as symbols."""

from typing import Any

from reassess.reading.files.formats.office.package import WORD

TICKED, NOT_TICKED = "\u2612", "\u2610"
_W = f"{{{WORD}}}"
# Characters of Wingdings and Wingdings 2 that people use in forms; F0FE is the ticked box.
_SYMBOLS = {
    **dict.fromkeys((0xFE, 0x52, 0x53, 0x54), TICKED),
    **dict.fromkeys((0xFD, 0x51, 0x78), TICKED),
    **dict.fromkeys((0xA8, 0x6F, 0x70, 0x71, 0xA3), NOT_TICKED),
    **dict.fromkeys((0xFC, 0x50), "\u2713"),
    **dict.fromkeys((0xFB, 0x4F), "\u2717"),
    **dict.fromkeys((0xE0, 0xE8, 0xF0), "\u2192"),
}
_OTHER = "\u2022"
_DRAWN_FONTS = ("Wingdings", "Webdings", "Symbol")


def symbol(code: str, font: str) -> str:
    """Return the character for a symbol of Word by its code ('F0FE'): a tick, a box, an arrow, or else a bullet."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    is_drawn = number & 0xFF00 == 0xF000 or (number < 0x100 and font.startswith(_DRAWN_FONTS))
    return _SYMBOLS.get(number & 0xFF, _OTHER) if is_drawn else chr(number)


def chosen(field: Any) -> str:
    """Return what a form field (`w:ffData`) shows: a box, ticked or not, or the entry chosen from a list."""
    box = field.find(f"{_W}checkBox")
    if box is not None:
        state = box.find(f"{_W}checked") if box.find(f"{_W}checked") is not None else box.find(f"{_W}default")
        on = state is not None and state.get(f"{_W}val", "1") not in ("0", "false", "off")
        return TICKED if on else NOT_TICKED
    entries = [each.get(f"{_W}val", "") for each in field.iterfind(f"{_W}ddList/{_W}listEntry")]
    result = field.find(f"{_W}ddList/{_W}result")
    if result is None:
        result = field.find(f"{_W}ddList/{_W}default")
    index = "0" if result is None else result.get(f"{_W}val", "0")
    return entries[int(index)] if index.isdigit() and int(index) < len(entries) else ""

"""Identifiers that can belong to nobody, each a pure function of a number, so that two of them never collide by chance.

Phones come from the ranges that Ofcom reserves for drama, 1,000 numbers a range. There are far fewer of them than
people, so they are dealt out to the investigations like cards (`PhoneBook`); every other kind is unlimited.
Vehicle marks carry age identifiers that were never issued (27 to 50 and 77 to 99), mail is at example.org, IMEIs use
the test allocation 001010.
"""

from collections.abc import Iterator
from functools import cache
from random import Random

# Ofcom, "Numbers for drama"; the last three digits are free.
MOBILE_RANGE = "07700900"
LANDLINE_RANGES = (
    "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01314960", "01414960",
    "01514960", "01614960", "01632960", "01914980", "02079460", "02890180", "02920180", "03069990",
)  # fmt: skip
FREEPHONE_RANGE = "08081570"
DRAMA_RANGES = (MOBILE_RANGE, *LANDLINE_RANGES, FREEPHONE_RANGE, "09098790")
PHONES_A_CASE = 8

# Places that half the force rings: they tie nobody to anybody.
HUB_PHONES: tuple[tuple[str, str], ...] = (
    ("02079460100", "custody desk"),
    ("02079460101", "front counter"),
    ("02079460102", "children's services duty line"),
    ("08081570100", "helpline"),
    ("02079460103", "school office"),
    ("02079460104", "hospital switchboard"),
)
_HUBS = frozenset(number for number, _ in HUB_PHONES)
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
_AGES = tuple(range(27, 51)) + tuple(range(77, 100))
_FIRST = [
    "amber",
    "brisk",
    "cobalt",
    "dusty",
    "early",
    "frosty",
    "gentle",
    "hidden",
    "indigo",
    "jolly",
    "keen",
    "lunar",
    "mellow",
    "north",
    "olive",
    "plain",
]
_SECOND = [
    "heron",
    "otter",
    "maple",
    "river",
    "comet",
    "finch",
    "harbour",
    "ivy",
    "kestrel",
    "lantern",
    "meadow",
    "nettle",
    "orchard",
    "pebble",
    "quill",
    "reed",
]


class PhoneBook:
    """Deals the drama numbers out to the investigations of a caseload: each number to at most one of them.

    `total` is the number of investigations; with more of them than numbers, some get none.
    """

    def __init__(self, seed: int, total: int) -> None:
        self._numbers = _shuffled(seed)
        self._total = total

    def of(self, index: int) -> Iterator[str]:
        """The numbers of the investigation with this index, at most eight of them."""
        start, end = (len(self._numbers) * at // self._total for at in (index, index + 1))
        return iter(self._numbers[start : min(end, start + PHONES_A_CASE)])


@cache
def _shuffled(seed: int) -> list[str]:
    """Every drama number that is no hub, in an order of its own for each seed."""
    numbers = [f"{stem}{tail:03d}" for stem in (MOBILE_RANGE, *LANDLINE_RANGES) for tail in range(1000)]
    kept = [number for number in numbers if number not in _HUBS]
    Random(f"phones {seed}").shuffle(kept)
    return kept


def plate(number: int) -> str:
    """A vehicle mark in normal form, such as 'KX83PTR': right in shape, never issued."""
    number = number * 7_368_787 % (22**5 * len(_AGES))
    number, age = divmod(number, len(_AGES))
    letters = []
    for _ in range(5):
        number, at = divmod(number, 22)
        letters.append(_LETTERS[at])
    return f"{letters[0]}{letters[1]}{_AGES[age]}{''.join(letters[2:])}"


def handle(number: int) -> str:
    """An account name in normal form (no @)."""
    return f"{_FIRST[number % 16]}_{_SECOND[number // 16 % 16]}{number}"


def email(forename: str, surname: str, number: int) -> str:
    """A mail address at example.org."""
    return f"{forename[:1]}.{surname}{number}@example.org".lower().replace("'", "")


def imei(number: int) -> str:
    """A 15-digit IMEI of the test allocation with its check digit.

    >>> imei(12345698)
    '001010123456988'
    """
    body = f"001010{number % 100_000_000:08d}"
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(body))
    return f"{body}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def bank_account(number: int) -> str:
    """A sort code that starts with 00, which no bank holds, and an account number."""
    return f"00-{number % 89 + 10}-{number % 83 + 10} {number % 100_000_000:08d}"


def written_phone(rng: Random, number: str) -> str:
    """The number as people write it: with spaces, +44, 0044, or bare."""
    style = rng.randrange(6)
    if style == 0:
        return number
    if style == 1:
        return f"+44{number[1:]}"
    if style == 2:
        return f"0044 {number[1:5]} {number[5:]}"
    if style == 3:
        return f"+44 {number[1:5]} {number[5:]}"
    return f"{number[:5]} {number[5:]}"


def written_plate(rng: Random, mark: str) -> str:
    """The mark as people write it: with the space, without, in small letters."""
    style = rng.randrange(4)
    if style == 0:
        return mark
    return f"{mark[:4]} {mark[4:]}" if style < 3 else f"{mark[:4]} {mark[4:]}".lower()


def written(rng: Random, kind: str, value: str) -> str:
    """A normal-form value as a row or an entry would hold it."""
    if kind == "phone":
        return written_phone(rng, value)
    if kind == "vehicle":
        return written_plate(rng, value)
    if kind == "handle":
        return f"@{value}" if rng.random() < 0.6 else value
    return value

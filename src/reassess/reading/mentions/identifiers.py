"""Vehicles, mail addresses, handles, handsets, bank accounts and postcodes, each by the rule of its form."""

import re
from collections.abc import Iterator

from reassess.reading.mentions.found import PARTING, Found, lowered
from reassess.reading.mentions.phones import phones
from reassess.reading.mentions.phrases.lists import shorthand
from reassess.reading.mentions.prefilter import around, beginnings, begun_at, places, starts

# The first character is tested before what stands in front of it: the search then jumps from candidate to candidate.
_CURRENT = re.compile(r"[A-Z0](?<!\w[A-Z0])[A-Z0][0-9OI]{2}[ -]?[A-Z01]{3}\b")
# 'OL16 1XX' is a postcode: only a word for a registration right before it makes it a plate with a 1 for an I.
_LIKE_POSTCODE = re.compile(r"[A-Z]{2}\d{2} ?\d[A-Z]{2}")
_REGISTRATION_CUE = re.compile(
    r"\b(?:reg(?:istration)?|vrms?|index|plates?)\b\W{0,3}(?:(?:no|number|mark|is|was)\b\W{0,3})?$", re.IGNORECASE
)
_PREFIX = re.compile(r"[A-HJ-NP-TV-Y](?<!\w[A-Z])\d{1,3} ?[A-Z]{3}\b")
_SUFFIX = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z]{2} ?\d{1,3}[A-HJ-NPR-TV-Y]\b")
_APART = re.compile(r"[A-Z](?<!\w[A-Z])[A-Z] \d\d ?[A-Z]{3}\b")
_NORTHERN = re.compile(r"[A-Z](?<!\w[A-Z])(?:[A-Z]?[IZ]|[IZ][A-Z]) ?\d{1,4}\b")
_ANY_CASE_END = re.compile(r"\d\d(?<=[a-z ]\d\d)[ -]?[a-z]{3}\b")
_ANY_CASE = re.compile(r"\b[a-z]{2} ?[0-9]{2}[ -]?[a-z]{3}\b")
# 'S1 RUI' is the first suspect, released under investigation, and no plate.
_NUMBERED = re.compile(r"[VSW]\d\b")
_VEHICLE_CUE = re.compile(
    r"\b(?:vehicles?|cars?|vans?|taxis?|cabs?|plates?|reg(?:istration)?|index|vrms?|driv\w+|keeper|seat|ford|vauxhall|audi"
    r"|bmw|mercedes|toyota|vw|volkswagen|nissan|renault|peugeot|skoda|mini|honda|kia|parked)\b",
    re.IGNORECASE,
)
_CUE_REACH = 60
_LETTERS = str.maketrans("01", "OI")
_NUMBERS = str.maketrans("OI", "01")

_LOCAL_PART = re.compile(r"[\w.+%'\-]{1,64}$")
_DOMAIN = re.compile(r"(?:[\w\-]{1,63}\.){1,5}[^\W\d_]{2,24}\b")
_NO_NUMBER = re.compile("[^0-9.]")
_HANDLE = re.compile(r"[A-Za-z0-9_](?:[\w.]{0,28}[A-Za-z0-9_])?")
_HANDLE_CUE = re.compile(
    r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|kik|discord|telegram|ig|fb|facebook|gamertag|psn|roblox|wickr|xbox"
    r"|user\s?name|screen name|account name|handle)"
    r"(?:\s*(?:name|user\s?name|user|account|profile|handle|gamertag|id))?(?:\s*(?:is|was|of|:|-))?\s+[\"'\u201c\u2018(]?"
    r"((?=[\w.#]*[\d_.])[A-Za-z0-9_][\w.]{1,28}[A-Za-z0-9_](?:#\d{4})?)",
    re.IGNORECASE,
)
_HANDLE_WORDS = (
    *("snap", "insta", "tiktok", "kik", "discord", "telegram", "ig", "fb", "facebook", "gamertag", "psn", "roblox"),
    *("wickr", "xbox"),
    *("user", "screen name", "account name", "handle"),
)
_PROFILE = re.compile(
    r"(?<![\w-])(?:facebook|fb|instagram|tiktok|snapchat|twitter|x|t|telegram|youtube|soundcloud)\.(?:com|me)/(?:add/|@|user/|c/)?"
    r"([A-Za-z0-9_][\w.]{1,48}[A-Za-z0-9_])",
    re.IGNORECASE,
)
_SITE_ENDS = (".com/", ".me/")
_LONGEST_SITE = len("soundcloud") + 1
_NO_PROFILE = {
    "p",
    "reel",
    "reels",
    "groups",
    "watch",
    "share",
    "status",
    "photo",
    "photo.php",
    "profile.php",
    "stories",
    "com",
}
# After 'username' even a plain word is a handle, where it is none of those that end the sentence otherwise; 'handle' is
# what people do with anything, but where it is said what it is.
_PLAIN_CUE = re.compile(
    r"\b(?:(?:user\s?name|screen name|account name)(?:\s*(?:is|was|of|:|-|=))?|handle\s*(?:is|was|:|=))"
    r"\s+[\"'\u201c\u2018]?([a-z][a-z0-9_.]{3,28}[a-z0-9_])\b"
)
_PLAIN_WORDS = ("user", "screen name", "account name", "handle")
_NO_HANDLE = {
    *("known", "given", "found", "used", "supplied", "provided", "unknown", "which", "where", "there", "that", "this"),
    *(
        "with",
        "from",
        "about",
        "checked",
        "searched",
        "identified",
        "recorded",
        "seen",
        "were",
        "have",
        "been",
        "after",
    ),
    *("before", "they", "their", "shown", "obtained", "recovered", "deleted", "changed"),
}
_IMEI = re.compile(
    r"\d\d(?:(?<![\d.]\d\d)[ -]?\d{6}[ -]?\d{6}[ /-]?\d(?!\d)|(?<!\d\d\d)\d{4}[ -]\d{2}[ -]\d{6}[ -]\d(?!\d))"
)
_CARD = re.compile(r"\bcards?\b(?!.*\bimei\b)[^\ue000]*$", re.IGNORECASE)
_SORT = r"(\d{2})[- ]?(\d{2})[- ]?(\d{2})(?!\d)"
_BANK = re.compile(
    r"(\d\d)(?<!\d\d\d)[- ](\d{2})[- ](\d{2})(?:\s*[,;/|])?\s*(?:and\s+)?"
    r"(?:(?:account|acc|a/c)\w*(?:\s(?:no|number))?[.:]?\s*)?(\d{8})(?!\d)",
    re.IGNORECASE,
)
_BANK_CUES = (
    re.compile(rf"\b(?:sort\s?code|s/c)\D{{0,4}}{_SORT}\D{{1,30}}(?P<account>\d{{8}})(?!\d)", re.IGNORECASE),
    re.compile(
        rf"\b(?:account|acc|a/c)\b\D{{0,12}}(?P<account>\d{{8}})(?!\d)\D{{1,20}}(?:sort\s?code|s/c)\D{{0,4}}{_SORT}",
        re.IGNORECASE,
    ),
)
_BANK_CUE_WORDS = (("sort", "s/c"), ("acc", "a/c"))
_IBAN = re.compile(r"GB(?<!\wGB)\d{2} ?[A-Z]{4} ?(\d{2})(\d{2}) ?(\d{2})(\d{2}) ?(\d{4}) ?(\d{2})\b")
_INWARD = re.compile(r"\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b")
_OUTWARD = re.compile(r"\b([A-Za-z]{1,2}\d[A-Za-z\d]?)[ \n]{0,2}\Z")
_LONGEST_OUTWARD = 7
_ORDINALS = ("st", "nd", "rd", "th")


def identifiers(text: str) -> Iterator[Found]:
    """Every phone, vehicle, email, handle, imei, bank account and postcode of the text, in no order."""
    yield from phones(text)
    yield from vehicles(text)
    yield from addresses_with_at(text)
    yield from handles_by_cue(text)
    yield from handsets(text)
    yield from bank_accounts(text)
    yield from postcodes(text)


def vehicles(text: str) -> Iterator[Found]:
    """UK registrations in capitals without a space; older styles are doubtful where nothing speaks of a vehicle."""
    for match in _CURRENT.finditer(text):
        value = plate(match.group())
        like_postcode = _LIKE_POSTCODE.fullmatch(match.group()) is not None
        if value and (not like_postcode or _REGISTRATION_CUE.search(text[: match.start()][-_CUE_REACH:])):
            yield Found(match.start(), match.end(), "vehicle", value, doubtful=like_postcode)
    small = around(_ANY_CASE, text, starts(_ANY_CASE_END.finditer(text)), len("ab "))
    for pattern in (_PREFIX, _SUFFIX, _APART, _ANY_CASE, _NORTHERN):
        for match in small if pattern is _ANY_CASE else pattern.finditer(text):
            if _speaks_of_vehicle(text, match) and match.group()[-3:] not in shorthand():
                doubtful = pattern is _NORTHERN or _NUMBERED.match(match.group()) is not None
                value = re.sub("[ -]", "", match.group()).upper()
                yield Found(match.start(), match.end(), "vehicle", value, doubtful=doubtful)


def plate(written: str) -> str | None:
    """A registration of the current style with O and 0, I and 1 told apart by their place, None where it is none.

    >>> plate("LXO8 KTN"), plate("CHOICES")
    ('LX08KTN', None)
    """
    bare = re.sub("[ -]", "", written)
    # Two letters that stand for digits are two letters: a word in capitals is no plate.
    if not any(character.isdigit() for character in bare[2:4]):
        return None
    return bare[:2].translate(_LETTERS) + bare[2:4].translate(_NUMBERS) + bare[4:].translate(_LETTERS)


def _speaks_of_vehicle(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _CUE_REACH) : match.start()].split(PARTING)[-1]
    after = text[match.end() : match.end() + _CUE_REACH].split(PARTING)[0]
    return _VEHICLE_CUE.search(f"{before} {after}") is not None


def addresses_with_at(text: str) -> Iterator[Found]:
    """Mail addresses in small letters and handles in small letters without the @."""
    at = text.find("@")
    while at >= 0:
        # Looking left and right of each @ keeps the search linear in texts without spaces.
        local = _LOCAL_PART.search(text[max(0, at - 64) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and local.group().strip(".'-"):
            start = at - len(local.group().lstrip(".'-"))
            yield Found(start, domain.end(), "email", text[start : domain.end()].lower())
        elif not (at and text[at - 1].isalnum()):
            yield from _handle(text, at)
        at = text.find("@", at + 1)


def _handle(text: str, at: int) -> Iterator[Found]:
    name = _HANDLE.match(text, at + 1)
    # '@2.45' is a price or a speed, and '@7' a time.
    if name and len(name.group()) > 1 and _NO_NUMBER.search(name.group()):
        yield Found(at, name.end(), "handle", name.group().lower())


def handles_by_cue(text: str) -> Iterator[Found]:
    """Handles without an @: in the address of a profile; after the name of a service those with a digit, dot or
    underscore; after 'username' plain words too."""
    lower = lowered(text)
    sites = sorted(at for end in _SITE_ENDS for at in places(lower, end))
    for match in around(_PROFILE, text, sites, _LONGEST_SITE):
        if match.group(1).lower() not in _NO_PROFILE:
            yield Found(match.start(1), match.end(1), "handle", match.group(1).lower())
    for match in begun_at(_HANDLE_CUE, text, beginnings(lower, _HANDLE_WORDS)):
        if _NO_NUMBER.search(match.group(1)):
            yield Found(match.start(1), match.end(1), "handle", match.group(1).lower(), doubtful=True)
    for match in begun_at(_PLAIN_CUE, text, beginnings(text, _PLAIN_WORDS)):
        if match.group(1).isalpha() and match.group(1) not in _NO_HANDLE:
            yield Found(match.start(1), match.end(1), "handle", match.group(1), doubtful=True)


def handsets(text: str) -> Iterator[Found]:
    """Handset numbers (IMEI): fifteen digits whose last one is the right check digit; doubtful behind 'card', because
    some payment cards have such numbers too."""
    for match in _IMEI.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if luhn(digits):
            card = _CARD.search(text, max(0, match.start() - _CUE_REACH), match.start())
            yield Found(match.start(), match.end(), "imei", digits, doubtful=card is not None)


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1).

    >>> luhn("001010012345672"), luhn("001010012345673")
    (True, False)
    """
    doubled = [int(d) if place % 2 == 0 else sum(divmod(int(d) * 2, 10)) for place, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def bank_accounts(text: str) -> Iterator[Found]:
    """UK sort code and account number together, in either order or as an IBAN, as '00-00-00 12345678'."""
    taken: list[tuple[int, int]] = []
    for match in _BANK.finditer(text):
        first, second, third, account = match.groups()
        taken.append(match.span())
        yield Found(match.start(), match.end(), "bank_account", f"{first}-{second}-{third} {account}")
    lower = lowered(text)
    for pattern, words in zip(_BANK_CUES, _BANK_CUE_WORDS, strict=True):
        for match in begun_at(pattern, text, beginnings(lower, words)):
            first, second, third = (part for part in match.groups() if len(part) < len(match["account"]))
            if not any(start < match.end() and match.start() < end for start, end in taken):
                yield Found(match.start(), match.end(), "bank_account", f"{first}-{second}-{third} {match['account']}")
    for match in _IBAN.finditer(text):
        parts = match.groups()
        value = f"{'-'.join(parts[:3])} {''.join(parts[3:])}"
        yield Found(match.start(), match.end(), "bank_account", value)


def postcodes(text: str) -> Iterator[Found]:
    """Whole UK postcodes, in capitals with one space; in small letters or over the end of a line they are doubtful."""
    for inward in _INWARD.finditer(text):
        before = max(0, inward.start() - _LONGEST_OUTWARD)
        outward = _OUTWARD.search(text[before : inward.start()])
        if outward and inward.group()[1:] not in _ORDINALS:
            start, value = before + outward.start(), f"{outward.group(1)} {inward.group()}"
            written = text[start : inward.end()]
            doubtful = not written.isupper() or "\n" in written
            yield Found(start, inward.end(), "postcode", value.upper(), doubtful=doubtful)

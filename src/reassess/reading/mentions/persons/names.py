"""Names that the records do not hold: who is named in the text and nowhere else, and what is said of them.

A name is a run of two or three words with capital letters. What the dictionary, the calendar and the words of the trade
explain is left out; a known forename, a word of kinship or friendship beside it, or the named-entity model confirms it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from reassess.reading.mentions.dictionary.gazetteer import forenames, places, surnames
from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import Found
from reassess.reading.mentions.phrases.lists import shorthand
from reassess.records.yaml_text import load_yaml

# The capital letters of all Latin alphabets, up to those of Romanian (Ș, Ț) and Vietnamese (Ạ).
_UPPER = "A-Z" + "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper() or chr(code).istitle()
)
# At most eight parts after the first: without a limit a long hyphenated run is read again from each of its parts.
_PREFIX = r"(?:Mc|Mac|O['\u2019]?|D['\u2019]|Fitz|De|Di|Du|Le|La|Van|Von|(?:Al|El|Ul|Ap)-)"
_TOKEN = rf"(?:{_PREFIX}?[{_UPPER}][^\W\d_A-Z]+(?:['\u2019-][^\W\d_]+){{0,8}})"
_PARTICLE = (
    r"(?:v[ao]n d(?:er|en|e)|de l[ao]s?|d[aeiou]|del|della|dos|das|van|von|den|der|ter|zu|zum"
    r"|al|el|ul|ur|bin|ibn|bint|abu|ap|ferch)"
)
# 'Tia St. John', but not 'Tia St James Hospital': what is no surname is left to the words of streets and premises.
_SAINT = (
    r"(?:St\.?|Saint)"
    r"(?= (?:John|Clair|Claire|Ledger|Leger|Aubyn|Pierre|Cyr|Germain|Hilaire|Jean|Louis|Rose|Vincent)\b)"
)
_SAINT_TOKEN = re.compile(_SAINT)
_BLANK = "[ ]{1,2}"
_RUN = re.compile(
    rf"\b{_TOKEN}(?:{_BLANK}(?:{_SAINT}|{_TOKEN}\b|[{_UPPER}](?:\.(?= {_TOKEN})|\b)"
    rf"|{_PARTICLE}(?={_BLANK}{_TOKEN})|(?:al|el|ul|ur|as|ad|ash|an|ar)-{_TOKEN}\b)){{1,4}}"
)
# Tia "Tee" Holt: the name without what stands in quotes, and a nickname.
_QUOTED = re.compile(
    rf"\b({_TOKEN}){_BLANK}[\"'\u201c\u2018(]({_TOKEN}(?: {_TOKEN})?)[\"'\u201d\u2019)]{_BLANK}({_TOKEN})\b"
)
# HOLT, Tia: a surname in capitals before its forename.
_SURNAME_FIRST = re.compile(rf"\b([{_UPPER}](?:['\u2019-]?[{_UPPER}]){{2,20}}),? ({_TOKEN})\b")
_TITLED = re.compile(rf"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Cllr)\.? ({_TOKEN})\b(?! {_TOKEN})")
_RANKED = re.compile(rf"\b(PC|DC|DS|DI|DCI|DSU|PS|Sgt|DSgt|Det Sgt|Insp|PCSO|SIO|OIC) ({_TOKEN}(?: {_TOKEN})?)")
_RANK_NUMBER = re.compile(r"\b(?:PC|DC|DS|DI|PS|PCSO|Sgt)\s?(\d{2,6}[A-Z]{0,2})\b")
_NICKNAME = re.compile(
    r"\b(?i:known (?:to (?:her|him|them|victim) )?(?:only )?as|street name(?: is| of|:)?|aka|a\.k\.a\.?"
    r"|nick\s?named?(?: is|:)?|goes by(?: the name(?: of)?)?|alias|calls? (?:him|her)self|calling (?:him|her)self"
    rf"|moniker(?: is| of|:)?)[ :]+(?:the name )?[\"'\u201c\u2018]?({_TOKEN}(?: {_TOKEN})?)"
)
_AND_NICKNAME = re.compile(rf"[\"'\u201d\u2019]?(?:,| and| or) [\"'\u201c\u2018]?({_TOKEN})\b(?! {_TOKEN})")

_ROLE_BEFORE = re.compile(
    r"\b(?:(?P<friend>friends?|mate|school ?mate|classmate|flatmate|room ?mate|boyfriend|girlfriend|partner)"
    r"|(?P<family>mother|father|mum|dad|parents?|sister|brother|aunt|uncle|cousin|step(?:father|mother|brother|sister|dad|mum)"
    r"|grand(?:mother|father|parent|ma|pa)|daughter|son|guardian|carer)"
    r"|(?P<victim>victims?|complainant|aggrieved|viw|subject)|(?P<suspect>suspects?|offenders?|sus|male|man|driver|defendants?)"
    r"|(?P<witness>witness(?:es)?|neighbour)"
    r"|(?P<professional>social worker|teacher|nurse|doctor|dr|solicitor|interpreter|manager|key ?worker"
    r"|youth worker|adviser"
    r"|chair|lawyer|counsel|coach|paramedic|foster carer|officer|appropriate adult|intermediary|translator|controller)"
    r"|(?P<named>named|names|identified|called|with|against))\b"
)
_ROLE_AFTER = re.compile(
    r"^(?:, | \(| - | who (?:is|was) | is | was )(?:who (?:is|was) |her |his |the |a |an |their |also )*(?:\w+ ){0,2}?"
    r"(?:(?P<friend>friends?|mate|classmate)"
    r"|(?P<family>mother|father|sister|brother|aunt|uncle|cousin|step(?:father|mother)|grand(?:mother|father)|guardian|carer)"
    r"|(?P<professional>social worker|teacher|nurse|solicitor|manager|team manager|worker|adviser|lead|head|controller"
    r"|licensed driver|interpreter|officer|gp|doctor|chair)"
    r"|(?P<victim>victim)|(?P<suspect>suspect)|(?P<witness>witness))\b"
    r"|^ (?P<named>(?:was|were) (?:also )?(?:there|present|with|seen|named)|has the"
    r"|knows? (?:the|about|what)|saw |drove |named)\b"
)
_PARTED = re.compile(r"\b(?:that|reports?|says?|said|states?|told|to|from|by|about|records?|when|and his|and her)\b")
ROLE_REACH = 45


@cache
def _words() -> dict[str, frozenset[str]]:
    text = files("reassess.reading.mentions.phrases.data").joinpath("names/no_names.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in load_yaml(text)["words"].items()}


def plain_words() -> frozenset[str]:
    """Words that a name neither begins nor ends with."""
    return _words()["never_first"] | _words()["never_last"] | _words()["sentence"]


def stressed_words() -> frozenset[str]:
    """Words that are surnames too and that people write in capitals to stress them ('Tia NEVER')."""
    return _words()["stressed"]


def log_words() -> frozenset[str]:
    """Words that stand after a forename in a log and are surnames too ('DANIEL LEFT')."""
    return _words()["log"]


def unknown_names(text: str, explained: Sequence[Found]) -> Iterator[Found]:
    """Candidate full names in the text outside what is `explained` already (sorted by start)."""
    starts = [found.start for found in explained]
    names = [found for found in explained if found.kind != "nickname"]
    name_starts = [found.start for found in names]
    taken = []
    for found in (*_surname_first(text), *_around_nicknames(text)):
        if not _overlaps(found.start, found.end, names, name_starts):
            taken.append((found.start, found.end))
            yield found
    for run in _RUN.finditer(text):
        if _overlaps(run.start(), run.end(), explained, starts) or any(
            start < run.end() and run.start() < end for start, end in taken
        ):
            continue
        span = _trimmed(text, run.start(), run.end())
        if span:
            yield Found(*span, "name", folded(text[span[0] : span[1]]), "")


def _surname_first(text: str) -> Iterator[Found]:
    """'HOLT, Tia' and 'HOLT Tia', where the one is a surname and the other a forename and no ordinary word."""
    for match in _SURNAME_FIRST.finditer(text):
        surname, forename = folded(match.group(1)), folded(match.group(2))
        if match.group(1) in shorthand() or surname in _ordinary() | stressed_words() or forename in _ordinary():
            continue
        if surname in surnames() and forename in forenames():
            yield Found(match.start(), match.end(), "name", f"{forename} {surname}", "")


def _around_nicknames(text: str) -> Iterator[Found]:
    for match in _QUOTED.finditer(text):
        first, last = match.group(1).lower(), match.group(3).lower()
        if first not in _words()["never_first"] and last not in _words()["never_in"] | _words()["never_last"]:
            yield Found(match.start(), match.end(), "name", folded(f"{match.group(1)} {match.group(3)}"), "")


@cache
def _ordinary() -> frozenset[str]:
    """Words that are no name, whatever the lists of names say."""
    return plain_words() | log_words() | _words()["never_in"] | _words()["surnames_too"]


def _overlaps(start: int, end: int, explained: Sequence[Found], starts: Sequence[int]) -> bool:
    at = bisect_left(starts, end)
    return any(found.end > start for found in explained[max(0, at - 3) : at])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The run without leading words of the trade; nothing where what is left is a place, a firm or one word."""
    words = _words()
    tokens = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while tokens and _plain(text, tokens[0]) in words["never_first"]:
        tokens = tokens[1:]
    while tokens and (_plain(text, tokens[-1]) in words["never_last"] or _is_next_sentence(text, tokens)):
        tokens = tokens[:-1]
    if len(tokens) < 2 or any(
        _plain(text, token) in words["never_in"] and not (number and _SAINT_TOKEN.match(text, token[0]))
        for number, token in enumerate(tokens)
    ):
        return None
    span = tokens[0][0], tokens[-1][1]
    # 'Nicholas Wood' and 'Victoria Park': what is said beside it tells the man from the place.
    place = (
        any(_plain(text, token) in words["surnames_too"] for token in tokens) or folded(text[slice(*span)]) in places()
    )
    return None if place and not role_of(text, *span) else span


def _is_next_sentence(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    """'Mary B. She left': a full stop behind an initial may also end the sentence."""
    stopped = len(tokens) > 1 and text[tokens[-2][1] - 1] == "."
    return stopped and _plain(text, tokens[-1]) in plain_words()


def _plain(text: str, token: tuple[int, int]) -> str:
    return text[token[0] : token[1]].lower().replace("\u2019", "'").removesuffix("'s").rstrip(".")


def is_common_forename(word: str) -> bool:
    """Whether a word is a forename that many people have."""
    return folded(word) in forenames()


def role_of(text: str, start: int, end: int) -> str:
    """What is said of the person named: friend, family, victim, suspect, witness, professional, named, or nothing."""
    after = _ROLE_AFTER.match(text[end : end + ROLE_REACH].lower().replace("\n", " "))
    said_after = (after.lastgroup or "") if after else ""
    if said_after and said_after != "named":
        return said_after
    before = re.split(r"[.;!?]\s|\n", text[max(0, start - ROLE_REACH) : start].lower())[-1]
    found = list(_ROLE_BEFORE.finditer(before))
    if found and not _PARTED.search(before[found[-1].end() :]):
        return found[-1].lastgroup or ""
    return said_after


def part_names(text: str) -> Iterator[Found]:
    """'Mr Calloway' as a part of a name, 'DC Harper' and 'PC 1234AB' as staff."""
    for match in _TITLED.finditer(text):
        yield Found(match.start(), match.end(), "part_name", folded(match.group(2)), match.group(1).lower())
    for match in _RANKED.finditer(text):
        yield Found(match.start(), match.end(), "staff", folded(match.group(2)), "rank and name")
    for match in _RANK_NUMBER.finditer(text):
        yield Found(match.start(), match.end(), "staff", match.group(1), "rank and number")


def nicknames(text: str) -> Iterator[Found]:
    """Names after 'known as', 'street name', 'aka' and the like, the ones joined to them by 'and', and those in quotes
    between forename and surname."""
    for match in _QUOTED.finditer(text):
        if match.group(1).lower() not in _words()["never_first"]:
            yield Found(match.start(2), match.end(2), "nickname", folded(match.group(2)), "said")
    for match in _NICKNAME.finditer(text):
        yield Found(match.start(1), match.end(1), "nickname", folded(match.group(1)), "said")
        following = _AND_NICKNAME.match(text, match.end(1))
        if following:
            yield Found(following.start(1), following.end(1), "nickname", folded(following.group(1)), "said")

"""Text in capitals, as many logs are written: each word that may be a name gets one capital, the others none.

What looks for names by their capitals then sees one in "INFT STATES SHE SAW DANIEL OKAFOR", and none in the rest.
"""

import re
from collections.abc import Iterator

from reassess.reading.mentions.dictionary.gazetteer import forenames, surnames
from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import lowered
from reassess.reading.mentions.persons.names import log_words, plain_words, stressed_words
from reassess.reading.mentions.persons.runs import common_words
from reassess.reading.mentions.phrases.lists import shorthand

LEAST_WORDS = 4
_UPPER_WORD = "[A-Z\u00c0-\u00d6\u00d8-\u00de](?:['\u2019-]?[A-Z\u00c0-\u00d6\u00d8-\u00de]){1,20}"
_FORENAME = rf"(?:{_UPPER_WORD}|[A-Z\u00c0-\u00d6\u00d8-\u00de][a-z\u00df-\u00f6\u00f8-\u00ff]+)"
_PAIR = re.compile(rf"(?<![\w.'\u2019-])({_FORENAME})( (?:{_FORENAME}|[A-Z]\.?))? ({_UPPER_WORD})(?![\w'\u2019-]|\.\w)")
_STRETCH = re.compile("[A-Z]{2}[^a-z\u00df-\u00f6\u00f8-\u00ff\u0100-\u017f\n\ue000]{10,}")
_WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*(?!\w)")
_RANKS = frozenset(["PC", "DC", "DS", "DI", "DCI", "DSU", "PS", "PCSO", "SIO", "OIC"])
_TITLES = frozenset(["MR", "MRS", "MS", "MISS", "MX", "DR", "PROF", "REV", "CLLR", "SGT", "DSGT", "INSP"])
_CALLED = re.compile(
    r"\b(?:KNOWN (?:TO (?:HER|HIM|THEM|VICTIM) )?(?:ONLY )?AS|(?:STREET )?NAME(?: IS| OF)?|A\.?K\.?A\.?"
    r"|NICK ?NAMED?(?: IS)?|GOES BY(?: THE NAME(?: OF)?)?|ALIAS|CALLED|NAMED|CALL(?:S|ING) (?:HIM|HER)SELF"
    r"|MONIKER(?: IS| OF)?):? [\"'\u201c\u2018]?$"
)
_CALLED_REACH = 40


def shown(text: str) -> str:
    """The text, character for character, with its names in capitals as somebody would have typed them: in stretches
    of capitals, and one by one in ordinary text ('Tia HOLT', 'TIA HOLT')."""
    text = _without_capital_names(text)
    letters, at = [], 0
    for start, end in stretches(text):
        letters += [text[at:start], _as_typed(text[start:end])]
        at = end
    return "".join([*letters, text[at:]]) if at else text


def _without_capital_names(text: str) -> str:
    letters: list[str] | None = None
    at = 0
    while match := _PAIR.search(text, at):
        forename, middle, surname = match.group(1), match.group(2) or "", match.group(3)
        if not (_is_forename_word(forename) and _is_capital_surname(surname)):
            at = match.end(1)
            continue
        at = match.end()
        letters = letters or list(text)
        for group in (1, 3):
            start, end = match.span(group)
            letters[start:end] = _with_capitals(match.group(group))
        if len(middle.strip(" .")) > 1 and middle.strip().isupper():
            letters[match.start(2) : match.end(2)] = _with_capitals(middle)
    return text if letters is None else "".join(letters)


def _with_capitals(written: str) -> str:
    """'SMITH-JONES' as 'Smith-Jones'."""
    return re.sub(r"[^\W\d_]+", lambda word: word.group()[0] + lowered(word.group()[1:]), written)


def _is_forename_word(word: str) -> bool:
    return word not in _RANKS | _TITLES and folded(word) in forenames() and not _is_ordinary(word)


def _is_capital_surname(word: str) -> bool:
    """Whether a word in capitals behind a forename is a surname, not an abbreviation or a word with emphasis."""
    if word in shorthand() or word in _RANKS | _TITLES or _is_ordinary(word) or lowered(word) in stressed_words():
        return False
    return all(part in surnames() for part in folded(word).split())


def is_shouted(text: str) -> bool:
    """Whether nearly all of a text stands in capitals."""
    small = sum(letter.islower() for letter in text)
    return small * 10 < sum(letter.isupper() for letter in text) and next(stretches(text), None) is not None


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where at least four words in a row, on one line, stand in capitals and nothing in small letters."""
    for match in _STRETCH.finditer(text):
        start, end = match.span()
        if end < len(text) and text[end].isalpha():
            # The stretch has run into the first letter of a word that goes on in small letters.
            end = max(text.rfind(mark, start, end) for mark in " .,;:-(") + 1
        if start > 0 and text[start - 1].isalpha():
            continue
        if len(_WORD.findall(text, start, end)) >= LEAST_WORDS:
            yield start, end


def _as_typed(stretch: str) -> str:
    letters = list(lowered(stretch))
    words = list(_WORD.finditer(stretch))
    for word in words:
        if word.group() in _RANKS:
            letters[word.start() : word.end()] = word.group()
        elif word.group() in _TITLES:
            letters[word.start()] = word.group()[0]
    for place in _names(stretch, words):
        letters[place] = stretch[place]
    # A word that holds a figure (V1, MG11, a plate, a postcode) stays as it stands.
    for code in re.finditer(r"\w*\d\w*", stretch):
        letters[code.start() : code.end()] = code.group()
    return "".join(letters)


def _names(stretch: str, words: list[re.Match[str]]) -> Iterator[int]:
    """Where the words begin that may be part of a name."""
    for number, word in enumerate(words):
        following = _following(stretch, words, number)
        if word.group() in _RANKS | _TITLES:
            yield from (each.start() for each in following[: 2 if _is_forename(following) else 1])
        elif _is_forename([word]) and _is_surname(following):
            yield word.start()
            yield following[0].start()
            yield from (each.start() for each in following[1:2] if _is_surname([each]))
        elif not _is_ordinary(word.group()) and _CALLED.search(
            stretch[max(0, word.start() - _CALLED_REACH) : word.start()]
        ):
            yield word.start()


def _following(stretch: str, words: list[re.Match[str]], number: int) -> list[re.Match[str]]:
    """Up to two words that follow a word after a space each, before the first that is no part of a name."""
    found: list[re.Match[str]] = []
    for before, word in zip(words[number:], words[number + 1 : number + 3], strict=False):
        gap = stretch[before.end() : word.start()]
        if gap not in (" ", ". ") or _is_ordinary(word.group()) or word.group() in _RANKS | _TITLES:
            break
        found.append(word)
    return found


def _is_forename(words: list[re.Match[str]]) -> bool:
    return bool(words) and folded(words[0].group()) in forenames() and not _is_ordinary(words[0].group())


def _is_surname(words: list[re.Match[str]]) -> bool:
    """Whether the first of these words, or each part of it ('BEGUM-KHAN'), is a surname."""
    return bool(words) and all(part in surnames() for part in folded(words[0].group()).split())


def _is_ordinary(word: str) -> bool:
    lower = folded(word)
    return lower in common_words() or lower in plain_words() or lower in log_words()

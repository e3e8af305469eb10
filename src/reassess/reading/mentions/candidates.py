"""Runs of words that may be a person's name, each with what stands around it, in a text of which nothing is known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reassess.reading.mentions import model
from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.gazetteer import forenames, surnames
from reassess.reading.mentions.names import plain_words

_UPPER = "A-Z\u00c0-\u00de\u0100-\u017f"
# A full stop belongs to an initial, never to a longer word: there a sentence ends.
_TOKEN = rf"(?:[{_UPPER}]\.|[{_UPPER}][^\W\d_]*(?:['\u2019-][{_UPPER}][^\W\d_]+)*)"
_PARTICLE = r"(?:van der|van den|van de|von der|van|ten|ter|von|de la|de|der|den|di|da|dos|del|al|el|bin|la|le|y)\b"
_SUFFIX = r"(?:,? (?:Jr\.?|Sr\.?|II|III|IV|MD|PhD|DDS|DVM|Esq\.?)(?!\w))?"
_RUN = re.compile(rf"(?<!\w){_TOKEN}(?: {{1,2}}(?:{_TOKEN}|{_PARTICLE}(?= {_TOKEN})))*{_SUFFIX}")
_FIRM = re.compile(
    r"\b(?:Inc|LLC|Ltd|Corp|Corporation|Company|Co|Group|Bank|University|Technologies|Systems|Studios?|Records|Club"
    r"|Apt|Suite|Unit|Box|Street|St|Road|Rd|Avenue|Ave|School|Council|Police|Hotel|Hospital|Court|Drive|Lane|Associates"
    r"|Labs|Orchestra|Weekly|Insurance|Software|Solutions|Partners|Services|Capital|Media|Foundation|Institute)\b\.?"
)
_CONTRACTED = ("'t", "\u2019t", "'m", "'l", "'v", "'d", "'r")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_LISTED = re.compile(r"\s*(?:,|, and|and|&)\s+")
_MONTH_NAMES = ("april", "june", "may")
_DAY_BEFORE = re.compile(r"\d\s?(?:st|nd|rd|th)?\s?(?:of )?$|\b(?:in|on|since|until|by|of|from|last|next|this)\s$")
_DAY_AFTER = re.compile(r"\s?\d")
TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev)\.?\s$", re.IGNORECASE)
INTRODUCED = re.compile(
    r"(?:\bnames? (?:is|was|are)|\bnames?[:?]|\bcalled|\bcalls? (?:me|him|her|them)|\bnamed(?: him| her| them)?|\bI'm"
    r"|\bI am|\bsays?|\bsaid|\btold|\basked|\brang|\bmet|\bshouted at|\bby|\bwith|\bof|\bDear|\bHi|\bHello|\bHey"
    r"|\bThanks"
    r"|\b(?:kid|child|son|daughter|partner|wife|husband|friend|mother|father|brother|sister|boss|manager|assistant to"
    r"|founder|director|producer|player|teacher|doctor|singer|author|writer|user)s?(?:'s name)?:?)\s*$",
    re.IGNORECASE,
)
LOOK_BACK, LOOK_ON = 40, 24


@dataclass(frozen=True)
class Candidate:
    """A run of words: its place, its folded words, what stands around it, and what the model sees there.

    `fellows` are the first words of the runs listed beside it ('Ann, Bob and Cas'); `known` says that it is a part of
    a full name elsewhere in the text, `small` that the text has no capitals at all.
    """

    start: int
    end: int
    words: Sequence[str]
    written: str
    before: str
    after: str
    line: str
    seen: model.Seen
    fellows: Sequence[str]
    known: bool
    small: bool

    @property
    def among_forenames(self) -> bool:
        """Whether most of what it is listed with are forenames."""
        return sum(word in forenames() for word in self.fellows) * 2 > len(self.fellows)


def candidates(text: str) -> Iterator[Candidate]:
    """Every run of words with capitals that is no firm or street, without words at its ends that are no names.

    In a text without any capital letter a run begins at a forename or after what introduces a person.
    """
    small = not any(letter.isupper() for letter in text)
    shown = _with_capitals(text) if small else text
    view = model.view(shown)
    runs = [(start, end, tuple(folded(shown[start:end]).split())) for start, end in _runs(shown)]
    runs = [run for run in runs if run[2]]
    full = {word for *_, words in runs if len(words) > 1 and words[0] in forenames() for word in words}
    fellows = _fellows(shown, runs)
    for start, end, words in runs:
        first, last = shown.rfind("\n", 0, start) + 1, shown.find("\n", end)
        yield Candidate(
            start,
            end,
            words,
            shown[start:end],
            shown[max(0, start - LOOK_BACK) : start],
            shown[end : end + LOOK_ON],
            shown[first : last if last >= 0 else len(shown)],
            view.at(start, end),
            fellows[start],
            len(words) == 1 and words[0] in full,
            small,
        )


def _fellows(text: str, runs: Sequence[tuple[int, int, Sequence[str]]]) -> Mapping[int, Sequence[str]]:
    """For the start of each run the first words of the others in its list."""
    lists: list[list[tuple[int, int, Sequence[str]]]] = []
    for run in runs:
        if lists and _LISTED.fullmatch(text[lists[-1][-1][1] : run[0]]):
            lists[-1].append(run)
        else:
            lists.append([run])
    return {run[0]: [other[2][0] for other in listed if other is not run] for listed in lists for run in listed}


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        tokens = [(run.start() + t.start(), run.start() + t.end()) for t in re.finditer(r"\S+", run.group())]
        while tokens and _no_beginning(text, tokens):
            tokens = tokens[1:]
        while tokens and _no_end(text, tokens):
            tokens = tokens[:-1]
        if tokens and not _FIRM.search(text, tokens[0][0], tokens[-1][1]):
            start, end = tokens[0][0], tokens[-1][1]
            if text[end : end + 2] not in _CONTRACTED:
                yield start, end - (text[end - 1] == "." and text[end - 3 : end] not in ("Jr.", "Sr."))


def _no_beginning(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    start, end = tokens[0]
    dated = _DAY_AFTER.match(text, end) or _DAY_BEFORE.search(text[max(0, start - 8) : start])
    if text[start:end].lower() in _MONTH_NAMES and not dated:
        return False
    return _plain(text[start:end])


def _no_end(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    """'Young' ends no run but where a forename stands before it."""
    words = [text[start:end] for start, end in tokens]
    whole = len(words) == 2 and folded(words[0]) in forenames() and folded(words[1]) in surnames()
    return _plain(words[-1]) and not (whole and not _plain(words[0]))


def _plain(word: str) -> bool:
    return word.lower().rstrip(".") in plain_words() or word.lower() in ("a", "i")


@cache
def common_words() -> frozenset[str]:
    """The commonest words of English."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS)


def _with_capitals(text: str) -> str:
    """A text in small letters with capitals where a name may stand."""
    letters, last = list(text), None
    for match in _WORD.finditer(text):
        word = folded(match.group())
        near = last is not None and text[last : match.start()] in (" ", ". ")
        if len(word) == 1 and near:
            letters[match.start()] = text[match.start()].upper()
            last = match.end()
            continue
        begins = word in forenames() or _is_introduced(text[max(0, match.start() - LOOK_BACK) : match.start()])
        if len(word) > 2 and (begins or near) and word not in common_words() and not _plain(word):
            capital = text[match.start()].upper()
            letters[match.start()] = capital if len(capital) == 1 else text[match.start()]
            last = match.end() if begins else None
        else:
            last = None
    return "".join(letters)


def _is_introduced(before: str) -> bool:
    return bool(INTRODUCED.search(before) or TITLE_BEFORE.search(before))

"""The people, places and staff of the corpus and the anchors of all phrases, found in one pass over the text.

The search is an Aho-Corasick automaton: its time does not grow with the number of names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import ahocorasick

from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.found import Found, Joined, lowered
from reassess.reading.mentions.phrases import Phrase, phrase_lists, shorthand

LEAST_NAME = 5
LEAST_NICKNAME = 3
LEAST_PLACE = 4


class PersonName(NamedTuple):
    """The name of one person record."""

    person_id: str
    forename: str
    middle_names: str
    surname: str
    nicknames: tuple[str, ...] = ()


class PlaceName(NamedTuple):
    """One way in which a location is written: `how` is name, address or street."""

    location_id: str
    how: str
    text: str


@dataclass(frozen=True)
class Dictionary:
    """What the records of a corpus know by name."""

    people: Sequence[PersonName] = ()
    places: Sequence[PlaceName] = ()
    staff: Sequence[str] = ()
    handles: Sequence[str] = ()

    def name_keys(self) -> Iterator[tuple[str, str, str]]:
        """(person_id, how, value) for each person: `full` is the value of name mentions, `nickname` of nicknames.

        A name has both orders, because records and texts both turn names round.
        """
        for person in self.people:
            if person.forename and person.surname:
                forename, surname = folded(person.forename), folded(person.surname)
                yield person.person_id, "full", f"{forename} {surname}"
                yield person.person_id, "full", f"{surname} {forename}"
            yield from (
                (person.person_id, "nickname", folded(nickname)) for nickname in person.nicknames if folded(nickname)
            )

    def place_keys(self) -> Iterator[tuple[str, str, str]]:
        """(location_id, how, value) for each place: the value of place mentions that mean it."""
        yield from ((place.location_id, place.how, folded(place.text)) for place in self.places)

    @cached_property
    def forenames(self) -> frozenset[str]:
        """The forenames of the corpus, folded."""
        return frozenset(folded(person.forename) for person in self.people if person.forename)


class Anchor(NamedTuple):
    """Where a word stands that a phrase must have."""

    start: int
    phrase: Phrase


class Hits(NamedTuple):
    """What one pass gives: mentions of the dictionary, not yet sorted out, and anchors to search phrases at."""

    mentions: list[Found]
    anchors: list[Anchor]


@dataclass(frozen=True)
class Searcher:
    """The automaton over a dictionary and the phrase lists."""

    dictionary: Dictionary
    phrases: tuple[Phrase, ...] = field(
        default_factory=lambda: tuple(p for each in phrase_lists() for p in each.phrases)
    )

    @cached_property
    def _automaton(self) -> Any:
        words: dict[str, list[tuple[str, str, str] | Phrase]] = {}
        for written, entry in self._entries():
            known = words.setdefault(lowered(written), [])
            if entry not in known:
                known.append(entry)
        automaton = ahocorasick.Automaton()
        for word, entries in words.items():
            automaton.add_word(word, (len(word), entries))
        automaton.make_automaton()
        return automaton

    def _entries(self) -> Iterator[tuple[str, tuple[str, str, str] | Phrase]]:
        for person in self.dictionary.people:
            yield from _name_entries(person)
        for place in self.dictionary.places:
            if len(place.text) >= LEAST_PLACE:
                yield place.text, ("place", folded(place.text), place.how)
        yield from ((staff, ("staff", staff, "record")) for staff in self.dictionary.staff)
        yield from ((handle, ("handle", handle.lower(), "record")) for handle in self.dictionary.handles)
        yield from ((word, ("shorthand", meaning, word)) for word, meaning in shorthand().items())
        yield from ((anchor, phrase) for phrase in self.phrases for anchor in phrase.anchors)

    def search(self, joined: Joined) -> Hits:
        """Every whole word or run of words of the text that the dictionary or a phrase list knows."""
        hits = Hits([], [])
        lower, text = joined.lower, joined.text
        for last, (length, entries) in self._automaton.iter(lower):
            start, end = last - length + 1, last + 1
            if start and lower[start - 1].isalnum():
                continue
            whole = end == len(lower) or not lower[end].isalnum()
            for entry in entries:
                if isinstance(entry, Phrase):
                    hits.anchors.append(Anchor(start, entry))
                elif whole and _as_written(entry, text[start:end]) and not _inside_address(entry[0], text, start, end):
                    hits.mentions.append(Found(start, end, *entry))
        return hits


def _inside_address(kind: str, text: str, start: int, end: int) -> bool:
    """A known handle behind an @, or as a part of a mail address, is found by its form."""
    return kind == "handle" and ("@" in text[max(0, start - 1) : start] or text[end : end + 1] == "@")


def _as_written(entry: tuple[str, str, str], words: str) -> bool:
    """Names and places begin with a capital letter or a figure: 'grace' and 'will' are words as well."""
    kind, _, exact = entry
    if kind == "shorthand":
        return words == exact
    return kind in ("staff", "handle") or not words[0].islower()


def _name_entries(person: PersonName) -> Iterator[tuple[str, tuple[str, str, str]]]:
    for nickname in person.nicknames:
        if len(nickname) >= LEAST_NICKNAME:
            yield nickname, ("nickname", folded(nickname), "record")
    if not (person.forename and person.surname):
        return
    value = f"{folded(person.forename)} {folded(person.surname)}"
    for written in _spellings(person):
        if len(written) >= LEAST_NAME:
            yield written, ("name", value, "record")


def _spellings(person: PersonName) -> Iterable[str]:
    first, last = person.forename, person.surname
    forms = [f"{first} {last}", f"{last}, {first}", f"{last} {first}"]
    if person.middle_names:
        initials = " ".join(name[0] for name in person.middle_names.split())
        forms += [
            f"{first} {person.middle_names} {last}",
            f"{first} {initials} {last}",
            f"{last}, {first} {person.middle_names}",
        ]
    if "-" in forms[0]:
        forms += [form.replace("-", " ") for form in forms]
    if "'" in forms[0]:
        forms += [form.replace("'", "\u2019") for form in forms]
    return forms if forms[0].isascii() else [*forms, f"{folded(first)} {folded(last)}"]

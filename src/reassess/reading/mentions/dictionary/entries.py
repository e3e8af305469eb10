"""The people, places, staff and handles of the corpus, and how each of them is written in text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reassess.reading.mentions.dictionary.normalise import folded

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


class Entry(NamedTuple):
    """One spelling of something known, and the mention that it is: its kind, normalised value and detail."""

    written: str
    kind: str
    value: str
    detail: str


@dataclass(frozen=True)
class Dictionary:
    """What the records of a corpus know by name.

    Each part may be anything that can be gone through more than once: a list, or rows that a database hands over.
    """

    people: Iterable[PersonName] = ()
    places: Iterable[PlaceName] = ()
    staff: Iterable[str] = ()
    handles: Iterable[str] = ()

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

    def forenames(self) -> Iterator[str]:
        """The forenames of the corpus, folded, each as often as it stands."""
        yield from (folded(person.forename) for person in self.people if person.forename)

    def entries(self) -> Iterator[Entry]:
        """Every spelling under which something known may stand in a text."""
        for person in self.people:
            yield from _name_entries(person)
        for place in self.places:
            if len(place.text) >= LEAST_PLACE:
                yield Entry(place.text, "place", folded(place.text), place.how)
        yield from (Entry(staff, "staff", staff, "record") for staff in self.staff)
        yield from (Entry(handle, "handle", handle.lower(), "record") for handle in self.handles)


def _name_entries(person: PersonName) -> Iterator[Entry]:
    for nickname in person.nicknames:
        if len(nickname) >= LEAST_NICKNAME:
            yield Entry(nickname, "nickname", folded(nickname), "record")
    if not (person.forename and person.surname):
        return
    value = f"{folded(person.forename)} {folded(person.surname)}"
    for written in _spellings(person.forename, person.middle_names, person.surname):
        if len(written) >= LEAST_NAME:
            yield Entry(written, "name", value, "record")


def _spellings(first: str, middle: str, last: str) -> Iterator[str]:
    """Both orders, with and without middle names. Hyphens, apostrophes and accents are one to the lexicon."""
    yield from (f"{first} {last}", f"{last}, {first}", f"{last} {first}")
    if middle:
        initials = " ".join(name[0] for name in middle.split())
        yield from (f"{first} {middle} {last}", f"{first} {initials} {last}", f"{last}, {first} {middle}")

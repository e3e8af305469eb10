"""A small corpus that the tests of mentions look for, and how they look."""

from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Found, Unit

DICTIONARY = Dictionary(
    people=[
        PersonName("N1", "Tiana", "", "Campbell"),
        PersonName("N2", "Rui", "", "Tavares-Pinto"),
        PersonName("N3", "Seán", "Patrick", "O'Brien", ("Rizz", "Tee")),
        PersonName("N4", "Lindqvist", "", "Tobias"),
        PersonName("N5", "Andreea", "", "Munteanu"),
        PersonName("N6", "Gareth", "", "Pugsley"),
        PersonName("N7", "Connor", "", "Blakely"),
    ],
    places=[
        PlaceName("L1", "name", "Star Grill"),
        PlaceName("L1", "address", "412 High Road"),
        PlaceName("L2", "street", "Beck Street"),
    ],
    staff=["MP2210"],
    handles=["quietmile_7"],
)
FINDER = Finder.of(DICTIONARY)


def found(text: str, *kinds: str, unit: Unit | None = None) -> list[Found]:
    """The mentions of these kinds in a text, or in a passage with a writer."""
    return [f for f in FINDER.find([unit or Unit(text)])[0] if f.kind in kinds]


def values(text: str, kind: str) -> list[str]:
    """The values of the mentions of a kind."""
    return [f.value for f in found(text, kind)]

"""Name origin and name variation of the records of an invented caseload: for measuring only, never an input to linking.

The truth of a caseload says who is who. The right name of a person is the one on most of their records. Its origin is
the list of the generator that has it, and the variation of a record is how its name differs from the right one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from reassess.caseload.names import BACKGROUNDS, backgrounds

Name = tuple[str, str]


def names(person: Path, truth: Mapping[str, str]) -> dict[str, Name]:
    """Forename and surname of every record of `truth` that has either, from a run's table of persons."""
    con = duckdb.connect()
    rows = con.execute(f"SELECT person_id, coalesce(forename, ''), coalesce(surname, '') FROM '{person}'").fetchall()
    con.close()
    return {record: (forename, surname) for record, forename, surname in rows if record in truth and forename + surname}


def right_names(recorded: Mapping[str, Name], truth: Mapping[str, str]) -> dict[str, Name]:
    """Return the name on most records of each person; of equals, the first in alphabetical order."""
    carried: dict[str, Counter[Name]] = {}
    for record, name in recorded.items():
        carried.setdefault(truth[record], Counter())[name] += 1
    return {person: min(found, key=lambda name: (-found[name], name)) for person, found in carried.items()}


def origins(recorded: Mapping[str, Name], truth: Mapping[str, str]) -> dict[str, str]:
    """Return the list that the name of each record was drawn from; a name on several lists is left out."""
    lists = [
        (
            " and ".join(locales),
            set().union(*background.forenames.values()),
            set().union(*background.surnames.values()),
        )
        for locales, background in zip(BACKGROUNDS, backgrounds(), strict=True)
    ]
    of_person = {
        person: [label for label, forenames, surnames in lists if name[0] in forenames and name[1] in surnames]
        for person, name in right_names(recorded, truth).items()
    }
    return {record: of_person[truth[record]][0] for record in recorded if len(of_person[truth[record]]) == 1}


def variations(recorded: Mapping[str, Name], truth: Mapping[str, str]) -> dict[str, str]:
    """Return how the name of each record differs from the right one, for people with several records."""
    right = right_names(recorded, truth)
    several = {person for person, number in Counter(truth[record] for record in recorded).items() if number > 1}
    return {
        record: _variation(name, right[truth[record]]) for record, name in recorded.items() if truth[record] in several
    }


def _variation(name: Name, right: Name) -> str:
    forename, surname = name
    if name == right:
        return "the right name"
    if name == right[::-1]:
        return "order reversed"
    if not forename or not surname:
        return "single name"
    if len(forename) == 1:
        return "initial"
    if forename == right[0]:
        return _surname_variation(surname, right[1])
    if surname != right[1]:
        return "both names differ (transliterated)"
    return "short form" if right[0].startswith(forename) else "forename with a typing error"


def _surname_variation(surname: str, right: str) -> str:
    if right in _parts(surname) or surname in _parts(right):
        return "compound surname"
    return "surname with a typing error" if _similar(surname, right) else "another surname (married)"


def _parts(surname: str) -> Iterable[str]:
    return surname.replace("-", " ").split()


def _similar(one: str, other: str) -> bool:
    """Whether the names share two letters in three."""
    common = sum((Counter(one.lower()) & Counter(other.lower())).values())
    return 3 * common >= 2 * max(len(one), len(other))

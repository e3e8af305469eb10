"""Name origin and name custom of the records of an invented caseload: for measuring only, never an input of linking.

The truth of a caseload says who is who. Each human's right name is the one that most of their records carry; its origin
is the generator's list that holds it, and the custom of a record is how its name differs from the right one.
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
    """The name of each human that most of their records carry; of equals the one first in the alphabet."""
    carried: dict[str, Counter[Name]] = {}
    for record, name in recorded.items():
        carried.setdefault(truth[record], Counter())[name] += 1
    return {human: min(found, key=lambda name: (-found[name], name)) for human, found in carried.items()}


def origins(recorded: Mapping[str, Name], truth: Mapping[str, str]) -> dict[str, str]:
    """For each record the list of names that its human's name was drawn from; those that fit several are left out."""
    lists = [
        (
            " and ".join(locales),
            set().union(*background.forenames.values()),
            set().union(*background.surnames.values()),
        )
        for locales, background in zip(BACKGROUNDS, backgrounds(), strict=True)
    ]
    of_human = {
        human: [label for label, forenames, surnames in lists if name[0] in forenames and name[1] in surnames]
        for human, name in right_names(recorded, truth).items()
    }
    return {record: of_human[truth[record]][0] for record in recorded if len(of_human[truth[record]]) == 1}


def customs(recorded: Mapping[str, Name], truth: Mapping[str, str]) -> dict[str, str]:
    """For each record of a human with several how its name differs from the right one."""
    right = right_names(recorded, truth)
    several = {human for human, number in Counter(truth[record] for record in recorded).items() if number > 1}
    return {
        record: _custom(name, right[truth[record]]) for record, name in recorded.items() if truth[record] in several
    }


def _custom(name: Name, right: Name) -> str:
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
        return _surname_custom(surname, right[1])
    if surname != right[1]:
        return "both names differ (transliterated)"
    return "short form" if right[0].startswith(forename) else "forename by a slip"


def _surname_custom(surname: str, right: str) -> str:
    if right in _parts(surname) or surname in _parts(right):
        return "compound surname"
    return "surname by a slip" if _alike(surname, right) else "another surname (married)"


def _parts(surname: str) -> Iterable[str]:
    return surname.replace("-", " ").split()


def _alike(one: str, other: str) -> bool:
    """Names of which two letters in three stand in both."""
    common = sum((Counter(one.lower()) & Counter(other.lower())).values())
    return 3 * common >= 2 * max(len(one), len(other))

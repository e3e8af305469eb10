"""How a person is named outside the page of their case: a victim by initials."""

from collections.abc import Mapping


def _joined_name(person: Mapping[str, object]) -> str:
    return " ".join(str(part) for part in (person.get("forename"), person.get("surname")) if part)


def full_name(person: Mapping[str, object]) -> str:
    """Forename and surname as recorded, else the nickname, else that the record has no name."""
    return _joined_name(person) or str(person.get("nicknames") or "") or "name not recorded"


def initials(person: Mapping[str, object]) -> str:
    """Initials of a person.

    >>> initials({"forename": "Ana Maria", "surname": "Okoye"})
    'A M O'
    """
    words = _joined_name(person).split()
    return " ".join(word[0].upper() for word in words) or "not named"


def outside_name(person: Mapping[str, object], roles: set[str]) -> str:
    """The name for lists and boards: initials for anybody who is a victim in the case, the full name for others."""
    return f"{initials(person)} (victim)" if "victim" in roles else full_name(person)

"""How a person is named outside the page of their case: a victim by initials."""

from typing import Any


def full_name(person: dict[str, Any]) -> str:
    """Forename and surname as recorded, else the nickname, else that the record has no name."""
    name = " ".join(part for part in (person.get("forename"), person.get("surname")) if part)
    return name or person.get("nicknames") or "name not recorded"


def initials(person: dict[str, Any]) -> str:
    """Initials of a person.

    >>> initials({"forename": "Ana Maria", "surname": "Okoye"})
    'A M O'
    """
    words = " ".join(part for part in (person.get("forename"), person.get("surname")) if part).split()
    return " ".join(word[0].upper() for word in words) or "not named"


def outside_name(person: dict[str, Any], roles: set[str]) -> str:
    """The name for lists and boards: initials for anybody who is a victim in the case, the full name for others."""
    return f"{initials(person)} (victim)" if "victim" in roles else full_name(person)

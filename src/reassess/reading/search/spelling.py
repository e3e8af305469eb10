"""Near spellings of names: candidates by sound, first and last letters, then ranked by similarity."""

import sqlite3

from jellyfish import metaphone
from rapidfuzz.distance import JaroWinkler

from reassess.reading.mentions.dictionary.normalise import folded

MIN_LENGTH = 4
MIN_SIMILARITY = 0.88
MAX_SPELLINGS = 12


def spelling_keys(word: str) -> tuple[str, str, str]:
    """Return the lookup keys of a normalised word: its metaphone, its first two and its last three letters."""
    return metaphone(word), word[:2], word[-3:]


def near_spellings(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return the names in the index that are spelt nearly like a word, the most similar first.

    The Jaro-Winkler similarity is 0.88 or more, which allows swapped and doubled letters ('Olaniyan', 'Olanyian').
    """
    own = folded(word)
    if len(own) < MIN_LENGTH or " " in own or any(character.isdigit() for character in own):
        return []
    keys = spelling_keys(own)
    rows = connection.execute("SELECT word FROM spelling WHERE sound = ? OR head = ? OR tail = ?", keys).fetchall()
    scored = ((JaroWinkler.similarity(own, other), other) for (other,) in rows if other != own)
    return [other for _, other in sorted((-s, other) for s, other in scored if s >= MIN_SIMILARITY)][:MAX_SPELLINGS]

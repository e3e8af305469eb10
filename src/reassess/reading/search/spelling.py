"""Near spellings of names: by sound, by beginning and by end, then by likeness."""

import sqlite3

from jellyfish import metaphone
from rapidfuzz.distance import JaroWinkler

from reassess.reading.mentions.dictionary.normalise import folded

LEAST_LENGTH = 4
LEAST_LIKENESS = 0.88
MOST = 12


def sounds(word: str) -> tuple[str, str, str]:
    """The keys under which a folded word is kept: its sound, its first two and its last three letters."""
    return metaphone(word), word[:2], word[-3:]


def near(connection: sqlite3.Connection, word: str) -> list[str]:
    """Names of the index that are spelt nearly like a word, the likest first; not the word itself.

    Likeness is Jaro-Winkler of 0.88 or more: it forgives turned and doubled letters ('Olaniyan', 'Olanyian').
    """
    own = folded(word)
    if len(own) < LEAST_LENGTH or " " in own or any(character.isdigit() for character in own):
        return []
    keys = sounds(own)
    rows = connection.execute("SELECT word FROM spelling WHERE sound = ? OR head = ? OR tail = ?", keys).fetchall()
    scored = ((JaroWinkler.similarity(own, other), other) for (other,) in rows if other != own)
    return [other for _, other in sorted((-s, other) for s, other in scored if s >= LEAST_LIKENESS)][:MOST]

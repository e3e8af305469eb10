"""One spelling for comparing names and places: small letters without accents, words parted by single spaces."""

import re
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = re.compile(r"['\u2019\u2018`\u00b4]")
_NO_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """The text for comparing.

    >>> folded("  Rui TAVARES-PINTO "), folded("Se\u00e1n O\u2019Brien")
    ('rui tavares pinto', 'sean obrien')
    """
    return _NO_WORD.sub(" ", anyascii(_APOSTROPHES.sub("", text)).lower()).strip()

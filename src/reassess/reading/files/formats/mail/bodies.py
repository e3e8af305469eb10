"""Which texts of a mail are its body: what its alternatives say, each once."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, without regard to capitals and to kinds of blanks and letters."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def without_repeats(alternatives: Iterable[str]) -> list[str]:
    """Return the alternatives, first come first, but for those whose words all stand in another one.

    Alternatives should say the same. Where they do not, as where the plain one only says that there is another, all
    that differ are kept: two texts that say nearly the same cost less than a word that is lost.

    >>> without_repeats(["Met at six.", "Met at six."])
    ['Met at six.']
    >>> without_repeats(["Please view this as HTML.", "Met at six."])
    ['Please view this as HTML.', 'Met at six.']
    """
    kept: list[tuple[str, frozenset[str]]] = []
    for text in alternatives:
        words = words_of(text)
        if not text.strip() or any(words <= other for _, other in kept):
            continue
        kept = [(earlier, other) for earlier, other in kept if not other <= words]
        kept.append((text, words))
    return [text for text, _ in kept]

"""A cache of one value, replaced when its key changes."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LatestCache(Generic[Key, Value]):
    """A cache of one value: the one made for the latest key.

    Threads share it without a lock. Key and value are replaced together, so no thread sees half of a change; at worst
    two threads make the same value at once.

    >>> cache: LatestCache[int, str] = LatestCache()
    >>> cache.get(1, lambda: "first"), cache.get(1, lambda: "second"), cache.get(2, lambda: "second")
    ('first', 'first', 'second')
    """

    def __init__(self) -> None:
        self._pair: tuple[Key, Value] | None = None

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value for a key, made if the latest key was another."""
        pair = self._pair
        if pair is None or pair[0] != key:
            pair = self._pair = (key, make())
        return pair[1]

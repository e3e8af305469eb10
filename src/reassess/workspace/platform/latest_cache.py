"""One value kept in memory until what it rests on changes."""

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class LatestCache(Generic[Key, Value]):
    """The value that was made for the last key that was asked for.

    Threads share it without a lock: key and value are read and replaced together, so that none sees another's half,
    and at worst two make the same value at once.

    >>> kept: Kept[int, str] = Kept()
    >>> kept.of(1, lambda: "made"), kept.of(1, lambda: "made anew"), kept.of(2, lambda: "made anew")
    ('made', 'made', 'made anew')
    """

    def __init__(self) -> None:
        self._pair: tuple[Key, Value] | None = None

    def of(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value for a key; made where the last one asked for was another."""
        pair = self._pair
        if pair is None or pair[0] != key:
            pair = self._pair = (key, make())
        return pair[1]

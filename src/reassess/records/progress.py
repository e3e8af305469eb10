"""Progress of a long job."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Called with a sentence as each step begins."""


def no_progress(_: str) -> None:
    """Progress callback that does nothing."""

"""Reading: documents become text, text becomes mentions, and both can be searched."""

from reassess.reading.stage import read

__all__ = ["read"]

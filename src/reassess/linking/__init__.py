"""Who is the same human, with evidence that can be read, and what investigations have in common."""

from reassess.linking.run import link

__all__ = ["link"]

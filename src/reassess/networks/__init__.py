"""Which people, places and investigations hang together, and where."""

from reassess.networks.run import group

__all__ = ["group"]

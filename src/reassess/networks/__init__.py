"""Groups of connected people, places and investigations, and hotspots."""

from reassess.networks.run import group

__all__ = ["group"]

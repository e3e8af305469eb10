"""The order of work, how much is still missed, and when it will be done."""

from reassess.triage.queue import order
from reassess.triage.simulate import simulate_table

__all__ = ["order", "simulate_table"]

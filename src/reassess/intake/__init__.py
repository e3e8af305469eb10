"""Loads extracts as records: readers, mapping files, validation, quarantine."""

from reassess.intake.check import CheckReport, check
from reassess.intake.counts import LoadCounts
from reassess.intake.load import load
from reassess.intake.mapping.propose import propose_mapping
from reassess.intake.received import fingerprint, receive

__all__ = ["CheckReport", "LoadCounts", "check", "fingerprint", "load", "propose_mapping", "receive"]

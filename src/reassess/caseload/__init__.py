"""An invented caseload with planted truth, of any size, for demonstration, tests and benchmarks."""

from reassess.caseload.generate import Summary, generate

__all__ = ["Summary", "generate"]

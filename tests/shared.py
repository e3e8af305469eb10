"""Where the material shared between the team's checkouts lies, for the tests that measure on it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "casebook").is_dir(), reason="the shared material is not beside this checkout (../shared)"
)

RULED_SINCE = {
    # A threat to kill written in 2014 about somebody now adult: since the rulings of November 2026 it is found with the
    # band before_contact, which has no clock.
    ("2809960/13", "threat-to-life-recorded", "N0303", "found"),
}
"""Answers that a later ruling changed; the casebook still has the earlier ones."""

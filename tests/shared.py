"""Where the material shared between the team's checkouts lies, for the tests that measure on it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(
    not (SHARED / "casebook").is_dir(), reason="the shared material is not beside this checkout (../shared)"
)

"""What several rooms' tests stand on: a review of the small extract that has been run once."""

from datetime import date

import pytest

from reassess.review import Review, init, run
from tests.extracts import write_extract

AS_OF = date(2026, 4, 30)


@pytest.fixture(scope="session")
def finished_review(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """A review with one finished run of the small extract; not to be changed by a test."""
    folder = tmp_path_factory.mktemp("review")
    review = init(folder / "review", "MPS", AS_OF)
    run(review, [write_extract(folder / "extract")])
    return review

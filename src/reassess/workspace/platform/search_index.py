"""Path of the search index of a published run."""

from pathlib import Path

from django.conf import settings

from reassess.records.errors import UserError


def index_file(run: str) -> Path:
    """The search index of a run, in the cache of the review. It can be rebuilt from the run."""
    if settings.REVIEW is None:
        raise UserError("No review is named: set REASSESS_REVIEW to the review's folder.")
    return Path(settings.REVIEW) / "cache" / f"search-{run}.sqlite3"

"""The full-text index of a run, in one SQLite file, for both the command line and the workspace."""

from reassess.reading.search.build import build_index
from reassess.reading.search.index import Filters, Hit, Index, SearchPage, open_index

__all__ = ["Filters", "Hit", "Index", "SearchPage", "build_index", "open_index"]

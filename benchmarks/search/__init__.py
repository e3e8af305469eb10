"""Measures of the search index."""

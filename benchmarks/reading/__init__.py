"""Measures of reading beside its peers."""

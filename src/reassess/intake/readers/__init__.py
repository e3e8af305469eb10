"""Readers: each kind of file of an extract becomes a raw table of text."""

"""Readers: turn each kind of file of an extract into a raw table of text."""

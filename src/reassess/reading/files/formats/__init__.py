"""Readers of file formats, one folder a family: bytes in, pages of text out. `registry` says which reads what."""

"""Cells: parsing and checking of the values of each field, as SQL."""

"""Spreadsheets: sheets row by row, with their comments, headers and footers."""

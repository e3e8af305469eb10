"""Codes of the record that read better as a phrase than as the code's own letters."""

ACCOUNTS = {"abe": "video-recorded interview"}
"""How an account was taken."""

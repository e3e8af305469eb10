"""Phrase lists: which words carry which meaning, who says them, and whether they are denied."""

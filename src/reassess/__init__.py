"""Looks again at closed investigations: what was missed, what is newly possible, who is at risk today."""

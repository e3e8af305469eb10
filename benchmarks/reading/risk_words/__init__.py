"""Test bed of short sentences that do, or do not, speak of a risk."""

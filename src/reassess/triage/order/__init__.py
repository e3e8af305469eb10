"""The order of work, and why each case has its position."""

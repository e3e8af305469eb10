"""The names that a corpus may mention: people, places, staff and handles, ready for lookup."""

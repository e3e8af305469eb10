"""How many missed lines may remain, and how far readers agree."""

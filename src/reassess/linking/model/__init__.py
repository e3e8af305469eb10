"""The linkage model: its specification, training, scoring and blocking."""

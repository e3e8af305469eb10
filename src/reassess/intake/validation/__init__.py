"""Validation: cells become values of the model, and every fault of every row is noted."""

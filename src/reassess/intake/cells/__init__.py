"""Cells: what each field of the model takes, as SQL, and what is wrong with a cell that it cannot take."""

"""Which case a person takes next, and what happens to the work of a person who leaves."""

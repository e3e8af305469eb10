"""The order of work, how much is still missed, and when it will be done."""

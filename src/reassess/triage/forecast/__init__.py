"""When the review will finish."""

"""Names of persons in text, whether the records hold them or not."""

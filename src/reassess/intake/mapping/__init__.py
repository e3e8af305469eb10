"""Mapping files: how a force's own tables, fields and codes read as those of the record model."""

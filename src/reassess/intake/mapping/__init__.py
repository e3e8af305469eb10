"""Mapping files: a force's own tables, fields and codes mapped to those of the record model."""

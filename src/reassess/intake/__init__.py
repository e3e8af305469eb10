"""An extract becomes records: readers, mapping files, validation, quarantine."""

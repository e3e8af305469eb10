"""The parser of Rich Text Format."""

"""One module for each family of file formats: bytes in, pages of text out."""

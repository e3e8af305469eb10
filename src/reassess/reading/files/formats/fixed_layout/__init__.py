"""Formats with a fixed layout: PDF pages and pictures, read by their text layer or by OCR."""

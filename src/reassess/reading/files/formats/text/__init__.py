"""Plain text, CSV and HTML, in any encoding."""

"""Print what the rooms return as tables and paragraphs. Nothing is calculated here."""

"""Text becomes mentions: identifiers by rules, names and places by a dictionary, phrases by versioned lists."""

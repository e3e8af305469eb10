"""The phrase lists: one YAML file a kind, read by `reassess.reading.mentions.phrases.lists`."""

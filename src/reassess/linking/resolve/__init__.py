"""From scored pairs to people: clusters, constraints, judgements and stable ids."""

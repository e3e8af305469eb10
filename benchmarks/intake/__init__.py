"""How long an extract takes from files to records."""

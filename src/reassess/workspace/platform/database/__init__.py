"""The database: how it is opened, the guards of its append-only tables, and upgrades from older versions."""

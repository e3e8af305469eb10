"""Every view, form and template of the workspace."""

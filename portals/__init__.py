"""Portals as data: the TOML schema, its loader, and the bundled definitions."""

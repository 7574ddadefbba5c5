"""Drafts of portal files: what one visit or a list of sites tells of a portal, written down for a person to review."""

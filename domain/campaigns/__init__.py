"""Campaigns: where the money went, and what the platforms say came of it."""

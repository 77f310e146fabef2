"""The payback table."""

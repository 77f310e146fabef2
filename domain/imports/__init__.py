"""Imports: what a file said, what was kept of it, and whether it adds up."""

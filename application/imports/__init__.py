"""Importing files, and the ledger of what was imported."""

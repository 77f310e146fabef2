"""The table of a file: its records as rows of text cells, and which of them are data."""

"""The report as a page of text."""

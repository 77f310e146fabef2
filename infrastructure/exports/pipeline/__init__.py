"""The stages in their order: a text, whole or in parts, to what the file says."""

"""The columns of a table: how each one is written, by the evidence of all its cells, and its values."""

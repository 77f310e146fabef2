"""Bounds on what a stranger's file may hold, which several stages hold it to."""

LONGEST_RECORD = 1 << 20
"""Bytes of a line, and of a record of several lines."""
MOST_LINES = 20_000_000
"""Each costs memory of its own, however short it is."""

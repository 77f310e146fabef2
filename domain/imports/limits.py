"""What no file or frame may go beyond, whatever it comes as."""

MOST_COLUMNS = 1_000

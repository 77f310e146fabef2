"""SQLite, in one file."""

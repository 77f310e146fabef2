"""PostgreSQL, on either of its two drivers."""

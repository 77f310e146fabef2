"""The in-memory adapters: the executable specification that the SQL adapters are held against."""

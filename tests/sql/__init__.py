"""Every statement of `sql/`, held against both real databases."""

"""A shop that never was: its year, told through the files its platforms would have written."""

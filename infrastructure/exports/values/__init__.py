"""One cell, or a column of them, as an amount, a date, a time: exact, or not read at all."""

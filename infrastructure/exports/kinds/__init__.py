"""One reader for each kind of file: the rows of a table as facts."""

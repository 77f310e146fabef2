"""Lists as CSV for a spreadsheet: the same columns from the command line, over HTTP and in a file."""

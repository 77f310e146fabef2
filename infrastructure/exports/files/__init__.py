"""From a path to text: bytes within bounds, archives, workbooks, encodings."""

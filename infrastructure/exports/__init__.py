"""Reading what ad platforms, shops and people write.

A file goes through small stages: bytes, text, the table in it, its cells, the facts. How a platform writes is data, in
`layouts/*.toml`; polars is imported only once a file is read.
"""

from infrastructure.exports.reader import FileExportReader

__all__ = ["FileExportReader"]

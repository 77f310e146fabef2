"""Reading what ad platforms, shops and people write.

A file goes through small stages, each of which knows only those before it: `files` (bytes and text), `delimited`
(records), `values` (one cell), `layouts`, `recognition`, `tables` (which rows are data), `columns`, `facts`, `kinds`
(one reader each), `pipeline`; `proposing` is for files that no layout is for. How a platform writes is data, in
`layouts/*.toml`; polars is imported only once a file is read.
"""

from infrastructure.exports.reader import FileExportReader

__all__ = ["FileExportReader"]

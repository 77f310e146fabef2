"""The routes, one module per context: parse, call a handler, render."""

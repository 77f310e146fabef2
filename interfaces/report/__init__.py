"""The report: one HTML file that needs nothing beside it. Views in, text out; every figure is one of the views'."""

"""From text to records and their cells, as delimited files hold them."""

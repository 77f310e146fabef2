"""Files to try the product with; every one of them is generated."""

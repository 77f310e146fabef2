"""The schema's way there and back, on both real databases."""

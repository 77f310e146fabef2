"""Pure mathematics: arrays in, arrays out; no ports, no input or output."""

"""Where people and programs come in: parse, call a handler, render. Nothing is decided here."""

"""The rules of the house that a program can check. Each proves that it looked at something."""

"""The tests of Succotash. Being a package keeps `tests/http` from shadowing the standard library."""

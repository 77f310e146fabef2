"""Adapters that implement the ports of the domain, one folder per technology, and the container that knows them all."""

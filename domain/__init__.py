"""The business: entities, value objects, the science, and the ports. Knows the standard library, numpy and scipy."""

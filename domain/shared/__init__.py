"""The kernel that every context may stand on: small, and capped."""

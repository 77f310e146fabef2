"""What can go wrong on the way to a server."""


class ServerUnavailable(Exception):
    """One line per way that was tried, with the reason why it is closed. Never holds a password."""

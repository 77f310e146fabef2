"""The HTTP API: requests are parsed here, handlers answer, and every failure is an RFC 9457 problem."""
